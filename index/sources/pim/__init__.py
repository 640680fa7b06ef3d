"""Calendars and address books.

May import `documents`, `parsing` and `base`.
"""

"""Exports of messengers, one format a file.

May import `documents`, `parsing` and `base`.
"""

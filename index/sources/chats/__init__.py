"""Exports of messengers, one file per format.

May import `documents`, `parsing` and `base`.
"""

"""Which models there are, and how they come onto this machine: pinned, fetched, checked, taken in.

May import `models.files` and `models.errors`.
"""

"""Documents, notes and tables, one format a file.

May import `parsing` and `base`.
"""

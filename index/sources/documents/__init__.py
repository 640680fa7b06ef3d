"""Documents, notes and tables, one file per format.

May import `parsing` and `base`.
"""

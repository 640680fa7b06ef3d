"""The screen of sources, and how files come in; exports among the downloads.

May import `dialogs` and `base`.
"""

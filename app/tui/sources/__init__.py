"""The screen of sources, and how files come in: the picker, typed paths, exports among the downloads.

May import `dialogs` and `base`.
"""

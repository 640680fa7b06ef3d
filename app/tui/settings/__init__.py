"""The screen of settings.

May import `dialogs` and `base`.
"""

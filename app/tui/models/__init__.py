"""The screen of models: installed, offered, fetched, chosen and removed.

May import `dialogs` and `base`.
"""

"""The screen that asks for the passphrase of a locked home, and nothing else is shown beside it.

May import `dialogs` and `base`.
"""

"""The screen of chats with something new.

May import `dialogs` and `base`.
"""

"""The screen of earlier conversations with the assistant.

May import `dialogs` and `base`.
"""

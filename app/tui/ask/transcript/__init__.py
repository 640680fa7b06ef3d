"""The conversation as it is drawn: turns, newest at the bottom, and what is behind each.

May import `ask.messages` and `ask.requests`, `dialogs` and `base`.
"""

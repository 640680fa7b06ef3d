"""A chat to read: the screen, its lines, the window of it that is held, and a message among its neighbours.

May import `dialogs` and `base`.
"""

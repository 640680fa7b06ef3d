"""The screen for choosing what to add: through the disk, by typing a path, by dropping a file.

May import `dialogs` and `base`.
"""

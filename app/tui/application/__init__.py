"""The application around the screens: start and end, the command palette, the clipboard, other programs.

Also what is left after a crash. May import every screen.
"""

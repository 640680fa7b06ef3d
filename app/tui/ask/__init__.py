"""The main screen: the ask box, the conversation, the evidence beside it, and the ways to the other screens.

May import the screens it opens (`chat`, `models`, `search`, `sources`, `conversations`), `dialogs` and `base`.
"""

"""Search while typing: what feeds it, filters and their chips, the preview, and why a hit stands where it stands.

May import `dialogs` and `base`.
"""

"""Reading back: hits, pages of a chat, lists, whole sets, everything for an export.

May import `store.search` and `store.database`.
"""

"""Writing: messages kept once however many exports hold them, documents, passages, sources.

May import the other rooms of the store.
"""

"""Pure functions on text: tokens, keywords, passages, and one way to write each number and address.

May import `index.types`.
"""

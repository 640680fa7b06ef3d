"""Pure functions on text: tokens, passages, and one way to write each number and address.

May import `index.types`.
"""

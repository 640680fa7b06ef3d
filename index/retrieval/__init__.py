"""From a query to ranked hits: one ranked list a file, and their fusion.

May import `store`, `text` and `types`.
"""

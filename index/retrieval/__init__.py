"""From a query to ranked hits: the ranked lists, their fusion, and how a query and its names are read.

May import `store`, `text` and `types`.
"""

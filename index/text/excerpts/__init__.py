"""What of a text is shown for a query: where the words stand, the line around them, cut where signs may be cut. Pure.

Stands on the rest of `index.text`.
"""

"""Small dialogs that several screens open: confirm, details, help, a page of text, a list of links.

May import `base`.
"""

"""The one SQLite file: opened, migrated, encrypted, and the text it can hold.

May import `index.text` and `index.errors`.
"""

"""The one SQLite file: made, opened, migrated, checked, encrypted, copied and restored.

Also tidied up after a process that was killed. Nothing here knows what the tables mean. May import `index.text` and
`index.errors`.
"""

"""All SQL of the index. One room per concern: the database itself, search, people, writing, reading, removal.

May import `index.text`, `index.types` and `index.errors`.
"""

"""All SQL of the index. One room a concern: the database itself, people, search, reading, writing.

May import `index.text`, `index.types` and `index.errors`.
"""

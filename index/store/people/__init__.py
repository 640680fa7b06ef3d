"""Who is who: identities, people, address books, and what the owner decided.

May import `store.search` and `store.database`.
"""

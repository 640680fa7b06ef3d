"""What ranks in SQL: full text, vectors and their coarse pass, filters as conditions.

May import `store.database`.
"""

"""What model files say about themselves, read without loading them.

May import `models.errors`.
"""

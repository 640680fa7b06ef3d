"""Texts to vectors, and a question read beside texts, with sentence-transformers.

May import `models.machine` and below.
"""

"""A whole made-up life of ten years, and how much of it search and answers find.

`python -m tests.quality.life write DIR` writes it, `python -m tests.quality.life measure` measures; README.md says how.
"""

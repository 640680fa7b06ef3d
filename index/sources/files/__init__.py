"""Where files come from: folders walked, archives opened in memory, what is left out and why.

May import `documents`, `parsing` and `base`.
"""

"""One person's folders and settings: where they are, whose they are, what they say.

Also the mark by which a home is locked, the sample home, and exports among the downloads. The only reader of
settings, environment and directories. May import `models` and names of `index.sources`.
"""

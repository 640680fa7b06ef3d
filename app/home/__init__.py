"""One person's folders and settings: where they are, what they say, the sample home, exports among the downloads.

The only reader of settings, environment and directories. May import `models` and names of `index.sources`.
"""

"""The warm process: it holds the models and the open index, and answers the owner's commands.

`server.py` answers, `idle.py` works while nobody asks. May import `runtime` and below.
"""

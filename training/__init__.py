"""How the reader is made: data in, weights out. `python -m training --help` says how; MODEL_CARD.md what comes of it.

Not part of what is installed. May import `models.reader`, whose layout of rows it trains for.
"""

"""A small cross-encoder that judges: which message answers, what bears out a sentence, what kind of line it is.

It stands on the word vectors of the embedder it was trained with. May import `models.machine` and below.
"""

"""Times as people say them: read into a stretch of time, and put into words.

A text becomes tokens (`tokens.py`) with the words of its language (`vocabulary.py`, the data in `app/assistant/languages`),
the rows of `grammar.py` build values of them (`values.py`), and `reading.py` is the way in. Knows languages alone.
"""

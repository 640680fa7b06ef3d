"""A command's side of the warm process: find it, start it, speak to it.

`protocol.py` says what travels, `card.py` how the two find each other, `client.py` and `forward.py` ask. May import
the assistant's types, `output` and `home`.
"""

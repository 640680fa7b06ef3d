"""A question read by code into exact filters, before any model is asked.

`plan.py` brings it together: who, which chat, when, what kind of thing, and what it goes on from. May import the
assistant's `text` and `languages`.
"""

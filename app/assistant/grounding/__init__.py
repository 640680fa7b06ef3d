"""What ties an answer to its evidence: messages numbered and rendered, and sentences checked against them.

Also orders to a model among the messages, which messages matter most, and which a later one supersedes. May import
the assistant's `text` and `languages`.
"""

"""Which messages may answer a question, how surely one does, and what is quoted of it.

May import the assistant's `question`, `grounding`, `text` and `languages`, and the reader of `models`.
"""

"""From a question to an answer: what answers is quoted, whole sets are counted, figures worked out.

May import the assistant's `selection`, `question`, `grounding`, `text` and `languages`; knows nothing of summaries.
"""

"""From a question to an answer: candidates found and ranked, one quoted, whole sets counted.

May import the assistant's `question`, `grounding`, `text` and `languages`; knows nothing of summaries.
"""

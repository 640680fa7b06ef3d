"""From a selection of messages to a summary: sections, digests, what is new, and summaries made while nobody waits.

May import the assistant's `grounding`, `question`, `text` and `languages`; knows nothing of answers.
"""

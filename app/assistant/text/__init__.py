"""What code reads out of any text: words and stems, sentences, facts that compare exactly, and times.

Pure. May import the assistant's `languages`.
"""

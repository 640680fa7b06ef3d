"""What the assistant knows of each language: words, frames of questions, cues. One language is one file.

Imports nothing of homebody.
"""

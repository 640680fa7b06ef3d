"""What is coming up, out of calendars, messages and notes, and which questions are open.

May import the assistant's `summarizing`, whose key points it reads, and what that may; answers are built on it.
"""

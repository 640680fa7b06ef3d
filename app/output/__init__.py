"""What reaches the screen from a command, and how the terminal is given back whatever ends it.

Data goes to stdout, narration to stderr, an error is one sentence and an exit code. May import the assistant's
events, `home` and `text`.
"""

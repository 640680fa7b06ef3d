"""What reaches the screen from a command: data on stdout, narration on stderr, progress, errors with their exit codes.

May import the assistant's events, `home` and `text`.
"""

"""The command line, one file per verb: its options, and what it does.

Each `command` works on a Runtime and prints through `app.output`. What verbs share is in `shared`. May import everything
below.
"""

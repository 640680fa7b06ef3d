"""The command line, one verb a file: its options, and a `run` that works on a Runtime and prints through `app.output`.

What verbs share is in `shared`. May import everything below.
"""

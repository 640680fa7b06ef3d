"""What several verbs share: sealing and the Runtime they get, common options, hints, and how models are listed.

May import `runtime`, `output` and below.
"""

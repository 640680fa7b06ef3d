"""What every screen stands on: shared widgets, text as Textual shows it, themes, keys, background jobs.

May import `services` and no screen.
"""

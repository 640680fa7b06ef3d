"""What this machine can run, how fast it is, and which model it should use.

May import `models.catalogue`, `models.engine` and below.
"""

"""Taking out for good: forgetting as a job that is written down, and all that goes with it.

May import the other rooms of the store.
"""

"""Taking in and taking out: files read into the store, looked at again, watched, forgotten.

Long work yields events and can stop between two steps. May import `sources`, `store`, `text` and `types`.
"""

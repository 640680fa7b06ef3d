"""What homebody knows: sources read into one SQLite store, and the search over it."""

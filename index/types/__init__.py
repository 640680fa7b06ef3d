"""The frozen dataclasses that cross the index's seams; each has one import path.

`records` is what sources yield, `events` what long work yields, `search` what a search takes and gives, `listings`
how the index's contents are listed. Imports nothing of homebody.
"""

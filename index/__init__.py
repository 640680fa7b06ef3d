"""What homebody knows: sources read into one SQLite store, and the search over it.

`index.py` is the front door. `intake` reads `sources` into the `store`, `retrieval` searches it; `text`, `types` and
`errors` stand below. Knows neither `app` nor `models`.
"""

"""From what the lists found to what is shown: keyword scores worked out anew, neighbours, fusion, second reading, folding.

Stands on `index.retrieval.words`, the store and the types.
"""

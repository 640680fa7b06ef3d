"""Reading other programs' files: one format a file, bytes in, records out.

`detect.py` says which source reads a file; `base.py` is the contract. Files are hostile until read.
"""

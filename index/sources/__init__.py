"""Reading other programs' files: one file per format, bytes in, records out.

`detect.py` says which source reads a file; `base.py` is the contract. Files are hostile until read.
"""

"""No network from here on: the seal, and its mechanisms on each system.

`seal.py` is the front door; seccomp, Landlock, the macOS sandbox and the guard are one file each. Imports nothing of
homebody.
"""

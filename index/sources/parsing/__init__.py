"""Streaming readers and encodings that several formats share.

May import `base`.
"""

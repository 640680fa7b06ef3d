"""Words on a screen: text made safe to print, and numbers, times and outcomes put into words.

Imports nothing of homebody but types.
"""

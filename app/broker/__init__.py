"""A process beside the terminal app that fetches models for it.

It is started before the seal, is kept from everything private, and takes the names of catalogue entries alone. May
import `sealing`, `home` and `models`.
"""

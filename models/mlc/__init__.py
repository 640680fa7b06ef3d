"""The mlc-llm engine: a compiled model on a GPU.

`engine.py` fits the contract, `loop.py` and `threads.py` hold mlc's own, `setup.py` is what it needs around it. May
import `models.machine` and below.
"""

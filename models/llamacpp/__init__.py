"""The llama.cpp engine: a model in a process of its own.

`engine.py` fits the contract, `host.py` owns the process, `process.py` is that process. May import `models.machine`
and below.
"""

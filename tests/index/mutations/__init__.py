"""A seeded fuzzer of all that `add` reads: whole small files of every kind, broken in many ways.

    python -m tests.index.mutations                 3,000 inputs, seed 1
    python -m tests.index.mutations 500 --seed 7    other ones
    python -m tests.index.mutations --only 7:123    one of them again

`inputs` makes the whole files, `mutate` breaks them, `reader` is the program that adds them within bounds, `fuzzer` runs it
and judges. An input is known by its seed and number, so that what was found can be made again.
"""

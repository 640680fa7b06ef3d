"""The command: see the package."""

from __future__ import annotations

import argparse
import sys

from tests.index.mutations import __doc__ as usage
from tests.index.mutations.fuzzer import case, faults


def main() -> int:
    """Run as many cases as are asked for; return 1 when one was read wrongly."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", help="SEED:NUMBER")
    asked = parser.parse_args()
    if asked.only:
        seed, number = map(int, asked.only.split(":"))
        cases = [case(seed, number)]
    else:
        cases = (case(asked.seed, number) for number in range(asked.first, asked.first + asked.count))  # type: ignore[assignment]
    wrong = 0
    for fault in faults(cases):
        wrong += 1
        sys.stdout.write(f"── {fault.case.name} {fault.case.kind}, {fault.case.broken}\n{fault.what}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{wrong} faults in {1 if asked.only else asked.count} inputs\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

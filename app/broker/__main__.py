"""`python -m app.broker REACH`: run by the app, before it seals itself."""

from __future__ import annotations

import sys

from app.broker.process import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

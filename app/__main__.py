"""`python -m app` is `homebody`."""

import sys

from app.cli import main

sys.exit(main())

"""`homebody`, and `python -m app`: hand a short command to the warm process, or else load what it takes to do it here."""

import sys


def main() -> int:
    """Run homebody with the process's arguments and return its exit code."""
    from app.sealing import memory

    memory.keep_private()
    memory.take_passphrase()
    from app.service_client.forward import forwarded

    code = forwarded(sys.argv[1:])
    if code is None:
        from app.cli import main as here

        code = here()
    return code


if __name__ == "__main__":
    sys.exit(main())

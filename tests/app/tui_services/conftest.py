from tests.app.commands.conftest import shell

__all__ = ["shell"]

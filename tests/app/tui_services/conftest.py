from tests.app.commands.conftest import shell as shell

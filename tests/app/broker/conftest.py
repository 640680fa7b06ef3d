from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.broker.client import Broker
from app.home.paths import Home
from tests.app.broker.brokers import OWN_HUB, Server, program


@pytest.fixture
def home(tmp_path: Path) -> Home:
    root = tmp_path / "home"
    root.mkdir(mode=0o700)
    (root / "index.db").write_text("the owner's words")
    return Home(root, tmp_path / "models")


@pytest.fixture
def hub() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder, Server(f"{folder}/hub") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def broker(home: Home, hub: Server) -> Iterator[Broker]:
    address = hub.server_address
    assert isinstance(address, str)
    broker = Broker.start(home, program(OWN_HUB.format(address=address)))
    yield broker
    broker.close()

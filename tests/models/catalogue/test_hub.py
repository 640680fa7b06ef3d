"""Fetching from a hub, played by a server on this machine that resumes, fails and lies as told.

It listens on a Unix socket, so that these tests run where internet sockets are refused.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import random
import signal
import socket
import socketserver
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest

from models.catalogue import download
from models.catalogue.catalogue import HubSource, ModelEntry
from models.catalogue.download import PullProgress, pull
from models.catalogue.hub import opener
from models.catalogue.installation import (
    ensure_intact,
    fingerprint,
    installed,
    is_installed,
    origin,
    pinned_files,
    verify,
)
from models.errors import DownloadFailed, ModelDamaged

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = random.Random(7).randbytes(1_500_000)
FILES = {"weights.bin": WEIGHTS, "config.json": b"{}", "onnx/config.json": b"no", "sub/extra.json": b"yes"}


class Hub(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []
    stop_after: ClassVar[int] = 0
    resumes: ClassVar[bool] = True
    status: ClassVar[int] = 200
    listing: ClassVar[bytes] = b""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.status != 200:
            self.send_error(self.status)
        elif self.path.startswith("/api/models/some/model/revision/main?blobs=true"):
            self.reply(200, self.listing or json.dumps({"sha": COMMIT, "siblings": self.siblings()}).encode())
        else:
            name = self.path.removeprefix(f"/some/model/resolve/{COMMIT}/")
            wanted = self.headers.get("Range", "")
            self.asked.append((name, wanted))
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.resumes else 0
            self.reply(206 if start else 200, self.files[name], start)

    def siblings(self) -> list[dict[str, object]]:
        return [
            {
                "rfilename": name,
                "size": len(data),
                "blobId": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest(),
                **(
                    {"lfs": {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}} if len(data) > 1000 else {}
                ),
            }
            for name, data in FILES.items()
        ]

    def reply(self, status: int, data: bytes, start: int = 0) -> None:
        body = data[start:]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = type(self).stop_after
        self.wfile.write(body[:cut] if cut and len(body) > cut else body)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class OverSocket(urllib.request.HTTPHandler):
    """Opens http addresses on a Unix socket, whatever host they name."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        address = self.address

        class Connection(HTTPConnection):
            def connect(self) -> None:
                self.sock = socket.socket(socket.AF_UNIX)
                self.sock.connect(address)

        return self.do_open(Connection, req)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    class Fresh(Hub):
        files: ClassVar[dict[str, bytes]] = dict(FILES)
        asked: ClassVar[list[tuple[str, str]]] = []

        def address_string(self) -> str:
            return "local"

    with tempfile.TemporaryDirectory() as folder, Server(f"{folder}/hub.sock", Fresh) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), OverSocket(f"{folder}/hub.sock"))
        monkeypatch.setattr("models.catalogue.hub.opener", lambda: opener)
        monkeypatch.setattr("models.catalogue.hub.ENDPOINT", "http://hub")
        yield Fresh
        server.shutdown()
        thread.join()


@pytest.fixture
def entry() -> ModelEntry:
    return ModelEntry(
        name="hubbed",
        role="llm",
        backend="llama.cpp",
        title="Hubbed",
        about="",
        licence="MIT",
        languages=("en",),
        source=HubSource("some/model", "main", ("weights.bin", "*.json", "sub/*.json"), 1_500_000),
        files=(),
        context=1,
        default_context=1,
        memory=1,
    )


def run(entry: ModelEntry, models: Path) -> list[PullProgress]:
    return list(pull(entry, models))


def test_the_wanted_files_come_checked_private_and_recorded_with_their_commit(
    hub: type[Hub], entry: ModelEntry, tmp_path: Path
) -> None:
    assert origin(entry, tmp_path) == "some/model@main"
    steps = run(entry, tmp_path)
    assert origin(entry, tmp_path) == f"some/model@{COMMIT}"
    folder = tmp_path / "hubbed"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        "weights.bin",
        "config.json",
        "sub/extra.json",
        "manifest.json",
    }
    assert (folder / "weights.bin").read_bytes() == WEIGHTS
    assert json.loads((folder / "manifest.json").read_text())["source"] == f"some/model@{COMMIT}"
    assert {file.path: file.sha256 for file in pinned_files(entry, tmp_path)}["weights.bin"] == (
        hashlib.sha256(WEIGHTS).hexdigest()
    )
    assert [path.name for path in tmp_path.iterdir()] == ["hubbed"]
    assert not any(path.stat().st_mode & 0o077 for path in folder.rglob("*"))
    assert steps[-1].done == steps[-1].total
    verify(entry, tmp_path)
    assert fingerprint(entry, tmp_path) == f"hubbed:{hashlib.sha256(WEIGHTS).hexdigest()[:16]}"


def test_a_second_pull_asks_the_hub_nothing(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    run(entry, tmp_path)
    hub.asked.clear()
    run(entry, tmp_path)
    assert hub.asked == []


def test_an_interrupted_pull_goes_on_where_it_stopped(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    hub.stop_after = 600_000
    with pytest.raises(DownloadFailed, match="in the middle of weights") as caught:
        run(entry, tmp_path)
    assert "continues" in caught.value.next_step
    assert not is_installed(entry, tmp_path)
    hub.stop_after = 0
    steps = run(entry, tmp_path)
    assert ("weights.bin", "bytes=600000-") in hub.asked
    assert steps[0].done == 0
    assert (tmp_path / "hubbed/weights.bin").read_bytes() == WEIGHTS
    assert [path.name for path in tmp_path.iterdir()] == ["hubbed"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_killed_pull_goes_on_where_it_was(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    hub.stop_after = 600_000
    child = os.fork()
    if child == 0:  # it is killed in the middle, as a lost session would be: no handler of its own runs
        for step in pull(entry, tmp_path):
            if step.what.startswith("fetching") and (tmp_path / ".parts-hubbed").exists():
                sizes = [path.stat().st_size for path in (tmp_path / ".parts-hubbed").glob("*.part")]
                if sum(sizes) > 100_000:
                    os.kill(os.getpid(), signal.SIGKILL)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (tmp_path / ".parts-hubbed/lock").exists()
    assert not is_installed(entry, tmp_path)
    hub.stop_after = 0
    run(entry, tmp_path)
    assert any(name == "weights.bin" and wanted for name, wanted in hub.asked)
    assert (tmp_path / "hubbed/weights.bin").read_bytes() == WEIGHTS
    assert [path.name for path in tmp_path.iterdir()] == ["hubbed"]


def test_closing_keeps_what_came(
    hub: type[Hub], entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MB", 1)
    steps = pull(entry, tmp_path)
    next(step for step in steps if step.done > 100_000)
    steps.close()
    hub.asked.clear()
    run(entry, tmp_path)
    assert hub.asked[0][0] == "weights.bin"
    assert hub.asked[0][1].startswith("bytes=")


def test_a_server_that_does_not_resume_sends_it_all_again(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    hub.stop_after = 600_000
    with pytest.raises(DownloadFailed):
        run(entry, tmp_path)
    hub.stop_after, hub.resumes = 0, False
    run(entry, tmp_path)
    assert (tmp_path / "hubbed/weights.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize("name", ["weights.bin", "config.json"])
def test_bytes_that_are_not_the_hubs_are_thrown_away(
    hub: type[Hub], entry: ModelEntry, tmp_path: Path, name: str
) -> None:
    hub.files[name] = b"x" * len(FILES[name])
    with pytest.raises(DownloadFailed, match=f"{name} did not arrive"):
        run(entry, tmp_path)
    assert not is_installed(entry, tmp_path)
    hub.files[name] = FILES[name]
    run(entry, tmp_path)
    verify(entry, tmp_path)


def test_pins_of_the_catalogue_decide_over_the_hub(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    run(entry, tmp_path)
    pins = pinned_files(entry, tmp_path)
    run(dataclasses.replace(entry, name="same", files=pins), tmp_path)
    other = dataclasses.replace(entry, name="other", files=(dataclasses.replace(pins[0], sha256="0" * 64), *pins[1:]))
    hub.asked.clear()
    with pytest.raises(DownloadFailed, match=r"pins for other .*nothing was fetched"):
        run(other, tmp_path)
    assert hub.asked == []
    small = [file for file in pins if file.path == "config.json"]
    rest = [file for file in pins if file.path != "config.json"]
    changed = (*rest, dataclasses.replace(small[0], sha256="0" * 64))
    with pytest.raises(DownloadFailed, match="pins"):  # its sha256 is known only once it came
        run(dataclasses.replace(entry, name="other", files=changed), tmp_path)
    assert not (tmp_path / "other").exists()


def test_a_file_that_came_wrong_costs_no_other(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    hub.files["sub/extra.json"] = b"nay"
    with pytest.raises(DownloadFailed, match="extra"):
        run(entry, tmp_path)
    hub.files["sub/extra.json"] = FILES["sub/extra.json"]
    hub.asked.clear()
    run(entry, tmp_path)
    assert [name for name, _ in hub.asked] == ["sub/extra.json"]


def test_what_changes_after_the_fetch_is_damaged(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    run(entry, tmp_path)
    (tmp_path / "hubbed/weights.bin").write_bytes(b"x" * len(WEIGHTS))
    with pytest.raises(ModelDamaged, match=r"weights\.bin"):
        ensure_intact(entry, tmp_path)
    (tmp_path / "hubbed/manifest.json").write_text("{")
    with pytest.raises(ModelDamaged):
        ensure_intact(entry, tmp_path)
    assert installed(tmp_path) == ()


@pytest.mark.parametrize(
    ("status", "sentence"), [(401, "not give"), (403, "not give"), (404, "has no"), (500, "error 500")]
)
def test_refusals_become_sentences(
    hub: type[Hub], entry: ModelEntry, tmp_path: Path, status: int, sentence: str
) -> None:
    hub.status = status
    with pytest.raises(DownloadFailed, match=sentence):
        run(entry, tmp_path)


@pytest.mark.parametrize(
    "listing",
    [
        b"<html>",
        b"[]",
        b'{"sha": "short", "siblings": []}',
        json.dumps({"sha": COMMIT, "siblings": [{"rfilename": "a.json", "size": 1, "blobId": "../../x"}]}).encode(),
    ],
)
def test_a_listing_that_is_none_is_refused(hub: type[Hub], entry: ModelEntry, tmp_path: Path, listing: bytes) -> None:
    hub.listing = listing
    with pytest.raises(DownloadFailed):
        run(entry, tmp_path)


def test_a_name_that_leads_out_of_the_folder_is_refused(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    bad = {"rfilename": "../x.json", "size": 2, "blobId": "0" * 40}
    hub.listing = json.dumps({"sha": COMMIT, "siblings": [bad]}).encode()
    source = HubSource("some/model", "main", ("../*.json",), 1)
    with pytest.raises(DownloadFailed, match="cannot be read"):
        run(dataclasses.replace(entry, source=source), tmp_path)


def test_offline_is_one_sentence(entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DownloadFailed, match="could not be reached"):
        list(pull(entry, tmp_path, "http://127.0.0.1:9"))


def test_two_pulls_of_one_model_do_not_mix(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    first = pull(entry, tmp_path)
    next(first)
    with pytest.raises(DownloadFailed, match="already"):
        run(entry, tmp_path)
    first.close()
    assert not (tmp_path / ".parts-hubbed/lock").exists()
    run(entry, tmp_path)


def test_a_lock_that_was_taken_away_is_none(tmp_path: Path, hub: type[Hub], entry: ModelEntry) -> None:
    first = pull(entry, tmp_path)
    next(first)
    (tmp_path / ".parts-hubbed/lock").rename(tmp_path / "old")
    with (tmp_path / "old").open() as held:
        assert not download._is_at(held.fileno(), tmp_path / ".parts-hubbed/lock")
        (tmp_path / ".parts-hubbed/lock").touch()
        assert not download._is_at(held.fileno(), tmp_path / ".parts-hubbed/lock")
        assert download._is_at(held.fileno(), tmp_path / "old")
    first.close()


def test_what_a_killed_pull_left_locks_nobody_out(hub: type[Hub], entry: ModelEntry, tmp_path: Path) -> None:
    parts = tmp_path / ".parts-hubbed"
    parts.mkdir()
    (parts / "lock").write_text(str(os.getppid()))  # by now the number may be another process's
    run(entry, tmp_path)
    assert is_installed(entry, tmp_path)


def test_an_old_index_of_an_mlc_folder_gets_its_new_name(
    hub: type[Hub], entry: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILES, "ndarray-cache.json", b"[1]")
    hub.files["ndarray-cache.json"] = b"[1]"
    run(entry, tmp_path)
    assert (tmp_path / "hubbed/tensor-cache.json").read_bytes() == b"[1]"
    assert not (tmp_path / "hubbed/ndarray-cache.json").exists()


def test_an_encrypted_hub_cannot_lead_to_an_address_that_is_not() -> None:
    handlers = vars(opener())["handlers"]
    (follow,) = (one for one in handlers if isinstance(one, urllib.request.HTTPRedirectHandler))
    request = urllib.request.Request("https://hub/file")
    with pytest.raises(urllib.error.URLError, match="not encrypted"):
        follow.redirect_request(request, io.BytesIO(), 302, "", HTTPMessage(), "http://elsewhere/file")
    onward = follow.redirect_request(request, io.BytesIO(), 302, "", HTTPMessage(), "https://elsewhere/file")
    assert onward is not None
    assert onward.full_url == "https://elsewhere/file"

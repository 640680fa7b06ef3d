"""Bad input through the command line: one sentence that names the file and the next step, the right exit code, and the
other files done. No model is installed in these homes: what needs none has to work without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.output import report

GOOD = "12/11/2026, 19:41 - Maya: the key is under the red pot\n12/11/2026, 19:43 - Tom: thanks\n"


class Home:
    """A home of its own, without models and without a warm process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "home"
        self.files = folder / "files"
        self.files.mkdir()
        self.root.mkdir(mode=0o700)
        (self.root / "settings.toml").write_text('service_minutes = 0\nzone = "Europe/Berlin"\n')

    def run(
        self, *arguments: str | Path, preexec_fn: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "HOMEBODY_HOME": str(self.root), "HOMEBODY_MODELS": str(self.folder / "models")}
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            env=env,
            text=True,
            capture_output=True,
            timeout=300,
            preexec_fn=preexec_fn,
        )

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.files / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def finds_the_key(self) -> bool:
        found = self.run("search", "--keyword", "red pot", "--json")
        return found.returncode == 0 and "red pot" in json.loads(found.stdout)["hits"][0]["text"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


PDF_CUT_SHORT = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.txt", b"", "empty"),
        ("junk.txt", bytes(range(256)) * 40, "does not read this kind"),
        ("cut.pdf", PDF_CUT_SHORT, "damaged or cut short"),
        ("cut.zip", b"PK\x03\x04 and then nothing", "damaged or cut short"),
    ],
)
def test_a_file_that_cannot_be_read_costs_itself_alone(home: Home, name: str, content: bytes, expected: str) -> None:
    good = home.write("WhatsApp Chat with Maya.txt", GOOD)
    bad = home.write(name, content)
    done = home.run("add", bad, good)
    assert done.returncode == report.NOTHING
    complaint = next(line for line in done.stderr.splitlines() if str(bad) in line)
    assert expected in complaint
    assert complaint.startswith("homebody: ")
    assert "Traceback" not in done.stderr
    assert home.finds_the_key()


def test_a_missing_path_is_named(home: Home) -> None:
    done = home.run("add", home.files / "nowhere", home.write("a.txt", GOOD))
    assert done.returncode == report.NOTHING
    assert "nowhere" in done.stderr
    assert "no such file" in done.stderr.lower()
    assert home.finds_the_key()


def test_a_line_that_is_no_utf8_is_still_read(home: Home) -> None:
    done = home.run(
        "add", home.write("a.txt", GOOD.encode() + "12/11/2026, 19:44 - Tom: Zoë, caf".encode() + b"\xe9 at ten\n")
    )
    assert done.returncode == report.DONE
    assert home.finds_the_key()
    found = home.run("search", "--keyword", "ten", "--json")
    assert "caf\ufffd at ten" in json.loads(found.stdout)["hits"][0]["text"]


def test_a_folder_with_nothing_readable_says_so(home: Home) -> None:
    home.write(".hidden.txt", "x")
    home.write("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(500))
    done = home.run("add", home.files)
    assert done.returncode == report.NOTHING
    assert "nothing there that homebody can read" in done.stderr


def test_a_line_of_50_mb_is_read_in_bounded_memory(home: Home) -> None:
    big = home.write("big.txt", "word " * 10_000_000)
    done = home.run("add", big, home.write("a.txt", GOOD), preexec_fn=limit_memory)
    assert done.returncode == report.DONE, done.stderr
    assert home.finds_the_key()


def limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_a_file_without_permission_is_named(home: Home) -> None:
    good, closed = home.write("a.txt", GOOD), home.write("closed.txt", GOOD)
    closed.chmod(0)
    if os.getuid() == 0:
        pytest.skip("root may read everything")
    done = home.run("add", closed, good)
    assert done.returncode == report.NOTHING
    assert "permission" in done.stderr
    assert home.finds_the_key()


def test_a_zip_that_leads_out_of_itself_stays_inside(home: Home) -> None:
    archive = home.files / "chat.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../escaped.txt", "out")
        file.writestr("WhatsApp Chat with Maya.txt", GOOD)
    done = home.run("add", archive)
    assert done.returncode == report.DONE, done.stderr
    assert not list(home.folder.rglob("escaped.txt"))
    assert home.finds_the_key()


def test_a_damaged_store_is_said_and_left_as_it_is(home: Home) -> None:
    home.run("add", home.write("a.txt", GOOD))
    store = home.root / "index.db"
    damaged = b"this is no database" * 500
    store.write_bytes(damaged)
    for suffix in ("-wal", "-shm"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)
    for verb in (["search", "--keyword", "key"], ["chats"], ["add", home.files / "a.txt"]):
        done = home.run(*verb)
        assert done.returncode == report.DAMAGED, done.stderr
        assert str(store) in done.stderr
        assert "Traceback" not in done.stderr
    assert store.read_bytes() == damaged
    assert home.run("doctor").returncode == report.DAMAGED


def test_no_index_yet_says_how_to_begin(home: Home) -> None:
    for verb in (["search", "key"], ["ask", "where is the key?"], ["summarize", "--last", "5"], ["chats"]):
        done = home.run(*verb)
        assert done.returncode == report.NEEDS
        assert "homebody add" in done.stderr


def test_without_models_words_are_found_and_the_rest_says_what_to_do(home: Home) -> None:
    assert home.run("add", home.write("a.txt", GOOD)).returncode == report.DONE
    found = home.run("search", "red pot", "--json")
    assert found.returncode == report.DONE
    assert json.loads(found.stdout)["hits"][0]["text"] == "the key is under the red pot"
    said = home.run("search", "red pot")
    assert "homebody models pull" in said.stderr
    summary = home.run("summarize", "--last", "2", "--json")
    assert summary.returncode == report.DONE
    shown = json.loads(summary.stdout)
    assert shown["read"] == shown["scope"]["count"] == 2
    assert shown["model"] is None
    answer = home.run("ask", "where is the key?", "--json")
    assert "red pot" in answer.stdout


def test_a_full_disk_keeps_what_is_stored(home: Home) -> None:
    assert home.run("add", home.write("a.txt", GOOD)).returncode == report.DONE
    many = "".join(
        f"12/11/2026, 19:{n % 60:02} - Maya: message number {n} with some words in it\n" for n in range(60_000)
    )
    done = home.run("add", home.write("many.txt", many), preexec_fn=limit_files)
    assert done.returncode == report.NOTHING, done.stderr
    assert "full" in done.stderr.lower() or "room" in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert home.finds_the_key()
    assert home.run("add", home.files / "many.txt").returncode == report.DONE


def limit_files() -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))


def test_who_and_where_the_owner_is_are_remembered(home: Home) -> None:
    (home.root / "settings.toml").write_text("service_minutes = 0\n")
    export = home.write("WhatsApp Chat with Maya.txt", GOOD)
    assert home.run("add", export, "--me", "Maya", "--tz", "Asia/Tokyo").returncode == report.DONE
    again = home.run("add", export, "--json")
    assert json.loads(again.stdout)["added"] == 0
    hit = json.loads(home.run("search", "--keyword", "red pot", "--from", "me", "--json").stdout)["hits"][0]
    assert hit["time"] == "2026-11-12T19:41:00+09:00"
    wrong = home.run("add", export, "--tz", "Mars/Olympus")
    assert wrong.returncode == report.USAGE
    assert "Mars/Olympus" in wrong.stderr

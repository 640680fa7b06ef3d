"""Copying texts, opening files in the system's own program, and links that are shown in full and never followed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import OptionList

from app.home import paths
from app.tui.application import external_programs
from app.tui.base.links import Link, links_of
from app.tui.chat.surroundings import SurroundingsScreen
from app.tui.chat.view import ChatView
from app.tui.dialogs.link_list import LinksScreen
from tests.app.tui.fakes import PAGE, FakeLibrary, FakeServices, hits
from tests.app.tui.pilots import SIZES, AppPilot, ended, main_of, opened, until


def urls(text: str) -> list[str]:
    return [link.url for link in links_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a.example/b (and https://b.example/c_(d)).", ["http://a.example/b", "https://b.example/c_(d)"]),
        ("https://a.example, https://a.example!", ["https://a.example"]),
        ("mail mailto:priya@example.org now", ["mailto:priya@example.org"]),
        ("javascript:alert(1) file:///etc/passwd ftp://a.example data:text/html,x ssh://a", []),
        ("www.example.org and priya@example.org are no links", []),
        ("https:// http://:80 mailto:nobody http://[::1", []),
        ("«https://a.example/x»", ["https://a.example/x"]),
    ],
)
def test_only_links_to_pages_and_addresses_are_found_without_the_sentence_around_them(
    text: str, found: list[str]
) -> None:
    assert urls(text) == found


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://bank.example@evil.example/login", "evil.example"),
        ("https://b\u00fccher.example:8443/", "xn--bcher-kva.example:8443"),
        ("https://p\u0430ypal.example/", "xn--pypal-4ve.example"),
        ("HTTPS://A.Example/", "a.example"),
    ],
)
def test_a_link_says_where_it_really_goes(url: str, host: str) -> None:
    assert links_of(f"look: {url} !") == (Link(url, host),)


def test_what_cannot_be_seen_is_seen_in_the_link_that_is_taken() -> None:
    (link,) = links_of("https://a.example/\u202egnp.exe\x1b[0m")
    assert link.url.endswith("gnp.exe")
    assert link.url.isprintable()


# ── In the app ────────────────────────────────────────────────────────────────────────────────────────────────────────


def linked() -> FakeLibrary:
    said = list(hits())
    said[3] = replace(said[3], text="See https://lake.example/cabin?x=1 and mailto:henrik@lake.example.\x1b]0;x\x07")
    return FakeLibrary([*said, PAGE])


def notices(pilot: AppPilot) -> str:
    return " ".join(notice.message for notice in pilot.app._notifications)


async def open_first(pilot: AppPilot, typed: str) -> None:
    main_of(pilot).box.put(typed)
    await until(pilot, lambda: main_of(pilot).evidence.hits and main_of(pilot).box.value == typed, "hits")
    await pilot.press("down", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, SurroundingsScreen) and pilot.app.screen.query(".-target"))


@SIZES
async def test_an_opened_message_is_copied_clean_and_its_links_are_shown_whole(size: tuple[int, int]) -> None:
    async with opened(FakeServices(library=linked()), size) as pilot:
        await open_first(pilot, "henrik")
        await pilot.press("c")
        assert pilot.app.clipboard == "See https://lake.example/cabin?x=1 and mailto:henrik@lake.example.␛]0;x␇"
        assert "sent to the terminal's clipboard" in notices(pilot)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, LinksScreen), "the links")
        shown = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        assert shown == [
            "https://lake.example/cabin?x=1\n  goes to lake.example",
            "mailto:henrik@lake.example\n  goes to henrik@lake.example",
        ]
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SurroundingsScreen))
        assert pilot.app.clipboard == "mailto:henrik@lake.example"
        assert "nothing that homebody starts can reach the network" in notices(pilot)


async def test_going_back_from_the_links_copies_nothing_and_a_message_without_says_so() -> None:
    async with opened(FakeServices(library=linked())) as pilot:
        await open_first(pilot, "henrik")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, LinksScreen), "the links")
        await pilot.press("escape")
        assert pilot.app.clipboard == ""
        await pilot.press("escape", "escape")
        await open_first(pilot, "stove")
        await pilot.press("o")
        assert isinstance(pilot.app.screen, SurroundingsScreen)
        assert "This message has no link." in notices(pilot)


async def test_in_a_chat_the_marked_message_is_copied_else_the_one_at_the_top() -> None:
    async with opened(FakeServices()) as pilot:
        await pilot.press("f2", "enter")
        await until(pilot, lambda: pilot.app.screen.query(ChatView) and pilot.app.screen.query_one(ChatView).top)
        view = pilot.app.screen.query_one(ChatView)
        assert view.top is not None
        await pilot.press("c")
        assert pilot.app.clipboard == view.top.hit.text
        view.mark("m8")
        await pilot.press("c")
        assert pilot.app.clipboard == "Sent."
        await pilot.press("o")
        assert "This message has no link." in notices(pilot)


async def test_an_answer_is_copied_with_what_its_numbers_stand_for() -> None:
    async with opened(FakeServices()) as pilot:
        await pilot.press("ctrl+y")
        assert pilot.app.clipboard == ""
        main_of(pilot).box.enter("when?")
        await until(pilot, ended(pilot), "the answer")
        await pilot.press("ctrl+y")
        copied = pilot.app.clipboard
        assert copied.startswith("when?\n\nThe cabin is free from Friday 18 September. [1][2]\n")
        assert "\n[1] Maya · Cabin crew · 10 Sep 2026 18:28\n[2] Jonas" in copied
        assert "[3]" not in copied


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "Packing list.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def services_with(path: str | Path) -> FakeServices:
    return FakeServices(library=FakeLibrary([*hits(), replace(PAGE, path=str(path))]))


def fake_opener(folder: Path, script: str) -> str:
    opener = folder / "xdg-open"
    opener.write_text(f"#!/bin/sh\n{script}\n")
    opener.chmod(0o700)
    return str(opener)


posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell")


@posix
async def test_a_file_goes_to_the_systems_program_by_the_path_in_the_index(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = fake_opener(tmp_path, f'printf %s "$1" > "{tmp_path}/told"')
    monkeypatch.setattr(external_programs, "desktop_opener", lambda: opener)
    async with opened(services_with(page)) as pilot:
        await open_first(pilot, "pans")
        await pilot.press("o")
        await until(pilot, lambda: "Handed to xdg-open: Packing list.pdf, page 2." in notices(pilot), "the notice")
        assert (tmp_path / "told").read_text() == str(page)
        assert pilot.app.clipboard == ""


@posix
@pytest.mark.parametrize("script", [None, "exit 3"], ids=["no opener", "it fails"])
async def test_a_file_that_cannot_be_opened_has_its_path_copied(
    page: Path, tmp_path: Path, script: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = fake_opener(tmp_path, script) if script else None
    monkeypatch.setattr(external_programs, "desktop_opener", lambda: opener)
    async with opened(services_with(page)) as pilot:
        await open_first(pilot, "pans")
        await pilot.press("o")
        await until(pilot, lambda: "Open it outside homebody." in notices(pilot), "the notice")
        assert pilot.app.clipboard == str(page)


@posix
@pytest.mark.parametrize("name", ["run.desktop", "run.SH", "page.url"])
def test_what_a_system_would_run_is_not_handed_over(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_text("x")
    monkeypatch.setattr(external_programs, "desktop_opener", lambda: "/bin/true")
    monkeypatch.setattr(external_programs, "_took", lambda *_: pytest.fail("it was handed over"))
    assert external_programs.open_file(services_with(path), "f1").path == str(path)


def test_what_is_gone_or_inside_an_archive_is_told(tmp_path: Path) -> None:
    gone = external_programs.open_file(services_with(tmp_path / "gone.pdf"), "f1")
    assert gone.trouble is not None
    assert "is not where it was" in gone.trouble.sentence
    inside = external_programs.open_file(services_with(f"{tmp_path}/a.zip!/b.pdf"), "f1")
    assert "inside an archive" in inside.said
    assert external_programs.open_file(FakeServices(library=None), "f1").trouble is not None
    assert external_programs.open_file(services_with("b.pdf"), "f99").trouble is not None


def test_a_message_is_never_opened_as_a_file(page: Path) -> None:
    library = FakeLibrary([replace(hits()[0], path=str(page))])
    assert external_programs.open_file(FakeServices(library=library), "m1").trouble is not None


@posix
def test_without_a_desktop_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "darwin":
        pytest.skip("a Mac always has one")
    fake_opener(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert paths.desktop_opener() is None
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert paths.desktop_opener() == str(tmp_path / "xdg-open")


SEALED = """
import sys
from app.sealing.seal import seal
from app.tui.application import external_programs
seal()
external_programs.desktop_opener = lambda: sys.argv[1]
from tests.app.tui.application.test_clipboard import services_with
print(external_programs.open_file(services_with(sys.argv[2]), "f1").said)
"""
INSIDE = """exec "{python}" - "$1" <<'END'
import socket, sys
try:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    refused = ""
except PermissionError:
    refused = "refused"
socket.socket(socket.AF_UNIX).close()
open({told!r}, "w").write(f"{{sys.argv[1]}} {{refused}}")
END"""


@pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")
def test_under_the_seal_the_program_starts_and_has_no_network(page: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    opener = fake_opener(tmp_path, INSIDE.format(python=sys.executable, told=str(told)))
    ran = subprocess.run(
        [sys.executable, "-c", SEALED, opener, str(page)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.strip() == "Handed to xdg-open: Packing list.pdf, page 2.", ran.stderr
    assert told.read_text() == f"{page} refused"

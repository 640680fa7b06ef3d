"""A mistake of the app's own: the conversation is kept, one sentence says where, and nothing else gets out."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from app.assistant.conversations import Conversations
from app.home.config import Settings, save_settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.tui.application import crash_report
from app.tui.application.app import HomebodyApp
from app.tui.ask.transcript.transcript import Transcript
from app.tui.ask.transcript.turn import TurnView
from app.tui_services.home import HomeServices
from index.index import Index
from index.store.database.recovery import restored
from index.types.listings import CachedText
from tests.app.tui.conversations.test_conversations import FakeConversations, kept_answer
from tests.app.tui.fakes import FakeAssistant, FakeServices, cabin_answer, cabin_summary
from tests.app.tui.pilots import main_of, opened, until

SECRET = "the deposit is in the blue tin"


async def crashed(services: FakeServices, *asked: str, in_the_middle: bool = False) -> crash_report.Crash:
    """Ask, then let a widget raise; with `in_the_middle`, before the last answer is whole."""
    apps: list[HomebodyApp] = []
    with pytest.raises(RuntimeError, match=SECRET):
        await _run(services, asked, apps, in_the_middle=in_the_middle)
    if services.answering.gate is not None:
        services.answering.gate.set()
    assert apps[0].crash is not None
    return apps[0].crash


async def _run(services: FakeServices, asked: Sequence[str], apps: list[HomebodyApp], *, in_the_middle: bool) -> None:
    async with opened(services) as pilot:
        main = main_of(pilot)
        apps.append(main.app)  # type: ignore[arg-type]
        for place, question in enumerate(asked, 1):
            cut_off = in_the_middle and place == len(asked)
            services.answering.gate = Event() if cut_off else None
            main.box.enter(question)
            await until(pilot, partial(_told, services, main.transcript, place, cut_off=cut_off), "the answer")

        def broken() -> None:
            raise RuntimeError(SECRET)

        main.status_line.call_later(broken)
        await until(pilot, lambda: apps[0].crash, "the mistake")


def _told(services: FakeServices, transcript: Transcript, count: int, *, cut_off: bool) -> bool:
    if len(services.answering.asked) < count or len(transcript.turns) < count:
        return False
    turn = transcript.turns[-1]
    return len(turn.said) == 2 if cut_off else turn.outcome is not None


async def test_what_is_being_answered_joins_its_conversation() -> None:
    conversations = FakeConversations()
    services = FakeServices(kept=conversations, answering=FakeAssistant(kept_answer))
    ended = await crashed(services, "when?", "and where?", in_the_middle=True)
    said = f"{ended.sentence()} {crash_report.rescue(services, ended)}"
    assert "RuntimeError at test_crash_report.py:" in said
    assert SECRET not in said
    assert "he conversation is kept as t7: open homebody again, F6 goes on with it." in said
    (turn,) = conversations.held["t7"]
    assert turn.question == "and where?"
    assert turn.lines[0] == CachedText("The cabin is free from Friday 18 September.", ("m4", "m5"))
    assert not services.aside


async def test_a_summary_on_the_screen_is_kept_with_its_lines() -> None:
    conversations = FakeConversations()
    services = FakeServices(kept=conversations, answering=FakeAssistant(cabin_summary))
    ended = await crashed(services, "/summarize 5")
    assert "kept as t9" in crash_report.rescue(services, ended)
    (turn,) = conversations.held["t9"]
    assert turn.question == "/summarize 5"
    assert "Maya asks for 80 euros each by Wednesday." in [line.text for line in turn.lines]


async def test_without_a_place_in_the_index_it_goes_to_a_private_file() -> None:
    services = FakeServices(answering=FakeAssistant(cabin_answer))
    ended = await crashed(services, "when?")
    assert "The conversation is in /home/maya/conversation.md" in crash_report.rescue(services, ended)
    assert "## when?" in services.aside[0]
    assert "The cabin is free from Friday 18 September." in services.aside[0]


async def test_an_index_that_refuses_is_told_of_when_nothing_else_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    services = FakeServices(kept=FakeConversations(), answering=FakeAssistant(cabin_answer))
    ended = await crashed(services, "when?")

    def refuse(*_: object) -> str:
        raise PermissionError(13, "Permission denied", "/home/maya/index.db")

    monkeypatch.setattr(FakeConversations, "rescue", refuse)
    monkeypatch.setattr(FakeServices, "keep_aside", lambda *_: "")
    assert "could not be kept: Permission denied: /home/maya/index.db. " in crash_report.rescue(services, ended)


async def test_an_empty_screen_loses_nothing_and_the_index_is_called_whole_only_when_it_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = await crashed(FakeServices(kept=FakeConversations()))
    for checked, said in (
        ("Your index is intact. ", "Your index is intact; open homebody again."),
        ("", "Open homebody"),
    ):
        monkeypatch.setattr(crash_report, "index_is_whole", lambda checked=checked: checked)
        assert crash_report.rescue(FakeServices(kept=FakeConversations()), ended).startswith(said)


def test_what_cannot_be_read_of_a_broken_screen_hides_no_mistake() -> None:
    def broken() -> tuple[str, list[TurnView]]:
        raise LookupError

    ended = crash_report.capture(ValueError(SECRET), broken)
    assert isinstance(ended.error, ValueError)
    assert ended.shown == crash_report.ScreenState()


def test_beside_the_index_lies_a_private_file_unless_the_index_is_encrypted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, Settings(zone="Europe/Berlin"), use_service=False) as runtime:
        path = Path(HomeServices(runtime).keep_aside("# Words"))
        assert path.parent == home.root
        assert path.read_text(encoding="utf-8") == "# Words"
        if os.name == "posix":
            assert path.stat().st_mode & 0o777 == 0o600
        Index.open(home.store, zone=UTC, key="a passphrase", create=True).close()
        assert HomeServices(runtime).keep_aside("# Words") == ""
    assert [one.name for one in home.root.glob("*.md")] == [path.name]


def test_nothing_is_written_beside_an_index_that_becomes_an_encrypted_one(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "models")
    Index.open(home.store, zone=UTC, create=True).close()
    Index.open(tmp_path / "other" / "index.db", zone=UTC, key="a passphrase", create=True).close()
    (tmp_path / "other" / "index.db").rename(restored(home.store))  # as a killed `restore` leaves it
    with Runtime(home, Settings(zone="Europe/Berlin"), use_service=False) as runtime:
        assert HomeServices(runtime).keep_aside("# Words") == ""
    assert list(home.root.glob("*.md")) == []


# ── The real thing ────────────────────────────────────────────────────────────────────────────────────────────────────

CHAT = """10/09/2026, 18:00 - Maya: the deposit is in the blue tin
10/09/2026, 18:05 - Jonas: thank you
"""

APP = """
import sys
from app.cli import main
from app.tui.ask.transcript.turn import TurnView

take = TurnView.take
def broken(self, event):
    ended = take(self, event)
    if ended and self.asked.startswith("who"):
        secret = [hit.text for hit in self.hits] + ["the deposit is in the blue tin"]
        raise RuntimeError(secret[-1])
    return ended
TurnView.take = broken
sys.exit(main(["--no-service"]))
"""


def on_a_terminal(program: str, environment: dict[str, str], typed: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
    """Run a program on a terminal of its own, typing when it has said what is waited for; return its end and output."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", **environment},
        start_new_session=True,
    )
    os.close(theirs)
    out, since, deadline = b"", 0, time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    read = os.read(ours, 65536)
                except OSError:  # the other end is closed
                    break
                if not read:
                    break
                out += read
            elif process.poll() is not None:
                break
            if typed and typed[0][0] in out[since:]:
                since = len(out)
                os.write(ours, typed.pop(0)[1])
        return process.wait(60), out
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def settings_of(home: Home) -> Settings:
    return save_settings(home.settings, Settings(), zone="Europe/Berlin")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_the_real_app_says_where_the_conversation_is_and_nothing_of_the_messages(tmp_path: Path) -> None:
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text(CHAT, encoding="utf-8")
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, settings_of(home), use_service=False) as runtime:
        list(runtime.add([export]))
    environment = {"HOMEBODY_HOME": str(home.root), "HOMEBODY_MODELS": str(home.models)}
    typed = [
        (b"Ask your messages", b"how many messages are there?\r"),
        (b"2 messages. ", b"who wrote most?\r"),
    ]
    code, out = on_a_terminal(APP, environment, typed)
    after = out.rpartition(b"\x1b[?1049l")[2].decode()
    told = " ".join(re.sub(r"\x1b\[[0-9?]*[a-z]", "", after).split())
    assert code == 1, told
    assert told == (
        "homebody: stopped because of a bug: RuntimeError at <string>:11. Your index is intact and the conversation"
        " is kept as t1: open homebody again, F6 goes on with it. HOMEBODY_DEBUG=1 shows the details (which may hold your"
        " own text)."
    )
    with Runtime(home, settings_of(home), use_service=False) as runtime:
        turns = Conversations(runtime.index(), runtime.zone).turns("t1")
    assert [turn.question for turn in turns] == ["how many messages are there?", "who wrote most?"]
    assert turns[1].lines

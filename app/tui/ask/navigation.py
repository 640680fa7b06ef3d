"""From the main screen to the others: reading a chat, the sources, choosing what to add."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from app.text import wording
from app.tui.ask import requests
from app.tui.ask.ask_box import AskBox
from app.tui.ask.evidence_list import EvidenceList
from app.tui.ask.models_navigation import ModelsNavigation
from app.tui.ask.transcript.transcript import Transcript
from app.tui.ask.welcome import Welcome
from app.tui.ask.work import AskWork
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.messages import Failed, IntakeDone, OfTurn, WorkProgressed
from app.tui.base.rendering import shown_path
from app.tui.base.status_line import StatusLine
from app.tui.sources import feed, first_run_feed, messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.tui.ask.transcript.turn import TurnView
    from app.tui.services import Services
    from index.intake.gate import Gate
    from index.types.listings import ChatInfo, ChatPosition


BUSY = "Something is being added; Esc stops it."


class Navigation(ModelsNavigation):
    """The part of the main screen that opens other screens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "sources", "Sources", show=False),
        Binding("p", "pause_outside_the_box", "Pause", show=False, priority=True),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._chats: tuple[ChatInfo, ...] = ()
        self._runs = AskWork(services, self.post_message)

    @property
    def runs(self) -> AskWork:
        """What runs beside the screen."""
        return self._runs

    async def _begin_turn(self, asked: str) -> TurnView:
        """Begin a turn of the conversation."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Tell the greeting where the downloads are."""
        self._welcome.downloads = shown_path(self._services.downloads)

    @property
    def _welcome(self) -> Welcome:
        return self.query_one(Welcome)

    @on(EvidenceList.ChatChosen)
    def _chat_chosen(self, event: EvidenceList.ChatChosen) -> None:
        self._read_chat(event.chat)

    def _read_chat(self, chat: ChatInfo) -> None:
        from index.types.listings import ChatPosition

        self.read(ChatPosition(chat.id))

    def read(self, at: ChatPosition, query: str = "") -> None:
        """Open a chat at a place in it."""
        from app.tui.chat.screen import ReadScreen

        self.app.push_screen(ReadScreen(self._services, at, query), self.summarize_chat)

    def summarize_chat(self, title: str | None) -> None:
        """Say in the box how a chat is summarized."""
        if title is not None:
            self.query_one(AskBox).put(f"/summarize {requests.USUAL_COUNT} in {title}")

    def action_read(self) -> None:
        """Read the chat that is highlighted, else the one with the newest message."""
        chat = self.query_one(EvidenceList).chat or (self._chats[0] if self._chats else None)
        if chat is not None:
            self._read_chat(chat)

    def conversation(self) -> tuple[str, list[TurnView]]:
        """Return which kept conversation questions go on with, and the turns on the screen."""
        return self._runs.conversation, [turn for shown in self.query(Transcript) for turn in shown.turns]

    def action_sources(self) -> None:
        """Show what was added, and add or remove there."""
        from app.tui.sources.screen import SourcesScreen

        def back(_: None) -> None:
            self.read_home()

        self.app.push_screen(SourcesScreen(self._services, self._runs), back)

    # ── Work that the screen of sources began ─────────────────────────────────────────────────────────────────────────

    @on(OfTurn)
    def _of_no_turn(self, event: OfTurn) -> None:
        if event.turn != feed.TURN:
            return
        status = self.query_one(StatusLine)
        match event:
            case WorkProgressed():
                status.work = wording.progress(
                    event.what, event.done, event.total, event.unit, event.rate, event.left_s
                )
            case IntakeDone() | Failed():
                status.work = ""
                self._runs.ended(feed.TURN)
                self.refresh_bindings()
                if self.app.screen is self:
                    line = event.line if isinstance(event, IntakeDone) else event.trouble.sentence
                    self.notify(rendering.shown_line(line), markup=False)
                    self.read_home()

    @property
    def at_work(self) -> bool:
        """Whether something is being added."""
        return self._runs.adding is not None

    @property
    def busy(self) -> bool:
        """Whether anything that was asked for goes on."""
        return self._runs.answering is not None or self.at_work

    def pause_adding(self) -> None:
        """Have what is added wait, or go on; searching goes on meanwhile."""
        number = self._runs.pause()
        if number is None:
            return
        line = "pausing …" if self._runs.paused else "resuming …"
        self.query_one(StatusLine).work = line
        if (turn := self.query_one(Transcript).turn(number)) is not None:
            turn.show_work(line)

    def action_pause_outside_the_box(self) -> None:
        """Pause by a letter, where that is not being typed. Raises SkipAction."""
        if self.focused is self.query_one(AskBox) or not self.at_work:
            raise SkipAction
        self.pause_adding()

    def on_paste(self, event: events.Paste) -> None:
        """Put what is pasted or dropped outside the box into it; what looks like a path, to be added."""
        text = event.text.strip()
        if text:
            event.stop()
            box = self.query_one(AskBox)
            is_path = not box.value and text.strip("'\"").startswith(("/", "~", "file://"))
            box.put(box.value + ("/add " if is_path else "") + rendering.shown_line(text.removeprefix("file://")))

    # ── Taking in ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _take_in(self, asked: str, work: Callable[[int, Gate], Iterator[OfTurn]]) -> None:
        """Take something in, as a turn of the conversation."""
        if self._runs.adding is not None:
            self._answer(BUSY)
            self.query_one(AskBox).border_subtitle = f"✗ {BUSY}"
            return
        turn = await self._begin_turn(asked)
        self._runs.change(lambda stop: work(turn.number, stop), turn.number)
        self.refresh_bindings()

    def _answer(self, line: str) -> None:
        """Answer in one sentence: under the offers where they are seen, else as a notice."""
        if self._welcome.offering:
            self._welcome.say(line)
        elif line:
            self.notify(rendering.shown_line(line), markup=False)

    async def take_in(self, paths: tuple[Path, ...]) -> None:
        """Take in files and folders that were chosen."""
        if paths:
            asked = f"/add {' '.join(shlex.quote(shown_path(path)) for path in paths)}"
            await self._take_in(asked, lambda turn, stop: first_run_feed.add_paths(self._services, paths, turn, stop))

    @on(Welcome.PickWanted)
    def _pick_wanted(self) -> None:
        self.app.action_pick()  # type: ignore[attr-defined]

    @on(AskBox.Entered)
    def _add_alone_entered(self, event: AskBox.Entered) -> None:
        """Let something be chosen where /add names nothing."""
        if event.text == "/add":
            self.query_one(AskBox).clear()
            self._pick_wanted()

    @on(Welcome.SampleWanted)
    async def action_take_in_sample(self) -> None:
        """Take in the sample home."""
        await self._take_in(
            "Add the sample home", lambda turn, stop: first_run_feed.add_sample(self._services, turn, stop)
        )

    @on(Welcome.LookWanted)
    def action_look_for_exports(self) -> None:
        """Look among the downloads for exports."""
        if self._welcome.offering:
            self._welcome.say(f"Reading the names in {self._welcome.downloads} …")
        self._look_for_exports()

    @in_background("exports")
    def _look_for_exports(self) -> Message:
        return first_run_feed.look_for_exports(self._services)

    @on(messages.ExportsFound)
    def _exports_found(self, event: messages.ExportsFound) -> None:
        from app.tui.sources.exports import ExportsScreen

        if event.listing is None:
            self._answer(event.trouble.sentence if event.trouble else "")
        elif not event.listing.exports:
            self._answer(_no_export(event.listing.names, self._welcome.downloads))
        else:
            self._answer("")
            self.app.push_screen(ExportsScreen(event.listing), self._exports_chosen)

    async def _exports_chosen(self, paths: tuple[Path, ...] | None) -> None:
        await self.take_in(paths or ())


def _no_export(names: int, folder: str) -> str:
    if names == 0:
        return f"There is nothing in {folder}."
    if names == 1:
        return f"The one name in {folder} does not look like an export."
    return f"None of the {names:,} names in {folder} looks like an export."

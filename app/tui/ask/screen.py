"""The main screen: status line, answer, evidence, ask box. It wires widgets to threads; it decides nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Footer

from app.text import wording
from app.tui.ask import feed, messages, requests
from app.tui.ask.ask_box import AskBox
from app.tui.ask.evidence_list import EvidenceList
from app.tui.ask.pane_tabs import PaneTabs
from app.tui.ask.search_pane import SearchPane
from app.tui.ask.transcript.transcript import Transcript
from app.tui.ask.transcript.turn import NameChoices, TurnView
from app.tui.ask.transcript.turn_details import of_turn
from app.tui.ask.welcome import Welcome
from app.tui.base.background import in_background
from app.tui.base.messages import IntakeDone, OfTurn
from app.tui.base.status_line import StatusLine
from app.tui.conversations.messages import Resumed
from app.tui.dialogs.details import Details, of_trouble
from app.tui.passphrase.messages import Locked
from app.tui.search.filter_chips import Chips
from app.tui.search.preview import Preview

if TYPE_CHECKING:
    from app.tui.base.problem_report import Trouble
    from app.tui.services import Services

STOPPED = "Stopped."


class MainScreen(SearchPane):
    """Where one asks, searches and adds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop"),
        Binding("escape", "back", "Back", show=False),
        Binding("ctrl+s", "summarize", "Summarize", priority=True),
        Binding("ctrl+o", "add", "Add", priority=True),
        Binding("f2", "switch_pane", "Evidence"),
        Binding("f3", "details", "Details"),
        Binding("ctrl+l", "clear", "Clear", show=False),
        *(Binding(str(n), f"open({n})", f"Open {n}", show=False) for n in range(1, 10)),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._home_trouble: Trouble | None = None
        self._model_trouble: Trouble | None = None
        self._turns = 0
        self._warm_line = ""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield StatusLine(id="status")
        yield PaneTabs(id="tabs")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Welcome(id="welcome")
                yield Transcript()
            with Vertical(id="right"):
                yield Chips()
                yield EvidenceList()
                yield Preview()
        yield AskBox()
        yield Footer(compact=True)

    # ── Parts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def transcript(self) -> Transcript:
        """The conversation."""
        return self.query_one(Transcript)

    @property
    def status_line(self) -> StatusLine:
        """The top line."""
        return self.query_one(StatusLine)

    # ── Opening the home ──────────────────────────────────────────────────────────────────────────────────────────────

    def on_mount(self) -> None:
        """Paint first, then open the home."""
        self.transcript.display = False
        self.evidence.show_hits("Evidence", ())
        self.query_one(Welcome).show(None, None)
        self.box.focus()
        self.call_after_refresh(self.read_home)

    @in_background("home")
    def read_home(self) -> Message:
        """Count again what there is."""
        return feed.read_home(self._services)

    @on(messages.HomeRead)
    def _home_read(self, event: messages.HomeRead) -> None:
        if event.locked:
            self.post_message(Locked())
            return
        self._chats = event.chats
        self._home_trouble = event.trouble
        self.status_line.status = event.status
        self.box.know_chats([chat.title for chat in event.chats])
        self.query_one(Welcome).show(event.status, event.trouble)
        if self._shown is None and self._wanted is None:
            # Without going to the other pane: somebody may be among the chats already.
            self._list_chats()
        if event.trouble is None and self._runs.warm_up():
            self.status_line.loading_model = True

    @on(messages.Warming)
    def _warming_goes_on(self, event: messages.Warming) -> None:
        # Without figures the status line's "loading …" beside the model's name says it all.
        self._warm_line = wording.progress(event.what, event.done, event.total) if event.total else ""
        self._show_work()

    @on(messages.WarmedUp)
    def _warmed_up(self, event: messages.WarmedUp) -> None:
        self.status_line.loading_model = False
        self._warm_line = ""
        self._show_work()
        self._model_trouble = event.trouble
        if event.trouble is not None:
            self.notify(event.trouble.sentence, title="A model cannot be loaded", severity="warning", markup=False)
        self.read_home()

    def _show_work(self, line: str = "") -> None:
        self.status_line.work = line or self._warm_line

    # ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @on(AskBox.Entered)
    async def _entered(self, event: AskBox.Entered) -> None:
        request = requests.read(event.text)
        match request:
            case requests.Ask() | requests.Summarize():
                await self._ask(replace(request, scope=self.scope), event.shown)
            case requests.Add():
                await self._add(request, event.text)
            case requests.ShowHelp():
                self.box.clear()
                self.app.action_help()  # type: ignore[attr-defined]
            case requests.Quit():
                self.app.exit(return_code=0)
            case requests.Mistake():
                self.box.border_subtitle = f"✗ {request.sentence} {request.next_step}"

    async def _begin_turn(self, asked: str, request: requests.Ask | requests.Summarize | None = None) -> TurnView:
        self._turns += 1
        turn = TurnView(self._turns, asked, request)
        self.box.clear()
        self.query_one(Welcome).display = False
        self.transcript.display = True
        await self.transcript.begin(turn)
        self._show_pane(evidence=False)
        return turn

    async def _ask(self, request: requests.Ask | requests.Summarize, asked: str) -> None:
        self._stop_answer()
        self._chosen = self._brought_back = ()
        turn = await self._begin_turn(asked, request)
        self._shown = turn
        self.search_again()
        (self.evidence if self.is_wide else self.transcript).focus()
        self._runs.answer(request, turn.number)
        self.refresh_bindings()

    @on(TurnView.Chosen)
    async def _meant(self, event: TurnView.Chosen) -> None:
        turn = self.transcript.turns[-1]
        again = requests.narrowed(event.request, event.flag, event.choice.value)
        await self._ask(again, f"{turn.asked} · {event.choice.label}")

    async def _add(self, request: requests.Add, asked: str) -> None:
        if self._runs.adding is not None:
            self.box.border_subtitle = "✗ Something is being added; Esc stops it."
            return
        turn = await self._begin_turn(asked)
        self._runs.add(request, turn.number)
        self.refresh_bindings()

    @on(OfTurn)
    def _of_turn(self, event: OfTurn) -> None:
        turn = self.transcript.turn(event.turn)
        if turn is None or not turn.running:
            return  # A stopped thread may still say something; it is not shown.
        ended = turn.take(event)
        self._show_work(turn.work)
        if (
            isinstance(event, messages.EvidenceGathered | messages.Digested | messages.Answered)
            and turn is self._shown
            and self._wanted is None
        ):
            self._list_turn(turn)
        if ended:
            self._ended(turn)
            if isinstance(event, IntakeDone) and not event.stopped:
                self.look_who_is_who()
        if turn.asked_back is not None and self.focused is not self.box:
            turn.query_one(NameChoices).focus()

    def _ended(self, turn: TurnView) -> None:
        if self._runs.adding == turn.number:
            self.read_home()
        self._runs.ended(turn.number)
        self._show_work()
        self.refresh_bindings()

    def _stop_answer(self) -> bool:
        number = self._runs.stop_answer()
        turn = None if number is None else self.transcript.turn(number)
        if turn is None:
            return False
        turn.stop(STOPPED)
        self._ended(turn)
        return True

    # ── Panes, keys and the mouse ─────────────────────────────────────────────────────────────────────────────────────

    @on(PaneTabs.Chosen)
    def _pane_chosen(self, event: PaneTabs.Chosen) -> None:
        self._show_pane(evidence=event.evidence)

    @on(EvidenceList.HitChosen)
    @on(TurnView.CitationChosen)
    def _hit_chosen(self, event: EvidenceList.HitChosen | TurnView.CitationChosen) -> None:
        from app.tui.chat.surroundings import SurroundingsScreen

        query = self.box.value.strip() or (self._shown.words if self._shown else "")

        def back(place: int | None) -> None:
            if place is not None and event.hits == self.evidence.hits:
                self.evidence.highlighted = place

        self.app.push_screen(SurroundingsScreen(self._services, event.hits, event.place, query, self.read), back)

    @on(EvidenceList.LeftUpwards)
    def _back_to_box(self) -> None:
        self.box.focus()

    @on(AskBox.Left)
    def _to_evidence(self) -> None:
        self._show_pane(evidence=True)
        self.evidence.focus()

    @on(AskBox.HelpWanted)
    def _help_wanted(self) -> None:
        self.app.action_help()  # type: ignore[attr-defined]

    @on(Welcome.AddWanted)
    def action_add(self) -> None:
        """Start typing the path of something to add."""
        self.box.put("/add ")

    def action_summarize(self) -> None:
        """Summarize the newest messages; with something in the box, or of the chosen chat, only say how."""
        if self.evidence.has_focus and self.evidence.chat is not None:
            self.summarize_chat(self.evidence.chat.title)
        elif self.box.value:
            self.box.put(f"/summarize {requests.USUAL_COUNT}")
        else:
            self.box.enter(f"/summarize {requests.USUAL_COUNT}")

    def action_switch_pane(self) -> None:
        """Go to the other pane."""
        to_evidence = not self.evidence.has_focus if self.is_wide else not self._evidence_shown
        self._show_pane(evidence=to_evidence)
        (self.evidence if to_evidence else self.transcript).focus()

    def action_open(self, number: int) -> None:
        """Open the evidence with a number, or choose the one of that number where a name fits several."""
        if self._shown is not None and self._wanted is None and self._shown.choose(number - 1):
            return
        if 0 < number <= len(self.evidence.hits):
            self.evidence.post_message(EvidenceList.HitChosen(self.evidence.hits, number - 1))

    def action_details(self) -> None:
        """Show what is behind the last turn, or behind an error."""
        turns = self.transcript.turns
        trouble = self._search_trouble if self.box.value else None
        if not turns:
            trouble = trouble or self._home_trouble or self._model_trouble
        if trouble is not None:
            self.app.push_screen(Details(of_trouble(trouble)))
        elif turns:
            self.app.push_screen(Details(of_turn(turns[-1])))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Let Esc stop what runs, and go back when nothing does."""
        if action == "stop":
            return self.busy
        return True

    def action_stop(self) -> None:
        """Stop the answer, or else the adding."""
        if self._stop_answer():
            return
        number = self._runs.stop_adding()
        turn = None if number is None else self.transcript.turn(number)
        if turn is not None:
            turn.show_work("stopping …")

    def action_back(self) -> None:
        """Show a better order that was kept back; else empty the box, drop the filters, show the answer again."""
        if self._held is not None:
            self._list_found(self._held)
            return
        if self.box.value:
            self.box.clear()
        elif self._chosen:
            self._change_filters(())
        else:
            self._show_pane(evidence=False)
        self.box.focus()

    async def action_clear(self) -> None:
        """Begin a new conversation."""
        if self._runs.adding is not None:
            return
        self._stop_answer()
        self._runs.conversation = "new"
        await self.transcript.remove_children()
        self._shown = None
        self._chosen = self._brought_back = ()
        self.transcript.display = False
        self.query_one(Welcome).display = True
        self.search_again()

    async def resume(self, kept: Resumed | None, forgotten: set[str]) -> None:
        """Show a kept conversation again, and go on with it; one that was forgotten is not gone on with."""
        self._runs.conversation = "new" if self._runs.conversation in forgotten else self._runs.conversation
        if kept is not None and self._runs.adding is None:
            await self.action_clear()
            self._runs.conversation = kept.conversation
            for question, outcome in kept.turns:
                self._shown = await self._begin_turn(question)
                self._shown.take(messages.Answered(self._shown.number, outcome))
            self._show_turn_evidence()

    def on_key(self, event: events.Key) -> None:
        """Send letters typed elsewhere to the box, which keeps to itself those typed in it."""
        if event.character == "?" and self._explain():
            event.stop()
        elif event.character == "?" and not self.box.value:
            event.stop()
            self._help_wanted()
        elif (
            event.is_printable and event.character and (self.focused is self.box or event.character not in "123456789")
        ):
            # With the focus in the box already, this is fast typing: the key was on its way before.
            event.stop()
            self.box.take_letter(event.character)

    def stop_all(self) -> None:
        """Tell all work to stop."""
        self._stop_refining()
        self._runs.stop_all()
        self._model_runs.stop()

    def leave(self) -> None:
        """Tell all work to stop, and give it a moment."""
        self._stop_refining()
        self._runs.leave()

"""After something was added: who the owner is, and which full names are one person, asked once and never assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from app.text.who_is_who import reason, several
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.problem_report import trouble_of
from app.tui.sources.messages import PeopleSettled, WhoIsWhoOpen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.tui.services import Services
    from index.types.listings import OwnerGuess, SameName

WHO_AM_I = "homebody does not know who you are, so what you wrote is not counted: say it in the settings (F9)."


class AsksWhoIsWho(Screen[None]):
    """A screen that asks who is who when something was taken in; Esc and n leave everything as it is."""

    _services: Services

    @in_background("who is who")
    def look_who_is_who(self) -> Message | None:
        """Look for what is open, and ask it."""
        try:
            guesses, same = self._services.preferences().who_is_who()
        except Exception:  # noqa: BLE001  whatever is wrong with the index is told where it is read
            return None
        return WhoIsWhoOpen(tuple(guesses), tuple(same)) if guesses or same else None

    @on(WhoIsWhoOpen)
    def _ask_owner(self, event: WhoIsWhoOpen) -> None:
        if self.app.screen is not self:
            return
        if not event.guesses or not event.guesses[0].likely:
            if event.guesses:
                self.notify(WHO_AM_I, markup=False)
            self._ask_same(event.same)
            return
        guess = event.guesses[0]

        def answered(yes: bool | None) -> None:
            if yes:
                first, *others = (person.id for person in guess.people)
                self._settle(lambda: self._services.preferences().be_me(first, others))
                rest = tuple(same for same in event.same if not {p.id for p in same.people} & {first, *others})
                self._ask_same(rest)
            else:
                self._ask_same(event.same)

        self._confirm(_of_guess(guess), "That is me", answered)

    def _ask_same(self, same: Sequence[SameName]) -> None:
        if not same:
            return
        groups = [[person.id for person in one.people] for one in same]

        def answered(yes: bool | None) -> None:
            if yes:
                self._settle(lambda: self._services.preferences().merge_all(groups))

        question = Content.assemble(
            ("Are they one person each?\n\n", "bold"), rendering.shown_line(several(same)), "\n"
        )
        self._confirm(question, "Make one of each", answered)

    def _confirm(self, question: Content, yes: str, answered: Callable[[bool | None], None]) -> None:
        from app.tui.dialogs.confirm import Confirm

        self.app.push_screen(Confirm(question, yes, "Leave it open"), answered)

    @work(thread=True, group="settling", exit_on_error=False)
    def _settle(self, decide: Callable[[], str]) -> None:
        try:
            self.post_message(PeopleSettled(decide()))
        except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
            self.post_message(PeopleSettled("", trouble_of(error)))

    @on(PeopleSettled)
    def _settled(self, event: PeopleSettled) -> None:
        said = event.trouble.sentence if event.trouble else f"Noted. To take it back: {event.undo}"
        self.notify(rendering.shown_line(said), markup=False)


def _of_guess(guess: OwnerGuess) -> Content:
    name = rendering.cut(rendering.shown_line(guess.name), 60)
    return Content.assemble(
        (f"Is “{name}” you?\n\n", "bold"),
        f"That name is {reason(guess)}. Until it is known who you are, what you wrote is not counted.\n",
    )

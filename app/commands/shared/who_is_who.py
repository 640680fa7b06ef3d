"""Who may be the owner and who may be one person: as `people suggest` shows it, and as it is asked after `add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.index import Index
    from index.types.listings import OwnerGuess, PersonInfo, SameName


def show(index: Index, *, as_json: bool) -> int:
    """Print who may be the owner where that is not known, and the people of one name."""
    gaps = index.owner_gaps()
    guesses = index.owner_guesses(gaps.sources) if gaps.nowhere or gaps.sources else []
    same = index.same_names()
    if as_json:
        report.out_json({"me": [_guess(one) for one in guesses], "same": [_same(one) for one in same]})
        return report.DONE if guesses or same else report.NOTHING
    if guesses:
        where = "" if gaps.nowhere else f" in what came from {' and '.join(gaps.sources)}"
        report.out(f"Which one is you{where}?")
        for guess in guesses:
            report.out(f"  {guess.name}: {reason(guess)}")
            report.out(f"    homebody people me {_ids(guess.people)}")
    for heading, some in (
        ("One person each?", [one for one in same if not one.doubt]),
        ("Perhaps one person, perhaps several:", [one for one in same if one.doubt]),
    ):
        if some:
            report.out(heading)
        for one in some:
            _out_same(one)
    if sure := [one for one in same if not one.doubt]:
        many = "it" if len(sure) == 1 else f"all {len(sure)}"
        report.note(
            f"`homebody people merge --all-suggested` merges {many}, and `homebody people undo` takes that back."
        )
    if not guesses and not same:
        report.note("Nobody is to be suggested: it is known who is who.")
    return report.DONE if guesses or same else report.NOTHING


def reason(guess: OwnerGuess) -> str:
    """Return what speaks for a guess: “in all 4 chats of two, and 7 of 9 chats”."""
    twos = f"{_of(guess.in_twos, guess.of_twos)} of two" if guess.in_twos else ""
    return ", and ".join(
        filter(None, (twos, _of(guess.chats, guess.of_chats) if not twos or guess.of_chats > guess.of_twos else ""))
    )


def _of(some: int, every: int) -> str:
    if some == every:
        return f"in all {every} chats" if every > 1 else "in the only chat"
    return f"in {some} of {every} chats"


def _out_same(same: SameName) -> None:
    you = " (you)" if same.people[0].is_me else ""
    doubt = f"; {same.doubt}" if same.doubt else ""
    report.out(f"  {same.name}{you}: {len(same.people)} people, {', '.join(same.sources)}{doubt}")
    for person in same.people:
        chats = list(person.chats[:3])
        more = f" and {len(person.chats) - 3} more" if len(person.chats) > 3 else ""
        report.out(f"    p{person.id}, {counted(person.messages, 'message')} in {', '.join(chats)}{more}")
    if same.doubt:
        report.out(f"    homebody people merge {_ids(same.people)}")


def _ids(people: Sequence[PersonInfo]) -> str:
    return " ".join(f"p{person.id}" for person in people)


def _guess(guess: OwnerGuess) -> dict[str, object]:
    return {
        "name": guess.name,
        "people": [person.id for person in guess.people],
        "likely": guess.likely,
        "reason": reason(guess),
    }


def _same(same: SameName) -> dict[str, object]:
    return {
        "name": same.name,
        "people": [{"id": one.id, "messages": one.messages, "chats": list(one.chats)} for one in same.people],
        "sources": list(same.sources),
        "sure": not same.doubt,
        "doubt": same.doubt,
    }

"""Who may be the owner and who may be one person: as `people suggest` shows it, and as it is asked after `add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.output import report
from app.text.who_is_who import reason, several
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.index import Index
    from index.types.listings import OwnerGaps, OwnerGuess, PersonInfo, SameName


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


def settle(index: Index, *, asking: bool) -> None:
    """Say, or at a terminal ask, who the owner is and which full names are one person each; nothing is assumed."""
    gaps = index.owner_gaps()
    guesses = index.owner_guesses(gaps.sources) if gaps.nowhere or gaps.sources else []
    where = "" if gaps.nowhere else f" in what came from {' and '.join(gaps.sources)}"
    if guesses and asking:
        _ask_who(index, guesses, where)
        gaps = index.owner_gaps()
    elif guesses:
        may_be = f" It may be {guesses[0].name}, {reason(guesses[0])}." if guesses[0].likely else ""
        report.note(
            f"homebody does not know which of these people is you{where}, so what you wrote is not counted.{may_be}"
            f" {_command(guesses)}"
        )
    sure = [one for one in index.same_names() if not one.doubt]
    if sure and asking:
        _ask_same(index, sure)
    elif sure:
        report.note(
            f"{several(sure)} `homebody people suggest` shows them, `homebody people merge --all-suggested` merges."
        )
    if not gaps.nowhere and gaps.people and (asking or not any(one.people[0].is_me for one in sure)):
        _others_of_my_name(index, gaps, asking=asking)


def _command(guesses: Sequence[OwnerGuess]) -> str:
    if guesses[0].likely:
        return f"If so: `homebody people me {_ids(guesses[0].people)}`."
    return "`homebody people suggest` shows who it may be, `homebody people me` says it."


def _ask_who(index: Index, guesses: Sequence[OwnerGuess], where: str) -> None:
    report.note(f"homebody does not know which of these people is you{where}:")
    for number, guess in enumerate(guesses, 1):
        report.note(f"  {number}  {guess.name}, {reason(guess)}")
    said = click.prompt(
        f"Which one is you? A number{'' if len(guesses) == 1 else f' (1-{len(guesses)})'}, or Enter to leave it open",
        default="",
        show_default=False,
        err=True,
    ).strip()
    if not said:
        report.note("Left open: what you wrote is not counted. `homebody people me NAME` says it later.")
    elif said.isdecimal() and 1 <= int(said) <= len(guesses):
        chosen = guesses[int(said) - 1].people
        index.be_me(chosen[0].id, [person.id for person in chosen[1:]])
        report.note(f"You are {chosen[0].name}. `homebody people undo` takes it back.")
    else:
        report.note("That is none of them. `homebody people me NAME` says it later.")


def _ask_same(index: Index, sure: Sequence[SameName]) -> None:
    report.note(several(sure))
    if click.confirm("Make one person of each?", default=False, err=True):
        index.merge_all([[person.id for person in same.people] for same in sure])
        report.note("Done. `homebody people undo` takes it back.")
    else:
        report.note("Left as they are. `homebody people suggest` shows them.")


def _others_of_my_name(index: Index, gaps: OwnerGaps, *, asking: bool) -> None:
    if asking and not (gaps := index.owner_gaps()).people:
        return
    ids = " ".join(f"p{number}" for number in gaps.people)
    many = "somebody else has" if len(gaps.people) == 1 else f"{len(gaps.people)} others have"
    report.note(f"In other chats {many} your name. If it is you: `homebody people me {ids}`; if not: --not {ids}.")


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

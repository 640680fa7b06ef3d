"""`homebody people`: who wrote, and what the owner decides about who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.shared.base import SealedVerbs, ask_passphrase, json_option, sealed_command
from app.commands.shared.listing import cut, fitting, some
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.runtime.runtime import Runtime
    from index.index import Index
    from index.types.listings import IdentityInfo, PersonInfo

EPILOG = """\b
Examples:
  homebody people --find maya
  homebody people --json
  homebody people suggest
  homebody people merge p3 p8
  homebody people split p3 +491701234567
  homebody people me "Alex M"

\b
PERSON is a name, “me”, or an id as the list shows it (p3). IDENTITY is a number, an address, a handle or an id (i12).
Sources make one person of the same number or address; a name alone never joins two people. What you decide here
stands, whatever is added later.
"""


@click.group(cls=SealedVerbs, invoke_without_command=True, short_help="List people, and say who is who.", epilog=EPILOG)
@click.option("--find", "words", multiple=True, metavar="TEXT", help="Only people with this in a name or an identity.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="So many people at most.")
@click.option("--all", "every", is_flag=True, help="All people, also those who only wrote mail.")
@json_option
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], limit: int | None, every: bool, as_json: bool) -> int:
    """List people with their identities and how much they wrote, most first.

    Those who only wrote mail are one line where nobody is looked for.
    """
    if ctx.invoked_subcommand is not None:
        return report.DONE
    from app.runtime.runtime import Runtime

    with Runtime.from_environment() as runtime:
        runtime.ask_key = ask_passphrase()
        return _list(runtime.index(), words, limit, every=every, as_json=as_json)


def _list(index: Index, words: Sequence[str], limit: int | None, *, every: bool, as_json: bool) -> int:
    of: dict[int, list[IdentityInfo]] = {}
    for identity in index.identities():
        of.setdefault(identity.person, []).append(identity)

    def texts(person: PersonInfo) -> list[str]:
        return [
            person.name,
            f"p{person.id}",
            *(text for one in of.get(person.id, []) for text in (one.value, one.name)),
        ]

    known = index.people()
    people = fitting(known, words, texts)
    by_mail: list[PersonInfo] = []
    if not (words or every or as_json):
        by_mail = [one for one in people if not one.is_me and all(i.kind == "email" for i in of.get(one.id, []))]
        folded = {one.id for one in by_mail}
        people = [one for one in people if one.id not in folded]
    shown = cut(people, limit, every=every, as_json=as_json)
    if as_json:
        report.out_json([_shape(person, of.get(person.id, [])) for person in shown])
        return report.DONE if shown else report.NOTHING
    for person in shown:
        you = " (you)" if person.is_me else ""
        messages = counted(person.messages, "message")
        report.out(f"{person.name}{you}  p{person.id}, {messages} in {some(person.chats)}")
        for identity in of.get(person.id, []):
            report.out(f"    {_described(identity)}")
    if by_mail:
        messages = counted(sum(one.messages for one in by_mail), "message")
        who = "person who only writes" if len(by_mail) == 1 else "people who only write"
        report.out(f"{len(by_mail):,} {who} mail  ({messages}): --all lists them, --find looks among them")
    if len(shown) < len(people):
        report.note(f"{len(shown):,} of {len(people):,}. --find looks among them, --limit N and --all show more.")
    if not known:
        report.note("No people yet. `homebody add PATH` takes in an export.")
    elif not shown and not by_mail:
        report.note("Nobody fits that.")
    return report.DONE if shown or by_mail else report.NOTHING


def _shape(person: PersonInfo, identities: list[IdentityInfo]) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "me": person.is_me,
        "messages": person.messages,
        "chats": list(person.chats),
        "identities": [
            {
                "id": identity.id,
                "kind": identity.kind,
                "value": identity.value,
                "name": identity.name,
                "chat": identity.chat,
                "linked": identity.linked,
                "messages": identity.messages,
            }
            for identity in identities
        ],
    }


def _described(identity: IdentityInfo) -> str:
    what = "name" if identity.kind == "display_name" else identity.kind.replace("_", " ")
    where = (
        f" in {identity.chat}" if identity.chat else f" “{identity.name}”" if identity.name != identity.value else ""
    )
    by = {"contact": ", from your contacts", "owner": ", as you decided"}.get(identity.linked, "")
    return f"{identity.id}  {what} {identity.value}{where}, {counted(identity.messages, 'message')}{by}"


@sealed_command(
    name="suggest",
    short_help="Show who may be you, and who may be one person.",
    epilog="\b\nExamples:\n  homebody people suggest\n  homebody people merge --all-suggested\n",
)
@json_option
def suggest(runtime: Runtime, as_json: bool) -> int:
    """Show who may be you, and which people of the same full name may be one person, with what speaks for it.

    Nothing changes: `people me` and `people merge` say who is who.
    """
    from app.commands.shared import who_is_who

    return who_is_who.show(runtime.index(), as_json=as_json)


@sealed_command(
    name="merge",
    short_help="Make one person of several.",
    epilog="\b\nExamples:\n  homebody people merge p3 p8\n  homebody people merge --all-suggested\n",
)
@click.argument("people", nargs=-1, metavar="[PERSON PERSON…]")
@click.option(
    "--all-suggested", is_flag=True, help="Make one person of each full name that `people suggest` is sure of."
)
@json_option
def merge(runtime: Runtime, people: tuple[str, ...], all_suggested: bool, as_json: bool) -> int:
    """Make one person of several; the first one's name stays. `people undo` takes it back."""
    if all_suggested == bool(people) or len(people) == 1:
        raise click.UsageError("Name two PERSONs or more, or --all-suggested.")
    index = runtime.index()
    if all_suggested:
        return _merge_suggested(index, as_json=as_json)
    keep, *rest = [index.find_person(person) for person in people]
    joined = index.merge_people(keep, rest)
    if not joined:
        report.note("They are already one person.")
    return _decided(index, keep, as_json=as_json, changed=bool(joined))


def _merge_suggested(index: Index, *, as_json: bool) -> int:
    sure = [same for same in index.same_names() if not same.doubt]
    if sure:
        index.merge_all([[person.id for person in same.people] for same in sure])
    elif not as_json:
        report.note("There is no full name that several people have.")
    return _decided(index, *(same.people[0].id for same in sure), as_json=as_json, changed=bool(sure))


@sealed_command(
    name="split",
    short_help="Make a new person of some identities.",
    epilog="\b\nExamples:\n  homebody people split p3 i12\n  homebody people split Anna +491701234567 anna@example.org\n",
)
@click.argument("person", metavar="PERSON")
@click.argument("identities", nargs=-1, required=True, metavar="IDENTITY…")
@json_option
def split(runtime: Runtime, person: str, identities: tuple[str, ...], as_json: bool) -> int:
    """Make a new person of some of a person's identities. `people undo` takes it back."""
    index = runtime.index()
    found = index.find_person(person)
    known = [identity for identity in index.identities() if identity.person == found]
    fresh = index.split_person(found, [_identity(known, written) for written in identities])
    return _decided(index, found, fresh, as_json=as_json)


@sealed_command(
    name="me",
    short_help="Say which person is you.",
    epilog="\b\nExamples:\n"
    '  homebody people me "Alex M"\n'
    "  homebody people me p2 p5 p9\n"
    "  homebody people me --not p7\n"
    "  homebody people me --not-in whatsapp\n"
    "  homebody people me --nobody\n",
)
@click.argument("people", nargs=-1, metavar="[PERSON…]")
@click.option("--not", "others", multiple=True, metavar="PERSON", help="Somebody who is not you, whatever their name.")
@click.option("--not-in", "sources", multiple=True, metavar="KIND", help="A kind of source in which you wrote nothing.")
@click.option("--nobody", is_flag=True, help="Say that none of these people is you.")
@json_option
def me(
    runtime: Runtime,
    people: tuple[str, ...],
    others: tuple[str, ...],
    sources: tuple[str, ...],
    nobody: bool,
    as_json: bool,
) -> int:
    """Say which person is you: they and all that was known to be you become one.

    Several PERSONs are all you. What you wrote is counted only where it is known who you are: --not and --not-in say
    where nobody is.
    """
    if nobody == bool(people or others or sources):
        raise click.UsageError("Name one PERSON or several, --not, --not-in, or --nobody.")
    from app.assistant.question.scope import source_named

    index = runtime.index()
    if nobody:
        index.be_me(None)
        report.note("None of the people is you now.")
        return report.DONE
    kinds = [source_named(index, kind) for kind in sources]
    strangers = [index.find_person(other) for other in others]
    found = [index.find_person(person) for person in people]
    if strangers or kinds:
        index.not_me(strangers, kinds)
    if not found:
        report.note("Noted.")
        return report.DONE
    index.be_me(found[0], found[1:])
    return _decided(index, index.find_people("me")[0], as_json=as_json)


@sealed_command(
    name="rename",
    short_help="Give a person another name.",
    epilog='\b\nExample:\n  homebody people rename p3 "Aunt Rose"\n',
)
@click.argument("person", metavar="PERSON")
@click.argument("name", metavar="NAME")
@json_option
def rename(runtime: Runtime, person: str, name: str, as_json: bool) -> int:
    """Show a person under the name that you use for them, from now on."""
    if not name.strip():
        raise click.UsageError("The name is empty.")
    index = runtime.index()
    found = index.find_person(person)
    index.rename_person(found, " ".join(name.split()))
    return _decided(index, found, as_json=as_json)


@sealed_command(
    name="undo", short_help="Take back what you decided last.", epilog="\b\nExample:\n  homebody people undo\n"
)
@json_option
def undo(runtime: Runtime, as_json: bool) -> int:
    """Take back the last merge, split, rename or “me”, and with the next call the one before it.

    What was added meanwhile stays. After `forget` there is nothing to take back.
    """
    index = runtime.index()
    taken_back = index.undo_decision()
    if taken_back is None:
        report.note("There is nothing to take back.")
        return report.NOTHING
    what, people = taken_back
    if not as_json:
        report.note(f"Taken back: {what}.")
    return _show(index, people, as_json=as_json)


for _verb in (suggest, merge, split, me, rename, undo):
    command.add_command(_verb)


def _identity(known: list[IdentityInfo], written: str) -> str:
    """Return the id of the identity that is meant: by id, value, or name."""
    from index.errors import AmbiguousName, NotFound
    from index.text.identities import normalized

    wanted = written.strip()
    for fits in (
        lambda one: one.id == wanted,
        lambda one: one.value in (wanted, normalized(one.kind, wanted)[1]),
        lambda one: one.name.casefold() == wanted.casefold(),
    ):
        found = [identity for identity in known if fits(identity)]
        if len(found) == 1:
            return found[0].id
        if found:
            shown = tuple(_described(identity) for identity in found)
            raise AmbiguousName(f"“{written}” fits several identities.", shown, "Name one by its id.")
    raise NotFound(f"That person has no identity “{written}”.", "See `homebody people`.")


def _decided(index: Index, *people: int, as_json: bool, changed: bool = True) -> int:
    if changed and not as_json:
        report.note("To take it back: homebody people undo")
    return _show(index, people, as_json=as_json)


def _show(index: Index, people: Sequence[int], *, as_json: bool) -> int:
    identities = index.identities()
    shown = {person.id: person for person in index.people() if person.id in people}
    shapes = [_shape(shown[number], [i for i in identities if i.person == number]) for number in people]
    if as_json:
        report.out_json(shapes)
        return report.DONE
    for number in people:
        report.out(f"{shown[number].name}{' (you)' if shown[number].is_me else ''}  p{number}")
        for identity in identities:
            if identity.person == number:
                report.out(f"    {_described(identity)}")
    return report.DONE

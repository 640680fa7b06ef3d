"""`homebody chats`: what chats there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import json_option, sealed_command
from app.commands.shared.listing import cut, fitting, listing_options, some, tell_rest
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.runtime.runtime import Runtime
    from index.types.listings import ChatInfo

EPILOG = """\b
Examples:
  homebody chats
  homebody chats cabin
  homebody chats --mail --limit 20
  homebody chats --json
"""


@sealed_command(short_help="List chats, the most used first.", epilog=EPILOG)
@listing_options("chats")
@click.option("--mail", is_flag=True, help="Threads of mail, and not the chats.")
@click.option("--sort", "order", type=click.Choice(["use", "recent"]), default="use", help="What comes first.")
@json_option
def command(
    runtime: Runtime, words: tuple[str, ...], limit: int | None, every: bool, mail: bool, order: str, as_json: bool
) -> int:
    """List chats with their people and extent, those with most messages first.

    WORDs choose the chats that have all of them in their title, source or people. Threads of mail are one line where
    nothing is looked for.
    """
    known = runtime.index().chats()  # the most recent first
    chats = fitting(known, words, lambda chat: (chat.title, chat.source, *chat.people))
    threads = [chat for chat in chats if chat.kind == "mail"]
    if mail:
        chats, threads = threads, []
    elif words or every or as_json:
        threads = []
    else:
        chats = [chat for chat in chats if chat.kind != "mail"]
    if order == "use":
        chats.sort(key=lambda chat: -chat.messages)
    shown = cut(chats, limit, every=every, as_json=as_json)
    if as_json:
        report.out_json([_shape(chat) for chat in shown])
        return report.DONE if shown else report.NOTHING
    for chat in shown:
        report.out(f"{chat.title}  ({chat.source}, {counted(chat.messages, 'message')}, {_extent([chat])})")
        report.out(f"    {some(chat.people)}")
    if threads:
        messages = counted(sum(chat.messages for chat in threads), "message")
        report.out(f"{counted(len(threads), 'thread')} of mail  ({messages}, {_extent(threads)}): --mail lists them")
    tell_rest(len(shown), len(chats))
    if not known:
        report.note("No chats yet. `homebody add PATH` takes in an export.")
    elif not shown and not threads:
        report.note("No chat fits that.")
    return report.DONE if shown or threads else report.NOTHING


def _extent(chats: Sequence[ChatInfo]) -> str:
    first = min((chat.first for chat in chats if chat.first), default=None)
    last = max((chat.last for chat in chats if chat.last), default=None)
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else "no times"


def _shape(chat: ChatInfo) -> dict[str, Any]:
    return {
        "id": chat.id,
        "title": chat.title,
        "source": chat.source,
        "kind": chat.kind,
        "messages": chat.messages,
        "people": list(chat.people),
        "first": chat.first.isoformat() if chat.first else None,
        "last": chat.last.isoformat() if chat.last else None,
    }

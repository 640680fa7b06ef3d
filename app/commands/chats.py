"""`homebody chats`: what chats there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands.shared.base import json_option, sealed_command
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime


@sealed_command(short_help="List chats, the most recent first.", epilog="\b\nExample:\n  homebody chats --json\n")
@json_option
def command(runtime: Runtime, as_json: bool) -> int:
    """List chats, the most recent first, with their people and extent."""
    chats = runtime.index().chats()
    if as_json:
        report.out_json(
            [
                {
                    "id": chat.id,
                    "title": chat.title,
                    "source": chat.source,
                    "kind": chat.kind,
                    "messages": chat.messages,
                    "people": list(chat.people),
                    "first": chat.first.isoformat() if chat.first else None,
                    "last": chat.last.isoformat() if chat.last else None,
                }
                for chat in chats
            ]
        )
        return report.DONE if chats else report.NOTHING
    for chat in chats:
        people = ", ".join(chat.people[:6]) + (f" and {len(chat.people) - 6} more" if len(chat.people) > 6 else "")
        extent = f"{chat.first:%Y-%m-%d} to {chat.last:%Y-%m-%d}" if chat.first and chat.last else "no times"
        report.out(f"{chat.title}  ({chat.source}, {chat.messages:,} messages, {extent})")
        report.out(f"    {people}")
    if not chats:
        report.note("No chats yet. `homebody add PATH` takes in an export.")
    return report.DONE if chats else report.NOTHING

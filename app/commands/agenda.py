"""`homebody agenda`: what is coming up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import json_option, sealed_command
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from app.assistant.agenda.agenda import Agenda, AgendaEntry
    from app.runtime.runtime import Runtime

EPILOG = """\b
Examples:
  homebody agenda
  homebody agenda --until "next month"
  homebody agenda --in "Cabin Crew" --since tomorrow
  homebody agenda --json
  homebody agenda --ics > agenda.ics
"""


@sealed_command(short_help="Show what is coming up.", epilog=EPILOG)
@click.option("--since", metavar="TIME", default="today", show_default=True, help="From this time on.")
@click.option("--until", metavar="TIME", help="Up to this time; a day counts in full. Else the next 30 days.")
@click.option("--in", "chat", metavar="CHAT", help="Only this chat.")
@click.option("--from", "person", metavar="PERSON", help="Only what this person wrote (“me” is you).")
@click.option("--ics", "as_ics", is_flag=True, help="As an iCalendar file, of what is in no calendar yet.")
@json_option
def command(
    runtime: Runtime,
    since: str,
    until: str | None,
    chat: str | None,
    person: str | None,
    as_ics: bool,
    as_json: bool,
) -> int:
    """Show what is coming up: calendar entries, and what messages, mails and notes say is on, due or promised.

    Times are read from when each message was written. What only may be stands with “perhaps”; what was changed later or
    done is left out. Every line leads back to what it rests on.
    """
    if as_ics and as_json:
        raise click.UsageError("--ics and --json are two forms: choose one.")
    made = runtime.assistant_here(words_only=True).agenda(since, until, chat=chat, person=person)
    if as_ics:
        from app.assistant.agenda.icalendar import to_icalendar

        report.out(to_icalendar(made, runtime.now()).replace("\r\n", "\n").rstrip("\n"))
    elif as_json:
        report.out_json(agenda_json(made))
    else:
        _print(made)
    return report.DONE if made.entries else report.NOTHING


def _print(agenda: Agenda) -> None:
    day = ""
    for entry in agenda.entries:
        heading = _day(entry)
        if heading != day:
            report.out(("\n" if day else "") + heading)
            day = heading
        cites = " ".join(f"({hit.id})" for hit in entry.hits)
        for n, line in enumerate(report.fold(f"{_time(entry)}{entry.text}{_where(entry)} {cites}", "  ")):
            report.out("  " + line.lstrip() if n == 0 else line)
    if agenda.entries:
        report.out()
    else:
        report.note("Nothing is coming up there, as far as calendars, messages and notes say.")
    report.note(f"{counted(agenda.read, 'message and note', 'messages and notes')} read.")


def _day(entry: AgendaEntry) -> str:
    moment = entry.moment
    if entry.start is None and entry.all_day:
        from datetime import timedelta

        moment -= timedelta(minutes=1)
    return f"{moment:%a} {moment.day} {moment:%b %Y}"


def _time(entry: AgendaEntry) -> str:
    said = "" if entry.all_day or entry.kind == "calendar" else f"{entry.moment:%H:%M} "
    due = "by then: " if entry.start is None else ""
    return f"{'perhaps ' if entry.doubtful else ''}{said}{due}"


def _where(entry: AgendaEntry) -> str:
    return f" · {entry.where}" if entry.where and entry.kind != "calendar" else ""


def agenda_json(agenda: Agenda) -> dict[str, Any]:
    """Return an agenda in the command line's JSON shape; `cites` are ids, as `homebody show` takes them."""
    return {
        "since": agenda.span.start.isoformat() if agenda.span.start else None,
        "until": agenda.span.end.isoformat() if agenda.span.end else None,
        "read": agenda.read,
        "entries": [
            {
                "kind": entry.kind,
                "start": entry.start.isoformat() if entry.start else None,
                "end": entry.end.isoformat(),
                "all_day": entry.all_day,
                "deadline": entry.start is None,
                "doubtful": entry.doubtful,
                "text": entry.text,
                "where": entry.where,
                "cites": [hit.id for hit in entry.hits],
            }
            for entry in agenda.entries
        ],
    }

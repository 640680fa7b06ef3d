"""What a file or folder is by its name alone, before anything is opened: how each app calls its exports.

Only a guess, for people to choose by: what a file is, its content says (`detect`). A new source adds a line here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Named:
    """What a name is like: the kinds of source that may be in it, and what to call it for people.

    `export` says that people make such files to take them elsewhere; a document lies anywhere. `unread` says, of what
    apps write and homebody cannot read, why not.
    """

    kinds: tuple[str, ...]
    title: str
    export: bool = True
    unread: str = ""


_COPY = r"(?: ?\(\d+\))?"
"""What a browser puts behind the name of a second download."""

_EXPORTS: tuple[tuple[Named, str, str], ...] = (
    (
        Named(("whatsapp",), "WhatsApp chat"),
        r"(?!whatsapp (?:unknown|image|video|audio|setup|installer)).*whatsapp.*\.(?:txt|zip)|_chat\.txt",
        r".*whatsapp[ -]?chat.*",
    ),
    (
        Named(("telegram",), "Telegram export"),
        rf"result{_COPY}\.json|(?:chat|data)export_.*\.(?:json|zip)",
        r"(?:chat|data)export_.*",
    ),
    (Named(("signal",), "Signal export"), r"main\.jsonl", r"signal[ _-](?:.*export|plain).*"),
    (
        Named((), "Signal backup", unread="It is encrypted: export as plain text in Signal instead."),
        r"signal-\d{4}-.*\.backup",
        r"signalbackups?",
    ),
    (
        Named((), "WhatsApp backup", unread="It is encrypted: use “Export chat” in WhatsApp instead."),
        r"msgstore.*\.crypt\d*",
        "",
    ),
    (Named(("imessage",), "iMessage database"), r"(?:chat|sms)\.db|3d0d7e5fb2ce288813306e4d4636395e047a3d28", ""),
    (
        Named(("sms",), "SMS backup"),
        r"(?:sms|calls|messages)-\d.*\.(?:xml|zip)|sms.*backup.*\.(?:xml|zip)|(?:messages|calls)\.ndjson",
        "",
    ),
    (Named(("slack",), "Slack export"), r".*slack[ _-]export.*\.zip", r".*slack[ _-]export.*"),
    (
        Named(("discord",), "Discord data package"),
        rf"package{_COPY}\.zip|discord.*(?:package|export).*\.zip",
        r"discord.*(?:package|export).*",
    ),
    (Named(("discord",), "Discord chat"), rf".* - .*\[\d{{15,20}}\]{_COPY}(?: \[part \d+\])?\.json", ""),
    (
        Named(("messenger",), "Messenger or Instagram export"),
        r"(?:facebook|instagram|messenger)-.*\.zip",
        r"(?:facebook|instagram)-.*|your_(?:facebook|instagram)_activity",
    ),
    (
        Named(("email", "calendar", "contacts", "google-chat", "google-voice", "keep"), "Google Takeout"),
        r"takeout-\d.*\.(?:zip|tgz|tar\.gz)",
        rf"takeout{_COPY}",
    ),
    (Named(("skype", "teams"), "Skype or Teams export"), rf"8_.*_export{_COPY}\.tar|skype.*export.*\.(?:tar|zip)", ""),
    (Named(("teams",), "Teams export"), r".*teams.*export.*\.(?:json|zip|tar)", ""),
    (Named(("matrix",), "Matrix room"), r".+ - chat export - .*\.(?:json|zip)", ""),
    (Named(("line",), "LINE chat"), r"\[line\].*\.txt|line[ _-]chat.*\.txt", ""),
    (Named(("kakaotalk",), "KakaoTalk chat"), r"kakaotalk.*\.(?:txt|csv)", ""),
    (
        Named(("irc",), "IRC logs"),
        r".*\.weechatlog|#.*\.log",
        r"irclogs|weechat[ _-]?logs|xchatlogs",
    ),
    (Named(("email",), "Mail"), r".*\.(?:mbox|eml|emlx)(?:\.gz)?", r".*\.mbox|maildir"),
    (Named(("calendar",), "Calendar"), r".*\.(?:ics|ical|icalendar)|.*\.ical\.zip", ""),
    (Named(("contacts",), "Contacts"), r".*\.(?:vcf|vcard)", ""),
)
"""What it is, how files are called, how folders are. Names are compared in small letters and as a whole."""

_ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("pdf", "PDF document", "pdf"),
    ("docx", "Word document", "docx docm"),
    ("xlsx", "Excel workbook", "xlsx xlsm"),
    ("pptx", "PowerPoint presentation", "pptx pptm"),
    ("opendocument", "OpenDocument file", "odt ods odp"),
    ("epub", "Electronic book", "epub"),
    ("rtf", "Rich text", "rtf"),
    ("ipynb", "Jupyter notebook", "ipynb"),
    ("rare", "Older Office or Outlook file", "doc xls ppt msg pst"),
    ("html", "Web page", "html htm xhtml"),
    ("markdown", "Markdown note", "md markdown"),
    ("org", "Org file", "org"),
    ("code", "Source code", "py js ts c h cpp rs go java rb sh"),
    ("csv", "Table", "csv tsv"),
    ("text", "Text file", "txt text log"),
)
"""Documents, by their endings: kind, what to call it, endings."""

_ARCHIVE = Named((), "Archive", export=False)
_ARCHIVES = frozenset({"zip", "tar", "tgz"})


@cache
def _documents() -> dict[str, Named]:
    return {
        ending: Named((kind,), title, export=False) for kind, title, endings in _ENDINGS for ending in endings.split()
    }


@cache
def _pattern(folder: int) -> re.Pattern[str]:
    """Return one pattern for all names of files, or of folders: a group for each line of the table."""
    parts = ((number, row[1 + folder]) for number, row in enumerate(_EXPORTS))
    return re.compile("|".join(f"(?P<n{number}>{part})" for number, part in parts if part), re.DOTALL)


def by_name(name: str, *, folder: bool = False) -> Named | None:
    """Return what a file or folder of this name is like, None where the name says nothing."""
    small = name.casefold()
    found = _pattern(int(folder)).fullmatch(small)
    if found is not None and found.lastgroup is not None:
        return _EXPORTS[int(found.lastgroup[1:])][0]
    if folder:
        return None
    ending = small.rpartition(".")[2] if "." in small else ""
    return _ARCHIVE if ending in _ARCHIVES else _documents().get(ending)

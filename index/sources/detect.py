"""Which source reads a file: decided by content. A format is added by listing it here."""

from __future__ import annotations

from index.errors import UnknownFormat
from index.sources.base import InputFile, Source
from index.sources.calendars import Calendar
from index.sources.contacts import Contacts
from index.sources.discord import Discord
from index.sources.docx import Docx
from index.sources.encoding import encoding_of
from index.sources.epub import Epub
from index.sources.google_chat import GoogleChat
from index.sources.google_voice import GoogleVoice
from index.sources.imessage import IMessage
from index.sources.irc import Irc
from index.sources.kakaotalk import KakaoTalk
from index.sources.keep import Keep
from index.sources.line import Line
from index.sources.mail import Mail
from index.sources.markdown import Markdown
from index.sources.matrix import Matrix
from index.sources.messenger import Messenger
from index.sources.notebook import Notebook
from index.sources.opendocument import OpenDocument
from index.sources.org import Org
from index.sources.pdf import Pdf
from index.sources.pptx import Pptx
from index.sources.rare import Rare
from index.sources.rtf import Rtf
from index.sources.signal import Signal
from index.sources.skype import Skype
from index.sources.slack import Slack
from index.sources.sms import Sms
from index.sources.source_code import SourceCode
from index.sources.tables import Table
from index.sources.teams import Teams
from index.sources.telegram import Telegram
from index.sources.text import Text
from index.sources.webpage import WebPage
from index.sources.whatsapp import WhatsApp
from index.sources.xlsx import Xlsx

SOURCES: tuple[Source, ...] = (
    Pdf(),
    Docx(),
    Xlsx(),
    Pptx(),
    OpenDocument(),
    Epub(),
    Rtf(),
    Notebook(),
    Rare(),
    IMessage(),
    Telegram(),
    GoogleChat(),
    Teams(),
    Skype(),
    Matrix(),
    Messenger(),
    Slack(),
    Discord(),
    Signal(),
    Sms(),
    Keep(),
    Calendar(),
    Contacts(),
    Mail(),
    WhatsApp(),
    Irc(),
    Line(),
    KakaoTalk(),
    GoogleVoice(),
    WebPage(),
    Markdown(),
    Org(),
    SourceCode(),
    Table(),
    Text(),
)
"""In the order in which they are asked: the particular before the general."""


def detect(file: InputFile) -> Source:
    """Return the first source that recognises the file. Raises UnknownFormat, SourceProblem (it is empty), OSError."""
    head = file.head()
    for source in SOURCES:
        if _recognises(source, file, head):
            return source
    if not head:
        encoding_of(head)
    raise UnknownFormat("It is of no kind that homebody reads.", "Name its kind with --as KIND, or leave it out.")


def _recognises(source: Source, file: InputFile, head: bytes) -> bool:
    """Ask one source. What it stumbles over, also in a file beside this one, says that it is not of its kind."""
    try:
        return source.recognises(file, head)
    except Exception:  # noqa: BLE001  whatever one source raises, another may read the file
        return False


def by_kind(kind: str) -> Source:
    """Return the source of that kind. Raises UnknownFormat."""
    for source in SOURCES:
        if source.kind == kind:
            return source
    raise UnknownFormat(f"There is no kind “{kind}”.", f"There are: {_kinds()}.")


def _kinds() -> str:
    return ", ".join(source.kind for source in SOURCES)

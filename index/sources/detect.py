"""Which source reads a file: decided by content. A format is added by listing it here."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import UnknownFormat
from index.sources.base import InputFile, Source
from index.sources.chats.discord import Discord
from index.sources.chats.google_chat import GoogleChat
from index.sources.chats.google_voice import GoogleVoice
from index.sources.chats.imessage import IMessage
from index.sources.chats.irc import Irc
from index.sources.chats.kakaotalk import KakaoTalk
from index.sources.chats.likely_chat import GuessedText, LikelyChat, NamedText
from index.sources.chats.line import LineMessenger
from index.sources.chats.matrix import Matrix
from index.sources.chats.messenger import Messenger
from index.sources.chats.signal import Signal
from index.sources.chats.skype import Skype
from index.sources.chats.slack import Slack
from index.sources.chats.sms import Sms
from index.sources.chats.teams import Teams
from index.sources.chats.telegram import Telegram
from index.sources.chats.whatsapp import WhatsApp
from index.sources.documents.docx import Docx
from index.sources.documents.epub import Epub
from index.sources.documents.keep import Keep
from index.sources.documents.markdown import Markdown
from index.sources.documents.notebook import Notebook
from index.sources.documents.opendocument import OpenDocument
from index.sources.documents.org import Org
from index.sources.documents.pdf import Pdf
from index.sources.documents.pptx import Pptx
from index.sources.documents.rare import Rare
from index.sources.documents.rtf import Rtf
from index.sources.documents.source_code import SourceCode
from index.sources.documents.tables import DelimitedTable
from index.sources.documents.text import PlainText
from index.sources.documents.webpage import WebPage
from index.sources.documents.xlsx import Xlsx
from index.sources.mail.mail import Mail
from index.sources.parsing.encoding import encoding_of
from index.sources.pim.calendars import Calendar
from index.sources.pim.contacts import Contacts

SOURCES: tuple[Source, ...] = (
    # Known by their first bytes, the files inside them or a key of their own: nothing else can be meant.
    Pdf(),
    Docx(),
    Xlsx(),
    Pptx(),
    OpenDocument(),
    Epub(),
    Rtf(),
    Notebook(),
    Rare(),
    # Databases and exports in JSON, XML, CSV or folders, each with names that only its app writes.
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
    # After calendars and contacts, which begin with lines of “NAME: value” as mail does.
    Mail(lambda file: detect(file)),  # noqa: PLW0108  it stands below and needs this list
    # Plain text that is a chat by the shape of its lines, so before anything that takes any text.
    Irc(),
    KakaoTalk(),
    WhatsApp(),
    LineMessenger(),
    # A web page of a special kind, so before web pages.
    GoogleVoice(),
    WebPage(),
    # Known by their ending or by marks that other texts may have as well; plain text, which takes anything, is last.
    Markdown(),
    Org(),
    SourceCode(),
    DelimitedTable(),
    PlainText(),
)
"""In the order in which they are asked: the particular before the general."""


_EVIDENCE = (
    ("by its first bytes or the files in it", "pdf docx xlsx pptx opendocument epub rtf ipynb rare"),
    (
        "by names that only its app writes",
        (
            "imessage telegram google-chat teams skype matrix messenger slack discord signal sms keep calendar contacts "
            "email google-voice"
        ),
    ),
    ("by the shape of its lines", "irc kakaotalk whatsapp line"),
    ("by its ending or marks that other texts may have too", "html markdown org code csv"),
    ("by being text at all", "text"),
)
"""By what each kind is known, the surest first."""
_KNOWN_BY = {kind: evidence for evidence, kinds in _EVIDENCE for kind in kinds.split()}

_GUESSES: tuple[Source, ...] = (LikelyChat(), GuessedText(), NamedText())
"""For what is nothing else than text."""


def detect(file: InputFile) -> Source:
    """Return the first source that recognises the file. Raises UnknownFormat, SourceProblem (it is empty), OSError."""
    head = file.head()
    for source in SOURCES:
        if _recognises(source, file, head):
            return _likelier(source, file, head)
    if not head:
        encoding_of(head)
    raise UnknownFormat("homebody does not read this kind of file.", "Name its kind with --as KIND, or leave it out.")


def _likelier(source: Source, file: InputFile, head: bytes) -> Source:
    """Return what a file is more likely than plain text, where that is the last resort; each says that it is a guess."""
    if source is SOURCES[-1]:
        return next((guess for guess in _GUESSES if _recognises(guess, file, head)), source)
    return source


def _recognises(source: Source, file: InputFile, head: bytes) -> bool:
    """Ask one source. What it stumbles over, also in a file beside this one, says that it is not of its kind."""
    try:
        return source.recognises(file, head)
    except Exception:  # noqa: BLE001  whatever one source raises, another may read the file
        return False


@dataclass(frozen=True, slots=True)
class PossibleSource:
    """A source that would read a file, and by what it knows it."""

    kind: str
    title: str
    evidence: str


def candidates(file: InputFile) -> list[PossibleSource]:
    """Return all sources that recognise a file, the one that reads it first. Raises OSError."""
    head = file.head()
    found: list[PossibleSource] = []
    for source in SOURCES:
        if _recognises(source, file, head):
            guess = _likelier(source, file, head)
            if guess.kind != source.kind:
                found.append(
                    PossibleSource(guess.kind, guess.title, "as a guess: it looks like a chat, of no known app")
                )
            found.append(PossibleSource(source.kind, source.title, _KNOWN_BY.get(source.kind, "by its content")))
    return found


def by_kind(kind: str) -> Source:
    """Return the source of that kind. Raises UnknownFormat."""
    for source in SOURCES:
        if source.kind == kind:
            return source
    raise UnknownFormat(f"There is no kind “{kind}”.", f"There are: {_kinds()}.")


def _kinds() -> str:
    return ", ".join(source.kind for source in SOURCES)

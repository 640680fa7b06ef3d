"""Kinds of things that messages hold and a question may ask for as a whole: links, numbers, amounts, photos, invoices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.assistant.languages.english import NUMBER_WORDS
from app.assistant.question.forms import MESSAGES, SetKind
from app.assistant.text.facts import read
from app.assistant.text.phone_numbers import may_hold_numbers, phone_numbers
from app.assistant.text.words import words
from index.types.kinds import AttachmentKind, SetOf
from index.types.search import Hit


@dataclass(frozen=True, slots=True)
class EntityKind:
    """What is asked for: its kind, its name for one and for several, and for "words" the words, any of which will do.

    `whole` counts messages, not what stands in them; `files` looks into files too. `only` keeps the last so many, or where
    it is negative the first.
    """

    what: SetOf
    one: str
    many: str
    words: tuple[str, ...] = ()
    whole: bool = False
    files: bool = False
    only: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that was found: as it is shown, and the message or file that holds it."""

    text: str
    hit: Hit


# The word in each language that questions can be asked in: a bill is found whatever language it is in.
_INVOICES = ("invoice", "rechnung", "facture", "factura", "fattura", "fatura", "ใบแจ้งหนี้", "चालान", "invoices")
_RECEIPTS = ("receipt", "quittung", "kassenbon", "reçu", "recibo", "ricevuta", "scontrino", "ใบเสร็จ", "रसीद")

KINDS: tuple[tuple[str, EntityKind], ...] = (
    # “links”, “web pages”
    (r"(?:links?|urls?|websites?|web (?:pages?|addresses?))", EntityKind("link", "link", "links")),
    # “e-mail address”
    (r"e-?mail addresses|e-?mail address", EntityKind("address", "e-mail address", "e-mail addresses")),
    # “phone numbers”, “numbers”
    (r"(?:(?:phone|telephone|mobile) )?numbers?", EntityKind("number", "phone number", "phone numbers")),
    (r"(?:amounts?|prices?|sums?)(?: of money)?", EntityKind("amount", "amount", "amounts")),  # “amounts of money”
    # “photos and videos”
    (r"(?:photos|pictures|images) (?:and|or) videos", EntityKind("visual", "photo or video", "photos and videos")),
    # “media files”
    (r"media(?: files)?", EntityKind("media", "photo, video or other media file", "photos, videos or other media")),
    (r"(?:photos?|pictures?|images?|pics?)", EntityKind("photo", "photo", "photos")),  # “pics”
    (r"(?:videos?|clips?)", EntityKind("video", "video", "videos")),  # “clips”
    # “voice notes”
    (r"(?:voice (?:messages?|notes?)|audios?|recordings?)", EntityKind("audio", "voice message", "voice messages")),
    (r"stickers?", EntityKind("sticker", "sticker", "stickers")),  # “stickers”
    # “attached documents”, “documents”
    (r"(?:attached )?(?:documents?|pdfs?)", EntityKind("document", "attached document", "attached documents")),
    (r"(?:attachments?|attached files?)", EntityKind("file", "attachment", "attachments")),  # “attached files”
    (r"(?:invoices?|bills?)", EntityKind("words", "invoice", "invoices", _INVOICES, whole=True, files=True)),  # “bills”
    (r"receipts?", EntityKind("words", "receipt", "receipts", _RECEIPTS, whole=True, files=True)),  # “receipts”
)
_ALL = r"(?:all |every |each |any )?(?:of )?(?:the |my |our )?"
# “list all links”, “what photos are there?”, “any invoices?”, “photos from Maya”; not “what link is the right one?”
_LIST = re.compile(
    r"^\W*(?:(?:please |can you |could you )*(?:list|show|give|find|collect|get)(?: me| us)?|(?:what|which)(?: are)?|all|"
    r"(?:are|were) there(?: any)?|(?:do|did|have) (?:i|we)(?: have| get| receive| got)?(?= any)|any)\b"
    rf" ?{_ALL}(?P<of>{'|'.join(p for p, _ in KINDS)})\b(?! (?:is|was|of the)\b)"
    rf"|^\W*(?:(?:all )?(?:the |my )?messages? with )?{_ALL}(?P<bare>{'|'.join(p for p, _ in KINDS if 'numbers' not in p)})"
    r"(?= (?:from|by|in|since|that|sent|shared|posted|of|on|between|this|last)\b)",
    re.IGNORECASE,
)
# “how many of the links”, “how many phone numbers”; not “how many numbers”
_COUNT = re.compile(
    rf"\bhow many {_ALL}(?P<of>{'|'.join(p for p, _ in KINDS if not p.startswith('(?:(?:phone'))}|phone numbers)\b",
    re.IGNORECASE,
)
# “the last photo”, “the first invoice”; not “the last number”
_END = re.compile(
    rf"\b(?P<end>first|last|latest|newest|oldest) (?P<of>{'|'.join(p for p, _ in KINDS if 'numbers' not in p)})\b",
    re.IGNORECASE,
)
# “the last 3 photos”, “the first two links”
_N_OF = re.compile(
    rf"\b(?P<end>first|last|latest|newest|oldest|most recent) (?P<n>\d{{1,5}}|{'|'.join(NUMBER_WORDS)}) "
    rf"(?P<of>{'|'.join(p for p, _ in KINDS)})\b",
    re.IGNORECASE,
)
# “how many messages with a link”, “the number of mails that contain photos”; not “how many messages with numbers of
# guests”
_HOLDING = re.compile(
    rf"\b(?:how many|number of) {MESSAGES} ((?:\w+ ){{0,3}}?)"
    r"(?:with|contain(?:s|ed|ing)?|hold(?:s|ing)?|includ(?:es?|ing)) "
    rf"(?:an? |any |some )?(?P<of>{'|'.join(p for p, t in KINDS if t.what != 'words')})\b(?= |\W*$)"
    r"(?! (?:is|to|of|about)\b)",
    re.IGNORECASE,
)
"""Messages are counted, by what stands in them."""
_OCCURS = r"(?:used|mentioned|said|written|appears?|occurs?|comes? up|(?:are|were) there)"
# “how many messages mention the sauna?”, “how often was the word “boat” used?”, “how many messages are about Rome?”
_MENTION = re.compile(
    r"\b(?:how many (?:messages|times|msgs|texts|mails)|how often|in how many messages)\b(.*?)"
    r"\b(?:mention(?:s|ed|ing)?|contain(?:s|ed|ing)?|with the (?:word|phrase)|has the word|use(?:s|d)? the word|"
    rf"the word|(?P<about>about))\b(?: the word)? (?P<word>.+?)(?: (?:is |was |been |got )?{_OCCURS})?[\s?]*$",
    re.IGNORECASE,
)
# “who first mentioned the sauna?”, “when was the first time anyone said the word boat?”
_FIRST_SAID = re.compile(
    r"\b(?P<end>first|last) (?:time )?(?:\w+ ){0,3}?(?:mention(?:s|ed|ing)?|(?:say|says|said|use|used|wrote|write) "
    r"(?=the word|[“\"'‘]))\b(?: the word)? ?(?P<word>[^?]+?)[\s?]*$",
    re.IGNORECASE,
)
"""Who or when first mentioned something; what is longer than two words is a matter, and searched for."""
# “who talks most about football?”, “who has written the least about the trip?”
_MOST_ABOUT = re.compile(
    r"\bwho (?:has |have )?(?:talk|speak|writ|text|post|spoke|wrote)\w* (?:the )?(?P<end>most|least)(?: often)? "
    r"(?:about|of) (?P<word>[^?]+?)[\s?]*$",
    re.IGNORECASE,
)
# “who mentioned football most?”, “who talks about the trip the least?”
_MOST_SAID = re.compile(
    r"\bwho (?:has |have )?(?:mention(?:s|ed)?|(?:talk|speak|writ|text|post|spoke|wrote)\w* (?:about|of)) "
    r"(?P<word>[^?]+?) (?:the )?(?P<end>most|least)(?: often)?[\s?]*$",
    re.IGNORECASE,
)
_BEFORE_WORD = re.compile(r"^(?:the|a|an|my|our|any)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EntityQuestion:
    """A question about a set of things: which, what of them is asked for, and where it says so.

    What a group without a name catches is no part of that, and left for others to read.
    """

    things: EntityKind
    kind: SetKind
    match: re.Match[str]


def asked(text: str) -> EntityQuestion | None:
    """Return the things that a question asks for as a set."""
    if match := _HOLDING.search(text):
        held = replace(_kind(match["of"]), one="message", many="messages", whole=True)
        return EntityQuestion(held, "count", match)
    if match := _N_OF.search(text):
        number = int(match["n"]) if match["n"].isdigit() else NUMBER_WORDS[match["n"].casefold()]
        only = -number if match["end"].casefold() in ("first", "oldest") else number
        return EntityQuestion(replace(_kind(match["of"]), only=only), "list", match)
    # After the forms with a number, since these match part of them: “the last 3 photos” asks for a list, not for the
    # last one.
    for pattern in (_COUNT, _LIST, _END):
        if match := pattern.search(text):
            named = match["of"] or match["bare"] if pattern is _LIST else match["of"]
            things = _kind(named)
            kind: SetKind = "count" if pattern is _COUNT else "list"
            if pattern is _END:
                kind = "first" if match["end"].casefold() in ("first", "oldest") else "last"
            return EntityQuestion(things, kind, match)
    return None


def _kind(named: str) -> EntityKind:
    return next(t for p, t in KINDS if re.fullmatch(p, named, re.IGNORECASE))


def what_is_in(things: EntityKind) -> str:
    """Return what messages are counted by, in words: "“sauna”", "links"."""
    if things.words:
        return f"“{things.words[0]}”"
    return next(t.many for _, t in KINDS if t.what == things.what)


def mentioned(text: str) -> EntityQuestion | None:
    """Return the word or phrase whose mentions a question counts; names, times and chats have to be cut out before."""
    match = _MENTION.search(text)
    if match is None:
        return None
    word = _BEFORE_WORD.sub("", match["word"]).strip(" \"'“”‘’„«».,!")
    # After “about”, up to two words are a word to count; more are a topic to search for.
    if not any(c.isalnum() for c in word) or (match["about"] and len(word.split()) > 2):
        return None
    things = EntityKind("words", "message", "messages", (word,), whole=True)
    return EntityQuestion(things, "count", match)


def most_said(text: str) -> EntityQuestion | None:
    """Return the word of which a question asks who mentions it most or least; more than two words are a matter."""
    match = _MOST_ABOUT.search(text) or _MOST_SAID.search(text)
    word = _BEFORE_WORD.sub("", match["word"]).strip(" \"'“”‘’„«».,!") if match else ""
    if match is None or not 1 <= len(word.split()) <= 2:
        return None
    kind: SetKind = "most" if match["end"].casefold() == "most" else "least"
    return EntityQuestion(EntityKind("words", "message", "messages", (word,), whole=True), kind, match)


def first_said(text: str) -> EntityQuestion | None:
    """Return the word whose first or last mention a question asks for."""
    match = _FIRST_SAID.search(text)
    word = _BEFORE_WORD.sub("", match["word"]).strip(" \"'“”‘’„«».,!") if match else ""
    if match is None or not 1 <= len(word.split()) <= 2:
        return None
    kind: SetKind = "first" if match["end"].casefold() == "first" else "last"
    return EntityQuestion(EntityKind("words", "message", "messages", (word,), whole=True), kind, match)


_KINDS_OF: dict[SetOf, tuple[AttachmentKind, ...]] = {
    "photo": ("photo",), "video": ("video",), "audio": ("voice",), "sticker": ("sticker",), "document": ("document",),
    "visual": ("photo", "video"), "media": ("photo", "video", "voice", "media"), "file": (),
}  # fmt: skip
"""What attached files count as such a thing; all where there is none."""


def is_attached(things: EntityKind) -> bool:
    """Say whether the things are files that are attached to messages."""
    return things.what in _KINDS_OF


def untold(things: EntityKind, hits: Sequence[Hit]) -> list[Hit]:
    """Return the messages, once for each file, whose export does not say whether the file is such a thing."""
    if "media" in (_KINDS_OF.get(things.what) or ("media",)):
        return []
    return [hit for hit in hits for kind in hit.attachment_kinds if kind == "media"]


def items(things: EntityKind, hits: Sequence[Hit], region: str | None = None) -> Iterator[Entity]:
    """Yield the things of a kind that stand in messages, in their order; `region` is the owner's country (ISO 3166)."""
    for hit in hits:
        for text in _in(things, hit, region):
            yield Entity(text, hit)


def _in(things: EntityKind, hit: Hit, region: str | None) -> Iterator[str]:
    if things.what == "words":
        said = " ".join((hit.text, *hit.attachments))
        if forms_in(things.words[0], said) if len(things.words) == 1 else _says(things.words, said, exactly=False):
            yield hit.text
    elif things.what in _KINDS_OF:
        kinds = _KINDS_OF[things.what]
        yield from (
            name for name, kind in zip(hit.attachments, hit.attachment_kinds, strict=True) if not kinds or kind in kinds
        )
    elif things.what == "number":
        yield from _numbers(hit.text, region)
    else:
        text = hit.text  # planted text too: what is asked for is all there is, and nothing is claimed of it
        for fact in read(text):
            if things.what == "amount":
                if fact.kind == "number" and fact.unit not in ("", "%"):
                    yield text[fact.start : fact.end].strip()
            elif fact.kind == "link" and ("@" in fact.text and "://" not in fact.text) == (things.what == "address"):
                yield fact.text.rstrip(".,;:!?")


def _numbers(text: str, region: str | None) -> Iterator[str]:
    left = text
    for fact in read(text) if may_hold_numbers(text) else ():
        # The start of "06.12.34.56.78" reads as a day too.
        if fact.kind in ("link", "time") or (fact.kind == "day" and re.search(r"\d{4}", fact.text)):
            left = left[: fact.start] + "\n" * (fact.end - fact.start) + left[fact.end :]
    for start, end in phone_numbers(left, region):
        yield text[start:end]


def forms_in(word: str, text: str) -> list[str]:
    """Return the forms of a word that a text has, in lower case: "cabins" of "cabin"; a phrase has none but itself."""
    found = [word.casefold()] if _says((word,), text, exactly=True) else []
    if len(word.split()) == 1:
        stems = {one.stem for one in words(word)}
        found += [one.lower for one in words(text) if one.stem in stems]
    return list(dict.fromkeys(found))


def _says(wanted: Sequence[str], text: str, *, exactly: bool) -> bool:
    """Say whether a text holds one of some words: `exactly` as whole words, else as beginnings of words."""
    folded = fold(text)
    end = r"(?!\w)" if exactly else ""
    return any(re.search(rf"(?<!\w){re.escape(fold(word))}{end}", folded) for word in wanted)


def fold(text: str) -> str:
    """Return a text without case and Latin accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(c for c in apart if not "\u0300" <= c <= "\u036f").split())

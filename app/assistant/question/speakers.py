"""Whose words a question asks for: who is named in it as having said or written something, and to whom it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.assistant.languages.english import MONTH_NUMBERS, STOP_WORDS, WEEKDAY_NUMBERS
from app.assistant.question.forms import CHAT_WITH, MESSAGES, NAMES_THAT_ARE_WORDS, SPEECH
from index.types.listings import PersonInfo

_MONTHS = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
# “messages in ”, “the 3rd of ”, “since ”: what stands before a month that is a time and not a person called May
_IN_TIME = re.compile(
    r"(?:\d(?:st|nd|rd|th)?(?: of)?|\b(?:in|on|of|since|until|till|during|before|after|last|this|next|early|mid|late|"
    rf"between|(?:{_MONTHS})\b.{{0,6}} (?:and|to)))[ -]$",
    re.IGNORECASE,
)
# “ 14”, “, 2026”: what stands after one
_A_DATE = re.compile(r"^,? \d")
_ONCE = "(?:ever |last |first |already |actually )?"
# “did I ever say”, “my own messages”, “my last message”, “what I wrote”, “I last wrote”
_MINE = re.compile(
    rf"\b(?:did|have|had|do) I {_ONCE}{SPEECH}\b|\bmy (?:own )?{MESSAGES}\b"
    rf"|\bmy (?:very )?(?:last|latest|first) message\b"
    rf"|\b(?:that|which|what) I {_ONCE}{SPEECH}\b|\bI (?:last|first) {SPEECH}\b",
    re.IGNORECASE,
)
# “the links I sent”, “messages of mine”, “are mine”, “are from me”: only in a question of a whole set they ask whose it is
_MINE_OF_A_SET = re.compile(
    rf"\bI(?:['’]ve| have)? {_ONCE}{SPEECH}\b|\b(?:of|are|is|were) mine\b|\b(?:by|from) (?:me|myself)\b", re.IGNORECASE
)
# “did I get”, “have I received”; “have I got” is what there is
_TO_ME = re.compile(
    r"\b(?:did|do) I (?:ever )?(?:get|receive)\b|\b(?:have|had) I (?:ever |already )?(?:gotten|received)\b"
    r"|\bI(?:['’]ve| have)? (?:got|gotten|received)\b",
    re.IGNORECASE,
)
# “did I”, “have I”; not “have I got”
_DONE_BY_ME = re.compile(r"\b(?:did|had) I\b|\bhave I\b(?! got\b)", re.IGNORECASE)
_HELD = r"links?|photos?|pictures?|videos?|files?|attachments?|invoices?|numbers?|amounts?"
_AND = r"(?:\s*,\s*(?:and |or )?|\s+(?:and|or|&)\s+)"
_TALK = r"(?:talk(?:ed|ing)?|sp(?:eak|oke|oken)|chat(?:ted)?|exchanged?)"
_ADVERB = "(?:last|first|just|ever|also|actually|really|already)"
_ANYBODY = "everyone|everybody|anyone|anybody|all|someone|somebody|the others"
# “anybody”, “they”
_NOBODY = re.compile(
    r"(?:anyone|anybody|someone|somebody|everyone|everybody|people|they|we|you|he|she|it|i)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """Names as they can be looked up, and the part of the text that says that they spoke.

    What a group without a name catches is no part of that, and left for others to read.
    """

    names: tuple[str, ...]
    match: re.Match[str]


def named_people(text: str, people: Sequence[PersonInfo]) -> tuple[str, ...]:
    """Return the display names of the known people that a text names, by full or by first name."""
    plain, found = flat(text), {}
    low = _key(plain)
    for person in people:
        for form in forms(person.name):
            if _key(form) not in low:
                continue
            at = next((m.start() for m in _whole(form).finditer(plain) if _reads_as_name(m, text)), None)
            if at is not None:
                found[person.name] = at
                break
    return tuple(sorted(found, key=lambda name: found[name]))


def speakers_in(
    text: str, people: Sequence[PersonInfo], *, any_use: bool, lists_only: bool = False
) -> SpeakerMention | None:
    """Return whose words are asked for; `any_use` takes any name for that, `lists_only` only several joined."""
    # “I” can be nobody else, so it comes before any name.
    mine = _MINE.search(text) or (_MINE_OF_A_SET.search(text) if any_use else None)
    if mine and not lists_only:
        return SpeakerMention(("me",), mine)
    known = {_key(form): form for name in named_people(text, people) for form in forms(name)}
    if not known:
        return None
    if lists_only:
        known["me"] = "me"
    n = _who(known, "+" if lists_only else "*") + "(?:['’]s)?"
    # The surest use of a name first, as the first match decides: “what did Maya say”, “Maya wrote”, “Maya's last 3
    # messages”, “anything from Maya”, “according to Maya”, “by Maya”.
    uses = [] if lists_only else [
        rf"\b(?:did|does|has|have|had|what|will|would) {n} (?:{_ADVERB} |(\w+ ))?{SPEECH}\b(?: (?:me|us))?",
        rf"(?<!\w){n} (?:(?:{_ADVERB}|have|has) )?{SPEECH}\b(?: (?:me|us))?",
        rf"(?<!\w){n} (?:(?:last|latest|first|newest) )?(?:\d+ )?(?:{MESSAGES}|opinion)\b",
        rf"\b(?:{MESSAGES}|news|word|anything|something|things?|{_HELD}) (?:from|by|of) {n}(?!\w)",
        rf"\baccording to {n}(?!\w)",
        rf"^(?:from|by) {n}(?!\w)",
    ]  # fmt: skip
    # In counts a bare name is enough (“how many photos Maya?”), unless it is the topic or the addressee.
    if any_use:
        uses.append(
            rf"(?<!\babout )(?<!\bto )(?<!\bwith )(?:\b(?:from|by|did|does|has|have|is|was|heard? from) |(?<!\w)){n}(?!\w)"
        )
    if lists_only:
        uses = [rf"(?<!\w){n}(?!\w)"]
    plain = flat(text)
    for use in uses:
        for match in re.finditer(use, plain, re.IGNORECASE):
            if _reads_as_name(match, text, match.start("who"), match.end("who")):
                return _spoken(match, known)
    return None


def compared(text: str, people: Sequence[PersonInfo]) -> str:
    """Return "did Maya write more than Tom?" as it would be asked of both, "who wrote more, Maya or Tom?"."""
    known = [form for name in named_people(text, people) for form in forms(name)]
    if not known:
        return text
    one = "|".join([*map(_spelled, sorted(known, key=len, reverse=True)), "me", "I"])
    did = "(?:did|does|do|has|have)"
    of_two = re.search(
        rf"^\W*which (?:one )?of (?P<one>{one}) (?:or|and) (?P<other>{one})(?!\w)(?: has| have)? {SPEECH}"
        rf"(?: the)? (?P<how>more|most|less|least|fewer|fewest)(?: {MESSAGES})?\b",
        flat(text),
        re.IGNORECASE,
    )
    if of_two is not None:
        how = "more" if of_two["how"].casefold() in ("more", "most") else "less"
        named = " or ".join(text[slice(*of_two.span(part))] for part in ("one", "other"))
        return f"who wrote {how}, {named}{text[of_two.end() :]}"
    match = re.search(
        rf"^\W*(?:how many (?P<many>more|less|fewer) {MESSAGES} )?{did} (?P<one>{one})"
        rf"(?P<when>(?: [\w:/+.-]+){{0,3}}?) {SPEECH}"
        rf"(?(many)| (?P<how>more|less|fewer)(?: {MESSAGES})?) than (?P<other>{one})(?!\w)(?: {did}\b)?",
        flat(text),
        re.IGNORECASE,
    )
    if match is None:
        return text
    both = (text[slice(*match.span(part))] for part in ("one", "other"))
    names = " or ".join("me" if name == "I" else name for name in both)
    return f"who wrote {match['many'] or match['how']}, {names}{match['when']}{text[match.end() :]}"


def all_but(text: str, people: Sequence[PersonInfo]) -> SpeakerMention | None:
    """Return whose words are left out ("everyone but Maya", "not from Tom"), and the part of the text that says so."""
    known = {_key(form): form for name in named_people(text, people) for form in forms(name)}
    known["me"] = "me"
    n = _who(known, "*")
    match = re.search(
        rf"\b(?:(?:by|from) )?(?:(?:{_ANYBODY})(?: else)? but(?: for)?|(?:(?:{_ANYBODY})(?: else)? )?"
        rf"(?:except(?: for)?|excluding|other than|apart from|aside from|besides)|not (?:by|from)) {n}",
        flat(text),
        re.IGNORECASE,
    )
    return None if match is None else _spoken(match, known)


def company(text: str, people: Sequence[PersonInfo]) -> tuple[tuple[str, ...], re.Match[str]] | None:
    """Return with whom the owner's chats of two are compared ("did I write more with Maya or with Tom?"), and the match.

    No names mean everybody: "who do I write to most?".
    """
    known = {_key(form): form for name in named_people(text, people) for form in forms(name)}
    how = r"(?P<how>more|less|(?:the )?most|(?:the )?least)"
    if known:
        one = f"(?:{'|'.join(_spelled(form) for form in sorted(known.values(), key=len, reverse=True))})(?!\\w)"
        match = re.search(
            rf"\b(?:did|do|have|had) I(?: \w+)?? (?:{SPEECH}|{_TALK})(?: (?:{MESSAGES}))? {how}(?: {MESSAGES})?"
            rf"(?: {_TALK})? (?:to|with) (?P<who>{one}(?:,? (?:or|and|than) (?:(?:to|with) )?{one})+)",
            flat(text),
            re.IGNORECASE,
        )
        if match is not None:
            names = re.split(r",? (?:or|and|than) (?:(?:to|with) )?", match["who"])
            return tuple(dict.fromkeys(known.get(_key(name), name) for name in names)), match
    match = re.search(
        rf"\bwho(?:m)? (?:do|did|have) I (?:{SPEECH}|{_TALK})(?: (?:to|with))? {how}(?: (?:to|with))?\b"
        rf"|\b(?:to|with) who(?:m)? (?:do|did|have) I (?:{SPEECH}|{_TALK}) (?:(?:the )?(?:most|least))\b",
        text,
        re.IGNORECASE,
    )
    return None if match is None else ((), match)


def chat_with(text: str, people: Sequence[PersonInfo]) -> tuple[tuple[str, ...], re.Match[str], int] | None:
    """Return with whom a chat is that a question names ("in the chat with Maya"), what says so, and where it ends.

    Without names it says only that somebody follows who is not known.
    """
    plain = flat(text)
    match = CHAT_WITH.search(plain)
    if match is None:
        return None
    known = {_key(form): form for name in named_people(text, people) for form in forms(name)}
    who = re.compile(_who(known, "*"), re.IGNORECASE).match(plain, match.end()) if known else None
    if who is None:
        return (), match, match.end()
    return _spoken(who, known).names, match, who.end()


def _who(known: Mapping[str, str], more: str) -> str:
    """Return the pattern of one of the names, or of several joined; `more` says how often another may follow."""
    one = f"(?:{'|'.join(_spelled(form) for form in sorted(known.values(), key=len, reverse=True))})"
    return rf"(?P<who>{one}(?!\w)(?:{_AND}{one}(?!\w)){more})"


def _spoken(match: re.Match[str], known: Mapping[str, str]) -> SpeakerMention:
    names = [known.get(_key(written), written) for written in re.split(_AND, match["who"])]
    return SpeakerMention(tuple(dict.fromkeys(names)), match)


def received(text: str) -> tuple[int, int] | None:
    """Return the part of a text that asks for what others wrote to the owner ("did I get")."""
    match = _TO_ME.search(text)
    return match.span() if match else None


def done_by_me(text: str) -> bool:
    """Say whether a text asks for what the owner did."""
    return _DONE_BY_ME.search(text) is not None


def written_to(text: str, people: Sequence[PersonInfo]) -> tuple[str, tuple[int, int], bool] | None:
    """Return the one to whom the owner wrote ("when did I last write to Elena?"), where it says so, and if only they did.

    "When did Elena and I last talk?" asks for what both of them wrote. The name is as the question has it: it may be that
    of several.
    """
    plain = flat(text)
    for name in named_people(text, people):
        for form in forms(name):
            n = _spelled(form)
            both = (
                rf"\b{_TALK}(?: {MESSAGES})? (?:to|with) {n}(?!\w)|(?<!\w)(?:between )?{n} and (?:I|me)\b(?: {_TALK})?"
                rf"|\b(?:I and|between me and) {n}(?!\w)(?: {_TALK})?|\b{MESSAGES} (?:with) {n}(?!\w)"
            )
            mine = rf"\b(?:{SPEECH}|{MESSAGES})(?: \w+)? to {n}(?!\w)|\b{SPEECH}(?: \w+)? with {n}(?!\w)"
            if match := re.search(both, plain, re.IGNORECASE):
                return form, match.span(), False
            if match := re.search(mine, plain, re.IGNORECASE):
                return form, match.span(), True
    return None


def unknown_name(text: str) -> str | None:
    """Return the capitalised name of somebody whose messages are asked for, where nobody of that name was found."""
    match = re.search(
        rf"\b(?:did|does|has|have|had) ((?-i:[^\W\d_a-z])[\w'’-]*)(?: (?:last|first|ever))? {SPEECH}\b", text
    )
    return match[1] if match and not _NOBODY.match(match[1]) else None


# “De Standaard”, “La Redoute”, “Il Sole”: “de sleutel” names no newspaper.
_ARTICLES = frozenset(
    "the de het een der die das den le la les du des el los las il lo gli o a os as do da di van von".split()
)


def forms(name: str) -> tuple[str, ...]:
    """Return a name without accents as it may be written: whole, without its emoji, and the first name."""
    whole = flat(" ".join(name.split()))
    bare = " ".join("".join(c for c in whole if not _is_picture(c)).split())
    # An initial (“J.”, “A”) occurs in too many texts to pass for a name.
    first = bare.split(" ")[0] if bare else ""
    found = [whole, bare, first if len(first) > 1 and first[-1] != "." and not _is_article(first, bare) else ""]
    return tuple(dict.fromkeys(form for form in found if form))


def _is_article(first: str, name: str) -> bool:
    """Tell whether a name begins with an article, as papers' and shops' do."""
    return first != name and first.casefold() in _ARTICLES


def flat(text: str) -> str:
    """Return a text without accents, every character in its place."""
    return "".join(_bare(c) for c in text)


def _bare(character: str) -> str:
    apart = unicodedata.normalize("NFD", character)
    return apart[0] if len(apart) > 1 and all(unicodedata.combining(c) for c in apart[1:]) else character


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk", "Mn", "Cf")


def _key(name: str) -> str:
    return name.casefold().replace("-", " ")


def _spelled(form: str) -> str:
    """Return the pattern of a form; a name that is a word too has to be written with its capital."""
    spelled = re.escape(form).replace(r"\-", "[- ]")
    return rf"(?-i:{spelled})" if _is_word(form) else spelled


def _whole(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_spelled(form)}(?!\w)", re.IGNORECASE)


def _is_word(form: str) -> bool:
    low = form.casefold()
    return low in STOP_WORDS or low in NAMES_THAT_ARE_WORDS or low in MONTH_NUMBERS or low in WEEKDAY_NUMBERS


def _reads_as_name(match: re.Match[str], text: str, start: int | None = None, end: int | None = None) -> bool:
    """Say whether a name that is a word too ("Will", "May") stands for a person: not as the first word, nor as a time."""
    start, end = (match.start() if start is None else start), (match.end() if end is None else end)
    written = text[start:end]
    if not _is_word(written):
        return True
    if written.casefold() in MONTH_NUMBERS and (_IN_TIME.search(text[:start]) or _A_DATE.match(text[end:])):
        return False
    return text[:start].strip() != "" or _A_NAME_BY_ITSELF.match(text[end:]) is not None


# “'s last message”, “?”, “ and”: what follows a name, and hardly the word, at the beginning
_A_NAME_BY_ITSELF = re.compile(rf"['’]s (?:{MESSAGES}|last|first|latest)|\s*(?:and|,|\?|$)", re.IGNORECASE)

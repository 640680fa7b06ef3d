"""What one language file holds. Adding a language is adding one file beside this with a `LANGUAGE` in it.

Words are written in one string with spaces between them, alternatives of a month or a weekday with "|" between them, and
cues as regular expressions without anchors: they are put between word boundaries where the language spaces its words, and
found whatever their case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Frame(NamedTuple):
    """A pattern of a question, the English that takes its place, and a piece of a question that it is for.

    MONTH and MONDAY stand for any month or weekday, which are in English by then: "den 3. März" has become "den 3. March".
    """

    pattern: str
    english: str
    example: str


_NO_NAME = (
    r"(?!(?:messages?|links|liens|photos|videos|stickers|documents|attachments|files|amounts|invoices|times|the|last|"
    r"this)\b|"
    r"MONTH|MONDAY)"
)
NAME = _NO_NAME + r"([^\W\d_][\w'-]*(?: (?-i:[A-ZÀ-Ý])[\w'-]*)?)"
"""A name in a frame: a word, and a second one if it has a capital."""
CHAT = r"(?!MONTH|MONDAY)((?-i:[A-Z][\w'&-]*(?: [A-Z][\w'&-]*)*))"
"""A name in Latin letters in such a script: of a person or a chat, each word with a capital."""
WORD = r"([^\s?]+)"
"""A name in a script without capitals: one word."""


@dataclass(frozen=True, slots=True)
class Cues:
    """How people of a language deny, decide, change, ask and promise; empty where nothing is known."""

    denies: str = ""
    denies_nothing: str = ""
    """What has a word of denial in it and denies nothing: "nicht nur"."""
    decides: str = ""
    changes: str = ""
    """What changes a thing that was said before: "verschoben"."""
    requests: str = ""
    promises: str = ""
    hedges: str = ""
    """What is not certain: "vielleicht"."""
    weak_hedges: str = ""
    """What only suggests: "könnte"."""
    conditions: str = ""
    """What makes a clause a condition where it begins one: "wenn"."""
    addresses: str = ""
    """What stands before the name of whom a message is to: "hallo"."""
    first_person: str = ""
    """Who writes, as a subject: "ich"."""
    ours: str = ""
    """Who writes, in any other case: "mein"."""
    second_person: str = ""
    loose_subjects: str = ""
    """Subjects that leave open who it is: "sie"."""
    about_the_task: str = ""
    """Talk about the task instead of the messages: "zusammenfassend"."""
    articles: str = ""
    """What begins a statement about a thing, and not by its sender about themselves: "das"."""
    agrees: str = ""
    """What an answer begins with that says yes to a request: "mach ich"."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """How people of a language ask who is coming, and answer it. Patterns without anchors, like cues.

    `short` are whole answers, which say nothing elsewhere: "yes".
    """

    asks: str = ""
    comes: str = ""
    stays_away: str = ""
    unsure: str = ""
    same: str = ""
    """What takes up the answer before: "me too"."""
    short_yes: str = ""
    short_no: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How people of a language say what figures are worked out of. Patterns without anchors; N stands for a number."""

    paid: str = ""
    """That they paid: "habe bezahlt"."""
    owes: str = ""
    """That they owe the reader: "schulde dir"."""
    repaid: str = ""
    """That they gave the reader back what they owed: "dir überwiesen"."""
    age: str = ""
    """How old somebody has become: "ist N geworden"."""
    born: str = ""
    """What stands with the day of somebody's birth: "geboren"."""
    due: str = ""
    """What tells that an amount is to be paid by people: "pro Person"."""
    settled: str = ""
    """That money was paid or came in, whoever paid: "überwiesen"."""


@dataclass(frozen=True, slots=True)
class Times:
    """How a language says times: each value is one thing's names with "|" between them, a name may be of several words.

    Names are found whatever their case and accents. What a field holds is said by the example beside it.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    """By its name: second minute halfhour hour day night week weekend fortnight month quarter half year decade."""
    days: Mapping[int, str] = field(default_factory=dict)
    """Days by their distance: -1 is "yesterday"."""
    now: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    """morning noon midday afternoon evening night midnight: "evening"."""
    day_parts: Mapping[str, str] = field(default_factory=dict)
    """A day and its part in one, by "distance part": "0 evening" is "tonight"."""
    relations: Mapping[int, str] = field(default_factory=dict)
    """-2 is "before last", -1 "last", 0 "this", 1 "next"."""
    last_after: str = ""
    """What means "last" behind a unit, and something else before a time."""
    rolling: str = ""
    """What counts back from now: "past" in "the past week"."""
    ago: str = ""
    ahead: str = ""
    """"in" of "in three days"."""
    since: str = ""
    on: str = ""
    """"on" of "from March on"."""
    onwards: str = ""
    """"onwards" of "March onwards"."""
    until: str = ""
    before: str = ""
    after: str = ""
    start: str = ""
    """"from" of "from March to May"."""
    during: str = ""
    """What says without an end that the time is of messages: "from" of "from March", where it is no "of"."""
    to: str = ""
    between: str = ""
    also: str = ""
    """"and" of "between March and May"."""
    seasons: Mapping[str, str] = field(default_factory=dict)
    """spring summer autumn winter."""
    feasts: Mapping[str, str] = field(default_factory=dict)
    """By the names that `app/assistant/times/feasts.py` knows."""
    edges: Mapping[str, str] = field(default_factory=dict)
    """begin middle end: "mid"."""
    few: str = ""
    """"a few": two to five."""
    one: str = ""
    """An article that counts: "a" of "a week ago"."""
    numbers: Mapping[int, str] = field(default_factory=dict)
    """What the language's own `numbers` lack."""
    ordinals: Mapping[int, str] = field(default_factory=dict)
    """-1 is "last" where it counts: "the last week of March"."""
    week_marks: str = ""
    """What stands before a week's number and is no unit: "KW"."""
    hour_marks: str = ""
    """What follows an hour: "Uhr"."""
    morning_marks: str = ""
    """"am"."""
    evening_marks: str = ""
    """"pm"."""
    decade_marks: str = ""
    """What stands before a decade's two digits: "années" in "années 90"."""
    decades: Mapping[int, str] = field(default_factory=dict)
    """"nineties", by 90."""
    short_months: str = ""
    """Twelve abbreviations, which need a number beside them."""
    short_weekdays: str = ""
    """Seven abbreviations from Monday on, which need a number beside them."""
    leading: str = ""
    """What stands before a time and is no word of its bounds: "on"."""
    of: str = ""
    """What ties a part of a day or an ordinal to its day: "of the"."""
    inside: str = ""
    """What else may stand inside a time: "of the"."""
    weekdays: str = ""
    """Further names of the seven days from Monday on: "freitagen"."""
    joins: bool = False
    """Whether a weekday and a part of it are written as one word: "Freitagabend"."""
    follows: bool = False
    """Whether "since", "until", "before", "after", "between" and "in" stand after what they belong to."""
    era: int = 0
    """How many years its calendar is ahead: 543 in Thai."""
    also_words: str = ""
    """Names above that are ordinary words as well: "may" needs an "in" before it."""
    past: str = ""
    """Words that tell that a question is of the past: "did"."""


@dataclass(frozen=True, slots=True)
class Language:
    r"""One language. `code` is its ISO 639-1 code.

    `script` is a character class that tells the language by its letters ("\u0900-\u097f"), empty where words have to.
    `digits` are its own ten digits, from zero on. `spaced` says whether spaces stand between its words.
    Where a text fits two languages as well, it is in the one of the lower `rank`: a new language does without one, and
    so takes no text from those that were there.
    """

    code: str
    months: str
    weekdays: str
    """From Monday on."""
    numbers: Mapping[int, str]
    """The words for a number, by the number."""
    telling_words: str = ""
    """Small words that tell the language, and carry no content."""
    stop_words: str = ""
    """Further words that carry no content. Those that do in English are kept all the same."""
    amount_words: str = ""
    """What a question asks a sum of money or a share by: "deposit", "rate"."""
    code_words: str = ""
    """What a question asks a password or a number with letters by: "password", "licence plate"."""
    copulas: str = ""
    """What says of whom it follows what they are or have: "ist hat"."""
    group_words: str = ""
    """Words for people together, who are no topic where they talked: "family", "colleagues"."""
    small_talk: Mapping[str, str] = field(default_factory=dict)
    """Whole wordings with "|" between them, by their kind: greeting thanks parting day clock self."""
    idle_words: str = ""
    """Words that leave a set as wide as it is, where a question counts one: articles, auxiliaries, "wrote"."""
    cues: Cues = Cues()
    reports: str = ""
    """Verbs that report that somebody said something."""
    asks: str = ""
    """Verbs that report a question."""
    frames: Sequence[Frame] = ()
    """What is asked and when, put into English; tried in this order, so the longer stands before the shorter."""
    cue_examples: Cues = Cues()
    """A short message for each of the cues above, which it is found in."""
    times: Times = field(default_factory=Times)
    figures: Figures = Figures()
    figure_examples: Figures = Figures()
    """A short message for each of the patterns above, which it is found in; ages are of seven years."""
    things: Mapping[str, str] = field(default_factory=dict)
    """What English questions ask for as a whole, and its names with "|" between them: "videos", by "videos"."""
    how_many: str = ""
    """What stands before such a name where they are counted: "wie viele"."""
    list_all: str = ""
    """What stands before it where all are asked for: "liste alle"."""
    attendance: Attendance = Attendance()
    attendance_examples: Attendance = Attendance()
    """A short message for each of the patterns above, which it is found in."""
    neutral: str = ""
    """A message that states something, and has no cue in it."""
    script: str = ""
    digits: str = ""
    spaced: bool = True
    rank: int = 99

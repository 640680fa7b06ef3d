"""Rules that turn what somebody says in English into sentences about them, and true sentences into false ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_CLAUSE = re.compile(r"(?<=[.!?;])\s+|,\s+(?:and|but|so)\s+(?=I\b)")
_FIRST = re.compile(
    r"^(?:(?:yeah|yes|well|oh|hey|hi|thanks|wow|so|actually|haha|sure|no)[,!. ]+)*(I(?:'m|'ve|'ll|'d)?)\s+(.+)$",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:you|your|yours|we|us|our|that's|it's|they|them|he|she)\b", re.IGNORECASE)
_HELPERS = {
    "am": "is", "have": "has", "do": "does", "don't": "doesn't", "haven't": "hasn't", "was": "was", "had": "had", "will": "will",
    "would": "would", "can": "can", "can't": "can't", "could": "could", "couldn't": "couldn't", "didn't": "didn't", "won't": "won't",
    "should": "should", "must": "must", "might": "might", "wasn't": "wasn't", "used": "used", "did": "did", "may": "may",
}  # fmt: skip
_ADVERBS = frozenset(
    "also just really still always never usually often already recently finally actually only even sometimes".split()
)
_PRESENT = frozenset(
    """love like live work want need hate enjoy have go play think know feel hope plan study teach run drive own collect prefer
    wish eat drink read write sing dance cook bake travel swim hike walk watch listen speak grow make take get wear believe try
    work-out dream miss remember care volunteer train practice paint draw ride fish hunt sell design build coach help keep spend
    start stay visit see use look come say mean consider attend raise own rent suffer understand dislike admire""".split()
)
_MINE = (("my", "their"), ("mine", "theirs"), ("myself", "themselves"), ("me", "them"), ("i'm", "they're"), ("i've", "they've"),
         ("i'll", "they'll"), ("i'd", "they'd"), ("i", "they"), ("am", "are"))  # fmt: skip
_FRAMES = (
    "{}",
    "{}",
    "{}",
    "{}",
    "{}",
    "According to {name}, {rest}",
    "{name} says that {rest}",
    "{name} mentioned that {rest}",
)

ANTONYMS = (
    "love hate|like dislike|enjoy dread|big small|large tiny|old new|old young|hot cold|good bad|great terrible|happy sad|early late|"
    "always never|often rarely|before after|first last|buy sell|bought sold|open closed|more less|many few|cheap expensive|easy hard|"
    "easy difficult|near far|inside outside|up down|win lose|won lost|start stop|started stopped|begin end|began ended|accept refuse|"
    "accepted refused|agree disagree|agreed disagreed|arrive leave|arrived left|remember forget|remembered forgot|morning evening|"
    "day night|today yesterday|summer winter|spring autumn|mother father|mom dad|brother sister|son daughter|husband wife|boy girl|"
    "man woman|uncle aunt|hired fired|married divorced|passed failed|found lost|increase decrease|rich poor|healthy sick|strong weak|"
    "safe dangerous|clean dirty|full empty|fast slow|quick slow|loud quiet|light dark|long short|tall short|high low|wide narrow|"
    "thick thin|heavy light|wet dry|north south|east west|left right|success failure|successful unsuccessful|possible impossible|"
    "interesting boring|exciting boring|relaxing stressful|calm nervous|excited bored|proud ashamed|inspired discouraged|"
    "supportive hostile|helpful useless|positive negative|confident insecure|grateful ungrateful|beautiful ugly|friendly hostile|"
    "recently long-ago|with without|together alone|gained lost|join leave|joined left|borrowed lent|borrow lend|gave took|give take|"
    "sent received|send receive|push pull|add remove|added removed|remain leave|come go|came went|build destroy|built destroyed|"
    "improve worsen|improved worsened|encourage discourage|encouraged discouraged|support oppose|supports opposes|supported opposed|"
    "loves hates|likes dislikes|enjoys dreads|wants refuses|plans refuses|starts stops|finds loses|appreciates resents|"
    "appreciate resent|values ignores|value ignore|growing shrinking|alive dead|public private|single married|vegetarian carnivorous|"
    "indoors outdoors|uphill downhill|weekday weekend|breakfast dinner|best worst|better worse|most least|all none|everyone nobody|"
    "peaceful chaotic|unique ordinary|creative unimaginative|delicious disgusting|fun boring|importance irrelevance|important unimportant|"
    "meaningful meaningless|helps hinders|help hinder|helping hindering|success defeat|motivated discouraged|amazing awful|awesome awful"
)
SYNONYMS = (
    "bought purchased|glad happy|big large|begin start|started began|child kid|children kids|mom mother|dad father|trip journey|"
    "job work|film movie|house home|ill sick|quick fast|doctor physician|photo picture|shop store|car vehicle|enjoys likes|enjoy like|"
    "loves adores|love adore|difficult hard|finished completed|got received|helped assisted|wants wishes|scared afraid|angry mad|"
    "recently lately|nearly almost|often frequently|fixed repaired|talked spoke|called phoned|chose picked|attended visited|"
    "smart clever|beautiful lovely|tired exhausted|rich wealthy|gift present|vacation holiday|apartment flat|sofa couch|"
    "planning intending|thinking considering|created made|great wonderful|amazing fantastic|resides lives|employed working"
)
_STOP = frozenset(
    """the a an and or but if of to in on at by for with from as is are was were be been being has have had do does did not no
    that this these those there their they them his her its him she he it who which what when where how than then so such very
    about into over after before during because while also just can could will would should may might must one some any all
    says said mentioned according that's it's still more most other""".split()
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def about(speaker: str, text: str, rng: random.Random) -> str | None:
    """Return a sentence about `speaker` that is true when they say `text`, made of one of its clauses; None if none will do.

    “Yeah, I painted my boat!” by Mel: “Mel painted their boat.”
    """
    clauses = [clause for clause in _CLAUSE.split(text) if "?" not in clause]
    rng.shuffle(clauses)
    for clause in clauses:
        found = _FIRST.match(clause.strip())
        if found is None or _OTHERS.search(clause) or not 3 <= len(found[2].split()) <= 22:
            continue
        rest = _third(found[1].lower(), found[2])
        if rest is None:
            continue
        for mine, theirs in _MINE:
            rest = re.sub(rf"\b{mine}\b", theirs, rest, flags=re.IGNORECASE)
        rest = rest.rstrip(".!;, ") + "."
        frame = rng.choice(_FRAMES)
        return frame.format(f"{speaker} {rest}", name=speaker, rest=f"they {_plural(rest)}")
    return None


def _third(subject: str, rest: str) -> str | None:
    words = rest.split()
    if subject != "i":
        return {"i'm": "is ", "i've": "has ", "i'll": "will ", "i'd": "would "}[subject] + rest
    place = 1 if words[0].lower() in _ADVERBS and len(words) > 1 else 0
    verb = words[place].lower().strip(",.")
    if verb in _HELPERS:
        words[place] = _HELPERS[verb]
    elif verb in _PRESENT:
        words[place] = _inflected(verb)
    elif not verb.endswith("ed") and verb not in _PAST:
        return None
    return " ".join(words)


def _inflected(verb: str) -> str:
    if verb == "have":
        return "has"
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeou" else verb + "s"


def _plural(rest: str) -> str:
    first, _, more = rest.partition(" ")
    back = {"is": "are", "has": "have", "does": "do", "was": "were", "doesn't": "don't", "hasn't": "haven't"}
    if first in back:
        return f"{back[first]} {more}"
    for verb in _PRESENT:
        if first == _inflected(verb):
            return f"{verb} {more}"
    return rest


_PAST = frozenset(
    """went got had made took saw met found bought told said thought felt came gave left lost won ran wrote read drove ate drank
    taught built sold began kept spent sent grew broke chose caught fell flew forgot heard held hurt knew led paid put rode sang
    sat slept spoke stood swam threw understood woke wore became brought cut did set hit let quit""".split()
)


EVERYWHERE = ("word", "word", "number", "person")
"""The ways of made_false that need no knowledge of English."""
HERE = ("word", "word", "word", "antonym", "antonym", "number", "person", "person", "negation")


def made_false(
    sentence: str,
    names: Sequence[str],
    words: Callable[[str], str | None],
    rng: random.Random,
    among: Sequence[str] = HERE,
) -> tuple[str, str] | None:
    """Return `sentence` with one thing changed, and what was: "antonym", "word", "number", "person" or "negation".

    `names` are people that stand near it; `words` gives another word that looks like one, or None. `among` are the ways to draw
    from.
    """
    ways = rng.sample(among, len(among))
    for way in ways:
        changed = _WAYS[way](sentence, names, words, rng)
        if changed is not None and changed != sentence:
            return changed, way
    return None


def paraphrased(sentence: str, rng: random.Random) -> str:
    """Return `sentence` with one word put as another that means the same, where the table has one."""
    return _exchanged(sentence, _TABLE_OF_SYNONYMS, rng) or sentence


def _table(pairs: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for pair in pairs.split("|"):
        one, other = pair.split()
        table.setdefault(one, []).append(other.replace("-", " "))
        table.setdefault(other, []).append(one.replace("-", " "))
    return table


_TABLE_OF_SYNONYMS = _table(SYNONYMS)
_TABLE_OF_ANTONYMS = _table(ANTONYMS)


def _exchanged(sentence: str, table: dict[str, list[str]], rng: random.Random) -> str | None:
    places = [found for found in re.finditer(r"[A-Za-z']+", sentence) if found[0].lower() in table]
    if not places:
        return None
    found = rng.choice(places)
    return sentence[: found.start()] + rng.choice(table[found[0].lower()]) + sentence[found.end() :]


def _antonym(sentence: str, names: Sequence[str], words: Callable[[str], str | None], rng: random.Random) -> str | None:
    return _exchanged(sentence, _TABLE_OF_ANTONYMS, rng)


def _word(sentence: str, names: Sequence[str], words: Callable[[str], str | None], rng: random.Random) -> str | None:
    known = {part.lower() for name in names for part in name.split()}
    places = [
        found
        for found in re.finditer(r"[^\W\d_]{4,}", sentence)
        if found[0].lower() not in _STOP and found[0].lower() not in known
    ]
    if not places:
        return None
    found = rng.choice(places)
    other = words(found[0])
    return None if other is None else sentence[: found.start()] + other + sentence[found.end() :]


def _number(sentence: str, names: Sequence[str], words: Callable[[str], str | None], rng: random.Random) -> str | None:
    places = [
        found
        for found in re.finditer(r"\d+|[A-Za-z]+", sentence)
        if found[0].isdigit() or found[0].lower() in _NUMBERS[1:] or found[0] in _MONTHS or found[0] in _DAYS
    ]
    if not places:
        return None
    found = rng.choice(places)
    told = found[0]
    if told.isdigit():
        other = str(max(0, int(told) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10, int(told) + 1))))
    else:
        row = next(row for row in (_MONTHS, _DAYS, _NUMBERS) if told in row or told.lower() in row)
        other = rng.choice([word for word in row if word.lower() != told.lower()])
    return sentence[: found.start()] + other + sentence[found.end() :]


def _person(sentence: str, names: Sequence[str], words: Callable[[str], str | None], rng: random.Random) -> str | None:
    there = [name for name in names if name and re.search(rf"\b{re.escape(name)}\b", sentence)]
    others = [name for name in names if name and name not in there]
    if not there or not others:
        return None
    return re.sub(rf"\b{re.escape(there[0])}\b", rng.choice(others), sentence, count=1)


_NEGATIONS = (
    (r"\b(is|are|was|were|has|will|would|could|should|can)\b(?! not|n't)", r"\1 not"),  # “Mel is a nurse”
    (r"\b(is|are|was|were|has|will|would|could|should) not\b", r"\1"),  # “Mel was not there”
    (r"\b(doesn't|didn't|does not|did not) (\w+)", r"really \2"),  # “Mel didn't go”
    (r"^(\w+) (love|like|work|live|want|enjoy|need|play)s\b", r"\1 does not \2"),  # “Mel loves tea”
    (r"^(\w+) (\w+ed|went|got|made|took|saw|met|found|bought)\b", r"\1 never \2"),  # “Mel bought a boat”
)


def _negation(
    sentence: str, names: Sequence[str], words: Callable[[str], str | None], rng: random.Random
) -> str | None:
    for pattern, put in _NEGATIONS:
        changed = re.sub(pattern, put, sentence, count=1)
        if changed != sentence:
            return changed
    return None


_WAYS = {"antonym": _antonym, "word": _word, "number": _number, "person": _person, "negation": _negation}

"""Everything that assumes English, in one place: word lists, stems and how a sentence denies, hedges, asks or promises.

Another language is another set of these names.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Protocol

from app.assistant.languages.cues import (
    ARTICLES,
    ASKS,
    REPORTS,
    about_the_task,
    changing,
    deciding,
    denying,
    first_person,
    hedging,
    loose,
    promising,
    requesting,
    second_person,
)
from app.assistant.languages.english_numbers import MONTHS

ORDINALS = {
    word: n
    for n, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
        sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
}
MULTIPLIERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
DAY_OFFSETS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
CURRENCY_WORDS = frozenset("euro euros eur dollar dollars usd pound pounds gbp cent cents chf bucks quid".split())

STOP_WORDS = frozenset(
    """
    a an the this that these those there here it its itself i me my mine myself we us our ours ourselves you your yours
    yourself he him his himself she her hers herself they them their theirs themselves who whom whose which what when where
    why how and or but nor so if then than as at by for from in into of off on onto out over to up with about after again
    am is are was were be been being do does did doing done have has had having will would shall should can could may might
    must ll ve re s t d m not no just also too very really quite only all any some both each few more most other such own
    same down under while until because between during before through above below once now ok okay yes yeah yep oh hi hey
    hello ca wo sha cannot thanks thank please well let lets get got gets getting gonna wanna im ive id dont doesnt didnt
    cant wont isnt arent wasnt werent youre theyre hes shes thats whats
    """.split()
)
"""Words that carry no content of their own."""

QUESTION_GLUE = frozenset(
    """
    tell know remember find show give anyone anybody someone somebody something anything many much long often kind type
    sort thing things people person message messages chat chats say said says saying talk talked mention mentioned
    according ever recently currently use used like miss missed happen happened happening discuss discussed
    else others everyone everybody summarise summarize summary
    """.split()
)
"""Words of a question that its answer seldom repeats."""

REPORT_VERBS = (
    frozenset(
        """
    say said says saying tell tells told write writes wrote mention mentions mentioned note notes noted report reports
    reported announce announces announced explain explains explained share shares shared ask asks asked wonder wonders
    wondered suggest suggests suggested propose proposes proposed remind reminds reminded inform informs informed reply
    replies replied answer answers answered state states stated add adds added
    """.split()
    )
    | REPORTS
)
ASK_VERBS = (
    frozenset("ask asks asked wonder wonders wondered inquire inquires inquired whether question questions".split())
    | ASKS
)
WEIGHTY_VERBS = frozenset(
    """
    decide agree refuse confirm cancel promise accept reject buy sell pay quit resign marry divorce die break postpone
    move win lose approve deny sign hire fire arrest fail pass decline
    """.split()
)
"""Verbs that a summary must not add: their stem has to stand in the evidence."""

NEGATION = denying(
    re.compile(
        r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|dont|doesnt|didnt|cant|wont|isnt|arent|"
        r"wasnt|werent|shouldnt|wouldnt|couldnt|havent|hasnt|nope|refuse[sd]?|unable|hardly)\b|n['’]t\b",
        re.IGNORECASE,
    )
)
HEDGE = hedging(
    re.compile(
        r"\b(?:if|unless|maybe|perhaps|might|could|would|may|probably|possibly|hopefully|hope|hopes|hoping|unsure|"
        r"not sure|i guess|wonder|consider(?:s|ing|ed)?|thinking (?:of|about)|should|want(?:s|ed)?|suggest(?:s|ed)?|"
        r"propose[sd]?|plan(?:s|ned|ning)?|likely|potentially|can)\b",
        re.IGNORECASE,
    ),
    strongly=False,
)
"""Marks of what is not certain. `can` is here because "can we" asks."""
STRONG_HEDGE = hedging(
    re.compile(
        r"\b(?:if|unless|maybe|perhaps|might|probably|possibly|hopefully|hope|hoping|not sure|i guess)\b", re.IGNORECASE
    ),
    strongly=True,
)

FUTURE = re.compile(
    r"\b(?:will|shall|going to|gonna|need(?:s|ed)? to|ha(?:ve|s) to|must|should|let['’]?s|to be|about to|plan(?:s|ning)?|"
    r"remember to|don['’]?t forget|please|can you|could you)\b|['’]ll\b",
    re.IGNORECASE,
)
"""Marks of what has not happened yet."""

FIRST_PERSON = first_person(
    re.compile(
        r"\b(?:i|i['’]?m|i['’]ll|i['’]ve|i['’]d|me|my|mine|we|we['’](?:re|ll|ve|d)|us|our|ours)\b", re.IGNORECASE
    ),
    subject=False,
)
FIRST_SUBJECT = first_person(
    re.compile(r"\b(?:i|we)(?:['’](?:m|ll|ve|d|re))?\b|\b(?:im|ill|ive)\b", re.IGNORECASE), subject=True
)
SECOND_PERSON = second_person(re.compile(r"\b(?:you|you['’](?:re|ll|ve|d)|your|yours|yourself)\b", re.IGNORECASE))
OF_A_THING = re.compile(rf"^(?:the|a|an|it|there|this|that|{ARTICLES})\b", re.IGNORECASE)
"""What a statement begins with that is about a thing, and not by its sender about themselves."""
LOOSE_SUBJECT = loose(re.compile(r"^(?:he|she|they|his|her|their|it|this|that|these|those)\b", re.IGNORECASE))

META_TALK = about_the_task(
    re.compile(
        r"\b(?:as an ai|language model|i(?:'m| am) sorry|i cannot|i can['’]t|"
        r"based on the (?:provided|given|above|messages?)|"
        r"the (?:provided|given|above) (?:text|messages?|context|conversation|information|dialogue)|"
        r"(?:this|the) (?:summary|conversation|text|dialogue|passage|excerpt)|in (?:summary|conclusion)|"
        r"here(?:'s| is| are) (?:a|the|some)|the (?:answer|question) is|instructions?|system prompt|user prompt|"
        r"ignore (?:all|any|the|previous)|sure[,!]|certainly|i hope this|let me know if)\b",
        re.IGNORECASE,
    )
)
"""Talk about the task instead of the messages."""

SENTENCE_STARTERS = STOP_WORDS | frozenset(
    """
    however therefore meanwhile later earlier finally first second third next then afterwards additionally moreover
    furthermore instead although though despite since everyone everybody nobody somebody someone nothing something one two
    three both either neither many several another others people today tomorrow yesterday tonight maybe perhaps still even
    never always sometimes usually currently recently overall already
    """.split()
)
"""Words that are capitalised only because they begin a sentence."""

PART_SPLIT = re.compile(r"[,;:.!?]\s+|\s+(?:and|but|while|whereas|so|because|although)\s+|\s+[–—-]\s+", re.IGNORECASE)
"""Where one statement of a sentence may end and the next begin, finely."""
CLAUSE_SPLIT = re.compile(r"\s*(?:[;:]|,?\s+\b(?:and|but|while|whereas|so)\b)\s+", re.IGNORECASE)

DECISION = deciding(
    re.compile(
        r"\b(?:decided|agreed|settled|confirmed|booked|let['’]?s (?:do|go|take|meet|make)|final|deal|"
        r"it['’]s on(?=\s*(?:[.!,;]|$|for\b))|"
        r"go with|going with|done deal|we(?:['’]re| are) (?:going|taking|doing)|signed|reserved|ordered|paid)\b",
        re.IGNORECASE,
    )
)
COMMITMENT = promising(
    re.compile(
        r"\b(?:i['’]?ll|i will|i can (?:bring|take|do|pick|get|make|drive|cook|send|book|call|buy|ask)|"
        r"i(?:['’]m| am) (?:bringing|taking|picking|going to|coming|leaving|driving|cooking|sending)|i promise)\b",
        re.IGNORECASE,
    )
)
CHANGE = changing(
    re.compile(
        r"\b(?:instead|changed?|change of plan|moved|postponed|cancell?ed|delayed|running late|"
        r"(?:minutes?|mins?|hours?|days?|be|is|are|am|['’]m|['’]s|['’]re) late|later than|earlier than|no longer|"
        r"not anymore|after all(?=\s*(?:[.,;!]|$|but\b|and\b))|update|correction|actually|new (?:time|date|plan|address)|"
        r"resched\w+|swap(?:ped)?|(?:call(?:ed)?|is|are|['’]s|it) off(?=\s*(?:[.!,;:]|$|because\b|then\b))|"
        r"can['’]t make)\b",
        re.IGNORECASE,
    )
)
REQUEST = requesting(
    re.compile(
        r"\b(?:can|could|would|will) (?:you|someone|anyone|somebody)\b|\bplease\b|\bdon['’]?t forget\b|\bremember to\b|"
        r"\bneed (?:you|someone|to know)\b|\bwho (?:can|is|wants)\b",
        re.IGNORECASE,
    )
)
DEADLINE = re.compile(
    r"\b(?:deadline|due|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight)|"
    r"until|at the latest|asap|urgent|important)\b",
    re.IGNORECASE,
)
SMALL_TALK = re.compile(
    r"^\W*(?:ok(?:ay)?|k|yes|yep|yeah|yup|no|nope|sure|great|cool|nice|thanks?(?: you)?(?: so much)?|thx|ty|lol|haha+|hi|"
    r"hey|hello|morning|good (?:morning|night|evening)|bye|see (?:you|ya)|perfect|awesome|wow|congrats|welcome|same|"
    r"sounds good|got it|will do|on it|done|done that|no problem|no worries|you['’]re welcome)(?:[\s,!.]+\w+)?\W*$",
    re.IGNORECASE,
)

PLACE = re.compile(
    r"\b(?:at|in|near|on|to|from|behind|opposite|next to|outside|inside|under|by|beside|into|around)\s+"
    r"(?:the\s+|my\s+|our\s+|his\s+|her\s+|their\s+|a\s+)?[\w'’]+",
    re.IGNORECASE,
)
NOT_PLACES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday all least last first once time night noon midnight".split()
) | frozenset(MONTHS)
BECAUSE = re.compile(
    r"\b(?:because|since|as|so that|due to|thanks to|to|for|reason|that['’]s why|cause|wanted|helps?)\b", re.IGNORECASE
)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


PAST_FORMS = frozenset(
    """left brought bought went gone came took taken made paid sent met told found gave given got kept said saw seen ate
    eaten drove driven wrote written thought knew known began lost won sold spent felt slept taught chose ran broke broken
    forgot caught built grew was were had did done""".split()
)


def is_past(word: str) -> bool:
    """Say whether a lower-case word looks like a verb of something that has happened."""
    return word in PAST_FORMS or (word.endswith("ed") and len(word) > 4)


@cache
def _stemmer() -> _Stemmer:
    from snowballstemmer.english_stemmer import EnglishStemmer

    stemmer: _Stemmer = EnglishStemmer()
    return stemmer


_STEMMER_LOCK = threading.Lock()  # the stemmer keeps the word it works on in itself


IRREGULAR = {
    "left": "leav", "leaving": "leav", "brought": "bring", "bought": "buy", "went": "go", "gone": "go", "goes": "go",
    "came": "come", "took": "take", "taken": "take", "made": "make", "paid": "pay", "sent": "send", "met": "meet",
    "told": "tell", "found": "find", "gave": "give", "given": "give", "got": "get", "kept": "keep", "said": "say",
    "saw": "see", "seen": "see", "ate": "eat", "eaten": "eat", "drove": "drive", "driven": "drive", "wrote": "write",
    "written": "write", "thought": "think", "knew": "know", "known": "know", "began": "begin", "lost": "lose",
    "won": "win", "sold": "sell", "spent": "spend", "felt": "feel", "slept": "sleep", "taught": "teach", "chose": "choos",
    "children": "child", "kids": "child", "kid": "child", "men": "man", "women": "woman", "moved": "move", "ran": "run",
    "broke": "break", "broken": "break", "forgot": "forget", "caught": "catch", "built": "build", "grew": "grow",
}  # fmt: skip


@cache
def stem(word: str) -> str:
    """Return the stem of a lower-case word."""
    irregular = IRREGULAR.get(word)
    if irregular is not None:
        return irregular
    with _STEMMER_LOCK:
        return _stemmer().stemWord(word)

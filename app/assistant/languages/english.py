"""What the assistant knows of English: numbers, months and weekdays, words without content, verbs, and stems.

Questions of other languages are put into English before they are read, so English holds more than the others.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Protocol

from app.assistant.languages.base import Attendance, Figures, Times

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAY_NUMBERS = {name: i for i, day in enumerate(WEEKDAYS) for name in (day, day[:3])} | {
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
"""Monday is 0."""
MONTH_NUMBERS = {name: i for i, month in enumerate(MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}

NUMBER_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
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

FIGURES = Figures(
    paid=r"(?:i|we|i've|we've|have) (?:already |just |also )?(?:paid|spent|transferred|put down)|"
    r"(?:^|[.,;!]\s*|and )(?:just |also )?paid",
    owes=r"i (?:still )?owe (?:you|ya)",
    repaid=r"(?:sent|paid|transferred|gave|wired)(?: it)? (?:you|to you|it back|you back|back)\b|paid (?:it )?back",
    age=r"(?:turned|turns|is turning|is now|became)(?: exactly)? N\b(?! (?:euros?|percent|pm|am|minutes|days|weeks|months))"
    r"|\bN years? old",
    born=r"born|birthday|birth ?date|date of birth",
    due=r"(?:owe[sd]?|each|apiece|a head|per (?!night|hour|day|week|month|year|km|kilo|litre|mile|cent)\w+|(?:your|"
    r"my|his|her|our) (?:share|part|half)|share of|transfer|"
    r"(?:pay|send|wire|venmo|paypal|give) (?:me|him|her|us|them|it|back)|pay|chip in|deposit|rent|invoice|instal?lment|"
    r"amount due|due)\b",
    settled=r"(?:sent|paid|transferred|wired|received|refunded|settled|repaid|gave back|venmoed|paypaled|"
    r"got (?:the|your|my) (?:money|transfer|payment|cash|share)|(?:went|came|gone|is|are) (?:out|in|through)|arrived|"
    r"handed (?:it|them|over|in))\b",
)
ATTENDANCE = Attendance(
    # “who's coming on Saturday?”; not “what's coming up?”
    asks=r"who(?:'s| is| all is| else is|'s all)?(?: all| else)? (?:coming|joining|in(?= for\b|\W*$)|up for|can make it|"
    r"can come|wants to (?:come|join))|who (?:could|can|would|will) (?:come|join|be there)",
    # “count me in”; not “I'm in a meeting”
    comes=r"(?:^|[,.!] )coming (?:too|along|as well)|(?:i'?m|i am|we're|we are) (?:in(?=\W*$|[!.,]| for\b| too\b|"
    r" and\b)|coming|joining|up for it)|count (?:me|us) in|"
    r"(?:i'?ll|we'll|i can|i will|we can) (?:be there|come|join|make it)",
    # “can't make it”
    stays_away=r"(?:can'?t|cannot|can not|won'?t|not able to|unable to) (?:make it|come|join|be there|attend|"
    r"do (?:it|that))|"
    r"(?:i'?m|i am|we're) (?:out\b(?! of)|not (?:coming|joining|in))|count (?:me|us) out|"
    r"(?:have|need) to (?:cancel|skip|pass)|not coming|without me|i'?ll (?:skip|pass)|can'?t after all",
    unsure=r"not sure(?: yet)?|maybe|don'?t know yet|might (?:come|join|make it)|i'?ll (?:see|let you know)|perhaps",
    same=r"me too|us too|same here|so (?:am|do|will) i|me neither|neither (?:am|can) i",
    short_yes=r"yes|yep|yeah|yup|sure|of course|absolutely|definitely|me+|with pleasure",
    short_no=r"no|nope|sadly not|sorry,? no|(?:sorry,? )?i can'?t|can'?t(?:,? sorry)?|not me",
)
TIMES = Times(
    units={
        "second": "second|seconds|sec|secs",
        "minute": "minute|minutes|min|mins",
        "halfhour": "half hour|half an hour|half-hour",
        "hour": "hour|hours|hr|hrs|h",
        "day": "day|days|d",
        "night": "nights",
        "week": "week|weeks|wk|wks|w",
        "weekend": "weekend|weekends|week-end",
        "fortnight": "fortnight|fortnights",
        "month": "month|months|mo|mos",
        "quarter": "quarter|quarters",
        "half": "half|half year|half a year|half-year|halves",
        "year": "year|years|yr|yrs",
        "decade": "decade|decades",
    },
    days={
        0: "today",
        -1: "yesterday",
        1: "tomorrow",
        -2: "day before yesterday|the day before yesterday",
        2: "day after tomorrow",
    },
    now="now|right now",
    parts={
        "morning": "morning|mornings|in the morning|early morning",
        "noon": "noon|at noon|12 noon",
        "midday": "midday|lunchtime",
        "afternoon": "afternoon|in the afternoon",
        "evening": "evening|in the evening",
        "night": "night|at night",
        "midnight": "midnight",
    },
    day_parts={"0 evening": "tonight", "-1 last night": "last night|yesterday night"},
    relations={
        -1: "last|previous|the last",
        0: "this|current|the current",
        1: "next|coming|the coming|upcoming|following",
        -2: "before last",
    },
    rolling="past|these past",
    ago="ago|back",
    ahead="in|from now|from today",
    since="since|ever since|starting|starting from",
    on="on",
    onwards="onwards|onward|and later",
    until="until|till|til|up to|by",
    before="before|prior to|earlier than",
    after="after|later than",
    start="from",
    during="from",
    to="to|until|till|through|thru|up to",
    between="between|in between",
    also="and|&",
    seasons={"spring": "spring|springtime", "summer": "summer|summertime", "autumn": "autumn|fall", "winter": "winter"},
    feasts={
        "new year": "new year|new year's|new year's day|new years day|new years",
        "new year eve": "new year's eve|new years eve|nye",
        "epiphany": "epiphany|three kings day|twelfth night",
        "valentine": "valentine's day|valentine's|valentines day|valentines",
        "saint patrick": "st patrick's day|saint patrick's day|st. patrick's day",
        "good friday": "good friday",
        "maundy thursday": "maundy thursday",
        "palm sunday": "palm sunday",
        "holy week": "holy week",
        "easter": "easter",
        "easter sunday": "easter sunday|easter day",
        "easter monday": "easter monday",
        "ascension": "ascension day|ascension",
        "pentecost": "pentecost|whitsun",
        "whit monday": "whit monday|pentecost monday",
        "corpus christi": "corpus christi",
        "carnival": "carnival",
        "shrove tuesday": "shrove tuesday|pancake day|mardi gras",
        "ash wednesday": "ash wednesday",
        "labour": "may day",
        "july 4": "independence day|the fourth of july|fourth of july",
        "halloween": "halloween|hallowe'en",
        "all saints": "all saints' day|all saints day|all saints",
        "all souls": "all souls' day|all souls day",
        "armistice": "veterans day|remembrance day|armistice day",
        "thanksgiving": "thanksgiving|thanksgiving day",
        "black friday": "black friday",
        "christmas": "christmas|xmas|christmastime",
        "christmas eve": "christmas eve|xmas eve",
        "christmas day": "christmas day|xmas day",
        "boxing": "boxing day|st stephen's day",
        "diwali": "diwali|deepavali",
        "holi": "holi",
        "dussehra": "dussehra",
        "raksha bandhan": "raksha bandhan",
        "eid al-fitr": "eid|eid al-fitr|eid ul-fitr",
        "eid al-adha": "eid al-adha|eid ul-adha",
        "songkran": "songkran",
        "chinese new year": "chinese new year|lunar new year",
    },
    edges={
        "begin": "beginning|start|beginning of|start of|early|at the beginning of|at the start of",
        "middle": "middle|middle of|mid|mid-|halfway through",
        "end": "end|end of|late|at the end of",
    },
    few="a few|few|several|some",
    one="a|an",
    numbers={2: "couple|a couple|couple of|a couple of", 12: "dozen|a dozen"},
    ordinals={
        1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
        10: "tenth", 11: "eleventh", 12: "twelfth", 13: "thirteenth", 14: "fourteenth", 15: "fifteenth", 20: "twentieth",
    },
    week_marks="calendar week|week number|week no|cw|wk|kw",
    hour_marks="o'clock|oclock|h|hrs|hours",
    morning_marks="am|a.m.|a.m",
    evening_marks="pm|p.m.|p.m",
    decades={
        1920: "twenties", 1930: "thirties", 1940: "forties", 1950: "fifties", 1960: "sixties", 1970: "seventies",
        1980: "eighties", 1990: "nineties", 2000: "noughties|two thousands",
    },
    short_weekdays="mo tu we th fr sa su",
    of="of|the",
    leading="in|on|at|during|within|over|around|throughout",
    inside="the|of|in|on|at|year",
    also_words="may|march|mar|sun|sat|wed|mon|jan|dec|now|second|today's|eid|holi|carnival|easter|h|d|w|a|an",
    past="did was were had wrote said sent went came happened told got made told asked been",
)  # fmt: skip
"""How English says times."""

AMOUNT_WORDS = frozenset(
    "price rent deposit fee cost costs salary wage wages pay amount sum total rate interest discount excess deductible "
    "fine penalty budget bill tariff premium fare refund bonus allowance quote offer".split()
)
"""What a question asks a sum of money or a share by: "what is the deposit?"."""
CODE_WORDS = frozenset(
    "password passcode pin code plate registration iban serial chip frame licence license policy".split()
)
"""What a question asks a password or a number with letters by: "what is the wifi password?"."""
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

IDLE_WORDS = frozenset(
    """
    the a an is are was were be been do does did done have has had there it its s of in on at by for from to with into we
    us our you your my please can could would all any that which who whom what when where how and or total altogether
    overall exactly already ever yet so far now together here everyone everybody anyone anybody each one ones person
    people member members participant participants message messages msg msgs text texts post posts mail mails email emails
    e-mail e-mails chat chats group groups channel channels thread threads conversation conversations write writes wrote
    written send sends sent say says said texted messaged posted share shares shared list show give find collect tell
    count number know hi hello hey ok okay thanks what's who's there's where's when's i'd
    """.split()
)
"""Words of a question over a whole set that leave it as wide as it is: any other has to be made use of."""

SMALL_TALK = {
    "greeting": (
        "hello|hi|hey|hello there|hi there|good morning|good afternoon|good evening|howdy|hey there|"
        "hello how are you|hi how are you|how are you"
    ),
    "thanks": (
        "thank you|thanks|thank you very much|thanks a lot|many thanks|thank you so much|thx|ok thanks|"
        "ok thank you|great thanks|cheers|perfect thanks"
    ),
    "parting": "bye|goodbye|good night|see you|bye bye|see you later",
    "day": (
        "what day is it today|what day is it|what day is today|which day is it|which day is it today|"
        "what date is it|what date is it today|what is the date|what's the date|what is the date today|"
        "what's the date today|what is today's date|what's today's date|what's today|what is today"
    ),
    "clock": (
        "what time is it|what time is it now|what's the time|what is the time|what is the time now|how late is it"
    ),
    "self": "who are you|what are you|what can you do|what do you do|help",
}
"""Whole wordings by their kind, "|" between them; `text/small_talk.py` says which kinds there are."""

GROUP_WORDS = frozenset(
    """
    family friends colleagues coworkers parents kids children team crew gang guys girls boys lads ladies folks relatives
    neighbours neighbors class everyone everybody people
    """.split()
)
"""Words for people together, who are no topic where they talked."""

TELLING_WORDS = frozenset(
    """
    the is are was were did does do has have what when who where why how which of to in and with about say said
    my me i from for on at it
    """.split()
)
"""Small words that tell English from other languages."""
CONTENT_WORDS = frozenset("war con pour son dove hay per sale no sur parte ora mais si".split())
"""Words that carry content in English and none in another language."""
REPORTS = frozenset(
    """
    say said says saying tell tells told write writes wrote mention mentions mentioned note notes noted report
    reports reported announce announces announced explain explains explained share shares shared ask asks asked
    wonder wonders wondered suggest suggests suggested propose proposes proposed remind reminds reminded inform
    informs informed reply replies replied answer answers answered state states stated add adds added
    """.split()
)
"""What reports that somebody said something."""
ASKS = frozenset("ask asks asked wonder wonders wondered inquire inquires inquired whether question questions".split())
"""What reports a question."""
WEIGHTY_VERBS = frozenset(
    """
    decide agree refuse confirm cancel promise accept reject buy sell pay quit resign marry divorce die break postpone
    move win lose approve deny sign hire fire arrest fail pass decline
    """.split()
)
"""Verbs that a summary must not add: their stem has to stand in the evidence."""


SENTENCE_STARTERS = STOP_WORDS | frozenset(
    """
    however therefore meanwhile later earlier finally first second third next then afterwards additionally moreover
    furthermore instead although though despite since everyone everybody nobody somebody someone nothing something one two
    three both either neither many several another others people today tomorrow yesterday tonight maybe perhaps still even
    never always sometimes usually currently recently overall already
    """.split()
)
"""Words that are capitalised only because they begin a sentence."""


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

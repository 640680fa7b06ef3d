"""How people deny, hedge, decide, change, ask and promise: patterns over all languages at once.

English comes first in each, with what only English has. A message need not say which language it is in: the cue of any
language counts.
"""

from __future__ import annotations

import re

from app.assistant.languages.english import ASKS, MONTHS, REPORTS
from app.assistant.languages.registry import others


def _cue(english: str, *fields: str, conditions: bool = False) -> re.Pattern[str]:
    """Return a pattern that finds what the English one finds, or one of these cues of another language."""
    found = [english]
    for language in others():
        cues = "|".join(filter(None, (getattr(language.cues, field) for field in fields)))
        if cues:
            found.append(cues if language.script else rf"\b(?:{cues})\b")
    if conditions:
        found.append(_condition())
    return re.compile("|".join(found), re.IGNORECASE)


def _condition() -> str:
    """Return the pattern of words that make a clause a condition where they begin it: elsewhere “si” is “yes” as well."""
    words = "|".join(language.cues.conditions for language in others() if language.cues.conditions)
    return rf"(?:^|[,;:.!?]\s*)(?:{words})\b"


def _beginning(english: str, field: str) -> re.Pattern[str]:
    """Return a pattern that finds these words where a text begins with them."""
    found = [rf"(?:{english})\b"]
    for language in others():
        if cues := getattr(language.cues, field):
            after = "" if not language.spaced else rf"(?![\w{language.script}])"  # a vowel sign is no \w
            found.append(rf"(?:{cues}){after}")
    return re.compile(rf"^(?:{'|'.join(found)})", re.IGNORECASE)


# “it doesn't work”, “nobody came”, “das geht nicht”
NEGATION = _cue(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|dont|doesnt|didnt|cant|wont|isnt|arent|"
    r"wasnt|werent|shouldnt|wouldnt|couldnt|havent|hasnt|nope|refuse[sd]?|unable|hardly)\b|n['’]t\b",
    "denies",
)
# “can't wait to see it”, “not only the tent”, “kein Wunder”
DENIES_NOTHING = _cue(
    r"\b(?:(?:can['’]?t|cannot|hardly) wait"
    r"(?! (?:any|much|here|forever|for (?:you|him|her|them|us|me)\b))|"
    r"(?:can['’]?t|cannot|couldn['’]?t) help (?:but\b|\w+ing\b)|"
    r"(?:can['’]?t|cannot) believe (?:how|that|i|we|he|she|they|it['’]s)\b|"
    r"(?:can['’]?t|cannot) thank you enough|couldn['’]?t (?:agree more|be (?:happier|prouder|better))|"
    r"no (?:doubt|wonder|problem|worries|matter)|not (?:only|just|to mention)|don['’]?t worry|"
    r"never better|nothing but|why not)\b",
    "denies_nothing",
)
# “maybe on Friday”, “can we go?”, “vielleicht”
HEDGE = _cue(
    r"\b(?:if|unless|maybe|perhaps|might|could|would|may|probably|possibly|hopefully|hope|hopes|hoping|unsure|"
    r"not sure|i guess|wonder|consider(?:s|ing|ed)?|thinking (?:of|about)|should|want(?:s|ed)?|suggest(?:s|ed)?|"
    r"propose[sd]?|plan(?:s|ned|ning)?|likely|potentially|can)\b",
    "hedges",
    "weak_hedges",
    conditions=True,
)
"""Marks of what is not certain. `can` is here because "can we" asks."""
# “if it rains”, “quizás”; not “can we go?”
STRONG_HEDGE = _cue(
    r"\b(?:if|unless|maybe|perhaps|might|probably|possibly|hopefully|hope|hoping|not sure|i guess)\b",
    "hedges",
    conditions=True,
)
# “Hey Maya”, “thank you, Tom”, “Hallo Maya”
ADDRESS = _beginning(
    r"hey|hi|hello|hiya|yo|howdy|dear|good (?:morning|afternoon|evening)|morning|thanks(?: so much| a lot)?|"
    r"thank you(?: so much)?|thx|cheers|congrats|congratulations",
    "addresses",
)
"""What stands before the name of whom a text is to, at its beginning."""
# “I'll bring it”, “our boat”, “ich komme”
FIRST_PERSON = _cue(
    r"\b(?:i|i['’]?m|i['’]ll|i['’]ve|i['’]d|me|my|mine|we|we['’](?:re|ll|ve|d)|us|our|ours)\b",
    "first_person",
    "ours",
)
# “we've booked”, “im late”; not “our boat”
FIRST_SUBJECT = _cue(
    r"\b(?:i|we)(?:['’](?:m|ll|ve|d|re))?\b|\b(?:im|ill|ive)\b",
    "first_person",
)
# “you're right”, “your turn”
SECOND_PERSON = _cue(
    r"\b(?:you|you['’](?:re|ll|ve|d)|your|yours|yourself)\b",
    "second_person",
)
# “The hotel is booked”, “it works”, “Das Hotel ist voll”; not “Booked the hotel”
OF_A_THING = _beginning("the|a|an|it|there|this|that", "articles")
"""What a statement begins with that is about a thing, and not by its sender about themselves."""
# “She has it”, “those are mine”; not “Maya has it”
LOOSE_SUBJECT = _beginning("he|she|they|his|her|their|it|this|that|these|those", "loose_subjects")
"""Subjects that leave open who it is."""
# “based on the messages”, “here is a summary”, “I hope this helps”
META_TALK = _cue(
    r"\b(?:as an ai|language model|i(?:'m| am) sorry|i cannot|i can['’]t|"
    r"based on the (?:provided|given|above|messages?)|"
    r"the (?:provided|given|above) (?:text|messages?|context|conversation|information|dialogue)|"
    r"(?:this|the) (?:summary|conversation|text|dialogue|passage|excerpt)|in (?:summary|conclusion)|"
    r"here(?:'s| is| are) (?:a|the|some)|the (?:answer|question) is|instructions?|system prompt|user prompt|"
    r"ignore (?:all|any|the|previous)|sure[,!]|certainly|i hope this|let me know if)\b",
    "about_the_task",
)
"""Talk about the task instead of the messages."""

# “let's meet at six”, “it's a deal!”, “it's on!”, “abgemacht”; not “it's on the table”, “a great deal of work”
DECISION = _cue(
    r"\b(?:decided|agreed|settled|confirmed|booked|let['’]?s (?:do|go|take|meet|make|say|use|get)|deal(?=\s*(?:[.!,;]|$))|"
    r"it['’]s on(?=\s*(?:[.!,;]|$|for\b))|has it(?=\s*(?:[.!,:;]|$))|it is(?= then\b)|"
    r"go with|going with|go for|done deal|we(?:['’]re| are) (?:going|taking|doing)|(?<!the )signed(?! (?:form|copy))|"
    r"we(?:['’]ll)? (?:take|build|drop|skip|keep|choose|pick|launch|use|stick)\b|(?:stays|remains) (?:on|at|as)|"
    r"go(?:ing)? ahead|approved|green light|do it(?=\W*$)|reserved|"
    r"ordered|final(?= (?:plan|"
    r"version|date|decision|answer|list)\b))\b",
    "decides",
)
# “I'll bring wine”, “I'm going to call”; not “she will”
COMMITMENT = _cue(
    r"\b(?:i['’]?ll|i will|you['’]?ll (?:have|get) (?:it|them|the|mine|your|everything)|i can (?:bring|take|do|pick|"
    r"get|make|drive|cook|send|book|call|buy|ask)|"
    r"i(?:['’]m| am) (?:bringing|taking|picking|going to|coming|leaving|driving|cooking|sending)|i promise)\b",
    "promises",
)
# “it was moved to Thursday”, “running late”, “it's off because”; not “take it off the table”
CHANGE = _cue(
    r"\b(?:instead|changed?|change of plan|moved|postponed|cancell?ed|delayed|running late|"
    r"(?:minutes?|mins?|hours?|days?|be|is|are|am|['’]m|['’]s|['’]re) late|later than|earlier than|no longer|"
    r"not anymore|after all(?=\s*(?:[.,;!]|$|but\b|and\b))|update|correction|actually|new (?:time|date|plan|address)|"
    r"resched\w+|swap(?:ped)?|(?:call(?:ed)?|is|are|['’]s|it) off(?=\s*(?:[.!,;:]|$|because\b|then\b))|"
    r"can['’]t make|rebooked|re-?scheduled|(?:is|are) now (?:on|at|in|from)|brought forward|pushed (?:back|to)|"
    r"moves? (?:from|to)|"
    r"(?:an? (?:day|week|hour|month)|\d+ (?:days|weeks|hours|minutes)) (?:later|earlier))\b",
    "changes",
)
# “I'll be late”, “I'll see”, “I'm leaving now”, “I'm going to bed”
NOTHING_PROMISED = re.compile(
    r"\b(?:i['’]?ll|i will|i(?:['’]m| am)(?: going to)?) (?:(?:just|probably|also) )?(?:be (?:late|back|home|in|out|away|"
    r"off|on|at|\d+|a bit|right|fine|honest|happy|glad|there|with you|happy|so|very|the|your)|see\b|think|try|"
    r"let you know|"
    r"check my|have to|need|miss|never|always|remember|skip|pass|die|cry|coming\b(?! (?:with|over))|"
    r"be (?:working|sleeping|away|travell?ing|sitting)|"
    r"leaving (?:now|in|the|at|early|soon)|leaving\W*$|driving (?:home|now)|going to (?:bed|sleep|be|miss|the|my|"
    r"have|need)|"
    r"have (?:a|the|some|another|one)\b)",
    re.IGNORECASE,
)
"""What has the form of a promise, and promises nobody anything."""
# “Sure, will do”, “On it!”, “Mach ich”
AGREEMENT = _beginning(
    r"yes|yep|yeah|yup|sure|ok(?:ay)?|of course|will do|on it|can do|gladly|no problem|no worries|happy to|"
    r"consider it done|deal|absolutely|definitely|done|👍|👌|✅|fine(?= by| with|\W*$)",
    "agrees",
)
"""What an answer begins with that says yes to a request."""
# “could you call?”, “please”, “who can drive?”, “send me the list”, “it must be signed by Friday”
REQUEST = _cue(
    r"^(?:and |so |also |then |just )?(?:bring|send|give|call|tell|show|forward|email|text|pick|buy|get|book|print|"
    r"ask|remind|"
    r"check|confirm|drop|fill|take) (?:me|him|her|us|them|the|your|it|in|up|back|off)\b|"
    r"\b(?:must|needs? to|ha(?:s|ve) to) be (?:with|handed|sent|paid|signed|back|in|returned)\b|"
    r"\b(?:can|could|would|will) (?:you|someone|anyone|somebody)\b|\bplease\b|\bdon['’]?t forget\b|\bremember to\b|"
    r"\bneed (?:you|someone|to know)\b|\bwho (?:can|is|wants)\b|\bpls\b|\blet me know\b|"
    r"\bi(?:['’]d)? (?:also |still |really )?need (?:a|an|the|your|some|more|two|to have|\w+ from you)\b",
    "requests",
)

# “we're going to paint it”, “it's to be done”, “she'll come”
FUTURE = re.compile(
    r"\b(?:will|shall|going to|gonna|need(?:s|ed)? to|ha(?:ve|s) to|must|should|let['’]?s|to be|about to|plan(?:s|ning)?|"
    r"remember to|don['’]?t forget|please|can you|could you)\b|['’]ll\b",
    re.IGNORECASE,
)
"""Marks of what has not happened yet."""
# “due by Friday”, “at the latest”
DEADLINE = re.compile(
    r"\b(?:deadline|due|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight)|"
    r"until|at the latest|asap|urgent|important)\b",
    re.IGNORECASE,
)
# “ok”, “Thanks so much!”, “sounds good Maya”; not “ok let us meet at six”
SMALL_TALK = re.compile(
    r"^\W*(?:ok(?:ay)?|k|yes|yep|yeah|yup|no|nope|sure|great|cool|nice|thanks?(?: you)?(?: so much)?|thx|ty|lol|haha+|hi|"
    r"hey|hello|morning|good (?:morning|night|evening)|bye|see (?:you|ya)|perfect|awesome|wow|congrats|welcome|same|"
    r"sounds good|got it|will do|on it|done|done that|no problem|no worries|you['’]re welcome)(?:[\s,!.]+\w+)?\W*$",
    re.IGNORECASE,
)
# “at the station”, “next to my office”
PLACE = re.compile(
    r"\b(?:at|in|near|on|to|from|behind|opposite|next to|outside|inside|under|by|beside|into|around)\s+"
    r"(?:the\s+|my\s+|our\s+|his\s+|her\s+|their\s+|a\s+)?[\w'’]+",
    re.IGNORECASE,
)
# “on Monday”, “at noon”, “in March” look like places and are times.
NOT_PLACES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday all least last first once time night noon midnight".split()
) | frozenset(MONTHS)
# “because of the rain”, “that's why”
BECAUSE = re.compile(
    r"\b(?:because|since|as|so that|due to|thanks to|to|for|reason|that['’]s why|cause|wanted|helps?)\b", re.IGNORECASE
)
# “ and ”, “, ”, “ – ”
PART_SPLIT = re.compile(r"[,;:.!?]\s+|\s+(?:and|but|while|whereas|so|because|although)\s+|\s+[–—-]\s+", re.IGNORECASE)
"""Where one statement of a sentence may end and the next begin, finely."""
# “, and ”, “; ”; not “, ”
CLAUSE_SPLIT = re.compile(r"\s*(?:[;:]|,?\s+\b(?:and|but|while|whereas|so)\b)\s+", re.IGNORECASE)


def denies(text: str) -> bool:
    """Say whether something in a text is denied."""
    return bool(NEGATION.search(DENIES_NOTHING.sub(" ", text)))


REPORT_VERBS = REPORTS | {word for language in others() for word in language.reports.split()}
"""What reports that somebody said something."""
ASK_VERBS = ASKS | {word for language in others() for word in language.asks.split()}
"""What reports a question."""

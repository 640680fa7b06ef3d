"""How English questions are built: what they ask for, of which set, and by whom, when and where it was written."""

from __future__ import annotations

import re
from typing import Literal

from app.assistant.languages.english import NUMBER_WORDS

Expect = Literal["when", "clock", "amount", "count", "who", "where", "phone", "code", "link", "why", "other"]
"""What kind of thing an answer has to hold."""
SetKind = Literal[
    "count", "most", "first", "last", "list", "chats", "people", "busiest", "least", "when", "company", "uncounted"
]
"""Questions about a whole set, answered by counting."""

FigureKind = Literal["spent", "owed", "owing", "age", "until", "ago", "price", "speed"]
"""What is worked out of messages: a sum, a debt, an age, days until or since something, a comparison."""

SPEECH = (
    r"(?:say|says|said|write|writes|wrote|written|mention|mentions|mentioned|tell|told|ask|asks|asked|suggest|suggested|"
    r"send|sends|sent|text|texts|texted|message|messaged|post|posts|posted|share|shares|shared|reply|replied|promise|promised|propose|"
    r"proposed|recommend|recommended|announce|announced)"
)
WRITING = (
    r"(?:say|says|said|write|writes|wrote|written|send|sends|sent|text|texts|texted|message|messaged|post|posts|posted|"
    r"share|shares|shared)"
)
"""Those of them that say no more than that somebody wrote: whoever promised something wrote more than that."""
GATHERED = r"(?:talk(?:ed)?|discuss(?:ed)?|chat(?:ted)?|decided?|agreed?|plan(?:ned)?|argued?)"
"""What a group does by writing."""
MESSAGES = r"(?:messages?|msgs?|texts?|posts?|mails?|e-?mails?)"
ROOM = r"(?:chat|group|channel|thread|conversation)"
_NEWEST = r"(?:last|latest|newest|most recent)"
TimeUnit = Literal["hour", "day", "weekday", "week", "month", "year"]
"""By what messages are counted to find when most of them were written."""
_UNIT = r"(?:time of day|hour|day of the week|weekday|date|day|week|month|year)"
_N = rf"(\d{{1,5}}|{'|'.join(NUMBER_WORDS)})"
_PERSON = r"(?:who|which person|which of (?:us|them))"
_TO_US = r"(?: to)?(?: me| us)?"


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


LAST_N = _any(
    # “the last 15 messages”, “the past 20 lines”
    rf"\b(?:the |my |our )?(?:{_NEWEST}|past|previous) {_N} (?:{MESSAGES}|lines)\b",
    rf"\b(?:the |my |our )?{_N} {_NEWEST} (?:{MESSAGES}|lines)\b",  # “my five latest mails”
)
# “the first 3 messages”
FIRST_N = _any(rf"\b(?:the |my |our )?(?:first|oldest|earliest) {_N} (?:{MESSAGES}|lines)\b")
IS_LISTED = _any(
    # “please show me the last 3 messages”; not “what is in the last 15 messages?”
    r"^\W*(?:(?:please|can you) )*(?:show|list|give|read|print|display|get|find|quote|(?:what|which) (?:are|were))\b",
    # “the last 3 messages”
    rf"^\W*(?:the |my |our )?(?:{_NEWEST}|past|previous|first|oldest|earliest|\d+)\b",
)
"""So many messages are wanted as they stand, and not what is in them."""
ANYTHING = _any(
    # “was there anything important?”
    r"\b(?:anything|something|nothing) (?:important|interesting|urgent|special|noteworthy|new)\b"
)
"""Asks for what matters, and names nothing."""
WHATS_NEW = _any(
    # “what's new?”, “anything new in the Cabin chat?”; not “what is the new address?”
    r"^\W*(?:what(?:['’]s| is| was)?|is there|any|anything)\b[\w\s]{0,12}?\b(?:new|news|going on|up)\b(?! \w+ ?\?)"
)
"""Asks for all there is."""
SPEAKS_OF_MESSAGES = _any(
    # “what did we talk about last week?”
    rf"\b(?:{SPEECH}|{MESSAGES}|{ROOM}s?|talk(?:ed|ing)?|discuss(?:ed|ing)?|decided?|agreed?|news|miss(?:ed)?)\b",
    r"\b(?:happen(?:ed|ing)?|new|going on|most|hear|heard)\b",  # “what happened on Friday?”
    r"\b(?:anything|something|nothing) (?:important|interesting|urgent|special)\b",  # “was anything important on Friday?”
)
"""A time in such a question bounds the messages, not an event that they speak of."""
# The first match decides, so the specific come first: “how many messages per person” also matches the plain count.
SET_QUESTIONS: tuple[tuple[SetKind, re.Pattern[str]], ...] = (
    (
        "when",
        _any(
            # “which month did I write most?”, “on which day were there the most messages?”
            rf"\b(?:which|what) {_UNIT}\b(?=.*\b(?:{WRITING}|{MESSAGES}|active|busiest)\b)(.*?)"
            r"\b(?:(?:the )?(?:most|least|fewest|busiest)(?: active)?)\b",
            # “the busiest weekday”
            rf"\b(?:busiest|quietest|most active|least active) {_UNIT}\b",
        ),
    ),
    (
        "people",
        _any(
            # “messages per person”
            rf"\b(?:messages?|{MESSAGES}) (?:per|by|for each|of each) (?:person|member|sender)\b",
            # “how much did everyone write?”
            rf"\bhow (?:much|many {MESSAGES}) (?:did|has|have) (?:everyone|everybody|each)\b",
        ),
    ),
    ("chats", _any(rf"\b{MESSAGES} (?:per|by|for each|in each|of each) {ROOM}\b")),  # “messages per chat”
    (
        "count",
        _any(
            rf"\bhow many (\w+ )?{MESSAGES}\b",  # “how many messages”, “how many unread mails”
            rf"\bhow often (?:did|does|has|have)\b(.*)\b{WRITING}\b",  # “how often did Maya write?”
            rf"\bnumber of (\w+ )?{MESSAGES}\b",  # “the number of messages”
            rf"^\W*count (?:all |of )?(?:the |my )?{MESSAGES}\b",  # “Count all messages from Tom”
        ),
    ),
    (
        "busiest",
        _any(
            # “which chat has the most messages?”
            rf"\b(?:which|what) {ROOM} (?:is|was|has) (?:the )?(?:most(?: active)?|busiest)\b",
            rf"\b(?:busiest|most active) {ROOM}\b",  # “my busiest group”
        ),
    ),
    (
        "chats",
        _any(
            rf"\bhow many {ROOM}s\b",  # “how many chats are there?”
            rf"\bnumber of {ROOM}s\b",  # “the number of chats”
            # “which chats is Maya in?”
            rf"\b(?:which|what|in which|list all|list) {ROOM}s (?:is|are|am|was|were|does|do|did|has|have)\b",
        ),
    ),
    (
        "people",
        _any(
            rf"\bhow many (?:people|persons|different people) (\w+ )?{SPEECH}\b",  # “how many people wrote?”
            r"\bhow many people are (?:there )?(?:in|on)\b",  # “how many people are in the Cabin chat?”
            # “who has written?”; not “who wrote most?”
            r"^\W*who (?:has |have |all |else )*(?:written|wrote|posted|texted)\b"
            r"(?! (?:the )?(?:most|least|more|less|fewer|fewest|first|last)\b)",
        ),
    ),
    (
        "most",
        _any(
            # “who writes the most?”
            rf"\b{_PERSON} (?:has |have )?(?:{WRITING}|is|was|talks?|talked) (?:the )?most(?: active)?\b",
            r"\bmost (?:active|talkative)\b|\bchattiest\b",  # “the most active”, “the chattiest of us”
            rf"\b{_PERSON} {WRITING} (?:more|the most)\b",  # “who wrote more, Maya or Tom?”
        ),
    ),
    (
        "least",
        _any(
            # “who writes the least?”
            rf"\b{_PERSON} (?:has |have )?(?:{WRITING}|is|was|talks?|talked) (?:the )?(?:least(?: active)?|fewest)\b",
            r"\bleast (?:active|talkative)\b|\bquietest\b",  # “the least active”, “the quietest”
            rf"\b{_PERSON} {WRITING} (?:less|fewer)\b",  # “who wrote less, Maya or Tom?”
        ),
    ),
    (
        "last",
        _any(
            rf"\b{_NEWEST} {MESSAGES}\b",  # “the latest message”
            rf"\blast {SPEECH}\b",  # “when did Maya last write?”
            rf"\b{SPEECH}{_TO_US} last(?=\W*$| (?:about|in|on|to|with)\b)",  # “who wrote to me last?”
            r"\blast (?:hear|heard|talk|talked|speak|spoke)\b",  # “when did I last hear from Elena?”
            rf"\blast (?:thing|time|words?)\b(.*)\b(?:{SPEECH}|hear|heard)\b",  # “the last thing that Tom said”
        ),
    ),
    (
        "first",
        _any(
            rf"\b(?:first|oldest|earliest) {MESSAGES}\b",  # “the oldest message”
            rf"\bfirst {SPEECH}\b",  # “when did Maya first write?”
            rf"\b{SPEECH}{_TO_US} first\b",  # “who wrote first?”
            rf"\bfirst (?:thing|time|words?)\b(.*)\b(?:{SPEECH}|hear|heard)\b",  # “the first thing that Tom said”
        ),
    ),
)
UNCOUNTED = _any(
    # “messages per day”
    rf"\b(?:{MESSAGES}|links|photos) (?:per|by|each|every|a) (?:day|weekday|week|month|year|hour)\b",
    # “what share of the messages is from Tom?”
    rf"\b(?:percent|percentage|share|proportion|fraction|average|median)\b.*\b(?:{MESSAGES}|{SPEECH})\b",
    r"\bhow many (?:words|characters|letters|emojis?|smileys)\b",  # “how many words did Maya write?”
    rf"\bunread {MESSAGES}\b",  # “unread messages”
    # “who sent the most photos?”
    rf"\b{_PERSON} {SPEECH} (?:the )?(?:most|more|least|less|fewest|fewer) "
    r"(?:links|photos|pictures|images|videos|files|documents|voice messages|stickers|words|emojis?)\b",
)
"""Asks for a figure of a set that is not worked out; what search finds for it would answer something else."""
# “who is in the Cabin chat?”
WHO_IS_IN = _any(r"^\W*who(?:['’]s| is| are| was)(?: all| else| everyone)? (?:in|on)\b")
"""Asks for the people of a chat, where one is named."""
_ON = r"(?: in all| in total| altogether| all in all)?"
_HOW_MUCH = rf"\bhow much(?: money)?{_ON}"
_WHAT, _FIRST, _SECOND = r"(?P<what>[^?]+?)", r"(?P<first>[^?,]+?)", r"(?P<second>[^?]+?)"
_THE_END = r"[\s?]*$"
_SOMEBODY = r"(?P<who>\w[\w'-]*(?: (?-i:[A-Z])[\w'-]*)?)"
_LESS, _IS = r"(?:(?P<less>cheaper|less)|more expensive|dearer|more)", r"(?:is|are|was|were)"
_DAYS = r"\bhow (?:many days|long)"
# The first match decides; a price is asked for in two ways.
FIGURES: tuple[tuple[FigureKind, re.Pattern[str]], ...] = (
    (
        "spent",
        _any(
            # “how much in all did I spend on the cabin?”, “how much have we paid for the car?”
            rf"{_HOW_MUCH} (?:did|have|has) {_SOMEBODY} (?:spend|spent|pay|paid){_ON} (?:on|for) {_WHAT}{_ON}{_THE_END}",
        ),
    ),
    ("owed", _any(rf"{_HOW_MUCH} does {_SOMEBODY}(?: still)? owe me\b")),  # “how much does Tom owe me?”
    ("owing", _any(rf"{_HOW_MUCH} do I(?: still)? owe {_SOMEBODY}")),  # “how much do I owe Tom?”
    ("age", _any(rf"^\W*how old {_IS} {_WHAT}(?: now| today)?{_THE_END}")),  # “how old is Emil?”
    (
        "until",
        _any(
            # “how many days until the flight?”, “how long is it till the wedding?”
            rf"{_DAYS}(?: is it| are there| are left| is there)?(?: still| left)? (?:until|till) {_WHAT}{_THE_END}",
        ),
    ),
    ("ago", _any(rf"{_DAYS} ago (?:did|{_IS}|have|has) {_WHAT}{_THE_END}")),  # “how long ago did we book the ferry?”
    (
        "price",
        _any(
            # “which is cheaper, the ferry or the train?”, “which costs more, the bus or the train?”
            rf"\b(?:which|what)(?: one)? (?:{_IS}|costs?) (?:the )?{_LESS}[,:]? {_FIRST},? or {_SECOND}{_THE_END}",
        ),
    ),
    # “is the ferry more expensive than the train?”
    ("price", _any(rf"^\W*{_IS} {_FIRST} {_LESS} than {_SECOND}{_THE_END}")),
    (
        "speed",
        _any(
            # “who was faster in the 10k, Marc or Sophie?”, “who ran slower?”
            r"^\W*who (?:was|is|ran|swam|rode|finished) (?:the )?"
            rf"(?:(?P<less>faster|fastest|quicker|quickest)|slower|slowest)\b(?P<what>[^?]*){_THE_END}",
        ),
    ),
)
"""Questions for a figure that is worked out of several messages; `less` says that the smaller one is asked for."""

# “how many days until Friday?”
COUNTS_TO = _any(rf"{_DAYS}(?: is it| are there| are left)?(?: still| left)? (?:until|till)\b")
"""Asks how far away a time is, which bounds no messages then."""

LEAVES_OUT = _any(
    # “but not in 2026”
    r"\b(?:not|without|except|excluding|excepting|besides|but|other than|apart from|aside from|outside)\b",
)
"""Takes something out of a set, whatever it is: what is left cannot be told where that was not read."""

I_READ = _any(
    # “when did I last hear from Elena?”
    r"\bI (?:last |first |ever )?(?:hear|heard)\b",
    r"\b(?:do|have|did|can|could) I (?:have|got|get|see|find)\b",  # “how many messages do I have?”
    r"\b(?:tell|show|give|send|list|find|get) me\b",  # “show me the last message”
)
"""The person who asks, where a set is none of theirs for it."""
UNITS: tuple[tuple[TimeUnit, str], ...] = (
    ("hour", "time of day"),
    ("hour", "hour"),
    ("weekday", "day of the week"),
    ("weekday", "weekday"),
    ("day", "date"),
    ("day", "day"),
    ("week", "week"),
    ("month", "month"),
    ("year", "year"),
)
"""What a unit of time is called in such a question, the longer names first."""
SAYS_A_NUMBER = _any(r"\b(?:how (?:many|much)|number of|per|most|least|fewest)\b")  # “how many chats are there?”
"""What is asked for is a figure: found text would answer something else."""
# The first match decides: “what time” before “when”, as a day does not answer it; “number of” before plain counts;
# “who” and “where” late, since they open many questions for something else.
EXPECTED: tuple[tuple[Expect, re.Pattern[str]], ...] = (
    (
        "phone",
        _any(
            r"\b(?:phone|telephone|mobile) number\b",  # “what's the plumber's phone number?”
            r"['’]s (?:new |old |current )?number\b",  # “Elena's new number”
            # “the number of the dentist”; not “the number of messages”
            rf"\bnumber of (?!{MESSAGES}|people|chats)(?:the )?\w+(?!\w)",
        ),
    ),
    ("link", _any(r"\b(?:link|url|website|e-?mail address|web address)\b")),  # “the link to the album”
    (
        "clock",
        _any(
            r"\bwhat time\b|\bat what hour\b",  # “what time does the train leave?”
            # “when does the bus leave?”
            r"\bwhen (?:is|does|do|are) .*\b(?:leav(?:e|ing)|start|open|close|train|bus|flight|meet(?:ing)?|dinner)\b",
        ),
    ),
    (
        "when",
        _any(
            r"^\W*(?:and |so )?when\b",  # “when is the party?”
            r"\b(?:what|which) (?:date|day|month|year|weekday)\b",  # “which day was it?”
            r"\bhow long ago\b|\bsince when\b",  # “since when?”
        ),
    ),
    (
        "amount",
        _any(
            r"\bhow much\b",  # “how much is it?”
            r"\bwhat .*\b(?:costs?|price|rent|fee|deposit|budget)\b",  # “what does the room cost?”
            r"\b(?:price|cost) of\b",  # “the price of the tickets”
        ),
    ),
    (
        "count",
        _any(
            r"\bhow (?:many|long|old|far|tall|big|often|cold|warm|hot|heavy|high|deep|fast)\b",  # “how many guests?”
            r"\bwhat temperature\b",  # “at what temperature?”
        ),
    ),
    ("who", _any(r"^\W*(?:and |so )?who(?:m|se)?\b")),  # “and who drives?”
    (
        "where",
        _any(
            r"^\W*(?:and |so )?where\b",  # “where do we meet?”
            r"\b(?:what|which) (?:place|address|city|country|town|restaurant|hotel)\b",  # “which hotel is it?”
        ),
    ),
    (
        "why",
        _any(
            r"^\W*(?:and |so )?why\b",  # “why is it cancelled?”
            r"\bwhat .*\breason\b",  # “what was the reason?”
        ),
    ),
)
ASKS_WHAT = _any(
    # “what is the deposit?”, “so which PIN was it?”; not “what did Maya say about the deposit?”
    rf"^(?!.*\b(?:{SPEECH}|happen(?:s|ed)?|about)\b).*\b(?:what|which|whats)\b",
)
"""Asks for a thing by its name, which says of what kind the answer is: the `amount_words` and `code_words` of languages."""
NAMES_AN_END = ("first", "last", "latest", "newest", "oldest", "earliest", "thing", "time", "recent")
"""Words that ask for the end of a set; no message is found by them."""
ASKED_FOR: dict[Expect, tuple[str, ...]] = {
    "clock": ("time", "hour", "clock"),
    "when": ("date", "day", "month", "year", "long", "time"),
    "amount": ("much", "cost", "price"),
    "count": ("many", "number", "long", "old", "far", "often"),
    "phone": ("phone", "telephone", "mobile", "number"),
    "code": ("number",),
    "link": ("link", "url", "address"),
    "where": ("place", "address"),
    "why": ("reason",),
}
"""Words that name the kind of answer, which the answer itself seldom repeats."""
# “has the launch date changed?”, “was the dinner moved?”; not “what has changed?”
CHANGED = _any(
    r"^\W*(?:has|have|had|did|was|were|is|are)\b.*\b(?P<verb>(?:chang|mov|postpon|cancel|reschedul|delay|updat)\w*)\b"
)
"""Asks whether something is still as it was: what is looked for is the thing, in whatever words its change was told."""
PAST_QUESTION = _any(r"\b(?:did|was|were|had|has|have)\b")  # “did it rain?”
SPAN_OF_TIME = _any(
    r"\b(?:minutes?|hours?|days?|weeks?|months?|years?)\b",  # “for three weeks”
    r"\b(?:since|ago|recently|now|soon|morning|evening|weekend)\b",  # “this evening”
)
# First names that are words as well, by hand the commonest: “mark the date” names nobody.
NAMES_THAT_ARE_WORDS = frozenset("mark rose grace bill art dawn jack rob pat sue hope joy".split())

SOURCE_WORDS = {
    "whatsapp": "whatsapp",
    "telegram": "telegram",
    "signal": "signal",
    "imessage": "imessage",
    "imessages": "imessage",
    "facebook": "messenger",
    "messenger": "messenger",
    "instagram": "messenger",  # its exports have Messenger's form
    "matrix": "matrix",
    "kakaotalk": "kakaotalk",
    "irc": "irc",
    "google chat": "google-chat",
    "google voice": "google-voice",
    "slack": "slack",
    "discord": "discord",
    "skype": "skype",
    "sms": "sms",
    "teams": "teams",
}
"""What people call a kind of source, and what the index calls it."""
_SOURCE = "|".join(SOURCE_WORDS)
IN_SOURCE = _any(
    # “on WhatsApp”, “in my Slack chats”
    rf"\b(?:on|in|via|over|through|from|by) (?:my |our )?(?P<on>{_SOURCE})(?: (?:{MESSAGES}|{ROOM}s?))?\b",
    rf"\b(?P<of>{_SOURCE})(?= (?:{MESSAGES}|{ROOM}s?)\b)",  # “WhatsApp messages”
)
BY_MAIL = _any(
    # “by e-mail”, “in my mails”; not “an e-mail address”
    r"\b(?:by|in|via|over|from) (?:my |an |the |our )?e?-?mails?\b(?! address)",
    r"\be?-?mails(?= |\W*$)(?! address)",  # “mails from the bank”
    rf"\b(?:{_NEWEST}|first|oldest|any|an|each|every) e?-?mail\b(?! address)",  # “the latest mail”
)
_DIARY = r"(?:calendar|diary|agenda|schedule)s?"
_MET = r"(?:appointments|events|meetings|plans)"
AGENDA = _any(
    # “what's on next Monday?”, “what is planned for Friday?”
    rf"^\W*what(?:['’]s| is| was)(?: there)? (?:(?:on|in) (?:my|the|our) {_DIARY}(?: for)?"
    r"|on|coming up|planned|scheduled)\b(?: for)?",
    # “what do I have on 26 March?”, “what have we got this weekend?”
    r"^\W*what (?:(?:do|did) (?:I|we) have|have (?:I|we) got)\b(?: (?:on|planned|scheduled|coming up)\b)?",
    # “which appointments do I have next week?”
    rf"^\W*(?:what|which) {_MET}(?: (?:do|did) (?:I|we) have| are there)\b",
    # “do I have anything on Friday?”, “do we have any plans this weekend?”
    rf"^\W*(?:do|did) (?:I|we) have (?:anything|something|(?:any )?{_MET})(?: (?:on|planned|scheduled)\b)?",
    r"^\W*(?:is|was) (?:there )?anything (?:on|planned|scheduled)\b(?: for)?",  # “is there anything planned for Friday?”
    rf"^\W*(?:my|our|show me my|show my) (?:{_DIARY}|appointments)\b(?: for)?",  # “my appointments next week”
    r"^\W*am I (?:free|busy)\b",  # “am I free on Friday?”
)
"""Asks for what stands in the calendars, where nothing but a time is said beside it."""
_MY = "(?:the |my |our |all |a )*"
CHAT_WITH = _any(
    # “in the chat with ”, “from my WhatsApp chats with the ”, “in the group with ”
    rf"\b(?:in|from|of|on) {_MY}(?:(?P<app>{_SOURCE}) )?(?P<room>{ROOM}|discussion|exchange)s?"
    rf"(?: I (?:have|had))? with {_MY}",
    # “in the chat between me and ”
    rf"\b(?:in|from|of|on) {_MY}{ROOM} between (?:me|myself|us) and {_MY}",
)
"""What stands before the one with whom the owner shares a chat."""
# “in our chat”
OUR_CHAT = _any(r"\b(?:in|from|of|on) our (?:chats?|conversations?)\b(?! (?:with|between|about|of)\b)")
"""The chat of two with the one who is named elsewhere in the question."""
IS_A_GROUP = frozenset(("group", "channel"))
"""What is called so is no chat of two."""
FRAME = frozenset("by in via over from on".split())
"""What such a phrase begins with where it is no part of what is asked for."""
# “in my notes”
IN_FILES = _any(r"\b(?:in|from|of|among) (?:my |the |our |all )?(?:files|documents|docs|notes|pdfs?)\b")

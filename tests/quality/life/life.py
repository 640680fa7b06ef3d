"""The life put together: what is told among what is said in any case, the same for the same seed and size."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests.quality.life.chatter.base import Chatter
from tests.quality.life.chatter.dutch import DUTCH
from tests.quality.life.chatter.english import ENGLISH
from tests.quality.life.chatter.french import FRENCH
from tests.quality.life.chatter.german import GERMAN
from tests.quality.life.chatter.hindi import HINDI
from tests.quality.life.chatter.italian import ITALIAN
from tests.quality.life.chatter.portuguese import PORTUGUESE
from tests.quality.life.chatter.spanish import SPANISH
from tests.quality.life.chatter.thai import THAI
from tests.quality.life.people import BEGAN, CHATS, NOW, OWNER, PEOPLE, ZONE, Chat, Person
from tests.quality.life.told import notes, papers, post
from tests.quality.life.told.abroad import ABROAD
from tests.quality.life.told.home import HOME
from tests.quality.life.told.work import WORK
from tests.quality.life.writers import (
    Line,
    Mail,
    write_calendar,
    write_cards,
    write_chat,
    write_docx,
    write_mails,
    write_pdf,
    write_signal,
    write_telegram,
)

WHOLE = 20_000
"""Chat messages of the whole life; other sizes have mails and notes in proportion, and all that is told."""

MAILS, NOTES, EVENTS = 1_500, 70, 400
CHATTERS = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "hi": HINDI,
    "th": THAI,
    "nl": DUTCH,
}
THEMES = {
    "family": ("home", "home", "general"),
    "wouter": ("home", "home", "home", "general"),
    "girls": ("general",),
    "fiona": ("general",),
    "spanwatch": ("work", "work", "work", "work", "general"),
    "school": ("school", "school", "general"),
}
"""What an English chat is about, each theme as often as it stands here; in other languages there is one theme."""

ASIDE = {"family": "nl", "girls": "it", "spanwatch": "fr"}
"""The other language of a chat that mostly goes in English: every tenth exchange."""

HUNT = (datetime(2018, 2, 1, tzinfo=ZoneInfo(ZONE)), datetime(2019, 3, 1, tzinfo=ZoneInfo(ZONE)))
"""When the house was looked for, in the chat of the two."""

TOGETHER = 2019
"""From this year on the younger child and the dog are there."""

LOTTE_WRITES = 2022
"""From this year on the elder child has a telephone."""

_SEED = 47
_SLOT = re.compile(r"\{(\w+)\}")
_EMOJI = ("😊", "🙈", "😅", "🎉", "❤️", "👍", "🤷", "😂")


@dataclass(frozen=True)
class Life:
    """All that was written: lines by chat and time, mails by time."""

    lines: tuple[Line, ...]
    mails: tuple[Mail, ...]

    def written(self, who: str = "", chat: str = "", year: int = 0, word: str = "") -> int:
        """Count lines of chats by who wrote them, where, in which year, and with which word in them."""
        return sum(
            (not who or line.who == who)
            and (not chat or line.chat == chat)
            and (not year or line.at.year == year)
            and (not word or re.search(rf"\b{word}\b", line.text, re.IGNORECASE) is not None)
            for line in self.lines
        )


def made(messages: int = WHOLE) -> Life:
    """Return the life with so many chat messages, at least those that tell something."""
    lines = sorted(_lines(messages), key=lambda line: (line.chat, line.at))
    return Life(tuple(lines), tuple(_mails(round(MAILS * messages / WHOLE))))


def _lines(messages: int) -> Iterator[Line]:
    told: dict[str, list[Line]] = {key: [] for key in CHATS}
    for text in (HOME, WORK, ABROAD):
        for line in scenes(text):
            told[line.chat].append(line)
    shares = sum(chat.share for chat in CHATS.values())
    for key, chat in CHATS.items():
        yield from told[key]
        count = round(messages * chat.share / shares) - len(told[key])
        yield from _chatter(chat, count, [line.at for line in told[key]])


def scenes(text: str) -> Iterator[Line]:
    """Read scenes: "@chat time", then "initial: what is said" until an empty line."""
    for scene in text.strip().split("\n\n"):
        head, *rows = scene.splitlines()
        key, when = head.removeprefix("@").split(" ", 1)
        at = datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(ZONE))
        people = {person[0]: person for person in CHATS[key].people}
        for number, row in enumerate(rows):
            initial, said = row.split(": ", 1)
            yield Line(key, at + timedelta(minutes=2 * number), people[initial], said)


def _chatter(chat: Chat, count: int, told: Sequence[datetime]) -> Iterator[Line]:
    random = Random(f"{_SEED} {chat.key}")
    taken = {at.replace(second=0) + timedelta(minutes=n) for at in told for n in range(-20, 21)}
    first = max(BEGAN, datetime(chat.since, 4, 1, tzinfo=ZoneInfo(ZONE)))
    days = (NOW - first).days
    while count > 0:
        day = first + timedelta(days=random.randrange(days))
        at = day.replace(hour=random.choice((7, 8, 9, 12, 13, 15, 17, 18, 19, 20, 21, 22)), minute=random.randrange(60))
        for who, text in _exchange(chat, at, random)[:count]:
            at += timedelta(minutes=random.choice((1, 1, 1, 2, 3, 7)))
            if at in taken:
                continue
            taken.add(at)
            count -= 1
            yield Line(chat.key, at, who, text)


def _exchange(chat: Chat, at: datetime, random: Random) -> list[tuple[str, str]]:
    language = ASIDE[chat.key] if chat.key in ASIDE and random.random() < 0.1 else chat.language
    chatter = CHATTERS[language]
    theme = random.choice(THEMES[chat.key]) if language == "en" else "general"
    if chat.key == "wouter" and HUNT[0] <= at < HUNT[1] and random.random() < 0.7:
        theme = "hunt"
    filled = _filled(random.choice(chatter.themes[theme]), chatter, random)
    if at.year < TOGETHER:
        filled = filled.replace("Rui", "Lotte").replace("Pixel", "The neighbours' dog")
    texts = [_varied(text, chatter, random) for text in filled.replace("📷", "").split(" / ")]
    if random.random() < 0.35:
        texts.append(random.choice(chatter.short))
    if random.random() < 0.03:
        more = (_filled(random.choice(chatter.themes[theme]), chatter, random).split(" / ")[0] for _ in range(4))
        texts[0] = ". ".join((texts[0], *more))
    people = [who for who in chat.people if who != "lotte" or at.year >= LOTTE_WRITES]
    talking = random.sample(people, min(len(people), random.choice((2, 2, 2, 3))))
    return [(talking[n % len(talking)], _typed(text, random)) for n, text in enumerate(texts)]


def _varied(text: str, chatter: Chatter, random: Random) -> str:
    if len(text) < 6 or "://" in text:
        return text
    if random.random() < 0.25:
        text = f"{random.choice(chatter.before)} {text}"
    if random.random() < 0.35:
        text += random.choice((" ", ", ", ", ", "... ")) + _filled(random.choice(chatter.after), chatter, random)
    return text


def _filled(text: str, chatter: Chatter, random: Random) -> str:
    return _SLOT.sub(lambda slot: random.choice(chatter.slots[slot[1]]), text)


def _typed(text: str, random: Random) -> str:
    """Write it as people do: some without capitals, some with a slip, some with a smile."""
    chance = random.random()
    if "://" in text or not text:
        return text
    if chance < 0.15:
        return text[0].lower() + text[1:]
    if chance < 0.19 and len(text) > 12 and text.isascii():
        at = random.randrange(2, len(text) - 3)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if text[at : at + 2].isalpha() else text
    if chance < 0.25:
        return f"{text} {random.choice(_EMOJI)}"
    return text


# ── Mails ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_ME = (OWNER, PEOPLE["bea"].mail)
_SIGNATURES = {
    "bea": "-- \nBeatriz Tavares\nBrugwerk NV · Dok-Noord 4 · 9000 Gent",
    "duncan": "-- \nDuncan Reid, managing director\nBrugwerk NV, registered in Ghent, BE 0671.455.209\n"
    "This message may contain confidential information. If you are not the addressee, please delete it.",
    "etienne": "-- \nÉtienne Lacombe\nIngénieur, Brugwerk",
}


def _mails(count: int) -> Iterator[Mail]:
    letters = list(_letters())
    yield from letters
    random = Random(f"{_SEED} mail")
    number = len(letters)
    while number < count:
        for mail in _thread(random, number) if random.random() < 0.35 else [_notice(random, number)]:
            yield mail
            number += 1


def _letters() -> Iterator[Mail]:
    before: Mail | None = None
    for number, letter in enumerate(post.LETTERS):
        sender = _address(letter.sender)
        to = ((PEOPLE["fiona"].name, PEOPLE["fiona"].mail),) if sender == _ME else (_ME,)
        at = datetime.strptime(letter.at, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(ZONE))
        body = f"{letter.body}\n\n{_SIGNATURES.get(letter.sender, '')}".rstrip() + "\n"
        mail = Mail(f"told{number}", at, sender, to, letter.subject, body)
        if letter.reply and before is not None:
            to = (before.sender,) if before.sender != sender else to
            mail = replace(mail, to=to, answers=before.id, body=body + _quoted(before))
        yield mail
        before = mail


def _address(sender: str) -> tuple[str, str]:
    if sender in PEOPLE:
        return PEOPLE[sender].name, PEOPLE[sender].mail
    name, _, address = sender.rstrip(">").partition(" <")
    return name, address


def _quoted(mail: Mail) -> str:
    rows = "\n".join(f"> {row}" for row in mail.body.splitlines())
    return f"\nOn {mail.at:%a, %d %b %Y at %H:%M}, {mail.sender[0]} wrote:\n{rows}\n"


def _moment(random: Random) -> datetime:
    day = BEGAN + timedelta(days=random.randrange((NOW - BEGAN).days))
    return day.replace(hour=random.randrange(7, 20), minute=random.randrange(60))


def _notice(random: Random, number: int) -> Mail:
    """Return a newsletter, or what shops, banks and schools send."""
    at = _moment(random)
    values = {
        "n": str(1 + (at - BEGAN).days // 7),
        "month": f"{at:%B}",
        "code": f"{random.choice('BKQ')}{100_000 + number * 7}",
    }
    if random.random() < 0.55:
        sender, subject = random.choice(post.NEWS)
        lines = random.sample(post.NEWS_LINES, 5)
        body = "\n\n".join(["Hello reader,", *lines, post.NEWS_END])
    else:
        sender, subject, body = random.choice(post.ORDERS)
    subject, body = (_filled(_given(text, values), ENGLISH, random) for text in (subject, body))
    return Mail(f"notice{number}", at, _address(sender), (_ME,), subject, body)


def _given(text: str, values: dict[str, str]) -> str:
    return _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text)


def _thread(random: Random, number: int) -> list[Mail]:
    """Return a mail from work and its answers, each with all before it quoted below."""
    mails: list[Mail] = []
    people = ["bea", *random.sample(("duncan", "etienne", "anjali"), 2)]
    at = _moment(random)
    subject = _filled(random.choice(post.TOPICS), ENGLISH, random)
    for place in range(random.choice((1, 2, 2, 3, 5))):
        who = people[(place + 1) % 3]
        text = [_filled(row, ENGLISH, random) for row in random.sample(post.PARAGRAPHS, random.choice((1, 2, 3)))]
        greeting = random.choice(post.GREETINGS if who != "bea" else ("Hi,", "Hello both,"))
        body = "\n\n".join((greeting, *text, f"{random.choice(post.CLOSINGS)}\n{PEOPLE[who].name.split()[0]}"))
        body += "\n\n" + _SIGNATURES.get(who, "") + "\n" + (_quoted(mails[-1]) if mails else "")
        to = tuple(_address(other) for other in people if other != who)
        before = mails[-1].id if mails else ""
        title = f"Re: {subject}" if mails else subject
        mails.append(Mail(f"work{number}-{place}", at, _address(who), to, title, body, before))
        at += timedelta(hours=random.randrange(1, 30), minutes=random.randrange(60))
    return [mail for mail in mails if mail.at < NOW]


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write(folder: Path, messages: int = WHOLE) -> Life:
    """Write the whole life into `folder`, which is made, and return it. Raises FileExistsError if it is there."""
    life = made(messages)
    folder.mkdir(parents=True)
    by_chat = {key: [line for line in life.lines if line.chat == key] for key in CHATS}
    for app in ("WhatsApp", "LINE", "Telegram", "Signal", "Mail", "Notes", "Documents"):
        (folder / app).mkdir()
    for key, chat in CHATS.items():
        if chat.app in ("whatsapp", "line"):
            write_chat(folder / ("WhatsApp" if chat.app == "whatsapp" else "LINE"), chat, by_chat[key])
    write_telegram(folder / "Telegram" / "result.json", _of("telegram", by_chat))
    write_signal(folder / "Signal" / "main.jsonl", _of("signal", by_chat))
    write_mails(folder / "Mail" / "Inbox.mbox", sorted(life.mails, key=lambda mail: mail.at))
    others = [Person("", name, phone, "") for name, phone in post.OTHERS]
    write_cards(folder / "Contacts.vcf", [*PEOPLE.values(), *others])
    write_calendar(folder / "Calendar.ics", list(_events(messages)))
    _write_notes(folder / "Notes", round(NOTES * messages / WHOLE))
    for paper in papers.PAPERS:
        write_as = write_pdf if paper.file.endswith(".pdf") else write_docx
        write_as(folder / "Documents" / paper.file, list(_paragraphs(paper)))
    _touch(folder)
    return life


def _of(app: str, lines: dict[str, list[Line]]) -> dict[str, list[Line]]:
    return {key: found for key, found in lines.items() if CHATS[key].app == app}


def _events(messages: int) -> Iterator[tuple[str, datetime, str, str]]:
    for number, (when, what, where) in enumerate(post.EVENTS):
        yield f"told{number}", datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(ZONE)), what, where
    random = Random(f"{_SEED} calendar")
    for number in range(round(EVENTS * messages / WHOLE)):
        yield f"daily{number}", _moment(random), _filled(random.choice(post.DAILY), ENGLISH, random), ""


def _write_notes(folder: Path, count: int) -> None:
    for name, text in notes.NOTES.items():
        (folder / name).write_text(text, encoding="utf-8")
    random = Random(f"{_SEED} notes")
    for _ in range(max(count - len(notes.NOTES), 0)):
        day = _moment(random).date()
        title = f"{random.choice(notes.TITLES)} {day}"
        rows = [f"- {_filled(row, ENGLISH, random)}" for row in random.sample(notes.LINES, random.randrange(4, 12))]
        (folder / f"{title}.md").write_text("\n".join([f"# {title}", "", *rows, ""]), encoding="utf-8")


def _paragraphs(paper: papers.Paper) -> Iterator[str]:
    """Yield what a paper tells, in order, among articles that stand in any paper."""
    random = Random(f"{_SEED} {paper.file}")
    clauses = papers.CLAUSES[paper.language]
    title, *told = paper.told
    places = sorted(random.sample(range(1, paper.padding), min(len(told), paper.padding - 1)))
    yield title
    for number in range(1, paper.padding + 1):
        text = " ".join(random.sample(clauses, min(len(clauses), random.choice((1, 2, 3)))))
        if places and number == places[0]:
            places.pop(0)
            text = f"{told.pop(0)} {text}"
        yield f"{number}. {text}"
    yield from told


def _touch(folder: Path) -> None:
    """Give the files the time of the last evening: a copy's own would lie after "now"."""
    last = (NOW - timedelta(hours=1)).timestamp()
    for path in sorted(folder.rglob("*")):
        os.utime(path, (last, last))

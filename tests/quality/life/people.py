"""Who is in the life, and where they write to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.home.config import DateOrder

ZONE = "Europe/Brussels"
DATES: DateOrder = "dmy"
NOW = datetime.fromisoformat("2026-06-14T20:00:00+02:00")
"""A Sunday evening; the last message came an hour before."""

BEGAN = datetime.fromisoformat("2016-06-20T08:00:00+02:00")

App = Literal["whatsapp", "telegram", "signal", "line"]


@dataclass(frozen=True)
class Person:
    """Somebody who writes or is written about."""

    key: str
    name: str
    phone: str
    mail: str
    birthday: str = ""
    address: str = ""


PEOPLE = {
    person.key: person
    for person in (
        Person("bea", "Beatriz Tavares", "+32470112836", "bea.tavares@mailbox.example", "1984-02-17"),
        Person("wouter", "Wouter Claes", "+32471559024", "wouter.claes@mailbox.example", "1982-11-05"),
        Person("lotte", "Lotte Claes", "+32472903317", "lotte.claes@mailbox.example", "2011-05-09"),
        Person("hilde", "Hilde Verstraete", "+32473661850", "hilde.verstraete@post.example", "1955-08-23"),
        Person("jozef", "Jozef Claes", "+32474270941", "jozef.claes@post.example", "1951-01-30"),
        Person("graca", "Graça Tavares", "+351912407735", "graca.tavares@correio.example", "1956-03-12"),
        Person("nuno", "Nuno Tavares", "+351913558820", "nuno@tavares-vinhos.example", "1988-07-01"),
        Person("fiona", "Fiona Gallagher", "+32475318862", "fiona.g@mailbox.example", "1983-10-27",
               "Hoogpoort 61, 9000 Gent"),
        Person("anjali", "Anjali Deshmukh", "+32476094471", "anjali@brugwerk.example", "1986-12-19"),
        Person("chiara", "Chiara Bonfanti", "+393403317754", "chiara.bonfanti@posta.example", "1985-11-22",
               "Via San Vitale 88, 40125 Bologna"),
        Person("pilar", "Pilar Echeverría", "+34611902248", "pilar.eche@correo.example", "1984-06-24"),
        Person("katrin", "Katrin Oberhauser", "+436641983327", "katrin@oberhauser.example", "1984-09-15",
               "Schillerstraße 18, 8010 Graz"),
        Person("etienne", "Étienne Lacombe", "+33671448290", "etienne@brugwerk.example", "1979-04-02"),
        Person("duncan", "Duncan Reid", "+447700900318", "duncan@brugwerk.example", "1974-01-11"),
        Person("ploy", "Ploy Srisawat", "+66812449073", "ploy.s@mailbox.example", "1985-04-14"),
        Person("joris", "Joris De Backer", "+32477815530", "joris.debacker@post.example"),
        Person("samira", "Samira Haddad", "+32478440196", "samira.haddad@mailbox.example"),
    )
}  # fmt: skip
OWNER = PEOPLE["bea"].name


@dataclass(frozen=True)
class Chat:
    """A chat: who is in it, in which language it mostly goes, how much of all is written in it, and from when on."""

    key: str
    title: str
    app: App
    people: tuple[str, ...]
    language: str
    share: float
    since: int = 2016

    @property
    def direct(self) -> bool:
        return len(self.people) == 2


CHATS = {
    chat.key: chat
    for chat in (
        Chat("family", "Claes & Tavares", "whatsapp", ("bea", "wouter", "hilde", "jozef", "lotte"), "en", 13),
        Chat("wouter", "Wouter Claes", "whatsapp", ("bea", "wouter"), "en", 17),
        Chat("tavares", "Família Tavares", "whatsapp", ("bea", "graca", "nuno"), "pt", 5),
        Chat("girls", "Thursday Girls", "whatsapp", ("bea", "fiona", "anjali", "chiara", "pilar"), "en", 14),
        Chat("pilar", "Pilar Echeverría", "whatsapp", ("bea", "pilar"), "es", 4.5),
        Chat("anjali", "Anjali Deshmukh", "whatsapp", ("bea", "anjali"), "hi", 4.5, 2018),
        Chat("hilde", "Hilde Verstraete", "whatsapp", ("bea", "hilde"), "nl", 3),
        Chat("katrin", "Katrin Oberhauser", "telegram", ("bea", "katrin"), "de", 5),
        Chat("spanwatch", "Spanwatch crew", "telegram", ("bea", "duncan", "etienne", "anjali"), "en", 12, 2018),
        Chat("etienne", "Étienne Lacombe", "telegram", ("bea", "etienne"), "fr", 5, 2018),
        Chat("chiara", "Chiara Bonfanti", "telegram", ("bea", "chiara"), "it", 4.5),
        Chat("fiona", "Fiona Gallagher", "signal", ("bea", "fiona"), "en", 7),
        Chat("school", "Class 4B parents", "signal", ("bea", "joris", "samira", "fiona"), "en", 5, 2019),
        Chat("ploy", "Ploy Srisawat", "line", ("bea", "ploy"), "th", 4.5),
    )
}

"""Sums of what messages say was paid or owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from app.assistant.answering.working import TERMS, Asked, Working, around, people_called, quoted
from app.assistant.events import Sentence
from app.assistant.grounding.evidence import one_line
from app.assistant.grounding.salience import excerpt
from app.assistant.text import figures
from app.assistant.text.figures import Money, shown
from app.assistant.text.words import content
from app.text.wording import counted
from index.types.search import Hit


def spent(asked: Asked) -> Working | None:
    """Add up what was paid for something, by somebody or by all."""
    who, topic = asked.part("who"), asked.stems("what")
    if not topic:
        return None
    senders = None if who.casefold() == "we" else people_called(asked, who)
    if senders is not None and not senders:
        return None
    found = [hit for hit in asked.about(topic) if senders is None or hit.sender in senders]
    paid = [hit for hit in found if figures.PAID.search(hit.text)]
    terms, unread = _terms(paid, topic)
    others = [hit for hit in found if hit not in paid and "?" not in hit.text and figures.money(hit.text)]
    said = " ".join(asked.part("what").split())
    if not terms:
        return Working(
            note=f"Not worked out: no message of {_whose(who)} says what was paid, with an amount, for “{said}”."
        )
    return _sum(asked, terms, unread, f"on “{said}”", others)


def owed(asked: Asked, *, by_me: bool = False) -> Working | None:
    """Work out what one of two owes the other, by the messages of their chat."""
    other, me = people_called(asked, asked.part("who")), people_called(asked, "me")
    if len(other) != 1 or not me:
        return None
    debtor = me if by_me else other
    two = other | me
    chats = [chat.id for chat in asked.index.chats() if set(chat.people) <= two and set(chat.people) & other]
    if not chats:
        return Working(note=f"Not worked out: there is no chat of two with {asked.part('who')}.")
    # Whom the question or a flag names is one of the two, whoever wrote what is looked for.
    hits = asked.index.messages(replace(asked.filters, conversations=tuple(chats), people=()))
    owes = [hit for hit in hits if hit.sender in debtor and figures.OWES.search(hit.text)]
    back = [hit for hit in hits if hit.sender in debtor and figures.REPAID.search(hit.text)]
    terms, unread = _terms([hit for hit in owes if hit not in back], ())
    returned, unread_too = _terms(back, ())
    if not terms:
        return Working(note="Not worked out: no message of the chat of two says what is owed, with an amount.")
    if unread or unread_too:
        odd = excerpt(one_line((unread + unread_too)[0].text))
        return Working(note=f"Not worked out: not every message about it has one amount: “{odd}”.")
    return _sum(asked, [*terms, *((hit, replace(one, value=-one.value)) for hit, one in returned)], [], "owed")


def _terms(hits: Sequence[Hit], topic: Collection[str]) -> tuple[list[tuple[Hit, Money]], list[Hit]]:
    """Return the amounts that messages state, with the messages, and the messages of which that is not clear."""
    terms, unread = [], []
    for hit in hits:
        if not figures.is_stated(hit.text):
            continue
        found = figures.money(hit.text)
        if len(found) > 1 and topic:
            parts = figures.clauses(hit.text)
            found = [one for one in found if set(topic) & set(content(around(parts, one.start)))]
        if len(found) == 1:
            terms.append((hit, found[0]))
        else:
            unread.append(hit)
    return terms, unread


def _sum(
    asked: Asked, terms: Sequence[tuple[Hit, Money]], unread: Sequence[Hit], what: str, others: Sequence[Hit] = ()
) -> Working:
    hits = list({hit.id: hit for hit, _ in terms}.values())
    places = {hit.id: n for n, hit in enumerate((*hits, *unread, *others), 1)}
    cites = tuple(places[hit.id] for hit in hits)
    twice = [one for one, number in Counter((m.value, m.unit) for _, m in terms).items() if number > 1]
    sentences = []
    if twice:
        value, unit = twice[0]
        sentences.append(
            Sentence(f"Not added up: {shown(abs(value), unit)} is said more than once, and may be one payment.", cites)
        )
    else:
        totals = []
        for unit in dict.fromkeys(money.unit for _, money in terms):
            same = [money for _, money in terms if money.unit == unit]
            total = shown(sum((money.value for money in same), Decimal()), unit)
            totals.append(f"{_added(same)} = {total}" if len(same) > 1 else total)
        mixed = " (different currencies are not added)" if len(totals) > 1 else ""
        sentences.append(Sentence(f"{', and '.join(totals)} {what}{mixed}.", cites))
    if unread:
        odd = tuple(places[hit.id] for hit in unread)
        sentences.append(
            Sentence(
                f"Not counted: {counted(len(unread), 'message')} in which not exactly one amount could be read.", odd
            )
        )
    if others:
        odd = tuple(places[hit.id] for hit in others)
        more = counted(len(others), "message")
        sentences.append(Sentence(f"Not counted: {more} with an amount that does not say that its sender paid.", odd))
    sentences += [quoted(hit, places[hit.id], asked.now) for hit in (*hits, *unread, *others)[:TERMS]]
    return Working(tuple(sentences), (*hits, *unread, *others))


def _added(terms: Sequence[Money]) -> str:
    first, *rest = (("−" if one.value < 0 else "+", shown(abs(one.value), one.unit)) for one in terms)
    return " ".join([first[1], *(f"{sign} {text}" for sign, text in rest)])


def _whose(who: str) -> str:
    return {"i": "yours", "we": "anybody"}.get(who.casefold(), who)

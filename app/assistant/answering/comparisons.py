"""Comparisons of what messages say: prices of two things, times of two people."""

from __future__ import annotations

import re

from app.assistant.answering.working import TERMS, Asked, Working, around, quoted
from app.assistant.events import Sentence
from app.assistant.grounding.evidence import one_line
from app.assistant.grounding.salience import excerpt
from app.assistant.text import figures
from app.assistant.text.cues import denies
from app.assistant.text.figures import Money, shown
from app.assistant.text.words import content
from index.types.search import Hit


def price(asked: Asked) -> Working | None:
    """Compare what two things cost."""
    names = (asked.called("first"), asked.called("second"))
    sides = (asked.stems("first"), asked.stems("second"))
    if not all(sides) or sides[0] == sides[1]:
        return None
    found = [_prices(asked, mine, other) for mine, other in (sides, sides[::-1])]
    for name, prices in zip(names, found, strict=True):
        if not prices:
            return Working(note=f"Not worked out: no message says what {name} costs.")
    values = [{(one.value, one.unit) for _, one in prices} for prices in found]
    hits = list({hit.id: hit for prices in found for hit, _ in prices}.values())
    places = {hit.id: n for n, hit in enumerate(hits, 1)}
    cites = tuple(places.values())
    shown_in = [quoted(hit, places[hit.id], asked.now) for hit in hits[:TERMS]]
    told = "; ".join(
        f"{name} {', '.join(dict.fromkeys(one.written for _, one in prices))}"
        for name, prices in zip(names, found, strict=True)
    )
    (first, *more), (second, *others) = (sorted(one) for one in values)
    if more or others or first[1] != second[1]:
        why = (
            "different currencies are not compared"
            if not (more or others)
            else "there is more than one amount for one of them"
        )
        return Working((Sentence(f"Not compared, as {why}: {told}.", cites), *shown_in), tuple(hits))
    gap = shown(abs(first[0] - second[0]), first[1])
    if first[0] == second[0]:
        text = f"Both cost the same: {told}."
    else:
        less = names[0] if first[0] < second[0] else names[1]
        more_ = names[1] if first[0] < second[0] else names[0]
        lead = f"{less} is cheaper" if asked.part("less") else f"{more_} is more expensive"
        text = f"{lead[0].upper()}{lead[1:]}, by {gap}: {told}."
    return Working((Sentence(text, cites), *shown_in), tuple(hits))


def _prices(asked: Asked, mine: frozenset[str], other: frozenset[str]) -> list[tuple[Hit, Money]]:
    """Return the amounts that stand with one of two things and not with the other."""
    own, others = mine - other, other - mine
    found = []
    for hit in asked.about(mine):
        if "?" in hit.text or denies(hit.text):
            continue
        parts = figures.clauses(hit.text)
        all_here = figures.money(hit.text)
        alone = len(all_here) == 1 and not (others & set(content(hit.text)))
        for one in all_here:
            said = set(content(around(parts, one.start)))
            if alone or (own <= said and not others & said):
                found.append((hit, one))
    return found


def speed(asked: Asked) -> Working | None:
    """Compare the times that people say they took for the same."""
    rest = asked.part("what")
    people = {p.name for p in asked.index.people()}
    named = {name for name in asked.reading.named if name in people}
    known = {stem for name in named for stem in content(name)}
    topic = frozenset(content(re.sub(r"\b(?:in|at|over|on|of|or|and|the)\b", " ", rest))) - known
    numbered = re.findall(r"\b\d+ ?(?:k|km|m)\b", rest.casefold())
    if not topic and not numbered:
        return Working(note="Not worked out: in what is not said. Name it: “who was faster in the 10k?”.")
    found: dict[str, list[tuple[int, str, Hit]]] = {}
    for hit in asked.about(topic) if topic else asked.index.messages(asked.filters):
        low = hit.text.casefold()
        if not hit.sender or (named and hit.sender not in named) or not figures.is_stated(hit.text):
            continue
        if not all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", low) for one in numbered):
            continue
        read = figures.durations(hit.text)
        if read is None:
            return Working(note=f"Not worked out: “{excerpt(one_line(hit.text))}” may give a time of day.")
        if read:
            found.setdefault(hit.sender, []).extend((seconds, written, hit) for seconds, written in read)
    if len(found) < 2:
        return Working(note="Not worked out: there are not two people whose times are said.")
    if any(len({seconds for seconds, _, _ in times}) > 1 for times in found.values()):
        return Working(note="Not worked out: one of them says more than one time.")
    ranked = sorted((times[0] for times in found.values()), key=lambda one: one[0])
    if not asked.part("less"):
        ranked.reverse()
    hits = [hit for _, _, hit in ranked]
    gap = abs(ranked[0][0] - ranked[1][0])
    told = ", ".join(f"{hit.sender} {written}" for _, written, hit in ranked)
    word = "faster" if asked.part("less") else "slower"
    text = (
        f"{hits[0].sender} was {word}, by {gap // 60}:{gap % 60:02} min: {told}."
        if gap
        else f"They were equal: {told}."
    )
    shown_in = [quoted(hit, n, asked.now) for n, hit in enumerate(hits, 1)]
    return Working((Sentence(text, tuple(range(1, len(hits) + 1))), *shown_in), tuple(hits))

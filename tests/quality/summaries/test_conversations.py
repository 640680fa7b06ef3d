"""The labelled conversations keep to their format, and their labels agree with each other."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise

import pytest

from tests.quality.summaries.conversations import (
    HALVES,
    KINDS,
    STATES,
    TRAIN,
    Conversation,
    conversations,
    scopes,
)

ALL = [
    pytest.param(conversation, id=f"{half}: {conversation.name}")
    for half in HALVES
    for conversation in chain(conversations(half), scopes(half))
]
TRAINING = [pytest.param(conversation, id=f"{TRAIN}: {conversation.name}") for conversation in conversations(TRAIN)]
LANGUAGES = {"en", "de", "es", "fr", "it", "pt", "nl", "hi", "th"}
SHORT = range(8, 26)
LONG = range(15, 81)


@pytest.mark.parametrize("conversation", [*ALL, *TRAINING])
def test_the_messages_are_in_order_and_their_kinds_known(conversation: Conversation) -> None:
    assert conversation.language in LANGUAGES
    assert any(message.by == conversation.owner for message in conversation.messages)
    times = [message.at for message in conversation.messages]
    assert all(earlier <= later for earlier, later in pairwise([*times, conversation.now]))
    for message in conversation.messages:
        assert message.text.strip()
        assert message.kinds <= set(KINDS), message


@pytest.mark.parametrize("conversation", ALL)
def test_what_a_summary_must_say_stands_in_the_messages_of_its_fact(conversation: Conversation) -> None:
    for fact in conversation.facts:
        assert fact.state in STATES[fact.kind], fact
        assert fact.messages, fact
        assert fact.says, fact
        assert all(1 <= number <= len(conversation.messages) for number in fact.messages), fact
        cited = [conversation.messages[number - 1] for number in fact.messages]
        assert any(fact.kind in message.kinds for message in cited), fact
        written = "\n".join(f"{message.chat}\n{message.by}\n{message.text}" for message in cited)
        assert [said for said in fact.says if said not in written] == [], fact


@pytest.mark.parametrize("conversation", ALL)
def test_every_label_of_a_message_belongs_to_a_fact(conversation: Conversation) -> None:
    """An event whose message also changes or decides something is told by the change or the decision."""
    told = {(number, fact.kind) for fact in conversation.facts for number in fact.messages}
    left_out = [
        (number, kind, message.text)
        for number, message in enumerate(conversation.messages, 1)
        for kind in message.kinds
        if (number, kind) not in told
        and not (kind in {"event", "decision"} and any((number, other) in told for other in message.kinds))
    ]
    assert left_out == []


@pytest.mark.parametrize("conversation", [*ALL, *TRAINING])
def test_a_request_is_never_the_owners_own(conversation: Conversation) -> None:
    assert not any(message.by == conversation.owner and "request" in message.kinds for message in conversation.messages)


def test_each_half_is_as_large_and_as_mixed_as_the_other() -> None:
    tune, held = ([*conversations(half), *scopes(half)] for half in HALVES)
    assert sorted(each.language for each in conversations("tune")) == sorted(
        each.language for each in conversations("held")
    )
    assert len(tune) == len(held)
    assert not {each.name for each in tune} & {each.name for each in held}
    for kind in KINDS:
        in_tune, in_held = (
            Counter(kind for each in half for message in each.messages for kind in message.kinds)[kind]
            for half in (tune, held)
        )
        assert 0.6 <= in_tune / in_held <= 1 / 0.6, kind


@pytest.mark.parametrize("half", HALVES)
def test_short_ones_are_short_and_scopes_are_long(half: str) -> None:
    assert all(len(each.messages) in SHORT for each in conversations(half))
    assert all(len(each.messages) in LONG for each in scopes(half))


def test_those_to_train_by_have_no_facts_and_all_others_have() -> None:
    assert not any(each.facts for each in conversations(TRAIN))
    assert all(each.facts for half in HALVES for each in [*conversations(half), *scopes(half)])


def test_those_to_train_by_are_short_and_other_than_the_measured() -> None:
    train = conversations(TRAIN)
    assert all(len(each.messages) in SHORT for each in train)
    assert len({each.name for each in train}) == len(train)
    measured = [each for half in HALVES for each in [*conversations(half), *scopes(half)]]
    assert not {each.name for each in train} & {each.name for each in measured}
    texts = {message.text for each in measured for message in each.messages}
    assert [
        message.text for each in train for message in each.messages if message.text in texts and len(message.text) > 20
    ] == []

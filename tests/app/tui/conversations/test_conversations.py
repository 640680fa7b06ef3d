"""Catching up and earlier conversations, with keys on the running app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from app.assistant.conversations import Conversation
from app.assistant.events import Answer, AnswerEvent, SummaryEvent
from app.assistant.summarizing.catch_up import ChatUpdates, CheckpointUndo
from app.assistant.types import Scope
from app.tui.application.app import HomebodyApp
from app.tui.catch_up.screen import CatchUpScreen
from app.tui.conversations.screen import ConversationsScreen
from index.types.listings import CachedText, KeptTurn
from index.types.search import Hit
from tests.app.tui.fakes import START, FakeAssistant, FakeServices, cabin_answer, cabin_summary, hits
from tests.app.tui.pilots import SIZES, AppPilot, ended, last_turn, main_of, on_main, opened, text_of, type_text, until

ESCAPES = "\x1b[31mred [bold]letters[/]"


class FakeNews:
    def __init__(self) -> None:
        self.chats = (
            ChatUpdates(1, "Cabin crew", "whatsapp", 12, START, START - timedelta(days=2)),
            ChatUpdates(2, ESCAPES, "telegram", 1, START, None),
        )
        self.marked: list[tuple[int, ...]] = []
        self.done: set[int] = set()
        self.aligned: list[int | None] = []

    def all(self) -> tuple[ChatUpdates, ...]:
        return tuple(chat for chat in self.chats if chat.chat not in self.done)

    def catch_up(self, chats: Sequence[int], now: datetime, /) -> CheckpointUndo:
        assert now.tzinfo is not None
        self.marked.append(tuple(chats))
        self.done |= set(chats) or {chat.chat for chat in self.chats}
        return CheckpointUndo(())

    def undo(self, undo: CheckpointUndo, /) -> None:
        self.done.clear()

    def align(self, chat: int | None, now: datetime, /) -> None:
        self.aligned.append(chat)


class FakeConversations:
    def __init__(self) -> None:
        self.held = {
            "t3": (
                KeptTurn(
                    "Where do we meet?", "{}", (CachedText(f"At the *station*, platform 4. {ESCAPES}", ("m10", "m4")),)
                ),
                KeptTurn("And what does it cost?", "{}", ()),
            ),
            "t1": (KeptTurn("Who brings the stove?", "{}", (CachedText("Priya brings it.", ("m6",)),)),),
        }
        self.titles: dict[str, str] = {}

    def all(self) -> tuple[Conversation, ...]:
        return tuple(
            Conversation(name, START, len(turns), turns[0].question, self.titles.get(name, ""))
            for name, turns in self.held.items()
        )

    def turns(self, conversation: str, /) -> Sequence[KeptTurn]:
        return self.held[conversation]

    def evidence(self, ids: Sequence[str], /) -> Sequence[Hit]:
        return [hit for hit in hits() if hit.id in ids]

    def rename(self, conversation: str, title: str, /) -> Conversation:
        self.titles[conversation] = title
        return next(kept for kept in self.all() if kept.id == conversation)

    def rescue(self, conversation: str, turns: Sequence[KeptTurn], now: datetime, /) -> str:
        assert now.tzinfo is not None
        name = "t9" if conversation == "new" else conversation
        self.held[name] = (*self.held.get(name, ()), *turns)
        return name

    def forget(self, conversation: str, /) -> int:
        return 1 if self.held.pop(conversation, None) else 0


def kept_answer(question: str) -> list[AnswerEvent | SummaryEvent | Exception]:
    return [replace(event, conversation=7) if isinstance(event, Answer) else event for event in cabin_answer(question)]


def shown(pilot: AppPilot) -> list[str]:
    return [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]


def answered(pilot: AppPilot, assistant: FakeAssistant, count: int) -> bool:
    return len(assistant.asked) == count and ended(pilot)()


def says(pilot: AppPilot, said: str) -> bool:
    return said in text_of(pilot.app.screen).replace("\n", " ")


async def open_with(pilot: AppPilot, key: str, count: int) -> None:
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.screen.query(".kept-list") and len(shown(pilot)) == count, "the list")


# ── Catch up ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@SIZES
async def test_chats_with_news_are_listed_with_counts_and_safely(size: tuple[int, int]) -> None:
    async with opened(FakeServices(whats_new=FakeNews()), size) as pilot:
        await open_with(pilot, "f4", 2)
        assert "Cabin crew  12 new" in shown(pilot)[0]
        assert "caught up 8 Sep 2026 18:00" in shown(pilot)[0]
        assert "never caught up" in shown(pilot)[1]
        assert "␛[31mred [bold]letters[/]" in shown(pilot)[1]
        assert "13 new messages in 2 chats" in text_of(pilot.app.screen)
        await pilot.press("escape")
        assert on_main(pilot)


@pytest.mark.parametrize(
    ("key", "chat", "aligned", "asked"),
    [("enter", "c1", 1, "/summarize new in Cabin crew"), ("a", None, None, "/summarize new")],
)
async def test_one_key_summarizes_what_is_new(key: str, chat: str | None, aligned: int | None, asked: str) -> None:
    news, assistant = FakeNews(), FakeAssistant(cabin_summary)
    async with opened(FakeServices(whats_new=news, answering=assistant)) as pilot:
        await open_with(pilot, "f4", 2)
        await pilot.press(key)
        await until(pilot, ended(pilot), "the summary")
        assert assistant.asked == [Scope(chat=chat, new=True)]
        assert news.aligned == [aligned]
        assert last_turn(pilot).asked == asked, "by its name, not by its id"
        assert "80 euros" in text_of(last_turn(pilot))


async def test_a_mark_is_made_without_a_summary_and_taken_back() -> None:
    news = FakeNews()
    async with opened(FakeServices(whats_new=news)) as pilot:
        await open_with(pilot, "f4", 2)
        await pilot.press("m")
        await until(pilot, lambda: len(shown(pilot)) == 1, "one chat less")
        assert news.marked == [(1,)]
        await pilot.press("u")
        await until(pilot, lambda: len(shown(pilot)) == 2, "both chats again")
        await pilot.press("M")
        await until(pilot, lambda: "nothing new in any chat" in text_of(pilot.app.screen))
        assert news.marked == [(1,), ()]
        assert isinstance(pilot.app.screen, CatchUpScreen)


# ── Conversations ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_questions_go_on_with_their_conversation_until_it_is_cleared() -> None:
    assistant = FakeAssistant(kept_answer)
    async with opened(FakeServices(answering=assistant)) as pilot:
        for count, question in enumerate(("when?", "and where?"), 1):
            main_of(pilot).box.enter(question)
            await until(pilot, partial(answered, pilot, assistant, count))
            assert last_turn(pilot).asked == question
        await pilot.press("ctrl+l")
        main_of(pilot).box.enter("something else")
        await until(pilot, lambda: len(assistant.conversations) == 3 and ended(pilot)())
        assert assistant.conversations == ["new", "t7", "new"]


@SIZES
async def test_a_conversation_is_resumed_with_its_turns_and_evidence(size: tuple[int, int]) -> None:
    assistant = FakeAssistant(kept_answer)
    async with opened(FakeServices(kept=FakeConversations(), answering=assistant), size) as pilot:
        await open_with(pilot, "f6", 2)
        assert "Where do we meet?" in shown(pilot)[0]
        await pilot.press("enter")
        await until(pilot, lambda: on_main(pilot) and len(main_of(pilot).transcript.turns) == 2, "the turns")
        first, second = main_of(pilot).transcript.turns
        assert "At the *station*, platform 4. ␛[31mred [bold]letters[/] [2][1]" in text_of(first)
        assert [hit.id for hit in first.hits] == ["m4", "m10"]
        assert "Nothing was answered" in text_of(second)
        main_of(pilot).box.enter("and when?")
        await until(pilot, lambda: assistant.conversations, "the question")
        assert assistant.conversations == ["t3"]


async def test_deleting_asks_first_and_the_deleted_one_is_not_gone_on_with() -> None:
    conversations, assistant = FakeConversations(), FakeAssistant(kept_answer)
    async with opened(FakeServices(kept=conversations, answering=assistant)) as pilot:
        await open_with(pilot, "f6", 2)
        await pilot.press("enter")
        await until(pilot, lambda: on_main(pilot))
        await open_with(pilot, "f6", 2)
        await pilot.press("d", "escape", "y")
        assert isinstance(pilot.app.screen, ConversationsScreen)
        assert len(conversations.held) == 2
        await pilot.press("d")
        assert "Delete “Where do we meet?” for good?" in text_of(pilot.app.screen)
        await pilot.press("y")
        await until(pilot, lambda: len(shown(pilot)) == 1, "one less")
        assert list(conversations.held) == ["t1"]
        await pilot.press("escape")
        main_of(pilot).box.enter("and when?")
        await until(pilot, lambda: assistant.conversations, "the question")
        assert assistant.conversations == ["new"]


async def test_a_conversation_gets_a_name_and_its_first_question_back() -> None:
    conversations = FakeConversations()
    async with opened(FakeServices(kept=conversations)) as pilot:
        await open_with(pilot, "f6", 2)
        await pilot.press("r")
        await type_text(pilot, "Cabin [b] plans")
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot)[0].startswith("Cabin [b] plans\n"), "the name")
        assert "Where do we meet?" in shown(pilot)[0]
        assert conversations.titles == {"t3": "Cabin [b] plans"}
        await pilot.press("r")
        box = pilot.app.screen.query_one("#conversations-box")
        assert box.value == "Cabin [b] plans"  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert shown(pilot)[0].startswith("Cabin")
        conversations.titles["t3"] = ESCAPES
        await pilot.press("down", "r")
        await type_text(pilot, "Stove")
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot)[1].startswith("Stove\n"), "the other name")
        assert shown(pilot)[0].startswith("␛[31mred [bold]letters[/]\n")
        await pilot.press("up", "r")
        pilot.app.screen.query_one("#conversations-box").value = ""  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot)[0].startswith("Where do we meet?\n"), "the first question")


async def test_a_file_is_proposed_and_without_a_name_nothing_is_written() -> None:
    async with opened(FakeServices(kept=FakeConversations())) as pilot:
        await open_with(pilot, "f6", 2)
        await pilot.press("e")
        box = pilot.app.screen.query_one("#conversations-box", Input)
        assert box.value == "~/conversation-t3.md"
        box.value = ""
        await pilot.press("enter")
        assert says(pilot, "Nothing was written")


async def test_a_conversation_is_exported_for_its_owner_alone_and_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    async with opened(FakeServices(kept=FakeConversations())) as pilot:
        for said in ("Written to", "already exists. Choose another name."):
            if not pilot.app.screen.query(".kept-list"):
                await open_with(pilot, "f6", 2)
            await pilot.press("e")
            pilot.app.screen.query_one("#conversations-box").value = str(path)  # type: ignore[attr-defined]
            await pilot.press("enter")
            await until(pilot, partial(says, pilot, said), said)
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    assert "## Where do we meet?" in text
    assert "At the \\*station\\*, platform 4. ␛\\[31mred \\[bold\\]letters\\[/\\] `m10` `m4`" in text


async def test_when_something_is_forgotten_the_screens_begin_anew() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        app = pilot.app
        assert isinstance(app, HomebodyApp)
        app.look_for_forgotten()
        await type_text(pilot, "when do we leave?")
        await pilot.press("enter")
        await until(pilot, ended(pilot), "the answer")
        await pilot.press("f1")
        await until(pilot, lambda: not on_main(pilot), "the help")
        app.look_for_forgotten()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert main_of(pilot).transcript.turns
        services.forgotten = 1
        app.look_for_forgotten()
        await until(pilot, lambda: on_main(pilot) and not main_of(pilot).transcript.turns, "an empty screen")

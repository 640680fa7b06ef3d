"""Reading a chat: with keys and the mouse, on the running app."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.tui.chat.screen import ReadScreen
from app.tui.chat.view import ChatView
from app.tui.chat.window import KEPT
from index.types.listings import ChatPosition
from tests.app.tui.fakes import FakeLibrary, FakeServices, long_chat
from tests.app.tui.pilots import NARROW, WIDE, AppPilot, main_of, on_main, opened, type_text, until

COUNT = 5000


def rows(pilot: AppPilot) -> list[str]:
    view = pilot.app.screen.query_one(ChatView)
    return [view.render_line(y).text.rstrip() for y in range(view.scrollable_content_region.height)]


def seen(pilot: AppPilot) -> list[int]:
    """Return the numbers of the messages of a long chat that are seen."""
    return [int(row.split()[-1].rstrip(".")) for row in rows(pilot) if "number" in row]


async def read(pilot: AppPilot) -> None:
    await pilot.press("f2", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReadScreen), "the chat")
    await until(pilot, lambda: any(rows(pilot)), "its lines")


def long_home() -> FakeServices:
    library = FakeLibrary()
    library.chat = long_chat(COUNT)
    return FakeServices(library)


async def box(pilot: AppPilot, key: str, text: str) -> None:
    await pilot.press(key)
    await type_text(pilot, text)
    await pilot.press("enter")


async def test_enter_on_a_chat_opens_it_at_its_end_and_escape_goes_back() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await read(pilot)
        shown = rows(pilot)
        assert "Meet at the station at 17:30 on Friday, platform 4." in "".join(shown)
        assert any("Jonas 18:35" in row for row in shown)
        assert any("↳ Maya: Yes, the one with the lake." in row for row in shown)
        assert any("👍 Maya, Priya" in row for row in shown)
        assert any("Maya (you) 18:49 edited" in row for row in shown)
        assert any("[bold red]Not markup[/] and ␛[31mnot an escape" in row for row in shown)
        await pilot.press("home")
        await until(pilot, lambda: any("── Thursday, 10 September 2026 ──" in row for row in rows(pilot)))
        assert any("· Maya added Priya" in row for row in rows(pilot))
        await pilot.press("escape")
        assert on_main(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "200x50"])
async def test_a_long_chat_scrolls_from_end_to_beginning_without_gap_and_holds_little(size: tuple[int, int]) -> None:
    services = long_home()
    async with opened(services, size) as pilot:
        await read(pilot)
        view = pilot.app.screen.query_one(ChatView)
        assert seen(pilot)[-1] == COUNT - 1
        met: set[int] = set()
        for _ in range(60):
            numbers = seen(pilot)
            assert numbers, "no screen is empty while paging"
            assert all(b - a == 1 for a, b in pairwise(numbers))
            met.update(numbers)
            await pilot.press("pageup")
            await pilot.pause()
        assert met == set(range(min(met), COUNT)), "no message was jumped over"
        assert len(view._window.lines) <= KEPT
        assert len(view._rows) < 4 * KEPT
        for _ in range(60):
            await pilot.press("pagedown")
            await pilot.pause()
        await until(pilot, lambda: seen(pilot)[-1] == COUNT - 1, "the end again")


async def test_what_is_seen_stays_in_place_while_more_comes() -> None:
    async with opened(long_home(), WIDE) as pilot:
        await read(pilot)
        view = pilot.app.screen.query_one(ChatView)
        await box(pilot, "g", "2026-09-20")
        await until(
            pilot, lambda: seen(pilot)[0] == 1332 and view._window.first < seen(pilot)[0] - 50, "the lines around"
        )
        await pilot.press("up")
        at = seen(pilot)[0]
        for _ in range(30):
            await pilot.press("up")
        await pilot.pause()
        assert at - 30 <= seen(pilot)[0] < at


async def test_home_and_end_go_to_the_ends_and_the_scroll_bar_anywhere() -> None:
    async with opened(long_home(), WIDE) as pilot:
        await read(pilot)
        view = pilot.app.screen.query_one(ChatView)
        await pilot.press("home")
        await until(pilot, lambda: seen(pilot)[:1] == [0], "the beginning")
        view.scroll_to(y=view.max_scroll_y // 2, animate=False)
        await until(pilot, lambda: seen(pilot) and 2200 < seen(pilot)[0] < 2800, "the middle")
        await pilot.press("end")
        await until(pilot, lambda: seen(pilot)[-1:] == [COUNT - 1], "the end")


async def test_a_day_is_said_in_words() -> None:
    async with opened(long_home(), WIDE) as pilot:
        await read(pilot)
        await box(pilot, "g", "yesterday")
        await until(pilot, lambda: seen(pilot)[:1] == [36], "the first message of 11 September")
        assert "11 September 2026" in "".join(rows(pilot)[:2])
        await box(pilot, "g", "gibberish")
        note = pilot.app.screen.query_one("#chat-note")
        await until(pilot, lambda: note.display and "is not a time" in str(note.render()), "why not")


async def test_words_are_found_and_stepped_through() -> None:
    async with opened(FakeServices()) as pilot:
        await read(pilot)
        await box(pilot, "slash", "lake")
        note = pilot.app.screen.query_one("#chat-note")
        await until(pilot, lambda: "1 of 2" in str(note.render()), "what was found")
        assert any(row.startswith("▌") and "the one with the lake" in row for row in rows(pilot))
        await pilot.press("n")
        await until(pilot, lambda: any(row.startswith("▌") and "The place with the lake" in row for row in rows(pilot)))
        assert "2 of 2" in str(note.render())
        await pilot.press("N")
        await until(pilot, lambda: any(row.startswith("▌") and "the one with the lake" in row for row in rows(pilot)))
        await box(pilot, "slash", "zebra")
        await until(pilot, lambda: "Nothing here has “zebra”" in str(note.render()))


async def test_an_opened_message_is_read_on_in_its_chat() -> None:
    async with opened(FakeServices()) as pilot:
        await type_text(pilot, "stove")
        await until(pilot, lambda: len(main_of(pilot).evidence.hits) == 2)
        await pilot.press("down", "enter")
        await until(pilot, lambda: pilot.app.screen.query(".-target"))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadScreen))
        await until(pilot, lambda: any(row.startswith("▌") and "I bring the stove" in row for row in rows(pilot)))
        await pilot.press("escape")
        assert on_main(pilot)


async def test_a_click_on_a_quote_goes_to_what_it_quotes() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await read(pilot)
        row = next(place for place, row in enumerate(rows(pilot)) if "↳ Maya" in row)
        await pilot.click("#chat", offset=(6, row + 1))
        await until(pilot, lambda: any(row.startswith("▌ Yes, the one with the lake") for row in rows(pilot)))


async def test_a_chat_is_summarized_from_the_list_and_from_inside() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await pilot.press("f2", "down", "ctrl+s")
        assert main_of(pilot).box.value == "/summarize 15 in Mum"
        main_of(pilot).box.clear()
        chosen = main_of(pilot).evidence.chat
        assert chosen is not None
        assert chosen.title == "Mum", "it stays the chosen one"
        main_of(pilot).evidence.highlighted = 0
        await read(pilot)
        await pilot.press("ctrl+s")
        assert main_of(pilot).box.value == "/summarize 15 in Cabin crew"


async def test_a_chat_that_is_gone_is_said() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await pilot.press("f2", "down", "enter")
        note = pilot.app.screen.query_one("#chat-note")
        await until(pilot, lambda: "not in the index any more" in str(note.render()))


async def test_the_palette_knows_what_can_be_done_here() -> None:
    async with opened(FakeServices()) as pilot:
        await read(pilot)
        names = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert names >= {
            "Find in this chat",
            "Go to a day",
            "Oldest messages",
            "Newest messages",
            "Summarize this chat",
        }


async def test_a_page_that_cannot_be_read_is_not_asked_for_again_and_again() -> None:
    services = long_home()
    async with opened(services, WIDE) as pilot:
        await read(pilot)
        library = services.library
        assert library is not None
        library.chat = library.chat[-1:]  # what comes before the lines held is gone: each page fails
        before = len(library.pages)
        await pilot.press(*["pageup"] * 8)
        note = pilot.app.screen.query_one("#chat-note")
        await until(pilot, lambda: "No message has the id" in str(note.render()), "the trouble")
        await pilot.pause(0.3)
        assert len(library.pages) - before <= 9


async def test_lines_that_no_longer_adjoin_are_not_joined_on() -> None:
    services = long_home()
    async with opened(services, WIDE) as pilot:
        await read(pilot)
        library = services.library
        assert library is not None
        view = pilot.app.screen.query_one(ChatView)
        held = [line.hit.id for line in view._window.lines]
        elsewhere = library.page(ChatPosition(1, message=library.chat[900].hit.id, which="before"), 100)
        view.take(elsewhere, "before", library.chat[900].hit.id)
        assert [line.hit.id for line in view._window.lines] == held

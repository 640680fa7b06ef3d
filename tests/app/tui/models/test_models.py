"""The screen of models: with keys, on the running app."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from textual.widgets import OptionList

from app.home.model_table import ModelRow
from app.tui.base.status_line import StatusLine
from app.tui.dialogs.confirm import Confirm
from app.tui.models import feed, lines
from app.tui.models.messages import Act, ModelDone, ModelWork
from app.tui.models.screen import ModelsScreen
from app.tui.services import DownloadRoute, ModelProgress
from models.catalogue.catalogue import HubSource, LocalSource
from models.errors import DownloadFailed, ModelProblem
from tests.app.tui.fake_models import FakeModels
from tests.app.tui.fakes import FakeServices
from tests.app.tui.pilots import NARROW, WIDE, AppPilot, main_of, on_main, opened, status_text, text_of, until


def listed(pilot: AppPilot) -> dict[str, str]:
    options = pilot.app.screen.query_one("#models", OptionList).options
    return {option.id: str(option.prompt) for option in options if option.id}


def told(pilot: AppPilot, part: str) -> str:
    return str(pilot.app.screen.query_one(f"#model-{part}").render())


def work(pilot: AppPilot) -> str:
    return pilot.app.screen.query_one(StatusLine).work


async def models(pilot: AppPilot, name: str = "") -> None:
    """Open the screen where it is not open, and highlight a model."""
    if on_main(pilot):
        await pilot.press("f7")
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen), "the screen")
    await until(pilot, lambda: told(pilot, "text"), "its text")
    if name:
        shown = pilot.app.screen.query_one("#models", OptionList)
        shown.highlighted = shown.get_option_index(name)
        await pilot.pause()


async def confirmed(pilot: AppPilot, key: str = "y") -> str:
    """Answer the question, and return it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
    question = text_of(pilot.app.screen)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen), "the screen again")
    return question


async def test_each_model_shows_its_state_and_what_this_machine_makes_of_it() -> None:
    held = FakeModels(broken={"bge-base-en-v1.5"}, fetched={"llama-3.2-1b": 410_000_000})
    async with opened(FakeServices(modelling=held), WIDE) as pilot:
        await models(pilot)
        entries = listed(pilot)
        assert entries["smollm2-135m"] == "▶  smollm2-135m\n   in use"
        assert entries["llama-3.2-3b"] == " ★ llama-3.2-3b\n   2.0 GB to fetch"
        assert entries["llama-3.2-1b"].endswith("410 MB of 808 MB to fetch")
        assert entries["llama-3.1-8b"].endswith("4.9 GB to fetch · slow here")
        assert entries["llama-3.2-1b-mlc"].endswith("not for this machine")
        assert entries["bge-base-en-v1.5"].endswith("broken")
        # The best choice is highlighted, and told in full.
        shown = told(pilot, "text")
        for part in (
            "Llama 3.2 3B Instruct", "the best choice for this machine", "2.02 GB, 3.2 GB of memory",
            "https://www.llama.com/llama3_2/license/", "en, de, fr", "bartowski/Llama-3.2-3B-Instruct-GGUF@",
            "p  pull     2.02 GB from huggingface.co", "u  use      not installed",
        ):  # fmt: skip
            assert part in shown
        assert "4 cores, 16 GB of memory, no GPU; llama.cpp fits it" in told(pilot, "note")
        await models(pilot, "llama-3.2-1b-mlc")
        assert "not here: needs a GPU" in told(pilot, "text")


async def test_pulling_says_what_goes_out_and_asks_for_the_licence() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        await models(pilot, "llama-3.2-1b")
        await pilot.press("p")
        question = await confirmed(pilot, "enter")
        assert "This is the one thing that goes out: llama-3.2-1b, 808 MB, from huggingface.co." in question
        assert "It comes under the Llama 3.2 Community License, which has terms of its own" in question
        assert "Pulling it accepts them." in question
        assert "the kernel keeps it from your index and your files (Landlock)" in question
        assert services.modelling.asked == []
        await pilot.press("enter")
        await confirmed(pilot)
        await until(
            pilot, lambda: "llama-3.2-1b is installed and checked; u uses it." in told(pilot, "note"), "the end"
        )
        await until(pilot, lambda: listed(pilot)["llama-3.2-1b"].endswith("installed"), "the list")
        assert services.modelling.asked == ["pull llama-3.2-1b"]


async def test_progress_shows_in_the_screen_and_the_status_line() -> None:
    services = FakeServices(modelling=FakeModels(gate=Event()))
    async with opened(services, WIDE) as pilot:
        await models(pilot, "llama-3.2-1b")
        await pilot.press("p")
        await confirmed(pilot)
        await until(pilot, lambda: "fetching llama-3.2-1b · 0 B of 808 MB" in told(pilot, "note"), "progress")
        assert work(pilot) == "0%"
        assert "p  pull     llama-3.2-1b is being fetched" in told(pilot, "text")
        # It goes on when the screen is left, and the main screen says how far it is and when it has ended.
        await pilot.press("q")
        await until(pilot, lambda: on_main(pilot))
        assert "0%" in status_text(pilot)
        await models(pilot)
        assert "llama-3.2-1b is being fetched" in told(pilot, "text")
        await pilot.press("q")
        assert services.modelling.gate is not None
        services.modelling.gate.set()
        await until(pilot, lambda: [*pilot.app._notifications], "the news")
        assert [note.message for note in pilot.app._notifications] == [
            "llama-3.2-1b is installed and checked; u uses it."
        ]
        assert not main_of(pilot).status_line.work


async def test_escape_cancels_at_once_and_the_next_pull_goes_on() -> None:
    services = FakeServices(modelling=FakeModels(gate=Event()))
    async with opened(services) as pilot:
        await models(pilot, "llama-3.2-1b")
        await pilot.press("p")
        await confirmed(pilot)
        await until(pilot, services.modelling.halfway.is_set, "the middle")
        await pilot.press("escape")
        assert not work(pilot)
        assert "p  pull     808 MB from" in told(pilot, "text")
        await until(pilot, lambda: told(pilot, "note") == "Stopped. 404 MB of it is kept; p continues from there.")
        await until(pilot, lambda: listed(pilot)["llama-3.2-1b"].endswith("404 MB of 808 MB to fetch"), "the list")
        assert services.modelling.cancelled.is_set()
        await pilot.press("p")
        assert "of which 404 MB are left" in await confirmed(pilot)
        await until(pilot, lambda: "is installed and checked" in told(pilot, "note"))
        await pilot.press("escape")
        await until(pilot, lambda: on_main(pilot))


async def test_what_goes_wrong_is_one_sentence_in_place() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        await models(pilot, "multilingual-e5-small")
        services.modelling.problem = DownloadFailed("The model hub could not be reached.", "Check the proxy.")
        await pilot.press("enter")
        assert "Licence: MIT" in await confirmed(pilot)
        await until(pilot, lambda: "✗ The model hub could not be reached." in told(pilot, "note"))
        assert "Check the proxy." in told(pilot, "note")
        assert not main_of(pilot)._model_runs.busy
    async with opened(FakeServices(modelling=FakeModels(problem=ModelProblem("The folder is gone.")))) as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
        await until(pilot, lambda: "✗ The folder is gone." in told(pilot, "note"))
        await pilot.press("p", "u", "v", "d", "enter", "escape")
        assert on_main(pilot)


async def test_where_nothing_can_be_fetched_the_command_is_shown() -> None:
    way = DownloadRoute(missing="The models are in the same folder as your index.")
    async with opened(FakeServices(modelling=FakeModels(way=way)), WIDE) as pilot:
        await models(pilot, "llama-3.2-1b")
        reason = (
            "The models are in the same folder as your index. `homebody models pull llama-3.2-1b` in another terminal"
        )
        assert reason in told(pilot, "text")
        await pilot.press("p")
        assert isinstance(pilot.app.screen, ModelsScreen)
        await pilot.press("enter")
        await until(pilot, lambda: reason in told(pilot, "note"))


async def test_what_hinders_enter_is_said_as_it_is_written() -> None:
    async with opened(FakeServices()) as pilot:
        main_of(pilot).runs.answering = 1
        await models(pilot, "bge-base-en-v1.5")
        await pilot.press("enter")
        assert told(pilot, "note") == "An answer is being written; Esc on the main screen stops it."
        main_of(pilot).runs.answering = None


async def test_using_another_one_changes_the_home_and_loads_it() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        await models(pilot, "bge-base-en-v1.5")
        await pilot.press("u")
        await until(pilot, lambda: "bge-base-en-v1.5 is in use from now on." in told(pilot, "note"))
        assert "embedded again" in told(pilot, "note")
        await until(pilot, lambda: listed(pilot)["bge-base-en-v1.5"].startswith("▶"), "the list")
        assert "u  use      in use already" in told(pilot, "text")
        assert services.modelling.asked == ["use bge-base-en-v1.5"]
        await until(pilot, lambda: services.warmed == 2, "the models again")


async def test_verifying_shows_how_far_it_is_and_what_came_of_it() -> None:
    services = FakeServices(modelling=FakeModels(gate=Event(), broken={"bge-base-en-v1.5"}))
    assert services.modelling.gate is not None
    async with opened(services) as pilot:
        await models(pilot, "smollm2-135m")
        await pilot.press("v")
        await until(pilot, lambda: "checking smollm2-135m · 0 B of 98 MB" in told(pilot, "note"))
        services.modelling.gate.set()
        await until(pilot, lambda: "smollm2-135m: every file is as pinned." in told(pilot, "note"))
        await models(pilot, "bge-base-en-v1.5")
        await pilot.press("v")
        await until(pilot, lambda: "✗ The model bge-base-en-v1.5 is damaged" in told(pilot, "note"))


async def test_removing_asks_first() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        await models(pilot, "bge-base-en-v1.5")
        await pilot.press("d")
        assert "This deletes 440 MB from the model folder" in await confirmed(pilot, "n")
        assert services.modelling.asked == []
        await pilot.press("d")
        await confirmed(pilot)
        await until(pilot, lambda: "bge-base-en-v1.5 is removed." in told(pilot, "note"))
        assert services.modelling.asked == ["remove bge-base-en-v1.5"]
        await models(pilot, "smollm2-135m")
        await pilot.press("d")
        assert isinstance(pilot.app.screen, ModelsScreen)
        assert "d  remove   in use; use another first" in told(pilot, "text")


async def test_a_click_looks_at_a_model_and_a_second_one_does_what_enter_does() -> None:
    services = FakeServices()
    async with opened(services, WIDE) as pilot:
        await models(pilot)
        rows = list(listed(pilot))
        line = 1 + 1 + 2 * rows.index("bge-base-en-v1.5") + 1  # a border, two headings, two lines an entry
        await pilot.click("#models", offset=(6, line))
        await until(pilot, lambda: "BGE base v1.5" in told(pilot, "text"), "its details")
        assert services.modelling.asked == []
        await pilot.click("#models", offset=(6, line))
        await until(pilot, lambda: services.modelling.asked == ["use bge-base-en-v1.5"])
        await pilot.click("#models", offset=(6, 1))
        assert isinstance(pilot.app.screen, ModelsScreen)


async def test_the_palette_opens_it_and_knows_what_can_be_done() -> None:
    async with opened(FakeServices(), NARROW) as pilot:
        commands = {command.title: command for command in pilot.app.get_system_commands(pilot.app.screen)}
        commands["Models"].callback()
        await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
        await until(pilot, lambda: told(pilot, "text"))
        names = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert "Pull this model" in names
        assert "Use this model" not in names


# ── What stands in the way, and what is said ──────────────────────────────────────────────────────────────────────────


def row(name: str, held: FakeModels | None = None) -> ModelRow:
    return (held or FakeModels()).table().find(name)


@pytest.mark.parametrize(
    ("act", "name", "more", "reason"),
    [
        ("pull", "smollm2-135m", {}, "installed already"),
        ("pull", "llama-3.2-1b", {}, ""),
        ("pull", "llama-3.2-1b-mlc", {}, ""),
        ("pull", "llama-3.2-1b", {"busy": "x is being fetched"}, "x is being fetched"),
        ("pull", "llama-3.2-1b", {"way_out": None}, "not known yet"),
        ("use", "llama-3.2-1b", {}, "not installed"),
        ("use", "smollm2-135m", {}, "in use already"),
        ("use", "bge-base-en-v1.5", {}, ""),
        ("use", "bge-base-en-v1.5", {"busy": "x is being fetched"}, ""),
        ("use", "bge-base-en-v1.5", {"answering": True}, "an answer is being written; Esc on the main screen stops it"),
        ("verify", "llama-3.2-1b", {}, "not installed"),
        ("verify", "smollm2-135m", {}, ""),
        ("remove", "smollm2-135m", {}, "in use; use another first"),
        ("remove", "bge-base-en-v1.5", {"busy": "x is being verified"}, "x is being verified"),
    ],
)
def test_what_stands_in_the_way(act: Act, name: str, more: dict[str, object], reason: str) -> None:
    settings: dict[str, object] = {"way_out": DownloadRoute(), **more}
    assert lines.hindrance(act, row(name), **settings) == reason  # type: ignore[arg-type]


def test_a_broken_one_is_fetched_again_before_it_is_used() -> None:
    broken = row("bge-base-en-v1.5", FakeModels(broken={"bge-base-en-v1.5"}))
    assert lines.hindrance("use", broken, DownloadRoute()) == "broken; fetch it again first"
    assert lines.hindrance("pull", broken, DownloadRoute()) == ""


def test_a_model_of_ones_own_cannot_be_fetched() -> None:
    from dataclasses import replace

    own = row("llama-3.2-1b")
    own = replace(own, entry=replace(own.entry, source=LocalSource("/media/stick/x.gguf")))
    assert "imported by you" in lines.hindrance("pull", own, DownloadRoute())
    assert "Only its own file can bring it back" in str(lines.remove_question(own))


def test_without_walls_the_question_does_not_claim_them() -> None:
    asked = str(lines.pull_question(row("smollm2-135m"), DownloadRoute()))
    assert "Landlock" not in asked
    assert "no wall" in asked
    assert "your package index" in asked


def test_every_hub_model_names_the_host_it_comes_from() -> None:
    entries = [one.entry for one in FakeModels().table().rows if isinstance(one.entry.source, HubSource)]
    assert {lines.host_of(entry) for entry in entries} == {"huggingface.co"}


def test_lines_tell_rate_and_time_left() -> None:
    times = iter([0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0])
    steps = iter(
        [ModelProgress("fetching x", 100_000_000, 808_000_000), ModelProgress("fetching x", 112_000_000, 808_000_000)]
    )
    first, second = feed.lines_of(steps, lambda: next(times))
    assert first == ("fetching x · 100 MB of 808 MB", "12%")
    assert second == ("fetching x · 112 MB of 808 MB · 12 MB/s · 58 s left", "13% · 12 MB/s · 58 s left")
    assert list(feed.lines_of(iter([ModelProgress("checking x")]))) == [("checking x", "checking x")]


def test_the_end_of_a_fetch_says_what_comes_next() -> None:
    held = FakeModels(broken={"all-minilm-l6-v2"})
    services = FakeServices(modelling=held)
    *_, done = feed.pull(services, "all-minilm-l6-v2", Event())
    assert done == ModelDone("pull", "all-minilm-l6-v2", "all-minilm-l6-v2 is installed and checked, and in use.")
    stop = Event()
    held.installed.clear()
    steps = feed.pull(services, "smollm2-135m", stop)
    next(steps)
    stop.set()
    assert [one.line for one in steps if isinstance(one, ModelDone)] == ["Stopped; p begins again."]


def test_a_fetch_that_ends_by_itself_after_it_was_stopped_says_stopped() -> None:
    class Dying(FakeModels):
        def pull(self, name: str, stop: Event, /) -> Iterator[ModelProgress]:
            yield ModelProgress("fetching", 1, 2)
            stop.set()
            raise DownloadFailed("The process that fetches models has ended.")

    messages = list(feed.pull(FakeServices(modelling=Dying()), "llama-3.2-1b", Event()))
    assert [type(message) for message in messages] == [ModelWork, ModelDone]
    assert messages[-1] == ModelDone("pull", "llama-3.2-1b", "Stopped.", stopped=True)

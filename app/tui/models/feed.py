"""Models listed, fetched, verified, chosen and removed, as messages to the screens. Runs in threads; knows no widget."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, cast

from app.text import wording
from app.tui.base.problem_report import trouble_of
from app.tui.base.rate import Clock, Rate, Throttle
from app.tui.models.lines import figures
from app.tui.models.messages import Act, ModelDone, ModelsRead, ModelWork

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from threading import Event

    from app.home.model_table import ModelRow
    from app.tui.services import ModelProgress, Services
    from models.catalogue.catalogue import ModelRole

NOTICE_EVERY_S = 0.2
EMBED_ANEW = (
    " What you added is embedded again: at once by a sync (F5, S), or while homebody's warm process is idle. Until then,"
    " search uses the vectors it has."
)


def read_models(services: Services) -> ModelsRead:
    """Look at the catalogue, the model folder and the machine."""
    try:
        models = services.models()
        return ModelsRead(models.table(), models.way_out(), services.status())
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return ModelsRead(None, trouble=trouble_of(error))


def pull(services: Services, name: str, stop: Event) -> Iterator[ModelWork | ModelDone]:
    """Fetch, check and install a model."""

    def row() -> ModelRow:
        return services.models().table().find(name)

    def done() -> str:
        return f"{name} is installed and checked{', and in use.' if row().in_use else '; u uses it.'}"

    def stopped() -> str:
        kept = row().fetched
        return (
            f"Stopped. {figures(kept)} of it is kept; p continues from there." if kept else "Stopped; p begins again."
        )

    yield from _work("pull", name, stop, lambda: services.models().pull(name, stop), done, stopped)


def verify(services: Services, name: str, stop: Event) -> Iterator[ModelWork | ModelDone]:
    """Hash a model's files and compare them with the pins."""
    yield from _work(
        "verify",
        name,
        stop,
        lambda: services.models().verify(name),
        lambda: f"{name}: every file is as pinned.",
        lambda: "Stopped. Nothing was changed.",
    )


def _work(
    act: Act,
    name: str,
    stop: Event,
    begin: Callable[[], Iterator[ModelProgress]],
    done: Callable[[], str],
    stopped: Callable[[], str],
) -> Iterator[ModelWork | ModelDone]:
    try:
        with closing(cast("Generator[ModelProgress]", begin())) as steps:
            for line, brief in lines_of(steps):
                if stop.is_set():
                    break
                yield ModelWork(act, name, line, brief)
        if stop.is_set():
            yield ModelDone(act, name, stopped(), stopped=True)
            return
    except Exception as error:  # noqa: BLE001  as above
        if stop.is_set():
            yield ModelDone(act, name, "Stopped.", stopped=True)
        else:
            yield ModelDone(act, name, trouble=trouble_of(error))
        return
    yield ModelDone(act, name, done())


def lines_of(steps: Iterator[ModelProgress], clock: Clock = time.monotonic) -> Iterator[tuple[str, str]]:
    """Return what goes on, a few times a second: as a line, and in few words.

    "fetching x · 410 MB of 808 MB · 12 MB/s · 33 s left" is "50% · 12 MB/s · 33 s left" in few words.
    """
    what, pace, due = "", Rate(clock), Throttle(NOTICE_EVERY_S, clock)
    for step in steps:
        if step.what != what:
            what, pace, due = step.what, Rate(clock), Throttle(NOTICE_EVERY_S, clock)
        pace.reached(step.done)
        if not due.due():
            continue
        if not step.total:
            yield step.what, step.what
            continue
        speed = _speed(step, pace)
        line = " · ".join([step.what, f"{figures(step.done)} of {figures(step.total)}", *speed])
        yield line, " · ".join([f"{step.done * 100 // step.total}%", *speed])


def _speed(step: ModelProgress, pace: Rate) -> list[str]:
    left = pace.left_s(step.total)
    return [
        *([f"{wording.size(round(pace.rate))}/s"] if pace.rate >= 1 else []),
        *([f"{wording.seconds(left)} left"] if left is not None and left >= 1 else []),
    ]


def use(services: Services, name: str, role: ModelRole) -> ModelDone:
    """Use a model from now on."""
    try:
        services.models().use(name)
    except Exception as error:  # noqa: BLE001  as above
        return ModelDone("use", name, trouble=trouble_of(error))
    return ModelDone("use", name, f"{name} is in use from now on.{EMBED_ANEW if role == 'embedder' else ''}")


def remove(services: Services, name: str) -> ModelDone:
    """Delete a model."""
    try:
        services.models().remove(name)
    except Exception as error:  # noqa: BLE001  as above
        return ModelDone("remove", name, trouble=trouble_of(error))
    return ModelDone("remove", name, f"{name} is removed.")

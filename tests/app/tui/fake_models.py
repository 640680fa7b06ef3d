"""A model folder made of nothing but data, and the fetching and checking of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

from app.home.model_table import ModelRow, ModelTable
from app.tui.services import DownloadRoute, ModelProgress
from models.catalogue.catalogue import HubSource, find, load_catalogue
from models.catalogue.installation import Condition
from models.errors import ModelDamaged
from models.machine.hardware import GB, Machine, fits, recommend

MACHINE = Machine("Linux", "x86_64", cores=4, memory=16 * GB, available=12 * GB)


@dataclass
class FakeModels:
    """`gate` holds the fetching and checking back in the middle until it is set, or until it is cancelled."""

    installed: set[str] = field(default_factory=lambda: {"smollm2-135m", "all-minilm-l6-v2", "bge-base-en-v1.5"})
    in_use: set[str] = field(default_factory=lambda: {"smollm2-135m", "all-minilm-l6-v2"})
    broken: set[str] = field(default_factory=set)
    fetched: dict[str, int] = field(default_factory=dict)
    way: DownloadRoute = field(default_factory=lambda: DownloadRoute(walls="landlock"))
    problem: Exception | None = None
    gate: Event | None = None
    halfway: Event = field(default_factory=Event)
    cancelled: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)

    def table(self) -> ModelTable:
        if self.problem is not None:
            raise self.problem
        known = load_catalogue()
        best = recommend(known, MACHINE)
        return ModelTable(
            MACHINE,
            tuple(
                ModelRow(
                    entry,
                    fits(entry, MACHINE),
                    entry.name in self.installed,
                    entry.name in self.in_use,
                    entry == best,
                    entry.files,
                    self._condition(entry.name),
                    self.fetched.get(entry.name, 0),
                )
                for entry in known
            ),
        )

    def _condition(self, name: str) -> Condition:
        if name in self.broken:
            return "broken"
        return "whole" if name in self.installed else "absent"

    def way_out(self) -> DownloadRoute:
        return self.way

    def _work(self, what: str, total: int) -> Iterator[ModelProgress]:
        yield ModelProgress(what, 0, total)
        yield ModelProgress(what, total // 2, total)
        self.halfway.set()
        if self.gate is not None:
            assert self.gate.wait(60)

    def pull(self, name: str, stop: Event, /) -> Iterator[ModelProgress]:
        self.asked.append(f"pull {name}")
        total = find(name).download_bytes
        yield from self._work(f"fetching {name}", total)
        if stop.is_set():
            if isinstance(find(name).source, HubSource):  # a wheel begins again
                self.fetched[name] = total // 2
            return
        if self.problem is not None:
            raise self.problem
        yield ModelProgress(f"checking {name}")
        self.installed.add(name)
        self.broken.discard(name)

    def cancel_pull(self) -> None:
        self.cancelled.set()
        if self.gate is not None:
            self.gate.set()

    def verify(self, name: str, /) -> Iterator[ModelProgress]:
        self.asked.append(f"verify {name}")
        yield from self._work(f"checking {name}", find(name).installed_bytes)
        if name in self.broken:
            raise ModelDamaged(
                f"The model {name} is damaged: its file x is gone.", "`homebody models pull` fetches it."
            )

    def use(self, name: str, /) -> None:
        self.asked.append(f"use {name}")
        role = find(name).role
        self.in_use = {one for one in self.in_use if find(one).role != role} | {name}

    def remove(self, name: str, /) -> None:
        self.asked.append(f"remove {name}")
        self.installed.discard(name)

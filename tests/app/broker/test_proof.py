"""What `doctor` says of the wall around the broker, on kernels with one and without."""

from __future__ import annotations

import pytest

from app.broker import proof
from app.broker.walls import BrokerAccess
from app.commands import doctor
from app.home.config import Settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.sealing import landlock
from tests.app.broker.test_reach import walled


def said(home: Home) -> str:
    with Runtime(home, Settings()) as runtime:
        return str(doctor._broker(runtime)["summary"])


@walled
def test_the_wall_is_tried_and_refuses_the_index(home: Home) -> None:
    found = proof.prove(home)
    assert found.by.startswith("landlock")
    assert found.holds
    assert [line.split(",")[0] for line in found.details] == [
        "your index: refused by landlock (EACCES)",
        "the folder it is in: refused by landlock (EACCES)",
    ]
    assert "is kept from your files by landlock" in said(home)


@walled
def test_a_wall_that_lets_the_index_through_is_found_out(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "reach_of", lambda *_: BrokerAccess((home.root.anchor,), ()))
    found = proof.prove(home)
    assert not found.holds
    assert "your index: opened, from where it stands" in found.details
    with Runtime(home, Settings()) as runtime:
        part = doctor._broker(runtime)
    assert not part["ok"]
    assert "can open your files in spite of landlock" in part["summary"]


def test_a_system_without_a_wall_says_so_and_is_whole(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise landlock.LandlockUnavailable("Landlock is part of Linux")

    monkeypatch.setattr(landlock, "version", none)
    with Runtime(home, Settings()) as runtime:
        part = doctor._broker(runtime)
    assert part["ok"]
    assert part["details"] == ["no wall around it: Landlock is part of Linux"]
    assert part["summary"].endswith("by its own code alone")


@walled
def test_a_home_that_can_have_no_broker_is_told_what_to_do(home: Home) -> None:
    among_models = Home(home.models / "home", home.models)
    with Runtime(among_models, Settings()) as runtime:
        part = doctor._broker(runtime)
    assert part["ok"]
    assert "in the same folder as your index" in part["summary"]
    assert part["next_step"] == "homebody models pull NAME"

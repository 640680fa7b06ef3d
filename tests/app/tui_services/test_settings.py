"""Who is who as the terminal app settles it."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from app.home.config import Settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.tui_services.home import HomeServices


def test_who_may_be_the_owner_is_settled_and_taken_back(tmp_path: Path) -> None:
    for title in ("Cabin", "Hikers"):
        lines = [f"12/03/2024, 09:15 - {who}: see you in {title}" for who in ("Ivy Hart", "Ana Silva", "Tom")]
        (tmp_path / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    with Runtime(Home(tmp_path / "home", tmp_path / "models"), Settings(zone="UTC"), use_service=False) as runtime:
        services = HomeServices(runtime)
        list(services.add([*tmp_path.glob("*.txt")], Event()))
        preferences = services.preferences()
        guesses, same = preferences.who_is_who()
        assert {guess.name for guess in guesses} == {"Ivy Hart", "Ana Silva", "Tom"}
        assert sorted(one.name for one in same) == ["Ana Silva", "Ivy Hart"]
        ivy, ana = sorted(same, key=lambda one: one.name, reverse=True)
        assert preferences.be_me(ivy.people[0].id, [ivy.people[1].id]) == "homebody people undo"
        assert preferences.who_is_who()[0] == []
        preferences.merge_all([[person.id for person in ana.people]])
        assert preferences.who_is_who() == ([], [])
        assert [(p.name, p.is_me, p.messages) for p in runtime.index().people()][:2] == [
            ("Ana Silva", False, 2),
            ("Ivy Hart", True, 2),
        ]

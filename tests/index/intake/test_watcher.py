"""Changes below the added files and folders, told once they have come to rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.intake import watcher

SETTLE_S = 0.2


class Watch:
    """Runs the watching in a thread; what it yields is waited for."""

    def __init__(self, *roots: Path, ignore: tuple[Path, ...] = ()) -> None:
        self.roots = list(roots)
        self.stop = threading.Event()
        self.ready = threading.Semaphore(0)
        self._seen: list[list[Path]] = []
        self._more = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, args=(ignore,))
        self._thread.start()
        assert self.ready.acquire(timeout=30)

    def _run(self, ignore: tuple[Path, ...]) -> None:
        for roots in watcher.changes(
            lambda: self.roots, ignore=ignore, stop=self.stop, ready=self.ready.release, settle_s=SETTLE_S
        ):
            self._seen.append(roots)
            self._more.release()

    def next(self) -> list[Path]:
        """Return the next roots that changed."""
        assert self._more.acquire(timeout=30)
        return self._seen.pop(0)

    def end(self) -> None:
        """Stop, and make sure that it does."""
        self.stop.set()
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


@pytest.fixture
def watch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setattr(watcher, "LOOK_S", 0.5)
    watch = Watch(folder, ignore=(folder / "home",))
    yield watch
    watch.end()


def test_a_new_a_changed_and_a_removed_file_are_told(watch: Watch, folder: Path) -> None:
    (folder / "deep").mkdir()
    assert watch.next() == [folder]
    note = folder / "deep" / "a.md"
    note.write_text("one")
    assert watch.next() == [folder]
    note.write_text("two")
    assert watch.next() == [folder]
    note.unlink()
    assert watch.next() == [folder]


def test_a_save_by_rename_of_a_single_file_is_told_each_time(tmp_path: Path, watch: Watch, folder: Path) -> None:
    single = tmp_path / "chat.txt"
    single.write_text("zero")
    watch.roots.append(single)
    assert watch.ready.acquire(timeout=30)
    for text in ("one", "two", "three"):
        fresh = tmp_path / f"chat.{text}.tmp"
        fresh.write_text(text)
        fresh.replace(single)
        assert watch.next() == [single]


def test_hidden_and_left_out_places_are_not_looked_at(watch: Watch, folder: Path) -> None:
    for place in (".git", "node_modules", "home"):
        (folder / place).mkdir()
        (folder / place / "a.md").write_text("noise")
    (folder / "a.md.swp").unlink(missing_ok=True)
    (folder / ".a.md.swp").write_text("noise")
    (folder / "real.md").write_text("signal")
    assert watch.next() == [folder]
    assert watch._seen == []


def test_a_file_is_told_when_it_rests_and_not_before(watch: Watch, folder: Path) -> None:
    with (folder / "big.txt").open("w") as file:
        for _ in range(40):
            file.write("x" * 100)
            file.flush()
            # As a slow writer does: a pause shorter than the rest that is waited for.
            threading.Event().wait(SETTLE_S / 10)
    assert watch.next() == [folder]
    assert watch._seen == []

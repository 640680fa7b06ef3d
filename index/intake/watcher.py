"""Which of the added files and folders changed, as it happens. Told by the system through watchfiles."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.sources.files.ignore_rules import LEFT_OUT_FOLDERS

SETTLE_S = 1.0
"""A file that changed less than so many seconds ago is still being written."""
LONGEST_S = 30.0
"""A file that never rests is read all the same after so long."""
LOOK_S = 5.0
"""How often to look whether other files were added meanwhile."""


def changes(
    roots: Callable[[], Sequence[Path]],
    *,
    ignore: Sequence[Path] = (),
    stop: threading.Event | None = None,
    ready: Callable[[], None] = lambda: None,
    settle_s: float = SETTLE_S,
) -> Iterator[list[Path]]:
    """Yield the roots below which something changed, each time that it has come to rest, until `stop` is set.

    `roots` is asked again and again, for it grows when something is added. What lies below `ignore`, and what a walk leaves
    out, is not looked at. `ready` is called whenever everything is being watched.
    """
    while stop is None or not stop.is_set():
        watched = list(roots())
        with _Watchers(watched, ignore) as watchers:
            ready()
            while watched == list(roots()) and not (stop is not None and stop.is_set()):
                changed = watchers.changed(settle_s, stop)
                if changed:
                    yield changed


class _Watchers:
    """Threads that wait for changes: folders as a whole, and the folders of single files for those alone.

    A file that an editor replaces is another file under its name, so that watching the file itself would lose it.
    """

    def __init__(self, roots: Sequence[Path], ignore: Sequence[Path]) -> None:
        self._folders = [root for root in roots if root.is_dir()]
        self._files = [root for root in roots if not root.is_dir() and root.parent.is_dir()]
        self._ignore = ignore
        self._found: queue.Queue[str] = queue.Queue()
        self._end = threading.Event()
        self._threads = [
            threading.Thread(target=self._watch, args=(paths, recursive), daemon=True)
            for paths, recursive in ((self._folders, True), ({root.parent for root in self._files}, False))
            if paths
        ]

    def __enter__(self) -> _Watchers:
        started = threading.Semaphore(0)
        self._started = started
        for thread in self._threads:
            thread.start()
        for _ in self._threads:
            started.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _watch(self, paths: Sequence[Path], recursive: bool) -> None:
        from watchfiles import watch

        watching = watch(
            *paths,
            watch_filter=None,
            step=100,
            stop_event=self._end,
            rust_timeout=500,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=recursive,
            ignore_permission_denied=True,
        )
        # Nothing is missed from the first answer on, which an empty wait gives as well.
        first = True
        for found in watching:
            if first:
                first = False
                self._started.release()
            for _, path in found:
                self._found.put(path)

    def changed(self, settle_s: float, stop: threading.Event | None) -> list[Path]:
        """Wait for changes to come to rest; return the roots they lie in, or nothing after a while without any."""
        roots: dict[Path, None] = {}
        moving: set[str] = set()
        began = time.monotonic()
        while not (stop is not None and stop.is_set()):
            try:
                path = self._found.get(timeout=settle_s if roots else min(LOOK_S, 0.5))
            except queue.Empty:
                moving = {one for one in moving if _age_s(one) < settle_s}
                waited = time.monotonic() - began
                if (roots and (not moving or waited > LONGEST_S)) or (not roots and waited > LOOK_S):
                    break
                continue
            if not roots:
                began = time.monotonic()
            for root in self._roots_of(Path(path)):
                roots[root] = None
                moving.add(path)
            if roots and time.monotonic() - began > LONGEST_S:
                break
        return list(roots)

    def _roots_of(self, path: Path) -> list[Path]:
        if any(path.is_relative_to(folder) for folder in self._ignore):
            return []
        found = [root for root in self._files if root == path]
        for root in self._folders:
            if path.is_relative_to(root):
                parts = path.relative_to(root).parts
                if not any(part.startswith(".") and part != ".homebodyignore" for part in parts) and not any(
                    part.lower() in LEFT_OUT_FOLDERS for part in parts
                ):
                    found.append(root)
        return found


def _age_s(path: str) -> float:
    """Return how long ago a file changed; one that is gone is at rest."""
    try:
        return abs(time.time() - os.stat(path).st_mtime)  # noqa: PTH116
    except OSError:
        return float("inf")

"""Choosing files and folders to add: by going through the disk, by typing a path, by dropping a file."""

from __future__ import annotations

import os
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, Static
from textual.worker import get_current_worker

from app.text import wording
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.mark_list import MarkList
from app.tui.base.rendering import ACCENT, MUTED, shown_path
from app.tui.picker import feed
from app.tui.picker.messages import FolderRead, PathsTyped
from app.tui.picker.path_box import PathBox
from index.sources.files.export_names import by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tui.picker.folder_listing import FolderEntry

SIZE_CELLS = 8
LIKE_CELLS = 24
LIKE_FROM = 64
"""What a name is like has a column of its own where there are so many cells."""


class PickerScreen(Screen[tuple[Path, ...]]):
    """Returns the files and folders to add, nothing when the person goes back.

    Enter adds what is marked, else what is highlighted; a whole folder only when it is pressed twice.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("right", "open", "Open"),
        Binding("left,backspace", "up", "Up", key_display="←"),
        Binding("full_stop", "hidden", "Hidden", key_display="."),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        """The one that is shown."""
        self._read: FolderRead | None = None
        self._shown: Sequence[int] = ()
        """The places of those that are shown of the folder."""
        self._come_from = ""
        """The name to highlight once the folder is read."""
        self._chosen: dict[Path, None] = {}
        """What is marked, in all folders, in that order."""
        self._armed: tuple[Path, int] | None = None
        """The folder that Enter adds when it is pressed once more, at that place of the list."""
        self._with_hidden = False
        self._list = MarkList(self._row, self._can_be_added, id="picker")
        self._box = PathBox("Type, paste or drop a path", id="picker-box")

    def compose(self) -> ComposeResult:
        """Lay out the box, the list and the line under it."""
        yield self._box
        yield self._list
        yield Static(id="picker-note", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show the folder."""
        self._box.border_title = "Add a chat export, a file or a folder"
        self._list.focus()
        self.go_to(self.folder)

    # ── A folder ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def go_to(self, folder: Path, come_from: str = "", *, armed: bool = False) -> None:
        """Show a folder, with the entry of a name highlighted; `armed` to be added as a whole by Enter."""
        self.folder = folder
        self._come_from = come_from
        self._armed = (folder, 0) if armed else None
        self._note(f"Reading {shown_path(folder)} …")
        self._fetch(folder)

    @in_background("folder")
    def _fetch(self, folder: Path) -> Message | None:
        worker = get_current_worker()
        return feed.list_folder(folder, lambda: worker.is_cancelled)

    @on(FolderRead)
    def _folder_read(self, event: FolderRead) -> None:
        if event.folder != self.folder:
            return
        self._read = event
        self._list.border_title = Content(shown_path(event.folder))
        if self._come_from.startswith("."):
            self._with_hidden = True
        self._show_entries(self._come_from)

    def _show_entries(self, name: str = "") -> None:
        if self._read is None:
            return
        entries, folder = self._read.entries, self._read.folder
        self._shown = entries.shown(with_hidden=self._with_hidden)
        self._list.show(len(self._shown), self._where(name) or 0)
        names = [path.name for path in self._chosen if path.parent == folder]
        self._list.marked = {place for place in map(self._where, names) if place is not None}
        self._tell()

    def _where(self, name: str) -> int | None:
        """Return where a name is shown, None when it is not."""
        place = self._read.entries.place_of(name) if self._read is not None and name else None
        if place is None:
            return None
        found = bisect_left(self._shown, place)
        return found if found < len(self._shown) and self._shown[found] == place else None

    def _entry(self, place: int) -> FolderEntry:
        assert self._read is not None  # noqa: S101  nothing is shown before
        return self._read.entries.entry(self._shown[place])

    def _can_be_added(self, place: int) -> bool:
        return self._entry(place).what != "other"

    @property
    def _highlighted(self) -> FolderEntry | None:
        place = self._list.highlighted
        return self._entry(place) if 0 <= place < len(self._shown) else None

    def _path(self, entry: FolderEntry) -> Path:
        """Return where an entry lies: another folder may be on its way already."""
        return (self._read.folder if self._read is not None else self.folder) / entry.name

    def _row(self, place: int, marked: bool, room: int) -> Content:
        entry = self._entry(place)
        can = entry.what != "other"
        folder = entry.what == "folder"
        mark = ("● ", ACCENT) if marked else ("○ " if can else "  ", MUTED)
        name = (rendering.shown_line(entry.name) or UNSEEN) + ("/" if folder else "")
        like = by_name(entry.name, folder=folder)
        said = like.title if like is not None else "" if can else "no file"
        size = wording.size(entry.size) if entry.size is not None else ""
        style = "bold" if folder else "" if can and not entry.hidden else MUTED
        wide = LIKE_CELLS + 1 if room >= LIKE_FROM else 0
        left = max(room - 2 - wide - SIZE_CELLS - 1, 4)
        parts: list[tuple[str, str]] = [mark, (set_cell_size(rendering.fit(name, left), left), style)]
        if wide:
            accent = ACCENT if like is not None and like.export and not like.unread else MUTED
            parts.append((" " + set_cell_size(rendering.fit(said, LIKE_CELLS), LIKE_CELLS), accent))
        return Content.assemble(*parts, (size.rjust(SIZE_CELLS + 1), MUTED))

    # ── The line under the list ───────────────────────────────────────────────────────────────────────────────────────

    def _note(self, line: Content | str) -> None:
        shown = Content.styled(line, MUTED) if isinstance(line, str) else line
        self.query_one("#picker-note", Static).update(shown)

    @on(MarkList.Moved)
    def _moved(self) -> None:
        if self._read is None:
            return
        here = [self._path(self._entry(place)) for place in sorted(self._list.marked)]
        elsewhere = [path for path in self._chosen if path.parent != self._read.folder]
        self._chosen = dict.fromkeys([*elsewhere, *here])
        self._tell()

    def _tell(self) -> None:
        """Say what Enter does, and what is not shown."""
        if self._read is None:
            return
        if self._read.trouble is not None:
            self._note(rendering.trouble(self._read.trouble))
            return
        if self._armed is not None and (self._chosen or self._armed[1] != self._list.highlighted):
            self._armed = None
        if self._armed is not None:
            again = f"Enter again adds all of {shown_path(self._armed[0])}."
            self._note(Content.styled(again, "$text-warning"))
            return
        entry = self._highlighted
        like = by_name(entry.name, folder=entry.what == "folder") if entry is not None else None
        if self._chosen:
            folders = len({path.parent for path in self._chosen})
            where = f" in {folders} folders" if folders > 1 else ""
            line = f"{len(self._chosen):,} marked{where}; Enter adds {'it' if len(self._chosen) == 1 else 'them'}."
        elif like is not None and like.unread:
            line = f"{like.title}. {like.unread}"
        elif entry is None:
            line = "There is nothing here to show."
        elif entry.what == "folder":
            line = "→ opens it, Enter adds all of it, Space marks."
        else:
            line = "Enter adds it, Space marks several." if entry.what == "file" else "That is not a file."
        hidden = len(self._read.entries) - len(self._shown)
        if hidden:
            line += f" {hidden:,} hidden: . shows them."
        if self._read.more:
            line += f" Only the first {len(self._read.entries):,} are listed: type the rest of the path."
        self._note(line)

    # ── Keys and the mouse ────────────────────────────────────────────────────────────────────────────────────────────

    @on(MarkList.Chosen)
    def _entered(self, event: MarkList.Chosen) -> None:
        event.stop()
        entry = self._entry(event.place)
        if self._chosen:
            self.dismiss(tuple(self._chosen))
        elif self._armed is not None and self._armed[1] == event.place:
            self.dismiss((self._armed[0],))
        elif entry.what == "file":
            self.dismiss((self._path(entry),))
        elif entry.what == "folder":
            self._armed = (self._path(entry), event.place)
            self._tell()

    @on(MarkList.Clicked)
    def _clicked(self, event: MarkList.Clicked) -> None:
        event.stop()
        if event.again and self._entry(event.place).what == "folder":
            self.action_open()

    def action_open(self) -> None:
        """Open the highlighted folder."""
        entry = self._highlighted
        if entry is not None and entry.what == "folder":
            self.go_to(self._path(entry))

    def action_up(self) -> None:
        """Go to the folder that this one lies in."""
        if self.folder.parent != self.folder:
            self.go_to(self.folder.parent, self.folder.name)

    def action_hidden(self) -> None:
        """Show hidden entries, or hide them."""
        self._with_hidden = not self._with_hidden
        self._armed = None
        entry = self._highlighted
        self._show_entries(entry.name if entry is not None else "")

    def action_back(self) -> None:
        """Leave the box, then the screen."""
        if self.focused is self._box:
            self._box.value = ""
            self._list.focus()
        else:
            self.dismiss(())

    # ── Typing a path ─────────────────────────────────────────────────────────────────────────────────────────────────

    def on_key(self, event: events.Key) -> None:
        """Send letters typed at the list to the box, behind the folder that is shown."""
        letter = event.character
        if not event.is_printable or letter is None:
            return
        if self.focused is self._box:
            # The box keeps to itself what is typed in it: this letter was on its way before.
            event.stop()
            self._box.insert_text_at_cursor(letter)
        elif letter not in " .":
            event.stop()
            start = "" if letter in "~/" else os.path.join(str(self.folder), "")  # noqa: PTH118  with a slash at its end
            self._box.begin(start if rendering.shown_line(start) == start else "", letter)

    def on_paste(self, event: events.Paste) -> None:
        """Take a path that was pasted or dropped on the list."""
        if self.focused is not self._box and event.text.strip():
            event.stop()
            self._look_up(event.text.strip())

    @on(Input.Changed, "#picker-box")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        before, slash, start = event.value.rpartition("/")
        if not slash:
            return
        folder = Path(os.path.expanduser(before + slash))  # noqa: PTH111  Path's raises where there is no such person
        if folder != self.folder and folder.is_absolute():
            self.go_to(folder)
        elif start and self._read is not None and folder == self._read.folder:
            place = self._read.entries.first_match(start, self._shown)
            if place is not None:
                self._list.go_to(place)

    @on(Input.Submitted, "#picker-box")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._look_up(event.value.strip())

    @in_background("typed")
    def _look_up(self, typed: str) -> Message:
        return feed.look_up(typed)

    @on(PathsTyped)
    def _looked_up(self, event: PathsTyped) -> None:
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
        elif event.folder:
            self._box.value = ""
            self._list.focus()
            self.go_to(event.paths[0], armed=True)
        else:
            self.dismiss((*self._chosen, *event.paths))


UNSEEN = "(a name without letters)"

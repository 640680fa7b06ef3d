"""The verbs that are disturbed: what home each starts from, and what must hold at every moment of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

PASSPHRASE = "correct horse battery"
MARK = "kestrel"
"""Stands in every message and note, and nowhere else: what is to be read by nobody without the key."""
GONE = "heronry"
"""Stands in all that one of the chats holds: what is forgotten."""
GONE_CHAT = "Quillfeather"

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Roth\nTEL:+49 170 1234567\nEMAIL:anna@example.org\nEND:VCARD\n"


class Place(NamedTuple):
    """Where one run happens. All of it is put back before every point."""

    root: Path

    @property
    def home(self) -> Path:
        """Return the home."""
        return self.root / "home"

    @property
    def models(self) -> Path:
        """Return the model folder."""
        return self.root / "models"

    @property
    def stuff(self) -> Path:
        """Return the folder of exports, which is the owner's and never written to."""
        return self.root / "stuff"

    @property
    def out(self) -> Path:
        """Return the folder that backups are written to."""
        return self.root / "out"

    @property
    def watched(self) -> tuple[Path, ...]:
        """Return the folders where calls count."""
        return self.home, self.models, self.out


Home = Literal["none", "plain", "encrypted", "old"]
"""No index yet, a plain one, an encrypted one, one that an earlier version encrypted."""


@dataclass(frozen=True, slots=True)
class Case:
    """A verb on a home. `arguments` may name {stuff}, {out} and {models}."""

    name: str
    arguments: tuple[str, ...]
    home: Home
    content: Literal["same", "either", "grows"]
    """What may be found after a fault: what was there; that, or what a whole run leaves; what is on its way there."""
    first: tuple[tuple[str, ...], ...] = ()
    """Commands that make the home ready, after its exports were added."""
    change: Callable[[Place], None] | None = None
    """What happens to the files between them and the verb."""
    secret: Literal["always", "afterwards", "no"] = "no"
    """Whether files of the home may hold plain text: never, not once it was run again, or yes."""
    gone: tuple[str, ...] = ()
    """What no file of the home may hold once it was run again."""
    again: tuple[int, ...] = (0,)
    """Exit codes of the verb when it is run again."""
    backup: str = ""
    """The file in `out` that has to hold the content at the end, and at no time half of it."""


def stuff(place: Place) -> None:
    """Write the exports: two chats, notes, contacts."""
    place.stuff.mkdir(parents=True)
    chat(place, "Cabin", MARK, 240, ("Maya", "Tom", "+49 170 1234567"))
    chat(place, GONE_CHAT, f"{MARK} {GONE}", 120, (f"Ruprecht {GONE_CHAT}", "Tom"))
    pages = "\n\n".join(f"Paragraph {n}. " + f"{MARK} socks " * 60 for n in range(6))
    (place.stuff / "notes.md").write_text(f"# List\n\n{pages}\n")
    (place.stuff / "people.vcf").write_text(CARD)


def chat(place: Place, title: str, words: str, messages: int, people: tuple[str, ...]) -> None:
    """Write a WhatsApp export. Every fortieth message is longer than a page of the store."""
    lines = []
    for n in range(messages):
        long = " ".join(f"word{n}x{m}" for m in range(900)) if n % 40 == 0 else "as agreed"
        when = f"{12 + n // 600:02}/03/2024, {9 + n // 60 % 10:02}:{n % 60:02}"
        lines.append(f"{when} - {people[n % len(people)]}: {words} {title.casefold()}{n} {long}")
    (place.stuff / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines) + "\n")


def _grown(place: Place) -> None:
    """Let the chat go on, and a note go away."""
    chat(place, "Cabin", MARK, 400, ("Maya", "Tom", "+49 170 1234567"))
    (place.stuff / "notes.md").unlink()
    (place.stuff / "more.md").write_text(f"# More\n\n{MARK} and a scarf\n")


def _more(place: Place) -> None:
    """Bring one more chat."""
    chat(place, "Harbour", MARK, 200, ("Maya", "Ines"))


def _model(place: Place) -> None:
    from tests.models.catalogue.test_import_local import gguf

    gguf(place.stuff / "tiny.gguf")


ADD = ("add", "{stuff}")
FORGET_CHAT = ("forget", "--in", GONE_CHAT, "--yes")
FORGET_FILE = ("forget", f"{{stuff}}/WhatsApp Chat with {GONE_CHAT}.txt", "--yes")
MERGE = ("people", "merge", "Maya", "Anna Roth")
BACKUP = "index-backup.db"
TO_FILE = ("backup", f"{{out}}/{BACKUP}")
RESTORE = ("restore", f"{{out}}/{BACKUP}")

_ALL = (
    Case("add", ADD, "none", "grows"),
    Case("add, encrypted", ADD, "encrypted", "grows", change=_more, secret="always"),
    Case("sync", ("sync",), "plain", "grows", change=_grown),
    Case("sync, encrypted", ("sync",), "encrypted", "grows", change=_grown, secret="always"),
    Case("forget --in", FORGET_CHAT, "plain", "either", gone=(GONE, GONE_CHAT), again=(0, 1)),
    Case("forget PATH", FORGET_FILE, "plain", "either", gone=(GONE, GONE_CHAT), again=(0, 1)),
    Case("forget --in, encrypted", FORGET_CHAT, "encrypted", "either", secret="always", again=(0, 1)),
    Case("lock", ("lock",), "plain", "same", secret="afterwards"),
    Case("unlock", ("unlock",), "encrypted", "same", secret="always"),
    Case("unlock, old", ("unlock",), "old", "same", secret="always"),
    Case("unlock --remove", ("unlock", "--remove"), "encrypted", "same"),
    Case("unlock --remove, old", ("unlock", "--remove"), "old", "same"),
    Case("people merge", MERGE, "plain", "either", again=(0, 1)),
    Case("people merge, encrypted", MERGE, "encrypted", "either", secret="always", again=(0, 1)),
    Case("models import", ("models", "import", "{stuff}/tiny.gguf"), "plain", "same", change=_model),
    Case("backup", TO_FILE, "plain", "same", backup=BACKUP, again=(0, 2)),
    Case("backup, encrypted", TO_FILE, "encrypted", "same", backup=BACKUP, secret="always", again=(0, 2)),
    Case("restore", RESTORE, "plain", "either", first=(TO_FILE, FORGET_FILE), again=(0, 3)),
    Case("restore, encrypted", RESTORE, "encrypted", "either", (TO_FILE, FORGET_FILE), secret="always", again=(0, 3)),
    Case("restore --discard", (*RESTORE, "--discard", "--yes"), "plain", "either", (TO_FILE, FORGET_FILE)),
)
CASES = {case.name: case for case in _ALL}

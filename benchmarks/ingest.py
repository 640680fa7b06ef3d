"""Parse-and-store rate of WhatsApp, Telegram and mbox exports, beside a bare Python read of the same bytes.

    python benchmarks/ingest.py [--messages 1000000] [--formats whatsapp telegram mbox] [--folder DIR] [--short]

Writes exports of made-up chats (words by Zipf's law), then measures each in a process of its own: reading the file line by
line and nothing else, `Index.add` without vectors into a fresh store, and the same `Index.sync` when nothing changed. Peak
memory is that of the process; "a CPU-s" is messages per second of processor time, which other work on the machine does not
touch. Beside it stands the rate of another parser, which stores nothing: chat-miner where it is installed, and Python's own
mailbox. With --folder, exports and results are kept there, and a run that was ended goes on with the formats that have no
result yet. Aim: less than 400 MB beside the models.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index.index import Index
from index.sources.base import ReadContext
from index.types.events import IngestDone

PEAK_AIM_MB = 400
START = datetime(2019, 1, 1, 8, tzinfo=UTC)
TITLES = (
    "messages",
    "MB",
    "bare read/s",
    "added/s",
    "a CPU-s",
    "peer CPU-s",
    "x bare",
    "sync ms",
    "peak MB",
    "text B",
    "store B",
)
PEOPLE = ("Maya Lind", "Tom", "Ann-Kathrin", "Jörg", "Priya N", "Zoë 🦊", "Sam", "+49 170 1234567")
LETTERS = "etaoinshrdlucmfwypvbgk"


class Words:
    """Texts of 3 to 25 words out of 30,000, the same on every run."""

    def __init__(self) -> None:
        self._chance = random.Random(11)
        self._words = [
            "".join(self._chance.choices(LETTERS, k=2 + min(9, place.bit_length() // 2 + self._chance.randint(0, 3))))
            for place in range(1, 30_001)
        ]
        self._weights = list(itertools.accumulate(1 / place for place in range(1, 30_001)))

    def text(self) -> str:
        """Return the next text."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=self._chance.randint(3, 25)))


def messages(count: int) -> Iterator[tuple[int, datetime, str, str]]:
    """Yield (number, time, sender, text) of a chat, one message every three minutes or so."""
    words, chance, moment = Words(), random.Random(12), START
    for number in range(1, count + 1):
        moment += timedelta(seconds=chance.randint(1, 350))
        yield number, moment, PEOPLE[chance.randrange(len(PEOPLE))], words.text()


def write_whatsapp(path: Path, count: int) -> int:
    """Write an Android export; return the bytes of its texts."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for _, moment, sender, text in messages(count):
            size += len(text.encode())
            file.write(f"{moment:%d/%m/%Y, %H:%M} - {sender}: {text}\n")
    return size


def write_telegram(path: Path, count: int) -> int:
    """Write a single chat's result.json; return the bytes of its texts."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"name": "Everyone", "type": "private_group", "id": 1, "messages": [\n')
        for number, moment, sender, text in messages(count):
            size += len(text.encode())
            record = {
                "id": number,
                "type": "message",
                "date": f"{moment:%Y-%m-%dT%H:%M:%S}",
                "date_unixtime": str(int(moment.timestamp())),
                "from": sender,
                "from_id": f"user{PEOPLE.index(sender)}",
                "text": text,
                "text_entities": [{"type": "plain", "text": text}],
            }
            file.write(("" if number == 1 else ",\n") + json.dumps(record, ensure_ascii=False))
        file.write("]}")
    return size


def write_mbox(path: Path, count: int) -> int:
    """Write a mailbox of threads of eight; return the bytes of its texts."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number, moment, sender, text in messages(count):
            size += len(text.encode())
            first = number - (number - 1) % 8
            answers = f"In-Reply-To: <{number - 1}@example.org>\nReferences: <{first}@example.org>\n"
            file.write(
                f"From m{number}@example.org {moment:%a %b %d %H:%M:%S %Y}\n"
                f"From: =?utf-8?q?{''.join(f'={byte:02X}' for byte in sender.encode())}?="
                f" <p{PEOPLE.index(sender)}@example.org>\nTo: everyone@example.org\n"
                f"Subject: {'' if number == first else 'Re: '}About {first}\nDate: {format_datetime(moment)}\n"
                f"Message-ID: <{number}@example.org>\n{answers if number != first else ''}"
                f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n"
            )
    return size


FORMATS: dict[str, tuple[str, Callable[[Path, int], int]]] = {
    "whatsapp": ("WhatsApp Chat with Everyone.txt", write_whatsapp),
    "telegram": ("result.json", write_telegram),
    "mbox": ("all.mbox", write_mbox),
}


def measure(export: Path, store: Path) -> dict[str, float]:
    """Read bare, add, look again; return seconds, counts and bytes. Runs in a process of its own."""
    began = time.perf_counter()
    with export.open("rb") as file:
        lines = sum(1 for _ in file)
    bare = time.perf_counter() - began
    context = ReadContext(UTC, zone_guessed=False)
    with Index.open(store, zone=UTC, create=True) as index:
        began = time.perf_counter()
        busy = time.process_time()
        done = _last(index.add([export], embedder=None, context=context))
        took, busy = time.perf_counter() - began, time.process_time() - busy
    with Index.open(store, zone=UTC) as index:
        began = time.perf_counter()
        again = _last(index.sync(context=lambda _zone, _me: context))
        looked = time.perf_counter() - began
    assert isinstance(done, IngestDone)
    assert isinstance(again, IngestDone)
    assert (again.unchanged, again.added) == (1, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return {
        "lines": lines,
        "bare": bare,
        "add": took,
        "busy": busy,
        "sync": looked,
        "added": done.added,
        "problems": done.problems,
        "peak_mb": peak,
        "store": store.stat().st_size,
    }


def measure_peer(name: str, export: Path) -> dict[str, float]:
    """Read the same file with another parser, without storing anything; runs in a process of its own.

    chat-miner for WhatsApp and Telegram, where it is installed; Python's own mailbox for mbox.
    """
    busy = time.process_time()
    if name == "mbox":
        import mailbox

        count = sum(1 for message in mailbox.mbox(str(export)) if message.get_payload(decode=True) is not None)
    elif importlib.util.find_spec("chatminer") is None:
        return {"peer": 0.0}
    else:
        parsers = importlib.import_module("chatminer.chatparsers")
        parser = (
            parsers.WhatsAppParser(str(export))
            if name == "whatsapp"
            else parsers.TelegramJsonParser(str(export), "Everyone")
        )
        parser.parse_file()
        count = len(parser.parsed_messages.get_df())
    return {"peer": count / (time.process_time() - busy)}


def _last(events: Iterator[object]) -> object:
    """Return what comes last, without a list of all that counts as memory."""
    (event,) = deque(events, maxlen=1)
    return event


def run(folder: Path, name: str, count: int) -> dict[str, float]:
    """Measure a format, or return what was measured before."""
    result = folder / f"{name}-{count}.json"
    if result.exists():
        found: dict[str, float] = json.loads(result.read_text())
        return found
    file_name, write = FORMATS[name]
    place = folder / f"{name}-{count}"
    place.mkdir(exist_ok=True)
    export, size = place / file_name, place / "text-bytes"
    if not size.exists():
        size.write_text(str(write(export, count)))
    for leftover in place.glob("index.db*"):
        leftover.unlink()
    ran = subprocess.run(
        [sys.executable, __file__, "--measure", str(export), str(place / "index.db")],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    values: dict[str, float] = json.loads(ran.stdout)
    peer = subprocess.run(
        [sys.executable, __file__, "--measure-peer", name, str(export)], stdout=subprocess.PIPE, text=True, check=True
    )
    values |= json.loads(peer.stdout.strip().splitlines()[-1])
    values |= {"messages": count, "bytes": export.stat().st_size, "text": int(size.read_text())}
    result.write_text(json.dumps(values))
    for leftover in (*place.glob("index.db*"), export):
        leftover.unlink()
    size.unlink()
    return values


def report(name: str, found: dict[str, float]) -> None:
    """Print a line."""
    count, megabytes = found["messages"], found["bytes"] / 1e6
    cells = (
        count,
        megabytes,
        count / found["bare"],
        count / found["add"],
        count / found["busy"],
        found.get("peer", 0.0),
        found["add"] / found["bare"],
        found["sync"] * 1000,
        found["peak_mb"],
        found["text"] / count,
        found["store"] / count,
    )
    print(f"{name:10}" + "".join(f"{cell:>12,.0f}" for cell in cells), flush=True)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    parser.add_argument("--folder", type=Path, default=None, help="keep exports and results here, and go on from them")
    parser.add_argument("--short", action="store_true", help="20,000 messages")
    parser.add_argument("--measure", nargs=2, type=Path, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--measure-peer", nargs=2, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure_peer:
        print(json.dumps(measure_peer(options.measure_peer[0], Path(options.measure_peer[1]))))
        return 0
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return 0
    count = 20_000 if options.short else options.messages
    print(f"{'':10}" + "".join(f"{title:>12}" for title in TITLES), flush=True)
    worst = 0.0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.formats:
            found = run(folder, name, count)
            if found["added"] != count:
                print(f"{name}: {found['added']:,.0f} of {count:,} messages came in")
                return 1
            report(name, found)
            worst = max(worst, found["peak_mb"])
    print(f"{'reached' if worst < PEAK_AIM_MB else 'MISSED'}: at most {worst:.0f} MB (aim: less than {PEAK_AIM_MB})")
    return 0 if worst < PEAK_AIM_MB else 1


if __name__ == "__main__":
    sys.exit(main())

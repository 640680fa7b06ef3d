"""Runs points: `homebody` in a fork with a fault at its N-th file-changing call, then all the checks of what it left.

    python -m tests.faults.worker FOLDER

It is started with the library in it (see library.py), takes a JSON line for each point and answers with one. All modules
are imported once, here; a point is four forks of this process.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.cases import ADD, CASES, MARK, PASSPHRASE, Case, Place, stuff
from tests.faults.library import FAULTS, VARIABLE, Fault, Plan

HANGS_AFTER = 90
SETTINGS = 'zone = "UTC"\nservice_minutes = 0\n'
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of the command ended: its exit code, or minus the signal that ended it, and what it said."""

    code: int
    out: str
    err: str

    @property
    def how(self) -> str:
        """Say it in a word."""
        return f"exit {self.code}" if self.code >= 0 else signal.Signals(-self.code).name


@dataclass(frozen=True, slots=True)
class Ready:
    """A case's home as it is before the verb, and what a whole run makes of it."""

    total: int
    trace: list[tuple[str, str]]
    before: State
    after: State
    files: dict[str, int]
    """Each file and folder that a whole run leaves, with its mode."""
    models: dict[str, bytes]
    models_before: dict[str, bytes]


@dataclass
class Verdict:
    """What is wrong after a fault: `lost` can't be made good, `rough` is untidy or untrue."""

    lost: list[str] = field(default_factory=list)
    rough: list[str] = field(default_factory=list)


class Worker:
    """Everything below one folder: prepared homes by case, and the place where points are run."""

    def __init__(self, folder: Path) -> None:
        self._prepared = folder / "prepared"
        self._place = Place(folder / "place")
        self._copy = Place(folder / "other")
        self._said = folder / "said"
        self._said.mkdir()
        self._plan = Plan(Path(os.environ[VARIABLE]), self._place.watched)
        self._ready: dict[str, Ready] = {}
        self._warmed = False

    def answer(self, asked: State) -> State:
        """Prepare a case and count its calls, or run one point of it."""
        case = CASES[asked["case"]]
        if case.name not in self._ready:
            self._ready[case.name] = self._prepare(case)
        ready = self._ready[case.name]
        if not asked.get("fault"):
            return {"total": ready.total, "trace": ready.trace}
        return self._point(case, ready, FAULTS[asked["fault"]], asked["at"])

    # ── Getting ready ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _prepare(self, case: Case) -> Ready:
        place = self._place
        shutil.rmtree(place.root, ignore_errors=True)
        for folder in (place.home, place.models, place.out):
            folder.mkdir(parents=True, mode=0o700)
        place.home.chmod(0o700)
        settings = place.home / "settings.toml"
        settings.write_text(SETTINGS)
        settings.chmod(0o600)
        stuff(place)
        if not self._warmed:
            self._warm_up(place)
        if case.home != "none":
            self._must(place, ADD)
        if case.home == "encrypted":
            self._must(place, ("lock",))
        elif case.home == "old":
            self._fork(lambda: _encrypt_as_before(place.home / "index.db"))
        for arguments in case.first:
            self._must(place, arguments)
        if case.change:
            case.change(place)
        before = self._look(place)
        models_before = _tree(place.models)
        kept = self._prepared / case.name
        shutil.copytree(place.root, kept)
        self._plan.arm()
        self._must(place, case.arguments)
        self._plan.disarm()
        total, trace = self._plan.count, self._plan.trace()
        after = self._look(place)
        files = _files(place)
        for name, state in (("before", before), ("after", after)):
            if "error" in state:
                raise RuntimeError(f"{case.name}: undisturbed, the index does not open {name}: {state['error']}")
        return Ready(total, trace, before, after, files, _tree(place.models), models_before)

    def _warm_up(self, place: Place) -> None:
        """Learn in a fork which modules the commands take, and import them here once for all."""
        kept = place.root.with_name("warm")
        shutil.copytree(place.root, kept)
        there = Place(kept)
        listing = self._said / "modules"

        def learn() -> None:
            for arguments in (
                ADD,
                ("sync",),
                ("people", "merge", "Maya", "Tom"),
                ("forget", "{stuff}", "--yes"),
                ("lock",),
            ):
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                    _homebody(_filled(arguments, there))
            _look()
            listing.write_text("\n".join(name for name in sys.modules if not name.startswith("__")))

        self._fork(learn, there)
        for name in listing.read_text().split():
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        shutil.rmtree(kept)
        self._warmed = True

    # ── One point ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _point(self, case: Case, ready: Ready, fault: Fault, at: int) -> State:
        self._put_back(case)
        self._plan.arm(fault, at)
        ended = self._run(self._place, case.arguments)
        self._plan.disarm()
        if not self._plan.fired:
            return {"fired": 0, "where": "", "ended": ended.how, "lost": [], "rough": []}
        where = self._plan.where
        verdict = Verdict()
        self._check_words(case, ready, fault, ended, verdict)
        if case.secret == "always" and (found := _holding(self._place, MARK)):
            verdict.lost.append(f"plain text of an encrypted index in {found}")
        self._check_between(case, ready, ended, verdict)
        self._check_again(case, ready, verdict)
        shown = {"fired": self._plan.fired, "where": where, "ended": ended.how, "said": ended.err[-600:]}
        return {**shown, "lost": verdict.lost, "rough": verdict.rough}

    def _put_back(self, case: Case) -> None:
        for folder in (self._place.root, self._copy.root):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._prepared / case.name, self._place.root)

    def _check_words(self, case: Case, ready: Ready, fault: Fault, ended: Ended, verdict: Verdict) -> None:
        """Check how the disturbed run ended, and what it said."""
        if "Traceback" in ended.err or "Exception ignored" in ended.err:
            verdict.rough.append("a traceback")
        if "because of a bug" in ended.err:
            verdict.rough.append(ended.err[ended.err.index("because of a bug") :].partition("\n")[0])
        if ended.code == -signal.SIGALRM:
            verdict.lost.append(f"hung for {HANGS_AFTER} s")
        elif ended.code < 0 and not fault.kills and ended.code != -fault.number:
            verdict.rough.append(f"ended by {ended.how}")

    def _check_between(self, case: Case, ready: Ready, ended: Ended, verdict: Verdict) -> None:
        """Open what is left, as the owner would next, in a copy; see that nothing is missing."""
        place = self._place
        kept = self._copy.root
        shutil.copytree(place.root, kept)
        now = self._look(place)
        if "error" in now:
            verdict.lost.append(f"does not open: {now['error']}")
            if "intact" in ended.err or "is whole" in ended.err:
                verdict.lost.append("it said that the index is intact")
        else:
            verdict.lost += _misses(case, ready, now)
            done = _same(case, now, ready.after) and _tree(place.models) == ready.models
            if ended.code == 0 and not done:
                verdict.lost.append("exit 0, and the work is not done")
        verdict.lost += self._backup_is_wrong(case, ready, must_be_there=ended.code == 0)
        models = _tree(place.models, hidden=False)
        if models not in (_without_hidden(ready.models), _without_hidden(ready.models_before)):
            verdict.rough.append("half a model is left")
        shutil.rmtree(place.root)
        kept.rename(place.root)

    def _check_again(self, case: Case, ready: Ready, verdict: Verdict) -> None:
        """Run the verb again and compare with a run that nobody disturbed."""
        place = self._place
        again = self._run(place, case.arguments)
        if again.code not in case.again:
            verdict.lost.append(f"run again: {again.how}: {again.err.strip()[-300:]}")
        if case.secret != "no" and (found := _holding(place, MARK)):
            verdict.lost.append(f"run again, plain text of an encrypted index in {found}")
        now = self._look(place)
        # What SQLite keeps beside the file of a killed process goes when the file is next opened.
        files = _files(place)
        if "error" in now:
            verdict.lost.append(f"run again, it does not open: {now['error']}")
        elif not _same(case, now, ready.after):
            verdict.lost.append(f"run again, it is not what a whole run leaves: {_difference(now, ready.after)}")
        if _tree(place.models) != ready.models:
            verdict.rough.append("run again, the model folder is not what a whole run leaves")
        if files != ready.files:
            odd = sorted(str(item) for item in set(files.items()) ^ set(ready.files.items()))
            verdict.rough.append(f"run again, other files: {', '.join(odd)}")
        verdict.lost += self._backup_is_wrong(case, ready, must_be_there=True)
        for word in case.gone:
            if found := _holding(place, word):
                verdict.lost.append(f"run again, “{word}” is still in {found}")

    def _backup_is_wrong(self, case: Case, ready: Ready, *, must_be_there: bool) -> list[str]:
        """Say what a backup lacks, if this case makes one."""
        backup = self._place.out / case.backup
        if not case.backup:
            return []
        if not backup.exists():
            return ["there is no backup"] if must_be_there else []
        opened = Place(self._place.root / "opened")
        shutil.rmtree(opened.root, ignore_errors=True)
        opened.home.mkdir(parents=True, mode=0o700)
        shutil.copy(backup, opened.home / "index.db")
        shutil.copy(self._place.home / "settings.toml", opened.home)
        found = self._look(opened)
        shutil.rmtree(opened.root)
        if "error" in found:
            return [f"the backup does not open: {found['error']}"]
        return (
            [] if _same(case, found, ready.before) else [f"the backup is another: {_difference(found, ready.before)}"]
        )

    # ── Forks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _must(self, place: Place, arguments: Sequence[str]) -> None:
        ended = self._run(place, arguments)
        if ended.code != 0:
            raise RuntimeError(f"undisturbed, `homebody {' '.join(arguments)}` ended with {ended.how}: {ended.err}")

    def _run(self, place: Place, arguments: Sequence[str]) -> Ended:
        out, err = self._said / "out", self._said / "err"
        status = self._fork(lambda: _homebody(_filled(arguments, place)), place, out, err)
        return Ended(os.waitstatus_to_exitcode(status), _read(out), _read(err))

    def _look(self, place: Place) -> State:
        """Open the index as a command would, and return all that it holds."""
        found = self._said / "found"
        found.unlink(missing_ok=True)
        err = self._said / "look-err"
        self._fork(lambda: found.write_text(json.dumps(_look(), default=str)), place, err, err)
        if not found.exists():
            return {"error": _read(err)[-400:]}
        state: State = json.loads(found.read_text())
        return state

    def _fork(
        self, work: Callable[[], object], place: Place | None = None, out: Path | None = None, err: Path | None = None
    ) -> int:
        """Do some work in a fork, with its own group, and return its wait status."""
        place = place or self._place
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            _as_child(work, place, out, err)
        _, status = os.waitpid(pid, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        return status


def _as_child(work: Callable[[], object], place: Place, out: Path | None, err: Path | None) -> None:
    code = 70
    try:
        os.setsid()
        signal.alarm(HANGS_AFTER)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, path in ((1, out or Path(os.devnull)), (2, err)):
            if path is not None:
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.environ.update(
            HOMEBODY_HOME=str(place.home), HOMEBODY_MODELS=str(place.models), HOMEBODY_PASSPHRASE=PASSPHRASE
        )
        done = work()
        code = done if isinstance(done, int) and not isinstance(done, bool) else 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # noqa: BLE001  what a real process would print and end with
        traceback.print_exc()
        code = 1
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code & 0xFF)


def _homebody(arguments: list[str]) -> int:
    """Run the command as `homebody` does, with small batches and a stand-in for the embedder."""
    import models.load
    from index.intake import file_reader, ingest
    from tests.fakes import HashEmbedder

    models.load.load_embedder = lambda *_: HashEmbedder()  # type: ignore[assignment]
    _cheap_keys()
    file_reader.BATCH_RECORDS, file_reader.PASSAGES_AT_ONCE, ingest.EMBED_AT_ONCE = 64, 64, 128
    sys.argv = ["homebody", *arguments]
    from app.__main__ import main

    return main()


def _cheap_keys() -> None:
    """Make the keys of locked stores in no time."""
    from index.store.database import keys
    from index.store.database.header import Cost

    keys.measured = lambda: Cost(memory_log2=6, passes=1, lanes=1)


def _look() -> State:
    """Return what the home holds. Runs in a fork."""
    from app.runtime.runtime import Runtime
    from index.errors import IndexProblem, StoreMissing
    from index.store.database.header import is_encrypted
    from index.types.search import Filters
    from tests.index.kit import everything

    _cheap_keys()
    try:
        with Runtime.from_environment() as runtime:
            runtime.use_service = False
            index = runtime.index()
            health = index.health()
            if health.integrity != "ok":
                return {"error": f"integrity check: {health.integrity}"}
            return {
                "encrypted": is_encrypted(runtime.home.store),
                "messages": [(h.id, h.chat, h.sender, str(h.time), h.text) for h in index.messages(Filters())],
                "exported": [str(one) for one in index.export(Filters())],
                "everything": everything(index),
            }
    except StoreMissing:
        return {"encrypted": False, "messages": [], "exported": [], "everything": ""}
    except IndexProblem as problem:
        return {"error": f"{type(problem).__name__}: {problem}"}


def _encrypt_as_before(store: Path) -> None:
    """Encrypt an index the way the first version did: the passphrase itself, as the cipher's own key."""
    import apsw

    connection = apsw.Connection(str(store))
    connection.pragma("journal_mode", "delete")
    connection.pragma("rekey", PASSPHRASE)
    connection.pragma("journal_mode", "wal")
    connection.close()


# ── What is compared ──────────────────────────────────────────────────────────────────────────────────────────────────


def _misses(case: Case, ready: Ready, now: State) -> list[str]:
    """Say what a disturbed run left that it should not have."""
    if case.content == "grows":
        before, after, here = (_said(state) for state in (ready.before, ready.after, now))
        missing, strange = (before & after) - here, here - (before | after)
        return [f"{len(some)} messages {what}" for some, what in ((missing, "lost"), (strange, "made up")) if some]
    allowed = [ready.before, ready.after] if case.content == "either" else [ready.before]
    if any(now["messages"] == state["messages"] for state in allowed):
        return []
    return [f"other messages: {_difference(now, allowed[0])}"]


def _said(state: State) -> set[tuple[str, ...]]:
    """Return chat, time and text of every message; a sender's name may come with a later file."""
    return {(chat, time, text) for _, chat, _, time, text in state["messages"]}


def _same(case: Case, one: State, other: State) -> bool:
    """Tell whether two homes hold the same; ids may differ where a run began anew."""
    names = (
        ("everything", "encrypted") if case.content == "grows" else ("everything", "encrypted", "messages", "exported")
    )
    return all(one[name] == other[name] for name in names)


def _difference(now: State, wanted: State) -> str:
    if now["encrypted"] != wanted["encrypted"]:
        return "encrypted" if now["encrypted"] else "not encrypted"
    lines = set(now["everything"].splitlines()) ^ set(wanted["everything"].splitlines())
    sizes = f"{len(now['messages'])} messages for {len(wanted['messages'])}"
    return f"{sizes}; {' '.join(sorted(lines, key=len)[:4])[:200]}"


def _files(place: Place) -> dict[str, int]:
    """Return every file and folder of the home, the model folder and the backups, with its mode."""
    return {
        str(path.relative_to(place.root)): path.stat().st_mode & 0o7777
        for folder in place.watched
        for path in (folder, *folder.rglob("*"))
    }


def _tree(folder: Path, *, hidden: bool = True) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"  # it holds the time
    }
    return found if hidden else _without_hidden(found)


def _without_hidden(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in tree.items() if not name.startswith(".")}


def _holding(place: Place, word: str) -> str:
    """Return the files of the home and the backups that hold a word; nothing where none does."""
    raw = word.casefold().encode()
    found = [path for folder in (place.home, place.out) for path in folder.rglob("*") if path.is_file()]
    return ", ".join(path.name for path in sorted(found) if raw in path.read_bytes().lower())


def _filled(arguments: Sequence[str], place: Place) -> list[str]:
    return [one.format(stuff=place.stuff, out=place.out, models=place.models) for one in arguments]


def _read(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


def main() -> None:
    """Answer each line of the standard input."""
    worker = Worker(Path(sys.argv[1]))
    for line in sys.stdin:
        try:
            said = worker.answer(json.loads(line))
        except Exception:  # noqa: BLE001  told to whoever asked
            said = {"error": traceback.format_exc()}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A sample of the sweep: every verb, disturbed at every seventh of its file-changing calls, each time with another fault.

`python -m tests.faults.sweep --all` disturbs each call with each fault.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cases import CASES
from tests.faults.library import FAULTS, VARIABLE, Plan, build, environment, problem
from tests.faults.sweep import Harness, harness

pytestmark = pytest.mark.skipif(bool(problem()), reason=problem() or "faults can be made here")


@pytest.fixture(scope="module")
def running() -> Iterator[Harness]:
    with harness(min(2, os.cpu_count() or 1)) as made:
        yield made


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", CASES)
def test_a_verb_that_is_disturbed_loses_nothing_and_is_finished_when_it_is_run_again(
    running: Harness, case: str
) -> None:
    done = running.run(case, running.sample(case), lambda _: None)
    assert done, "no fault ever came to pass"
    assert not [str(point) for point in done if point.lost or point.rough]


# ── The library itself ────────────────────────────────────────────────────────────────────────────────────────────────

WRITING = """
import os, sys
from pathlib import Path
folder = Path(sys.argv[1])
with open(folder / "a", "wb", buffering=0) as file:
    print(file.write(b"12345678"))
os.replace(folder / "a", folder / "b")
(folder / "b").unlink()
"""
SQLITE = """
import sys, apsw
db = apsw.Connection(sys.argv[1] + "/a.db")
db.pragma("journal_mode", "wal")
db.execute("CREATE TABLE one (x); INSERT INTO one VALUES (1)")
db.close()
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("faults"))


def _ran(library: Path, plan: Path, script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    # Under `nohup` the signal would be ignored there.
    script = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)\n{textwrap.dedent(script)}"
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        env={**os.environ, **environment(library, plan)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_counts_what_changes_files_below_its_folders_alone(library: Path, tmp_path: Path) -> None:
    watched, other = tmp_path / "watched", tmp_path / "watched-not"
    watched.mkdir()
    other.mkdir()
    plan = Plan(tmp_path / "plan", [watched])
    plan.arm()
    _ran(library, tmp_path / "plan", WRITING, other)
    assert plan.count == 0
    _ran(library, tmp_path / "plan", WRITING, watched)
    assert plan.trace() == [("open", "a"), ("write", "a"), ("rename", "b"), ("unlink", "b")]


def test_it_sees_what_sqlite_writes_and_what_children_write(library: Path, tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan", [tmp_path])
    plan.arm()
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SQLITE!r}, sys.argv[1]], check=True)"
    assert _ran(library, tmp_path / "plan", child, tmp_path).returncode == 0
    calls = plan.trace()
    assert {("pwrite", "a.db"), ("pwrite", "a.db-wal"), ("fdatasync", "a.db"), ("unlink", "a.db-wal")} <= set(calls)


@pytest.mark.parametrize(
    ("fault", "code", "left"),
    [
        ("kill", -9, b""),
        ("torn", -9, b"1234"),
        ("enospc", 1, b""),
        ("dead", 1, b""),
        ("short", 0, None),
        ("term", -15, b""),
        ("hup", -1, b""),
    ],
)
def test_each_fault_is_what_it_is_called(
    library: Path, tmp_path: Path, fault: str, code: int, left: bytes | None
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    plan = Plan(tmp_path / "plan", [watched])
    plan.arm(FAULTS[fault], 2)
    ran = _ran(library, tmp_path / "plan", WRITING, watched)
    assert (ran.returncode, plan.where) == (code, "write a")
    assert ran.stdout == ("4\n" if fault == "short" else "")
    assert (watched / "a").read_bytes() == left if left is not None else not (watched / "a").exists()


def test_a_full_disk_stays_full_and_still_deletes(library: Path, tmp_path: Path) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    (watched / "old").write_bytes(b"x")
    plan = Plan(tmp_path / "plan", [watched])
    plan.arm(FAULTS["full"], 1)
    script = """
import errno, json, os, sys
from pathlib import Path
folder, said = Path(sys.argv[1]), []
for name in ("a", "b"):
    try:
        (folder / name).write_bytes(b"1")
    except OSError as error:
        said.append(errno.errorcode[error.errno])
(folder / "old").unlink()
print(json.dumps(said))
"""
    assert json.loads(_ran(library, tmp_path / "plan", script, watched).stdout) == ["ENOSPC", "ENOSPC"]
    assert not list(watched.iterdir())
    assert plan.fired == 2


def test_the_plan_is_named_where_the_library_looks_for_it() -> None:
    assert VARIABLE in Path(__file__).with_name("faults.c").read_text()

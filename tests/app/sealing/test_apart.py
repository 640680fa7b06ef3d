"""A sealed process and the others of its owner, which are not sealed: the broker, a shell. What seals runs by itself."""

from __future__ import annotations

import errno
import json
import os
import select
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.broker.client import Broker
from app.home.paths import Home
from app.sealing import landlock, memory, seal
from tests.app.broker.brokers import program

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")


def has_landlock(least: int = landlock.LEAST) -> bool:
    try:
        return landlock.version() >= least
    except landlock.LandlockUnavailable:
        return False


walled = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")

ATTACK = """
import ctypes, errno, json, os, signal, subprocess, sys
from app.sealing import seccomp

def attack(other):
    libc, machine = ctypes.CDLL(None, use_errno=True), seccomp.this_machine()
    word = ctypes.create_string_buffer(8)
    piece = (ctypes.c_ulong * 2)(ctypes.addressof(word), 8)
    def called(number, *arguments):
        ctypes.set_errno(0)
        done = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(one) for one in arguments))
        return "open" if done >= 0 else errno.errorcode[ctypes.get_errno()]
    def tried(action):
        try:
            action()
        except OSError as error:
            return errno.errorcode[error.errno]
        return "open"
    at = ctypes.addressof(piece)
    place = f"/proc/{other}"
    borrowed = os.pidfd_open(other)
    return {
        "seize": called(machine.ptrace, 0x4206, other, 0, 0),
        "attach": called(machine.ptrace, 16, other, 0, 0),
        "read": called(machine.process_vm_readv, other, at, 1, at, 1, 0),
        "write": called(machine.process_vm_writev, other, at, 1, at, 1, 0),
        "pidfd_getfd": called(438, borrowed, 0, 0),
        "advise": called(440, borrowed, at, 1, 4, 0),
        "mem": tried(lambda: os.close(os.open(f"{place}/mem", os.O_RDWR))),
        "mem to read": tried(lambda: os.close(os.open(f"{place}/mem", os.O_RDONLY))),
        "files": tried(lambda: os.close(os.open(f"{place}/fd/0", os.O_RDONLY))),
        "root": tried(lambda: os.listdir(f"{place}/root")),
        # The administrator may look at these as at any figures of the system's.
        "variables": tried(lambda: open(f"{place}/environ", "rb").read(1)) if os.getuid() else "EACCES",
        "a thread's memory": tried(lambda: os.close(os.open(f"{place}/task/{other}/mem", os.O_RDWR))),
    }
"""
SEALED = """
from app.sealing.seal import seal
sealed = seal()
"""


def run(code: str, *before: str, **options: Any) -> Any:
    """Run code that prints JSON in a fresh interpreter; it must end well and say nothing on stderr."""
    command = [sys.executable, "-c", "".join(map(textwrap.dedent, (*before, code)))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, cwd=ROOT, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    home = Home(tmp_path / "home", tmp_path / "models")
    home.root.mkdir()
    broker = Broker.start(home)
    assert broker.walls in ("landlock", "")
    yield broker
    broker.close()


@pytest.fixture
def shell() -> Iterator[subprocess.Popen[bytes]]:
    """Another program of the owner's, which has nothing to do with homebody."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process


CALLS = ("seize", "attach", "read", "write", "pidfd_getfd", "advise")


@walled
def test_a_sealed_process_gets_into_no_other(broker: Broker, shell: subprocess.Popen[bytes]) -> None:
    found = run(f"print(json.dumps([sealed.apart, attack({broker.pid}), attack({shell.pid})]))", ATTACK, SEALED)
    apart, *others = found
    assert apart == "landlock"
    for ends in others:
        assert {ends.pop(call) for call in CALLS} == {"EPERM"}
        assert set(ends.values()) <= {"EACCES", "EPERM"}, ends


@walled
def test_nor_does_a_child_of_it_or_a_thread(shell: subprocess.Popen[bytes]) -> None:
    inner = f"{ATTACK}\nprint(json.dumps(attack({shell.pid})))"
    found = run(
        f"""
        import threading
        ends = []
        thread = threading.Thread(target=lambda: ends.append(attack({shell.pid})))
        thread.start()
        thread.join()
        child = subprocess.run([sys.executable, "-c", {inner!r}], capture_output=True, text=True, check=True)
        print(json.dumps([ends[0], json.loads(child.stdout)]))
        """,
        ATTACK,
        SEALED,
    )
    for ends in found:
        assert {ends.pop(call) for call in CALLS} == {"EPERM"}
        assert set(ends.values()) <= {"EACCES", "EPERM"}, ends


def test_the_attack_gets_in_where_nothing_stops_it(shell: subprocess.Popen[bytes]) -> None:
    ends = run(f"print(json.dumps(attack({shell.pid})))", ATTACK)
    if ends["mem"] != "open":
        pytest.skip("this machine keeps every program out of others")
    assert {ends[way] for way in ("seize", "mem", "files", "root")} == {"open"}


@pytest.mark.skipif(not has_landlock(6), reason="this kernel does not keep signals in")
def test_signals_and_nameless_sockets_of_others_are_out_of_reach(shell: subprocess.Popen[bytes]) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as theirs:
        theirs.bind("\0homebody-test-" + os.urandom(8).hex())
        theirs.listen()
        found = run(
            f"""
            import json, os, signal, socket, subprocess, sys
            def tried(action):
                try:
                    action()
                except PermissionError:
                    return "refused"
                return "open"
            child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
            with socket.socket(socket.AF_UNIX) as line:
                print(json.dumps([
                    tried(lambda: os.kill({shell.pid}, signal.SIGCONT)),
                    tried(lambda: line.connect({theirs.getsockname()!r})),
                    tried(child.kill), child.wait(),
                ]))
            """,
            SEALED,
        )
    assert found == ["refused", "refused", "open", -9]


@walled
def test_files_go_on_as_before(tmp_path: Path) -> None:
    found = run(
        f"""
        import json, os, pathlib
        here = pathlib.Path({str(tmp_path)!r})
        (here / "a").mkdir(); (here / "b").mkdir()
        (here / "a/file").write_text("words")
        (here / "a/file").rename(here / "b/file")
        os.link(here / "b/file", here / "a/again")
        os.mkfifo(here / "pipe")
        os.symlink("b/file", here / "link")
        print(json.dumps([(here / "link").read_text(), sorted(os.listdir(here / "a"))]))
        """,
        SEALED,
    )
    assert found == ["words", ["again"]]


@walled
@pytest.mark.parametrize("known", [2, 4, 6])
def test_older_kernels_rules_do_the_same(tmp_path: Path, shell: subprocess.Popen[bytes], known: int) -> None:
    if not has_landlock(known):
        pytest.skip("this kernel is older")
    found = run(
        f"""
        import json, os, pathlib
        from app.sealing import landlock
        landlock.version = lambda: {known}
        here = pathlib.Path({str(tmp_path)!r})
        landlock.set_apart(abstract_sockets=False)
        (here / "a").mkdir()
        (here / "file").touch()
        (here / "file").rename(here / "a/file")
        try:
            os.open("/proc/{shell.pid}/mem", os.O_RDONLY)
        except PermissionError:
            print(json.dumps("refused"))
        """,
    )
    assert found == "refused"


def test_without_landlock_it_says_so_and_the_filter_stays(shell: subprocess.Popen[bytes]) -> None:
    found = run(
        f"print(json.dumps([sealed.state, sealed.apart, sealed.not_apart, attack({shell.pid})]))",
        ATTACK,
        """
        from app.sealing import landlock
        def refuse():
            raise landlock.LandlockUnavailable("this kernel has none")
        landlock.version = refuse
        """,
        SEALED,
    )
    assert found[:3] == ["seccomp", "", "this kernel has none"]
    assert {found[3][call] for call in CALLS} == {"EPERM"}


@walled
def test_threads_from_before_are_said_not_to_be_held() -> None:
    found = run(
        "print(json.dumps([sealed.apart, sealed.not_apart])); go.set()",
        "import json, threading\ngo = threading.Event()\nthreading.Thread(target=go.wait).start()\n",
        SEALED,
    )
    assert found[0] == ""
    assert "threads" in found[1]


LEAVING = """
import json, os, select, sys
from pathlib import Path
from app.broker.client import Broker
from app.home.paths import Home
from tests.app.broker.brokers import program

STUBBORN = '''
    import threading
    from models.catalogue import download

    def pull(entry, models):
        yield download.PullProgress("begun", 1, 1)
        while True:
            try:
                threading.Event().wait()
            except BaseException:
                pass

    download.pull = pull
'''
broker = Broker.start(Home(Path(sys.argv[1]) / "home", Path(sys.argv[1]) / "models"), program(STUBBORN))
from app.sealing.seal import seal
seal()
steps = broker.pull("small")
next(steps)
handle = os.pidfd_open(broker.pid)
broker.close()
print(json.dumps(bool(select.select([handle], [], [], 30)[0])))
os._exit(0)
"""


def test_a_broker_that_does_not_listen_ends_though_no_signal_reaches_it(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    command = [sys.executable, "-c", LEAVING, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("true\n", "")


# ── One's own memory ──────────────────────────────────────────────────────────────────────────────────────────────────

LIMITS = """
import ctypes, json, pathlib, resource
def state():
    return [resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)]
"""


def test_a_sealed_process_leaves_no_core_and_opens_to_nobody() -> None:
    assert run("print(json.dumps(state()))", LIMITS, SEALED) == [[0, 0], 0]


def test_a_command_closes_its_memory_first_of_all() -> None:
    code = """
        import sys
        from app.service_client import forward
        def look(arguments):
            print(json.dumps(state()))
            return 0
        forward.forwarded = look
        from app.__main__ import main
        sys.exit(main())
    """
    assert run(code, LIMITS) == [[0, 0], 0]


CLOSED = """
import ctypes, resource
def closed():
    return [ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE)]
"""


def test_the_broker_is_closed_as_well(tmp_path: Path) -> None:
    look = """
        from models.catalogue import download
        def pull(entry, models):
            yield download.PullProgress(str(closed()), 1, 1)
        download.pull = pull
    """
    (tmp_path / "home").mkdir()
    broker = Broker.start(Home(tmp_path / "home", tmp_path / "models"), program(CLOSED, look))
    try:
        assert [step.what for step in broker.pull("small")] == ["[0, 0, 0]"]
    finally:
        broker.close()


def test_so_is_the_process_of_the_language_model() -> None:
    code = """
        from models.llamacpp import process
        def serve(request):
            raise ValueError(str(closed()))
        process.serve = serve
        process.main()
    """
    with subprocess.Popen(
        [sys.executable, "-c", CLOSED + textwrap.dedent(code)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"error": "[0, 0, 0]"}


READERS = ("pdf_reader", "rare_reader")


@pytest.mark.parametrize("reader", READERS)
def test_what_reads_hostile_files_is_closed_and_dies_with_its_owner(reader: str) -> None:
    hanging = f"""{CLOSED}
import sys, threading
from index.sources.documents import {reader}
sys.argv = ["reader", "text/plain"]
{reader}.pages = {reader}.text_of = lambda *_: (print(closed(), flush=True), threading.Event().wait())
{reader}.main()
"""
    owner = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {hanging!r}], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
print(child.pid, child.stdout.readline().decode(), flush=True)
child.wait()
"""
    with subprocess.Popen([sys.executable, "-c", owner], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        pid, told = process.stdout.readline().decode().split(maxsplit=1)
        handle = os.pidfd_open(int(pid))
        assert told.strip() == "[0, 0, 0]"
        process.kill()
    ended, _, _ = select.select([handle], [], [], 30)
    os.close(handle)
    assert ended


AS_NOBODY = """
import ctypes, os, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # becoming somebody else has closed the memory already
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("private", [False, True])
def test_another_program_of_an_ordinary_user_gets_in_only_where_it_may(private: bool) -> None:
    sleeper = f"import resource\nfrom app.sealing import memory\n{AS_NOBODY}\n"
    sleeper += "memory.keep_private()\n" if private else ""
    sleeper += "print(memory.is_private(), flush=True)\ninput()\n"
    with subprocess.Popen(
        [sys.executable, "-c", sleeper], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().strip() == str(private)
        ends = run(f"print(json.dumps(attack({process.pid})))", ATTACK, AS_NOBODY)
        process.stdin.write("\n")
        process.stdin.flush()
    ways = {ends[way] for way in ("seize", "read", "write", "mem", "mem to read", "files", "root", "variables")}
    if private:
        assert ways <= {"EPERM", "EACCES"}
    elif ends["mem"] != "open":
        pytest.skip("this machine keeps every program out of others")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_users_sealed_process_reads_of_itself_what_it_needs() -> None:
    code = """
        from app.sealing.seal import seal
        sealed = seal()
        import json, multiprocessing, pathlib, subprocess, sys
        pool = multiprocessing.get_context("spawn")
        parent, child = pool.Pipe()
        parent.send("by a pipe")
        print(json.dumps([
            sealed.state, sealed.apart,
            len(list(pathlib.Path("/proc/self/fd").iterdir())) >= 3,
            "Seccomp:" in pathlib.Path("/proc/self/status").read_text(),
            pathlib.Path("/proc/self/exe").readlink().name.startswith("python"),
            bool(pathlib.Path("/proc/self/maps").read_text()),
            subprocess.run(["cat", "/proc/self/environ"], capture_output=True).returncode,
            child.recv(),
        ]))
    """
    found = run(code, "from app.sealing import guard, landlock, memory, seal, seccomp\n",
                "import json, multiprocessing.connection, subprocess, pathlib, ctypes, resource\n", AS_NOBODY)  # fmt: skip
    assert found == ["seccomp", "landlock" if has_landlock() else "", True, True, True, True, 0, "by a pipe"]


# ── The passphrase ────────────────────────────────────────────────────────────────────────────────────────────────────

SECRET = "correct horse battery"
TAKE = """
import json, os, pathlib, subprocess, sys
from app.home import config
from app.sealing import memory
memory.take_passphrase()
memory.take_passphrase()
told = pathlib.Path("/proc/self/environ").read_bytes()
"""


def test_the_passphrase_is_wiped_once_it_is_taken() -> None:
    env = {**os.environ, "HOMEBODY_PASSPHRASE": SECRET, "BESIDE": "stays"}
    code = """
        inherited = subprocess.run(["env"], capture_output=True, text=True).stdout
        print(json.dumps([config.passphrase(), os.environ.get("HOMEBODY_PASSPHRASE"), told.decode(), inherited]))
    """
    taken, there, told, inherited = run(code, TAKE, env=env)
    assert taken == SECRET
    assert there is None
    assert SECRET not in told
    assert "BESIDE=stays" in told
    assert "HOMEBODY_PASSPHRASE" not in inherited
    assert "BESIDE=stays" in inherited


def test_without_a_passphrase_nothing_is_taken() -> None:
    env = {name: value for name, value in os.environ.items() if name != "HOMEBODY_PASSPHRASE"}
    assert run("print(json.dumps([config.passphrase(), len(told) > 1]))", TAKE, env=env) == ["", True]


def test_sealing_takes_it_before_anything_is_read() -> None:
    code = """
        import json, os
        from app.home import config
        print(json.dumps([config.passphrase(), "HOMEBODY_PASSPHRASE" in os.environ]))
    """
    assert run(code, SEALED, env={**os.environ, "HOMEBODY_PASSPHRASE": SECRET}) == [SECRET, False]


def test_in_a_test_it_is_read_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", SECRET)
    assert memory.passphrase() == SECRET


# ── The proof ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@walled
def test_the_proof_tries_the_ways_into_the_process_that_started_it() -> None:
    found = run(
        "from app.sealing.seal import prove\nimport json\nprint(json.dumps([a._asdict() for a in prove() if a.inward]))",
        SEALED,
    )
    assert {attempt["where"] for attempt in found} == {"this process", "a child process"}
    assert all(attempt["refused"] for attempt in found)
    assert {attempt["what"]: attempt["by"] for attempt in found} == {
        "ptrace on another process": "seccomp",
        "process_vm_readv on another process": "seccomp",
        "process_vm_writev on another process": "seccomp",
        "another process's memory": "landlock",
        "another process's open files": "landlock",
        "typing at the terminal": "seccomp",
    }


def test_the_proof_without_a_seal_finds_them_open_and_does_no_harm(shell: subprocess.Popen[bytes]) -> None:
    code = f"import json\nfrom app.sealing import probe\nprint(json.dumps(dict(probe.inward_attempts({shell.pid}))))"
    ends = run(code)
    if ends["another process's memory"]:
        pytest.skip("this machine keeps every program out of others")
    assert set(ends.values()) == {""}
    assert shell.stdin is not None
    assert shell.stdout is not None
    shell.stdin.write(b"alive\n")
    shell.stdin.flush()
    assert shell.stdout.readline() == b"alive\n"


def test_what_landlock_refuses_is_not_claimed_by_the_filter() -> None:
    assert seal._attempt("another process's memory", "this process", errno.errorcode[errno.EACCES]).by == "system"

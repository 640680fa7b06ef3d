"""The seal. A filter cannot be taken off again, so what seals runs in a process of its own."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sealing import guard, sandbox, seal, seccomp

ROOT = Path(__file__).resolve().parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is part of Linux")
x86 = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64", reason="these are x86-64's other ABIs"
)

WITHOUT_KERNEL = """
from app.sealing import seccomp, sandbox
def refuse(*arguments):
    raise seccomp.SeccompUnavailable("this kernel was built without it")
seccomp.install = refuse
"""


def run(code: str, *, before: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter and return what it did."""
    command = [sys.executable, "-c", textwrap.dedent(before) + textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, timeout=500, cwd=ROOT, **options)


def result(code: str, *, before: str = "", **options: Any) -> Any:
    """Run code that prints JSON; it must end well and say nothing on stderr."""
    done = run(code, before=before, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


# ── The filter, instruction by instruction ────────────────────────────────────────────────────────────────────────────


def verdict(machine: seccomp.SyscallTable, arch: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """Interpret the filter as the kernel does, for one call."""
    words = {0: number, 4: arch}
    for n, value in enumerate(arguments):
        words[16 + 8 * n], words[20 + 8 * n] = value & 0xFFFF_FFFF, value >> 32 & 0xFFFF_FFFF
    instructions = seccomp.program(machine)
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, constant = instructions[at]
        at += 1
        if code == 0x06:
            return constant
        if code == 0x20:
            accumulator = words.get(constant, 0)
        else:
            assert code in (0x15, 0x35)
            holds = accumulator == constant if code == 0x15 else accumulator >= constant
            at += if_true if holds else if_false


EPERM = seccomp.RET_ERRNO | errno.EPERM
X86, ARM = seccomp.MACHINES["x86_64"], seccomp.MACHINES["aarch64"]
I386, ARM32 = 0x4000_0003, 0x4000_0028


@pytest.mark.parametrize(
    ("machine", "arch", "number", "arguments", "expected"),
    [
        (X86, X86.audit, 41, (socket.AF_UNIX, 1, 0), seccomp.RET_ALLOW),
        (X86, X86.audit, 41, (2, 1, 0), EPERM),
        (X86, X86.audit, 41, (10, 2, 0), EPERM),
        (X86, X86.audit, 41, (0, 1, 0), EPERM),
        (X86, X86.audit, 41, (1 << 32 | 1, 1, 0), seccomp.RET_ALLOW),
        (X86, X86.audit, 41, (1 << 32 | 2, 1, 0), EPERM),
        (X86, X86.audit, 53, (1, 1, 0), seccomp.RET_ALLOW),
        (X86, X86.audit, 53, (30, 1, 0), EPERM),
        (X86, X86.audit, 42, (3,), seccomp.RET_ALLOW),
        (X86, X86.audit, 198, (2,), seccomp.RET_ALLOW),
        (X86, X86.audit, 249, (), EPERM),
        (X86, X86.audit, 424, (), seccomp.RET_ALLOW),
        (X86, X86.audit, 425, (), EPERM),
        (X86, X86.audit, 426, (), EPERM),
        (X86, X86.audit, 427, (), EPERM),
        (X86, X86.audit, 438, (), EPERM),
        (X86, X86.audit, 440, (), EPERM),
        (X86, X86.audit, 101, (0,), EPERM),
        (X86, X86.audit, 310, (), EPERM),
        (X86, X86.audit, 311, (), EPERM),
        (X86, X86.audit, 117, (), seccomp.RET_ALLOW),
        (X86, X86.audit, 16, (0, 0x5412), EPERM),
        (X86, X86.audit, 16, (0, 0x541C), EPERM),
        (X86, X86.audit, 16, (0, 1 << 32 | 0x5412), EPERM),
        (X86, X86.audit, 16, (0, 0x5413), seccomp.RET_ALLOW),
        (X86, X86.audit, 0x4000_0000 | 41, (1,), EPERM),
        (X86, X86.audit, 0x4000_0000, (), EPERM),
        (X86, I386, 359, (2,), seccomp.RET_KILL_PROCESS),
        (X86, I386, 102, (1,), seccomp.RET_KILL_PROCESS),
        (X86, ARM.audit, 198, (1,), seccomp.RET_KILL_PROCESS),
        (ARM, ARM.audit, 198, (1, 1, 0), seccomp.RET_ALLOW),
        (ARM, ARM.audit, 198, (2, 1, 0), EPERM),
        (ARM, ARM.audit, 199, (2, 1, 0), EPERM),
        (ARM, ARM.audit, 41, (2,), seccomp.RET_ALLOW),
        (ARM, ARM.audit, 218, (), EPERM),
        (ARM, ARM.audit, 425, (), EPERM),
        (ARM, ARM.audit, 117, (0,), EPERM),
        (ARM, ARM.audit, 270, (), EPERM),
        (ARM, ARM.audit, 271, (), EPERM),
        (ARM, ARM.audit, 101, (), seccomp.RET_ALLOW),
        (ARM, ARM.audit, 29, (0, 0x5412), EPERM),
        (ARM, ARM.audit, 29, (0, 0x5401), seccomp.RET_ALLOW),
        (ARM, ARM32, 281, (2,), seccomp.RET_KILL_PROCESS),
        (ARM, X86.audit, 41, (1,), seccomp.RET_KILL_PROCESS),
    ],
)
def test_the_filter_judges_each_call(
    machine: seccomp.SyscallTable, arch: int, number: int, arguments: tuple[int, ...], expected: int
) -> None:
    assert verdict(machine, arch, number, arguments) == expected


@given(
    name=st.sampled_from(sorted(seccomp.MACHINES)),
    number=st.integers(0, 500) | st.integers(0, 2**32 - 1),
    family=st.integers(0, 60) | st.integers(0, 2**64 - 1),
    request=st.integers(0x5400, 0x5430) | st.integers(0, 2**64 - 1),
)
def test_the_filter_allows_all_but_what_it_names(name: str, number: int, family: int, request: int) -> None:
    machine = seccomp.MACHINES[name]
    inward = (machine.ptrace, machine.process_vm_readv, machine.process_vm_writev, 438, 440)
    refused = (machine.request_key, 425, 426, 427, *inward)
    typed = number == machine.ioctl and request & 0xFFFF_FFFF in (0x5412, 0x541C)
    if typed or number in refused or (machine.x32 is not None and number >= machine.x32):
        expected = EPERM
    elif number in (machine.socket, machine.socketpair):
        expected = seccomp.RET_ALLOW if family & 0xFFFF_FFFF == 1 else EPERM
    else:
        expected = seccomp.RET_ALLOW
    assert verdict(machine, machine.audit, number, (family, request)) == expected


@pytest.mark.parametrize("machine", seccomp.MACHINES.values(), ids=seccomp.MACHINES.keys())
def test_every_jump_of_the_filter_lands_inside_it(machine: seccomp.SyscallTable) -> None:
    instructions = seccomp.program(machine)
    for at, (code, if_true, if_false, _) in enumerate(instructions):
        if code in (0x15, 0x35):
            assert at + 1 + max(if_true, if_false) < len(instructions)
            assert 0 <= min(if_true, if_false) <= max(if_true, if_false) <= 255


@linux
@pytest.mark.parametrize(
    ("machine", "headers"),
    [(X86, ("x86_64-linux-gnu/asm/unistd_64.h", "asm/unistd_64.h")), (ARM, ("asm-generic/unistd.h",))],
    ids=seccomp.MACHINES,
)
def test_the_numbers_are_the_kernels(machine: seccomp.SyscallTable, headers: tuple[str, ...]) -> None:
    found = [path for path in (Path("/usr/include") / header for header in headers) if path.exists()]
    text = found[0].read_text() if found else ""
    if "__NR_seccomp" not in text:
        pytest.skip("the kernel's headers for this machine are not installed")
    defined = (line.split() for line in text.splitlines() if line.startswith("#define __NR_"))
    numbers = {words[1]: words[2] for words in defined if len(words) > 2}
    for field in seccomp.SyscallTable._fields[1:-1]:
        assert int(numbers[f"__NR_{field}"]) == getattr(machine, field)
    named = ("io_uring_setup", "io_uring_enter", "io_uring_register", "pidfd_getfd", "process_madvise")
    assert tuple(int(numbers[f"__NR_{name}"]) for name in named) == seccomp._EVERYWHERE


@pytest.mark.parametrize("platform", ["darwin", "win32", "freebsd14"])
def test_other_systems_have_no_filter(platform: str) -> None:
    with pytest.raises(seccomp.SeccompUnavailable, match="Linux"):
        seccomp.this_machine(platform)


@linux
def test_an_unknown_machine_has_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "MACHINES", {})
    with pytest.raises(seccomp.SeccompUnavailable, match="no filter"):
        seccomp.this_machine()


# ── The filter, in the kernel ─────────────────────────────────────────────────────────────────────────────────────────


@linux
def test_every_family_but_unix_is_refused_by_the_kernel() -> None:
    found = result("""
        import ctypes, errno, json, os
        from app.sealing.seal import seal
        sealed = seal()
        libc = ctypes.CDLL(None, use_errno=True)
        answers = {}
        for family in range(64):
            got = libc.socket(family, 1, 0)
            answers[family] = "open" if got >= 0 else errno.errorcode[ctypes.get_errno()]
        print(json.dumps([sealed.state, answers]))
    """)
    state, answers = found
    assert state == "seccomp"
    assert answers.pop("1") == "open"
    assert set(answers.values()) == {"EPERM"}


@linux
def test_children_of_children_are_sealed_too() -> None:
    inner = "import socket\ntry: socket.socket()\nexcept OSError as e: print(e.errno)"
    middle = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-I', '-c', {inner!r}]))"
    found = result(f"""
        import json, subprocess, sys
        from app.sealing.seal import seal
        seal()
        done = subprocess.run([sys.executable, "-I", "-c", {middle!r}], capture_output=True, text=True)
        print(json.dumps([done.stdout.strip(), done.stderr]))
    """)
    assert found == [str(errno.EPERM), ""]


@linux
def test_threads_that_ran_before_the_seal_are_sealed_too() -> None:
    found = result("""
        import json, pathlib, socket, threading
        from app.sealing.seal import seal
        go, answers = threading.Event(), []
        def work():
            go.wait()
            try:
                socket.socket().close()
                answers.append("open")
            except PermissionError as error:
                answers.append(error.errno)
        threads = [threading.Thread(target=work) for _ in range(4)]
        [thread.start() for thread in threads]
        seal()
        modes = [line.split()[1] for task in pathlib.Path("/proc/self/task").iterdir()
                 for line in (task / "status").read_text().splitlines() if line.startswith("Seccomp:")]
        go.set()
        [thread.join() for thread in threads]
        print(json.dumps([answers, modes]))
    """)
    assert found == [[errno.EPERM] * 4, ["2"] * 5]


@linux
def test_the_kernel_says_so_and_sealing_again_adds_nothing() -> None:
    found = result("""
        import json, pathlib
        from app.sealing.seal import seal, state
        def status():
            lines = (line.split(":") for line in pathlib.Path("/proc/self/status").read_text().splitlines())
            return {name: value.strip() for name, value in lines if name in ("Seccomp", "Seccomp_filters", "NoNewPrivs")}
        before = state()
        first, once = seal(), status()
        again, twice = seal(), status()
        print(json.dumps([before, state(), first is again, once, twice]))
    """)
    before, after, same, once, twice = found
    assert (before, after, same) == ("open", "seccomp", True)
    assert (once["Seccomp"], once["NoNewPrivs"]) == ("2", "1")
    assert once == twice


@linux
def test_io_uring_and_borrowed_sockets_are_refused() -> None:
    found = result("""
        import ctypes, errno, json
        from app.sealing.seal import seal
        seal()
        libc = ctypes.CDLL(None, use_errno=True)
        def call(*numbers):
            libc.syscall(*(ctypes.c_long(number) for number in numbers))
            return errno.errorcode[ctypes.get_errno()]
        print(json.dumps([call(425, 8, 0), call(426, -1, 0), call(427, -1, 0), call(438, -1, 0, 0), call(440)]))
    """)
    assert found == ["EPERM"] * 5


@x86
def test_the_x32_abi_is_refused() -> None:
    found = result("""
        import ctypes, json
        from app.sealing.seal import seal
        seal()
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall(ctypes.c_long(0x40000000 | 41), ctypes.c_long(2), ctypes.c_long(1), ctypes.c_long(0))
        print(json.dumps(ctypes.get_errno()))
    """)
    assert found == errno.EPERM


SOCKET_OF_32_BIT_CODE = """
import ctypes, mmap
# push rbx; mov eax, 359 (socket); mov ebx, 2; mov ecx, 1; xor edx, edx; int 0x80; pop rbx; ret
code = bytes.fromhex("53 b867010000 bb02000000 b901000000 31d2 cd80 5b c3")
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
"""


@x86
def test_32_bit_calls_end_the_process() -> None:
    unsealed = run("print(call(), flush=True)", before=SOCKET_OF_32_BIT_CODE)
    if unsealed.returncode != 0 or int(unsealed.stdout) < 0:
        pytest.skip("this kernel runs no 32-bit code")
    sealed = run("from app.sealing.seal import seal\nseal()\nprint(call(), flush=True)", before=SOCKET_OF_32_BIT_CODE)
    assert (sealed.returncode, sealed.stdout) == (-signal.SIGSYS, "")


@linux
def test_sockets_from_before_the_seal_are_shut() -> None:
    unix, other_end = socket.socketpair()
    with socket.socket() as theirs, unix, other_end:
        theirs.bind(("127.0.0.1", 0))
        theirs.listen()
        numbers = [theirs.fileno(), unix.fileno()]
        found = result(
            f"""
            import json, os
            from app.sealing.seal import seal
            sealed = seal()
            print(json.dumps([sealed.shut, sealed.kept, [os.readlink(f"/proc/self/fd/{{n}}") for n in {numbers}]]))
            """,
            pass_fds=numbers,
            stdin=theirs,
        )
    shut, kept, leads_to = found
    assert shut == [numbers[0]]
    assert kept == [0]
    assert leads_to[0] == os.devnull
    assert leads_to[1].startswith("socket:")


# ── What must go on working ───────────────────────────────────────────────────────────────────────────────────────────


@linux
def test_event_loops_unix_sockets_and_children_work(tmp_path: Path) -> None:
    found = result(
        """
        import asyncio, getpass, json, os, pwd, sys, tempfile
        from app.sealing.seal import seal
        seal()
        async def serve(reader, writer):
            writer.write((await reader.readline()).upper())
            await writer.drain()
            writer.close()
        async def main():
            server = await asyncio.start_unix_server(serve, "s")
            reader, writer = await asyncio.open_unix_connection("s")
            writer.write(b"hello\\n")
            answer = await reader.readline()
            writer.close()
            server.close()
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-c", "print(6 * 7)", stdout=asyncio.subprocess.PIPE)
            out, _ = await child.communicate()
            return [answer.decode(), out.decode().strip(), pwd.getpwuid(os.getuid()).pw_uid == os.getuid()]
        print(json.dumps(asyncio.run(main())))
        """,
        before=f"import os, sys\nsys.path.insert(0, {str(ROOT)!r})\nos.chdir({str(tmp_path)!r})\n",
    )
    assert found == ["HELLO\n", "42", True]


@linux
def test_a_terminal_app_runs_sealed_on_a_real_terminal() -> None:
    import pty

    code = """
        from app.sealing.seal import seal
        seal()
        from textual.app import App
        from textual.widgets import Label
        class Hello(App):
            def compose(self):
                yield Label("sealed and well")
            def on_ready(self):
                self.call_after_refresh(self.exit, None, 7)
        app = Hello()
        app.run()
        raise SystemExit(app.return_code)
    """
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", textwrap.dedent(code)]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, cwd=ROOT, env=env) as app:
        os.close(follower)
        shown = b""
        try:
            while chunk := os.read(leader, 65_536):
                shown += chunk
        except OSError as end:
            # How Linux says that nobody holds the terminal's other end any more.
            if end.errno != errno.EIO:
                raise
        os.close(leader)
    assert b"sealed and well" in shown
    assert app.returncode == 7


@linux
def test_sealing_imports_little_and_sets_the_switches() -> None:
    found = result("""
        import json, os, sys
        from app.sealing.seal import SWITCHES, seal
        seal()
        heavy = {"socket", "subprocess", "asyncio", "ssl"} & set(sys.modules)
        print(json.dumps([sorted(heavy), {name: os.environ.get(name) for name in SWITCHES}]))
    """)
    heavy, switches = found
    assert heavy == []
    assert switches == seal.SWITCHES
    assert switches["HF_HUB_OFFLINE"] == switches["TRANSFORMERS_OFFLINE"] == "1"


@linux
def test_names_are_looked_up_in_the_hosts_file_alone() -> None:
    found = result("""
        import ctypes, json, socket
        from app.sealing.seal import seal
        seal()
        libc, answer = ctypes.CDLL(None), ctypes.c_void_p()
        in_c = {name: libc.getaddrinfo(name.encode(), None, None, ctypes.byref(answer))
                for name in ("localhost", "homebody.invalid")}
        try:
            socket.getaddrinfo("example.org", 80)
        except PermissionError as error:
            in_python = str(error)
        print(json.dumps([hasattr(libc, "__nss_configure_lookup"), in_c, in_python,
                          socket.getaddrinfo("192.0.2.1", 80)[0][4]]))
    """)
    glibc, in_c, in_python, numeric = found
    assert "sealed" in in_python
    assert numeric == ["192.0.2.1", 80]
    assert in_c["homebody.invalid"] != 0
    if glibc:
        # "No such name" from the file, rather than "try again" from a resolver that could not be reached.
        assert in_c == {"localhost": 0, "homebody.invalid": socket.EAI_NONAME}


# ── The guard ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_kernel_that_helps_the_guard_refuses() -> None:
    found = result(
        """
        import json, os, socket, subprocess, sys
        made_before = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        from app.sealing.seal import seal, state
        sealed = seal()
        def ends(action):
            try:
                action()
            except PermissionError as error:
                return [type(error).__name__, error.errno]
            return "open"
        print(json.dumps([sealed.state, sealed.weaker, state(), {
            "tcp": ends(socket.socket),
            "udp6": ends(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
            "connect": ends(lambda: made_before.connect(("192.0.2.1", 9))),
            "sendto": ends(lambda: made_before.sendto(b"", ("192.0.2.1", 9))),
            "lookup": ends(lambda: socket.getaddrinfo("homebody.invalid", 80)),
            "by name": ends(lambda: socket.gethostbyname("homebody.invalid")),
            "program": ends(lambda: subprocess.run([sys.executable, "-V"])),
            "shell": ends(lambda: os.system("true")),
            "numeric": ends(lambda: socket.getaddrinfo("192.0.2.1", 80)),
            "pair": ends(socket.socketpair),
        }]))
        """,
        before=WITHOUT_KERNEL,
    )
    state, weaker, after, ends = found
    assert (state, after) == ("guard", "guard")
    assert weaker == "this kernel was built without it; the sandbox is part of macOS"
    assert ends.pop("numeric") == ends.pop("pair") == "open"
    assert set(map(tuple, ends.values())) == {("RefusedByGuard", errno.EPERM)}


@pytest.mark.parametrize(
    ("event", "arguments", "refused"),
    [
        ("socket.__new__", (None, 2, 1, 0), False),
        ("socket.connect", (None, ("127.0.0.1", 80)), False),
        ("socket.connect", (None, ("::1", 80, 0, 0)), False),
        ("socket.connect", (None, ("localhost", 80)), False),
        ("socket.connect", (None, ("192.0.2.1", 80)), True),
        ("socket.connect", (None, ("example.org", 80)), True),
        ("socket.connect", (None, (b"example.org", 80)), True),
        ("socket.bind", (None, ("0.0.0.0", 80)), True),
        ("socket.bind", (None, ("", 80)), True),
        ("socket.sendmsg", (None, ("2001:db8::1", 9)), True),
        ("socket.sendmsg", (None, None), False),
        ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0), False),
        ("socket.getaddrinfo", (b"example.org", 80, 0, 0, 0), True),
        ("socket.getaddrinfo", (None, 80, 0, 0, 0), False),
        ("socket.getnameinfo", (("192.0.2.1", 80),), False),
        ("socket.getnameinfo", (("example.org", 80),), True),
        ("socket.gethostbyaddr", (object(),), True),
        ("subprocess.Popen", ("git", [], None, None), True),
        ("subprocess.Popen", (sys.executable, [sys.executable, "-m", "app", "models", "pull"], None, None), True),
        ("subprocess.Popen", (sys.executable, [sys.executable, "-m", "app", "service", "run", "x"], None, None), False),
        ("subprocess.Popen", ("sh", [sys.executable, "-m", "app", "service", "run"], None, None), True),
        ("os.system", (b"true",), True),
        ("open", ("/etc/hosts", "r", 0), False),
    ],
)
def test_without_unix_sockets_the_guard_keeps_to_loopback(
    event: str, arguments: tuple[object, ...], refused: bool
) -> None:
    refuse = guard.hook("everything", unix_sockets=False)
    if refused:
        with pytest.raises(PermissionError, match="sealed"):
            refuse(event, arguments)
    else:
        refuse(event, arguments)


def test_beside_the_kernel_the_guard_minds_names_only() -> None:
    refuse = guard.hook("names", unix_sockets=True)
    refuse("socket.connect", (None, ("192.0.2.1", 80)))
    refuse("subprocess.Popen", ("git", [], None, None))
    with pytest.raises(guard.RefusedByGuard):
        refuse("socket.getaddrinfo", ("example.org", 80, 0, 0, 0))


def test_the_sandbox_is_tried_on_macos_alone() -> None:
    with pytest.raises(sandbox.SandboxUnavailable, match="macOS"):
        sandbox.install("linux")


# ── The proof ─────────────────────────────────────────────────────────────────────────────────────────────────────────

PROVE = """
import json
from app.sealing.seal import prove, seal
{}
print(json.dumps([dict(attempt._asdict(), outcome=attempt.outcome) for attempt in prove()]))
"""


@linux
def test_the_proof_finds_every_way_refused_and_by_what() -> None:
    found = result(PROVE.format("seal()"))
    assert all(attempt["refused"] for attempt in found)
    tried = {
        where: {a["what"]: a for a in found if a["where"] == where} for where in ("this process", "a child process")
    }
    for attempts in tried.values():
        for what in (
            "TCP over IPv4",
            "TCP over IPv6",
            "UDP over IPv4",
            "UDP over IPv6",
            "raw IPv4",
            "netlink",
            "io_uring",
        ):
            assert (attempts[what]["error"], attempts[what]["by"]) == ("EPERM", "seccomp")
    here = tried["this process"]
    assert here["name lookup"]["by"] == "guard"
    assert here["UDP over IPv4"]["outcome"] == "refused by seccomp (EPERM), from this process"


def test_the_proof_of_the_guard_says_what_it_cannot_start() -> None:
    found = result(PROVE.format("seal()"), before=WITHOUT_KERNEL)
    outward = [attempt for attempt in found if attempt["what"] != "io_uring" and not attempt["inward"]]
    here = [attempt for attempt in outward if attempt["where"] == "this process"]
    assert {attempt["by"] for attempt in here} == {"guard"}
    child = [attempt for attempt in outward if attempt["where"] == "a child process"]
    assert [(attempt["what"], attempt["by"]) for attempt in child] == [("starting a program", "guard")]


@linux
def test_the_proof_without_a_seal_tells_the_truth_and_goes_nowhere() -> None:
    code = """
        import socket
        real, called = socket.socket.connect, []
        socket.socket.connect = lambda self, address: (called.append(address), real(self, address))[1]
        def look_up(*arguments):
            raise AssertionError("looked a name up")
        socket.getaddrinfo = look_up
        import json
        from app.sealing import probe
        print(json.dumps([probe.attempts(), called]))
    """
    attempts, called = result(code)
    ended = dict(attempts)
    if ended["UDP over IPv4"]:
        pytest.skip("this machine has no network to leave open")
    assert ended["TCP over IPv4"] == ""
    assert ended["name lookup"] == "not tried"
    assert set(map(tuple, called)) <= {("192.0.2.1", 9), ("2001:db8::1", 9)}


def test_an_open_way_is_called_open() -> None:
    assert seal._attempt("TCP over IPv4", "this process", "").outcome == "open, from this process"
    assert seal._attempt("name lookup", "this process", "not tried").refused is False
    assert seal._attempt("UDP over IPv6", "this process", "EAFNOSUPPORT").by == "system"


# ── The real models, sealed ───────────────────────────────────────────────────────────────────────────────────────────


@linux
@pytest.mark.models
def test_the_real_models_work_sealed(tmp_path: Path) -> None:
    found = result(f"""
        import json, pathlib
        from app.sealing.seal import seal
        seal()
        from app.home.config import Settings
        from app.home.paths import default_home, private_folder
        from models.load import load_embedder, load_engine
        from models.types import ChatMessage, Piece, Sampling
        models = default_home().models
        shape = load_embedder(Settings().embedder_name, models).embed_query("a lake").shape
        run = private_folder(pathlib.Path({str(tmp_path)!r}) / "run")
        with load_engine(Settings().model, models, socket_dir=run) as engine:
            pieces = engine.stream([ChatMessage("user", "Say hello.")], Sampling(max_tokens=8))
            text = "".join(piece.text for piece in pieces if isinstance(piece, Piece))
        print(json.dumps([shape, bool(text.strip())]))
    """)
    assert found == [[1, 384], True]

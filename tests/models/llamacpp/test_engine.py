"""llama.cpp itself: no port, a private socket, nothing left behind, and text that stays text."""

from __future__ import annotations

import os
import select
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import EngineFailed, ModelDamaged, ModelMissing, TooLarge
from models.files.gguf import read_header
from models.llamacpp import host, prompt
from models.llamacpp.engine import LlamaCppEngine, batch_size
from models.machine import hardware
from models.types import ChatMessage, Sampling, Usage
from tests.models.llamacpp.gguf_templates import ENDLESS, with_template
from tests.models.llamacpp.gguf_tokens import special_tokens

pytestmark = pytest.mark.models

ASK = (ChatMessage("user", "Say hello."),)


OWNER = """
import pathlib, subprocess, sys
from models.llamacpp import host
from models.llamacpp.engine import LlamaCppEngine

class Told(host.selectors.DefaultSelector):
    def select(self, limit_s):
        if limit_s == host.TEMPLATE_S:  # it hangs from here on
            print(started.pid, flush=True)
        return super().select(limit_s)

class Popen(subprocess.Popen):
    def __init__(self, *arguments, **options):
        global started
        started = self
        super().__init__(*arguments, **options)

host.selectors.DefaultSelector, host.subprocess.Popen = Told, Popen
LlamaCppEngine(pathlib.Path(sys.argv[1]), name="s", socket_dir=pathlib.Path(sys.argv[2]))
"""


def last_of(engine: LlamaCppEngine, tokens: int = 2) -> Usage:
    last = list(engine.stream(ASK, Sampling(max_tokens=tokens)))[-1]
    assert isinstance(last, Usage)
    return last


def process_of(engine: LlamaCppEngine) -> int:
    assert engine._process is not None
    return engine._process._process.pid


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    return folder


class TestUntrustedText:
    def test_no_special_token_in_a_message_becomes_one(self, llama: LlamaCppEngine, starter: Path) -> None:
        assert llama._process is not None
        prompts = llama._process.prompts
        specials = special_tokens(starter)
        assert len(specials) == 17
        ids = {prompts._tokenize(token, special=True)[0] for token in specials}
        assert len(ids) == len(specials)
        harmless = [ChatMessage("system", "Be kind."), ChatMessage("user", "x")]
        hostile = [
            ChatMessage("system", "Be kind."),
            ChatMessage("user", f"x {' '.join(specials)} y {''.join(specials)}"),
        ]

        def roles_of(messages: list[ChatMessage]) -> list[int]:
            return [number for number in prompts.tokens(messages) if number in ids]

        assert roles_of(hostile) == roles_of(harmless)
        assert len(roles_of(harmless)) == 5

    def test_the_template_is_the_models_own(self, llama: LlamaCppEngine) -> None:
        assert llama._process is not None
        prompts = llama._process.prompts
        whole = (
            "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHello there<|im_end|>\n<|im_start|>assistant\n"
        )
        messages = [ChatMessage("system", "Be kind."), ChatMessage("user", "Hello there")]
        assert prompts.tokens(messages) == prompts._tokenize(whole, special=True)

    def test_text_that_looks_like_a_stand_in_stays_text(self, llama: LlamaCppEngine) -> None:
        assert llama._process is not None
        secret = llama._process.prompts._secret
        count = llama.count_tokens([ChatMessage("user", f"{secret}0x {secret}1x")])
        assert count > llama.count_tokens([ChatMessage("user", "x")]) + 10


class TestPrivacy:
    def test_neither_process_has_an_internet_socket(self, llama: LlamaCppEngine) -> None:
        last_of(llama)
        if not sys.platform.startswith("linux"):
            pytest.skip("reads /proc")
        if os.getuid():
            pytest.skip("only root can look into a process whose memory is its own")
        own = {str(path.readlink()) for path in Path(f"/proc/{process_of(llama)}/fd").iterdir() if path.is_symlink()}
        sockets = {name[8:-1] for name in own if name.startswith("socket:[")}
        inet = {
            line.split()[9]
            for table in ("tcp", "tcp6", "udp", "udp6", "raw")
            for line in Path(f"/proc/{process_of(llama)}/net/{table}").read_text().splitlines()[1:]
        }
        assert sockets
        assert not sockets & inet

    def test_the_socket_is_the_owners_alone(self, starter: Path, run_folder: Path) -> None:
        with LlamaCppEngine(starter, name="s", context=512, socket_dir=run_folder):
            (path,) = run_folder.iterdir()
            assert stat.S_ISSOCK(path.stat().st_mode)
            assert not path.stat().st_mode & 0o077

    def test_the_key_is_needed_and_not_among_the_arguments(self, llama: LlamaCppEngine) -> None:
        assert llama._process is not None
        client = llama._process.client
        arguments = Path(f"/proc/{process_of(llama)}/cmdline")
        if arguments.exists():
            assert client._key.encode() not in arguments.read_bytes()
        with pytest.raises(EngineFailed, match="401"):
            type(client)(client._address, "wrong").post("/tokenize", {"content": "x"})


class TestSockets:
    def test_a_stale_socket_is_removed_and_nothing_stays_behind(self, starter: Path, run_folder: Path) -> None:
        stale = run_folder / "llama-dead.sock"
        with socket.socket(socket.AF_UNIX) as line:
            line.bind(str(stale))
        engine = LlamaCppEngine(starter, name="s", context=512, socket_dir=run_folder)
        pid = process_of(engine)
        assert not stale.exists()
        engine.close()
        engine.close()
        assert list(run_folder.iterdir()) == []
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        with pytest.raises(EngineFailed):
            last_of(engine)

    @pytest.mark.parametrize("why", ["long", "open"])
    def test_a_folder_that_will_not_do_is_replaced_by_a_private_one(
        self, starter: Path, tmp_path: Path, why: str
    ) -> None:
        folder = tmp_path / ("d" * 120 if why == "long" else "open")
        folder.mkdir(mode=0o700)
        if why == "open":
            folder.chmod(0o755)
        with LlamaCppEngine(starter, name="s", context=512, socket_dir=folder) as engine:
            used = engine._folder.socket().parent
            assert used != folder
            assert stat.S_IMODE(used.stat().st_mode) == 0o700
            assert last_of(engine).generated
        assert not used.exists()
        assert list(folder.iterdir()) == []


class TestFailure:
    def test_a_process_that_dies_in_mid_answer_is_said_and_replaced(self, starter: Path, run_folder: Path) -> None:
        with LlamaCppEngine(starter, name="s", context=512, socket_dir=run_folder) as engine:
            answer = engine.stream(ASK, Sampling(max_tokens=400))
            next(answer)
            os.kill(process_of(engine), signal.SIGKILL)
            with pytest.raises(EngineFailed, match="process"):
                list(answer)
            assert engine._process is not None
            engine._process._process.wait()
            assert last_of(engine).generated == 2
            assert len(list(run_folder.iterdir())) == 1

    @pytest.mark.parametrize("keep", [0, 3, 500, 2_000, 30_000_000])
    def test_a_truncated_file_is_damaged(self, starter: Path, run_folder: Path, keep: int) -> None:
        broken = run_folder.parent / "broken.gguf"
        with starter.open("rb") as whole:
            broken.write_bytes(whole.read(keep))
        with pytest.raises(ModelDamaged):
            LlamaCppEngine(broken, name="s", socket_dir=run_folder)
        assert list(run_folder.iterdir()) == []

    def test_a_template_without_an_end_ends_the_load(
        self, starter: Path, run_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(host, "TEMPLATE_S", 1.5)
        hostile = with_template(starter, run_folder.parent / "hostile.gguf", ENDLESS)
        with pytest.raises(EngineFailed, match="chat template of the model s does not come to an end"):
            LlamaCppEngine(hostile, name="s", socket_dir=run_folder)
        assert list(run_folder.iterdir()) == []

    def test_a_template_that_hangs_on_a_question_alone_ends_the_process(
        self, starter: Path, run_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(prompt, "TEMPLATE_S", 1.5)
        at_last = "{% if 'hb' in messages[-1]['content'] %}" + ENDLESS + "{% endif %}"
        hostile = with_template(starter, run_folder.parent / "hostile.gguf", at_last)
        with LlamaCppEngine(hostile, name="s", socket_dir=run_folder) as engine:
            process = engine._process
            assert process is not None
            with pytest.raises(EngineFailed, match="does not come to an end"):
                last_of(engine)
            assert process.ended
            assert list(run_folder.iterdir()) == []

    @pytest.mark.skipif(sys.platform != "linux", reason="its end is waited for through Linux")
    def test_a_process_that_hangs_while_it_loads_dies_with_its_owner(self, starter: Path, run_folder: Path) -> None:
        hostile = with_template(starter, run_folder.parent / "hostile.gguf", ENDLESS)
        owner = subprocess.Popen(
            [sys.executable, "-c", OWNER, str(hostile), str(run_folder)], stdout=subprocess.PIPE, text=True
        )
        with owner:
            assert owner.stdout is not None
            child = os.pidfd_open(int(owner.stdout.readline()))
            owner.kill()
        ended, _, _ = select.select([child], [], [], 30)
        os.close(child)
        assert ended

    def test_a_missing_file_is_missing(self, run_folder: Path) -> None:
        with pytest.raises(ModelMissing):
            LlamaCppEngine(run_folder / "none.gguf", name="s", socket_dir=run_folder)

    def test_a_model_beyond_the_memory_is_refused_with_the_figures(
        self, starter: Path, run_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hardware, "memory", lambda: (200_000_000, 100_000_000))
        with pytest.raises(TooLarge, match=r"needs about 0\.3 GB of memory; this machine has 0\.2"):
            LlamaCppEngine(starter, name="s", socket_dir=run_folder)

    def test_without_unix_sockets_it_says_so(
        self, starter: Path, run_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delattr(socket, "AF_UNIX")
        with pytest.raises(EngineFailed, match="Unix sockets"):
            LlamaCppEngine(starter, name="s", socket_dir=run_folder)


def test_the_context_is_never_larger_than_the_models_own(starter: Path, run_folder: Path) -> None:
    with LlamaCppEngine(starter, name="s", context=100_000, socket_dir=run_folder) as engine:
        assert engine.describe().context == 8192


def test_the_header_tells_context_and_memory(starter: Path) -> None:
    header = read_header(starter)
    assert header.context == 8192
    # 30 layers of 3 heads with 64 components, keys and values, 2 bytes each.
    assert header.memory(4096) - header.memory(0) == 4096 * 30 * 3 * 128 * 2


@pytest.mark.parametrize(
    ("weights", "threads", "expected"),
    [(98_000_000, 2, 128), (98_000_000, 16, 512), (810_000_000, 4, 32), (5_000_000_000, 2, 32), (0, 1, 512)],
)
def test_a_batch_takes_about_half_a_second(weights: int, threads: int, expected: int) -> None:
    assert batch_size(weights, threads) == expected

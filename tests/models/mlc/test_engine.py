"""The mlc-llm engine on a fake that fails the way mlc_llm fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import load
from models.catalogue.catalogue import find
from models.errors import DependencyMissing, EngineFailed, ModelMissing, TooLarge
from models.files.mlc_folder import Neutralizer
from models.machine import hardware
from models.machine.hardware import Gpu, Machine
from models.mlc.engine import MlcEngine
from models.mlc.setup import ready_to_run
from models.mlc.threads import ThreadWatch
from models.types import ChatMessage, Piece, Sampling, Usage
from tests.models.mlc import fake_mlc

ASK = (ChatMessage("system", "Be brief."), ChatMessage("user", "Tell a story."))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fake_mlc.write_folder(tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[fake_mlc.AsyncMLCEngine]]:
    for name, module in fake_mlc.install({}).items():
        monkeypatch.setitem(sys.modules, name, module)
    for variable in (
        "MLC_JIT_POLICY",
        "MLC_DOWNLOAD_CACHE_POLICY",
        "MLC_LLM_HOME",
        "MLC_UNSET_LOGGING",
        "HF_HUB_OFFLINE",
        "TRANSFORMERS_OFFLINE",
    ):
        monkeypatch.setenv(variable, "unset")
    monkeypatch.setattr(fake_mlc, "UNLOADABLE", [])
    fake_mlc.AsyncMLCEngine.made.clear()
    yield fake_mlc.AsyncMLCEngine
    assert not isinstance(getattr(threading.excepthook, "__self__", None), ThreadWatch)
    for engine in fake_mlc.AsyncMLCEngine.made:
        assert not engine.put_back
        assert engine.terminated, "without terminate the process would hang"
        assert not any(thread.is_alive() for thread in engine.threads)
        engine.loaded.set()  # the constructor of one that failed to load waits for ever
    for thread in threading.enumerate():
        if thread.name == "homebody-mlc":
            thread.join(30)
            assert not thread.is_alive()


@pytest.fixture
def engine(folder: Path, fakes: type[fake_mlc.AsyncMLCEngine]) -> Iterator[MlcEngine]:
    with MlcEngine(folder, name="small", model_lib=folder / "lib-cpu.so", context=2048, device="cpu") as engine:
        yield engine


def real(engine: MlcEngine) -> fake_mlc.AsyncMLCEngine:
    inner = engine._engine
    assert isinstance(inner, fake_mlc.AsyncMLCEngine)
    return inner


def answer(engine: MlcEngine, messages: tuple[ChatMessage, ...] = ASK, **options: object) -> tuple[str, Usage]:
    *pieces, last = engine.stream(messages, Sampling(**options))  # type: ignore[arg-type]  # passed on as given
    assert isinstance(last, Usage)
    return "".join(piece.text for piece in pieces if isinstance(piece, Piece)), last


class TestLoading:
    def test_it_takes_an_explicit_device_library_and_small_chunks(self, engine: MlcEngine, folder: Path) -> None:
        inner = real(engine)
        assert inner.device == fake_mlc.FakeDevice("cpu", 0)
        assert inner.model == str(folder)
        assert inner.mode == "interactive"
        assert inner.config == fake_mlc.EngineConfig(2048 + 256, 8, verbose=False)

    def test_the_switches_are_set_before_it_is_imported(self, engine: MlcEngine, folder: Path) -> None:
        switches = {"MLC_JIT_POLICY": "OFF", "MLC_DOWNLOAD_CACHE_POLICY": "OFF", "HF_HUB_OFFLINE": "1"}
        assert switches.items() <= os.environ.items()
        assert os.environ["MLC_UNSET_LOGGING"] == "1"
        assert os.environ["MLC_LLM_HOME"] == str(folder.parent / ".mlc-llm")

    @pytest.mark.parametrize("address", ["HF://mlc-ai/x", "HF:/mlc-ai/x", "https://example.org/x", "s3://x/y"])
    def test_an_address_is_refused(self, address: str, fakes: object) -> None:
        with pytest.raises(ModelMissing, match="never an address"):
            MlcEngine(address, name="x", model_lib=Path("x"))
        assert fake_mlc.AsyncMLCEngine.made == []

    def test_a_missing_library_is_the_engines_failure(self, folder: Path, fakes: object) -> None:
        with pytest.raises(EngineFailed, match="FileNotFoundError"):
            MlcEngine(folder, name="x", model_lib=folder / "none.so", device="cpu")
        assert not [thread for thread in threading.enumerate() if thread.name == "homebody-mlc"]

    def test_without_the_package_the_command_is_named(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "mlc_llm", None)
        monkeypatch.setattr(hardware, "look", lambda: Machine("Linux", "x86_64", 2, 1, 1, (Gpu("cuda", "GPU"),)))
        monkeypatch.setattr(hardware, "has_mlc", lambda: False)
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
        with pytest.raises(DependencyMissing) as caught:
            MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", device="cpu")
        assert "mlc-llm-nightly-cu128" in caught.value.next_step

    @pytest.mark.parametrize(
        ("saying", "sentence"),
        [
            ("Cannot open libraries: lib.so", r"cannot load the model x on cpu \(InternalError\)"),
            ("Insufficient GPU memory error: The available single GPU memory is 1 MB", "too little memory"),
        ],
    )
    def test_a_load_that_fails_in_the_engines_own_thread_is_said_and_leaves_nothing_behind(
        self, saying: str, sentence: str, folder: Path, fakes: object, capfd: pytest.CaptureFixture[str]
    ) -> None:
        fake_mlc.UNLOADABLE.append(saying)
        with pytest.raises(EngineFailed, match=sentence) as caught:
            MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", device="cpu")
        assert "llama.cpp" in caught.value.next_step
        assert capfd.readouterr() == ("", "")

    def test_a_package_that_cannot_be_used_is_told_from_one_that_is_missing(
        self, folder: Path, tmp_path: Path, fakes: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "tvm.py").write_text("raise OSError('libcudart.so.12: cannot open shared object file')")
        (tmp_path / "site" / "mlc_llm.py").write_text("from json import register_global_func")
        monkeypatch.syspath_prepend(tmp_path / "site")
        monkeypatch.delitem(sys.modules, "mlc_llm")
        with pytest.raises(EngineFailed, match=r"cannot be used \(ImportError\)") as caught:
            MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", device="cpu")
        assert "-c 'import mlc_llm'" in caught.value.next_step
        monkeypatch.delitem(sys.modules, "tvm")
        with pytest.raises(EngineFailed, match=r"cannot be used \(OSError\)"):
            ready_to_run(folder, Machine("Linux", "x86_64", 2, 1, 1))

    def test_a_device_that_this_build_cannot_use_is_said(
        self, folder: Path, fakes: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fake_mlc, "ABSENT_DEVICES", {"vulkan"})
        with pytest.raises(EngineFailed, match="vulkan"):
            MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", device="vulkan")
        assert fake_mlc.AsyncMLCEngine.made == []


class TestAsking:
    def test_what_is_asked_is_what_the_sampling_says(self, engine: MlcEngine) -> None:
        answer(engine, max_tokens=3, temperature=0.5, top_p=0.9, seed=7, repeat_penalty=1.3, stop=("END",))
        assert real(engine).asked[-1] | {"messages": None} == {
            "messages": None,
            "temperature": 0.5,
            "seed": 7,
            "top_p": 0.9,
            "extra_body": None,
        }

    def test_an_empty_stop_is_left_out(self, engine: MlcEngine) -> None:
        assert answer(engine, max_tokens=3, stop=("", "END"))[1].generated == 3
        assert answer(engine, max_tokens=3, stop=("",))[1].generated == 3

    def test_usage_is_the_engines_own(self, engine: MlcEngine) -> None:
        _, first = answer(engine, max_tokens=11)
        _, second = answer(engine, max_tokens=11)
        total = engine.count_tokens(ASK)
        assert (first.prefilled, first.cached, first.generated, first.finish) == (total, 0, 11, "length")
        assert (second.prefilled, second.cached) == (1, total - 1)
        assert first.generate_s == pytest.approx(0.1)
        assert first.prefill_s == pytest.approx(total / 1000)

    @pytest.mark.parametrize(("context", "cached"), [(2048, True), (1024, False)])
    def test_what_was_reused_is_told_also_where_the_cache_is_too_small_for_it(
        self, context: int, cached: bool, folder: Path, fakes: object
    ) -> None:
        with MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", context=context, device="cpu") as engine:
            ask = (ChatMessage("user", "word " * 340),)
            answer(engine, ask, max_tokens=3)
            _, usage = answer(engine, ask, max_tokens=3)
            total = engine.count_tokens(ask)
            assert (2 * total > context + 300) is not cached
            assert (usage.prefilled, usage.cached) == ((1, total - 1) if cached else (total, 0))

    def test_after_a_cancel_nothing_is_reused(self, engine: MlcEngine) -> None:
        stream = engine.stream(ASK, Sampling(max_tokens=500))
        next(stream)
        engine.cancel()
        list(stream)
        assert answer(engine, max_tokens=3)[1].cached == 0

    def test_system_messages_come_first_as_one(self, engine: MlcEngine) -> None:
        answer(engine, (ChatMessage("user", "a"), ChatMessage("system", "S"), ChatMessage("system", "T")), max_tokens=1)
        assert real(engine).asked[-1]["messages"] == [
            {"role": "system", "content": "S\n\nT"},
            {"role": "user", "content": "a"},
        ]

    def test_a_schema_is_passed_on_in_its_form(self, engine: MlcEngine) -> None:
        text, usage = answer(engine, json_schema='{"type": "object"}')
        assert real(engine).asked[-1]["extra_body"] == {"debug_config": {"grammar_execution_mode": "constraint"}}
        assert json.loads(text) == {"answer": "yes"}
        assert usage.finish == "stop"

    def test_an_answer_never_outgrows_the_context(self, folder: Path, fakes: object) -> None:
        with MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", context=128, device="cpu") as engine:
            _, usage = answer(engine, max_tokens=1000)
            assert usage.prefilled + usage.generated == 128
            assert usage.finish == "length"

    @pytest.mark.parametrize("context", [96, 2048])
    def test_a_prompt_that_leaves_one_token_is_answered_with_one(
        self, context: int, folder: Path, fakes: object
    ) -> None:
        with MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", context=context, device="cpu") as engine:
            words = ["word"]
            while (free := context - 1 - engine.count_tokens((ChatMessage("user", " ".join(words)),))) > 1:
                words += ["word"] * (free // 2)
            message = ChatMessage("user", " ".join(words) + " " * free)
            assert engine.count_tokens((message,)) == context - 1
            _, usage = answer(engine, (message,), max_tokens=20)
            assert (usage.prefilled, usage.generated, usage.finish) == (context - 1, 1, "length")

    def test_one_token_was_not_decoded_and_took_no_time_to(self, engine: MlcEngine) -> None:
        _, usage = answer(engine, max_tokens=1)
        assert (usage.generated, usage.generate_s) == (1, 0.0)

    def test_the_speed_of_prefilling_is_kept(self, engine: MlcEngine) -> None:
        assert engine.describe().prefill_tokens_per_s == 0
        answer(engine, (ChatMessage("user", "word " * 100),), max_tokens=2)
        assert engine.describe().prefill_tokens_per_s == pytest.approx(1000.0)

    def test_a_cancel_does_not_wait_for_the_chunk_in_progress(
        self, engine: MlcEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release, begun = threading.Event(), threading.Event()

        def compute(*_: object) -> bool:
            begun.set()
            return release.wait(30) and False

        def cancel() -> None:
            begun.wait(30)
            engine.cancel()

        monkeypatch.setattr(real(engine), "_send", compute)
        stream = engine.stream(ASK, Sampling())
        threading.Thread(target=cancel).start()
        (last,) = list(stream)
        assert isinstance(last, Usage)
        assert last.finish == "cancelled"
        assert not release.is_set()
        release.set()

    def test_every_answer_is_asked_for_on_one_loop(self, engine: MlcEngine) -> None:
        threads = [threading.Thread(target=answer, args=(engine,), kwargs={"max_tokens": 2}) for _ in range(2)]
        for thread in threads:
            thread.start()
            thread.join()
        assert real(engine).loop is engine._loop._loop
        assert len(real(engine).asked) == 2

    @pytest.mark.parametrize("pieces", [0, 2])
    def test_an_engine_that_dies_says_so_without_the_prompt_and_starts_anew(
        self, pieces: int, engine: MlcEngine, capfd: pytest.CaptureFixture[str]
    ) -> None:
        text, _ = answer(engine, max_tokens=5)
        first = real(engine)
        stream = engine.stream(ASK, Sampling(max_tokens=500))
        for _ in range(pieces):
            next(stream)
        first.die("Check failed: Tell a story.")
        with pytest.raises(EngineFailed, match=r"middle of its answer \(InternalError\)") as caught:
            list(stream)
        assert "story" not in f"{caught.value}{caught.value.next_step}"
        assert answer(engine, max_tokens=5)[0] == text
        assert real(engine) is not first
        assert not any(thread.is_alive() for thread in first.threads)
        assert capfd.readouterr() == ("", "")

    def test_an_engine_that_cannot_start_anew_says_so_until_it_can(self, engine: MlcEngine) -> None:
        real(engine).die()
        with pytest.raises(EngineFailed, match="middle of its answer"):
            answer(engine)
        fake_mlc.UNLOADABLE.append("Check failed: no device")
        for _ in range(2):
            with pytest.raises(EngineFailed, match="cannot load"):
                answer(engine)
        with pytest.raises(EngineFailed, match="cannot load"):
            engine.count_tokens(ASK)
        fake_mlc.UNLOADABLE.clear()
        assert answer(engine, max_tokens=3)[1].generated == 3

    def test_a_schema_that_ends_the_engine_is_an_error_and_no_waiting(self, engine: MlcEngine) -> None:
        with pytest.raises(EngineFailed, match="JSONDecodeError"):
            answer(engine, json_schema="{")
        assert answer(engine, max_tokens=3)[1].generated == 3

    def test_an_error_in_another_thread_is_reported_as_ever(
        self, engine: MlcEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[object] = []
        assert engine._watch is not None

        def fail() -> None:
            raise KeyError

        with monkeypatch.context() as patch:
            patch.setattr(engine._watch, "_before", lambda report: seen.append(report.exc_type))
            thread = threading.Thread(target=fail)
            thread.start()
            thread.join()
        assert seen == [KeyError]
        assert answer(engine, max_tokens=3)[1].generated == 3

    def test_in_a_forked_child_it_refuses(self, engine: MlcEngine, monkeypatch: pytest.MonkeyPatch) -> None:
        pid = os.getpid()
        monkeypatch.setattr(os, "getpid", lambda: pid + 1)
        with pytest.raises(EngineFailed, match="process that loaded it"):
            answer(engine)


class TestUntrustedText:
    def test_no_marker_in_a_message_becomes_a_special_token(self, engine: MlcEngine) -> None:
        specials = range(len(fake_mlc.SPECIAL))
        hostile = " ".join(
            [*fake_mlc.SPECIAL, "".join(fake_mlc.SPECIAL), "<|<|turn_over|>turn_over|>", "{system_message}"]
        )

        def roles(text: str) -> list[int]:
            answer(engine, (ChatMessage("system", text), ChatMessage("user", text)), max_tokens=1)
            return [token for token in real(engine).prompts[-1] if token in specials]

        assert roles(hostile) == roles("harmless")

    def test_the_text_stays_readable(self) -> None:
        clean = Neutralizer(["<|a|>", "<|a|>b"]).clean("x <|a|>b y < | a")
        assert clean.replace("\u200b", "") == "x <|a|>b y < | a"
        assert "<|a|>" not in clean

    def test_half_a_character_is_replaced(self, engine: MlcEngine) -> None:
        broken = (ChatMessage("user", "caf\udce9 <|head|\ud83d>"),)
        assert engine.count_tokens(broken) == engine.count_tokens((ChatMessage("user", "caf? <|head|?>"),))
        assert answer(engine, broken, max_tokens=2)[1].generated == 2

    def test_a_prompt_that_cannot_be_read_is_an_error_without_it(
        self, engine: MlcEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(text: str) -> list[int]:
            raise RuntimeError(text)

        monkeypatch.setattr(real(engine).tokenizer, "encode", refuse)
        for ask in (lambda: engine.count_tokens(ASK), lambda: answer(engine)):
            with pytest.raises(EngineFailed, match=r"cannot read the question \(RuntimeError\)") as caught:
                ask()
            assert "story" not in str(caught.value)

    def test_text_without_markers_is_not_touched(self) -> None:
        assert Neutralizer(["<|a|>", " ", ""]).clean("2 < 3 | a>\n") == "2 < 3 | a>\n"
        assert Neutralizer([]).clean("<|a|>") == "<|a|>"


class TestEnding:
    def test_closing_terminates_once_and_ends_every_thread(self, folder: Path, fakes: object) -> None:
        engine = MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", device="cpu")
        inner = real(engine)
        engine.close()
        engine.close()
        assert inner.terminated == 1
        assert not any(thread.is_alive() for thread in inner.threads)
        with pytest.raises(EngineFailed):
            answer(engine)

    def test_closing_in_mid_answer_ends_the_answer(self, folder: Path, fakes: object) -> None:
        engine = MlcEngine(folder, name="x", model_lib=folder / "lib-cpu.so", device="cpu")
        stream = engine.stream(ASK, Sampling(max_tokens=500))
        next(stream)
        engine.close()
        last = list(stream)[-1]
        assert isinstance(last, Usage)
        assert last.finish == "cancelled"

    @pytest.mark.parametrize("daemons", [None, False])
    def test_a_process_that_never_closes_it_ends_all_the_same(self, folder: Path, daemons: bool | None) -> None:
        code = (
            "engine = MlcEngine(folder, name='x', model_lib=folder / 'lib-cpu.so', device='cpu')\n"
            "next(engine.stream([ChatMessage('user', 'x')], Sampling()))\n"
        )
        done = self.run(code, folder, daemons)
        assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"1 [False, False]\n")

    @pytest.mark.parametrize("daemons", [None, False])
    def test_a_process_whose_model_cannot_be_loaded_ends_all_the_same(self, folder: Path, daemons: bool | None) -> None:
        code = (
            "fake_mlc.UNLOADABLE.append('no such function')\n"
            "try: MlcEngine(folder, name='x', model_lib=folder / 'lib-cpu.so', device='cpu')\n"
            "except EngineFailed as error: print('told')\n"
        )
        done = self.run(code, folder, daemons)
        assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"told\n1 [False, False]\n")

    @staticmethod
    def run(code: str, folder: Path, daemons: bool | None) -> subprocess.CompletedProcess[bytes]:
        """Run a script, which says at its end how often the engine was terminated and which of its threads are alive."""
        begin = (
            "import atexit, sys; from pathlib import Path\n"
            "from tests.models.mlc import fake_mlc; from models.errors import EngineFailed\n"
            f"fake_mlc.install(); fake_mlc.DAEMONS = {daemons}; folder = Path(sys.argv[1])\n"
            "def tell():\n"
            "    (made,) = fake_mlc.AsyncMLCEngine.made\n"
            "    print(made.terminated, [thread.is_alive() for thread in made.threads])\n"
            "atexit.register(tell)\n"
            "from models.mlc.engine import MlcEngine; from models.types import *\n"
        )
        root = Path(__file__).parents[3]
        command = [sys.executable, "-c", begin + code, str(folder)]
        return subprocess.run(command, cwd=root, timeout=60, capture_output=True)


def test_loading_by_name_needs_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    entry = dataclasses.replace(find("smollm2-135m"), backend="mlc")
    monkeypatch.setattr(load, "lookup", lambda *_: entry)
    monkeypatch.setattr(load, "ensure_intact", lambda *_: tmp_path)
    monkeypatch.setattr(hardware, "has_mlc", lambda: False)
    with pytest.raises(DependencyMissing):
        load.load_engine("x", tmp_path, socket_dir=tmp_path)


def test_a_model_that_no_gpu_here_holds_is_refused_with_the_figures_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpu = hardware.Gpu("cuda", "Small", 4 * hardware.GB)
    machine = hardware.Machine("Linux", "x86_64", 4, 64 * hardware.GB, 60 * hardware.GB, (gpu,))
    monkeypatch.setattr(hardware, "look", lambda: machine)
    monkeypatch.setattr(load, "ensure_intact", lambda *_: tmp_path)
    with pytest.raises(TooLarge, match=r"llama-3.1-8b-mlc needs about 6\.2 GB on the GPU; this machine's has 4\.0"):
        load.load_engine("llama-3.1-8b-mlc", tmp_path, socket_dir=tmp_path)

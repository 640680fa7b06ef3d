"""Models from the command line: what there is, what fits, taking in from a stick, and licences before a fetch."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.commands.shared.hints import better_model
from app.home.config import EMBEDDER
from app.home.paths import Home
from app.output import report
from app.runtime.runtime import Runtime
from models.catalogue import catalogue, download
from models.catalogue.download import PullProgress
from models.catalogue.installation import MANIFEST
from models.errors import DownloadFailed, EngineFailed, ModelDamaged, ModelMissing
from models.load import load_engine
from models.machine import hardware
from models.machine.hardware import GB, Gpu, Machine
from models.scripted import ScriptedEngine
from tests.app.commands.command_runner import CHAT, Shell
from tests.models.catalogue.test_import_local import gguf, safetensors
from tests.models.mlc import fake_mlc

LAPTOP = Machine("Linux", "x86_64", 4, 16 * GB, 12 * GB)
SMALL = Machine("Linux", "x86_64", 1, GB, GB)


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "look", lambda: LAPTOP)


@pytest.fixture
def models(shell: Shell) -> Path:
    return shell.folder.parent / "models"


def install(models: Path, name: str) -> None:
    """Put a file of the right name where a model belongs, and a manifest that vouches for it."""
    entry = catalogue.find(name)
    folder = models / name
    for file in entry.files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    (folder / MANIFEST).write_text(json.dumps({"format": 1, "name": name, "source": "", "files": []}))


class TestListing:
    def test_the_best_for_this_machine_is_marked_and_its_command_given(self, shell: Shell) -> None:
        code, out = shell("models", "list")
        assert code == report.DONE
        assert "★ llama-3.2-3b" in out
        assert "▶  smollm2-135m" in out
        assert "not here (needs a GPU)" in out
        assert "4 cores" in shell.err
        assert "`homebody models pull llama-3.2-3b --use`" in shell.err

    def test_json_says_it_too(self, shell: Shell, models: Path) -> None:
        install(models, "smollm2-135m")
        rows = {row["name"]: row for row in shell.json("models", "list")}
        assert [name for name, row in rows.items() if row["best"]] == ["llama-3.2-3b"]
        assert rows["smollm2-135m"] | {"languages": 0, "source": 0, "about": 0} == {
            "name": "smollm2-135m", "role": "llm", "engine": "llama.cpp", "title": "SmolLM2 135M Instruct (starter)",
            "about": 0, "bytes": 92_871_040, "memory_bytes": 340_000_000, "parameters": 135_000_000,
            "context": 8192, "languages": 0, "licence": "Apache-2.0", "licence_url": None, "source": 0,
            "installed": True, "condition": "changed", "in_use": True, "fit": "well", "reason": "", "best": False,
        }  # fmt: skip
        assert rows["llama-3.1-8b"]["fit"] == "slowly"
        assert not rows["llama-3.1-8b"]["installed"]

    def test_a_setting_that_names_a_model_that_is_gone_does_not_hide_the_rest(self, shell: Shell) -> None:
        (shell.folder.parent / "home/settings.toml").write_text('model = "gone"\n')
        assert "smollm2-135m" in shell("models", "list")[1]

    def test_one_model_is_shown_in_full(self, shell: Shell) -> None:
        _, out = shell("models", "show", "llama-3.2-1b")
        for part in (
            "Llama 3.2 Community License",
            "https://www.llama.com/llama3_2/license/",
            "6f85a640a97cf2bf",
            "8,192",
        ):
            assert part in out
        shown = shell.json("models", "show", "llama-3.2-1b")
        assert shown["files"] == [
            {
                "path": "Llama-3.2-1B-Instruct-Q4_K_M.gguf",
                "bytes": 807_694_464,
                "sha256": "6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83",
            }
        ]
        assert "recorded when it is first fetched" in shell("models", "show", "llama-3.2-1b-mlc")[1]

    def test_an_unknown_one_is_a_usage_error_with_the_nearest(self, shell: Shell) -> None:
        for verb in ("show", "use", "rm", "verify", "pull"):
            assert shell("models", verb, "llama-3.2-1") == (report.USAGE, "")
            assert "llama-3.2-1b" in shell.err


class TestPull:
    @pytest.fixture
    def pulled(self, models: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """A fetch that puts the model there; records which were asked for."""
        names: list[str] = []

        def fetch(entry: catalogue.ModelEntry, _: Path) -> Iterator[PullProgress]:
            names.append(entry.name)
            install(models, entry.name)
            yield PullProgress("x", 1, 1)

        monkeypatch.setattr(download, "pull", fetch)
        return names

    def test_a_licence_of_its_own_is_shown_and_has_to_be_accepted(self, shell: Shell, pulled: list[str]) -> None:
        assert shell("models", "pull", "smollm2-135m", "llama-3.2-1b") == (report.NEEDS, "")
        assert "https://www.llama.com/llama3_2/license/" in shell.err
        assert "--accept-licence" in shell.err
        assert pulled == []
        assert shell("models", "pull", "smollm2-135m", "llama-3.2-1b", "--accept-licence")[0] == report.DONE
        assert "Llama 3.2 Community License" in shell.err
        assert pulled == ["smollm2-135m", "llama-3.2-1b"]

    def test_with_standard_input_closed_nobody_can_accept_it(
        self, shell: Shell, pulled: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", None)
        assert shell("models", "pull", "llama-3.2-1b") == (report.NEEDS, "")
        assert "--accept-licence" in shell.err
        assert pulled == []

    def test_without_names_it_fetches_what_is_in_use(self, shell: Shell, pulled: list[str]) -> None:
        assert shell("models", "pull")[0] == report.DONE
        assert pulled == ["smollm2-135m", EMBEDDER]

    def test_it_can_be_taken_up_at_once(self, shell: Shell, pulled: list[str]) -> None:
        shell("models", "pull", "llama-3.2-1b", "--accept-licence", "--use")
        assert 'model = "llama-3.2-1b"' in (shell.folder.parent / "home/settings.toml").read_text()

    def test_a_damaged_one_is_fetched_again(self, shell: Shell, pulled: list[str], models: Path) -> None:
        install(models, "smollm2-135m")  # of no bytes, which is not what the catalogue pins
        assert shell("models", "pull", "smollm2-135m")[0] == report.DONE
        assert "damaged" in shell.err
        assert pulled == ["smollm2-135m"]

    def test_one_that_was_taken_in_is_there_or_is_taken_in_again(self, shell: Shell, pulled: list[str]) -> None:
        shell("models", "import", str(gguf(shell.folder / "mine.gguf")), "--use")
        assert shell("models", "pull")[0] == report.DONE
        assert "mine is installed already." in shell.err
        assert pulled == [EMBEDDER]

    def test_one_that_cannot_run_here_is_named_before_it_is_fetched(
        self, shell: Shell, pulled: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hardware, "look", lambda: SMALL)
        shell("models", "pull", "llama-3.2-1b", "--accept-licence")
        said = shell.err.index("does not run on this machine: needs 1.2 GB of memory, this machine has 1.0.")
        assert said < shell.err.index("Fetching")

    def test_one_that_fails_says_why_and_exits_3(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> Iterator[PullProgress]:
            raise DownloadFailed("The disk is full.", "Make room.")

        monkeypatch.setattr(download, "pull", fail)
        assert shell("models", "pull", "smollm2-135m")[0] == report.NEEDS
        assert "The disk is full. Make room." in shell.err


class TestImport:
    def test_a_file_from_a_stick_is_taken_in_shown_and_used(self, shell: Shell) -> None:
        path = gguf(shell.folder / "My Model.gguf")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        code, out = shell("models", "import", str(path), "--sha256", digest, "--use")
        assert (code, out) == (report.DONE, "my-model\n")
        assert 'model = "my-model"' in (shell.folder.parent / "home/settings.toml").read_text()
        shown = shell.json("models", "show", "my-model")
        assert (shown["installed"], shown["in_use"], shown["source"]) == (True, True, str(path))
        assert shown["bytes"] == path.stat().st_size
        assert shown["files"][0]["sha256"] == digest
        assert shell("models", "verify", "my-model") == (report.DONE, "my-model: as pinned\n")

    def test_a_wrong_hash_is_refused_and_nothing_stays(self, shell: Shell, models: Path) -> None:
        path = gguf(shell.folder / "m.gguf")
        assert shell("models", "import", str(path), "--sha256", "0" * 64)[0] == report.DAMAGED
        assert "not the file that you asked for" in shell.err
        assert not models.exists()

    def test_a_name_is_never_taken_from_another_model(self, shell: Shell) -> None:
        shell("models", "import", str(gguf(shell.folder / "m.gguf")))
        other = gguf(shell.folder / "other.gguf", context=512)
        assert shell("models", "import", str(other), "--name", "m")[0] == report.USAGE
        assert "--name" in shell.err
        assert shell("models", "import", str(other), "--name", "n")[0] == report.DONE
        assert shell("models", "import", str(shell.folder / "m.gguf"))[0] == report.DONE

    def test_a_folder_for_mlc_is_taken_in_with_a_word_about_what_it_lost(self, shell: Shell) -> None:
        folder = shell.folder / "gpu"
        fake_mlc.write_folder(folder)
        config = json.loads((folder / "mlc-chat-config.json").read_text())
        config["conv_template"]["name"] = "llama-3_1"
        config["model_config"] = {"position_embedding_base": 10000}
        (folder / "mlc-chat-config.json").write_text(json.dumps(config))
        assert shell("models", "import", str(folder)) == (report.DONE, "gpu\n")
        assert "rope_theta" in shell.err
        assert shell("models", "use", "gpu", "--engine", "mlc")[0] == report.DONE
        settings = (shell.folder.parent / "home/settings.toml").read_text()
        assert 'engine = "mlc"' in settings
        assert 'model = "gpu"' in settings

    @pytest.mark.parametrize("name", ["nothing.gguf", "text.gguf"])
    def test_what_is_no_model_is_named(self, shell: Shell, name: str) -> None:
        shell.write("text.gguf", "just text")
        code, _ = shell("models", "import", str(shell.folder / name))
        assert code in (report.NEEDS, report.DAMAGED)
        assert name in shell.err


class TestUsing:
    def test_what_is_not_installed_is_not_used(self, shell: Shell) -> None:
        assert shell("models", "use", "bge-base-en-v1.5")[0] == report.NEEDS
        assert "homebody models pull bge-base-en-v1.5" in shell.err

    def test_each_kind_has_its_setting(self, shell: Shell, models: Path) -> None:
        install(models, "smollm2-135m")
        install(models, "all-minilm-l6-v2")
        with (shell.folder.parent / "home/settings.toml").open("a") as settings:
            settings.write('embedder = "bge-base-en-v1.5"\n')
        assert shell("models", "use", "all-minilm-l6-v2")[0] == report.DONE
        assert "embedded again" in shell.err
        assert shell("models", "use", "smollm2-135m", "--engine", "llama.cpp")[0] == report.DONE
        assert 'engine = "llama.cpp"' in (shell.folder.parent / "home/settings.toml").read_text()
        assert shell("models", "use", "smollm2-135m", "--engine", "auto")[0] == report.DONE
        assert "engine" not in (shell.folder.parent / "home/settings.toml").read_text()

    def test_an_engine_is_for_language_models_alone(self, shell: Shell, models: Path) -> None:
        install(models, "all-minilm-l6-v2")
        assert shell("models", "use", "all-minilm-l6-v2", "--engine", "mlc")[0] == report.USAGE
        assert "--engine" in shell.err
        assert "engine" not in (shell.folder.parent / "home/settings.toml").read_text()

    def test_nothing_is_embedded_anew_for_the_embedder_that_is_in_use(self, shell: Shell, models: Path) -> None:
        install(models, EMBEDDER)
        assert shell("models", "use", EMBEDDER)[0] == report.DONE
        assert "embedded again" not in shell.err

    def test_one_that_is_too_large_is_named_with_its_figures(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hardware, "look", lambda: dataclasses.replace(SMALL, memory=100_000_000))
        assert shell("models", "import", str(gguf(shell.folder / "m.gguf")), "--use")[0] == report.DONE
        assert "does not run on this machine: needs 0.2 GB of memory, this machine has 0.1." in shell.err

    def test_removing_what_is_in_use_says_so(self, shell: Shell, models: Path) -> None:
        install(models, "smollm2-135m")
        assert shell("models", "rm", "smollm2-135m")[0] == report.DONE
        assert "It was in use" in shell.err
        assert not (models / "smollm2-135m").exists()


class TestLettingGo:
    """The warm process does not go on with a model that is gone, or failed."""

    @pytest.fixture(autouse=True)
    def warm(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """A warm process; records when it is told to stop."""
        told: list[str] = []

        class Client:
            def stop(self) -> None:
                told.append("stop")

        monkeypatch.setattr("app.service_client.client.find", lambda _: Client())
        return told

    def test_one_in_use_that_is_removed(self, shell: Shell, models: Path, warm: list[str]) -> None:
        install(models, "smollm2-135m")
        install(models, "llama-3.2-1b")
        shell("models", "rm", "llama-3.2-1b")
        assert warm == []
        shell("models", "rm", "smollm2-135m")
        assert warm == ["stop"]
        assert shell("models", "rm", "smollm2-135m")[0] == report.NEEDS
        assert warm == ["stop"]

    def test_one_in_use_that_failed(self, shell: Shell, models: Path, warm: list[str]) -> None:
        install(models, "smollm2-135m")  # of no bytes, which is not what the catalogue pins
        install(models, "llama-3.2-1b")
        shell("models", "verify", "llama-3.2-1b")
        assert warm == []
        shell("models", "verify")
        assert warm == ["stop"]


class TestVerify:
    def test_every_model_is_checked_and_one_that_fails_is_refused_by_name_from_then_on(
        self, shell: Shell, models: Path
    ) -> None:
        for name in ("one", "two"):
            shell("models", "import", str(gguf(shell.folder / f"{name}.gguf")))
        file = models / "one/one.gguf"
        before = file.stat()
        file.write_bytes(file.read_bytes()[:-1] + b"X")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        code, out = shell("models", "verify")
        assert (code, out) == (report.DAMAGED, "two: as pinned\n")
        assert "one is damaged" in shell.err
        with pytest.raises(ModelDamaged, match="one"):
            load_engine("one", models, socket_dir=shell.folder)

    def test_one_that_failed_is_shown_as_damaged_and_not_taken_up(self, shell: Shell, models: Path) -> None:
        path = gguf(shell.folder / "it's mine.gguf")
        shell("models", "import", str(path), "--name", "mine")
        with (models / "mine" / path.name).open("ab") as weights:
            weights.write(b"more")
        assert shell("models", "verify", "mine")[0] == report.DAMAGED
        # It came from no hub, so no pull brings it back.
        again = f"homebody models import '{path}' --name mine".replace("it's", "it'\"'\"'s")
        assert again in shell.err
        assert "damaged" in next(line for line in shell("models", "list")[1].splitlines() if " mine " in line)
        assert shell("models", "use", "mine")[0] == report.DAMAGED
        assert again in shell.err
        assert shell("models", "import", str(path), "--name", "mine")[0] == report.DONE
        assert shell("models", "use", "mine")[0] == report.DONE

    def test_a_reranker_that_is_removed_is_asked_for_no_more(self, shell: Shell) -> None:
        folder = shell.folder / "sorter"
        folder.mkdir()
        (folder / "config.json").write_text(json.dumps({"architectures": ["BertForSequenceClassification"]}))
        safetensors(folder / "model.safetensors")
        shell("models", "import", str(folder), "--use")
        settings = shell.folder.parent / "home/settings.toml"
        assert "sorter" in settings.read_text()
        assert shell("models", "rm", "sorter")[0] == report.DONE
        assert "sorter" not in settings.read_text()

    def test_one_whose_file_is_gone_is_damaged_and_can_be_removed(self, shell: Shell, models: Path) -> None:
        install(models, "llama-3.2-1b")
        for file in catalogue.find("llama-3.2-1b").files:
            (models / "llama-3.2-1b" / file.path).unlink()
        shell("models", "import", str(gguf(shell.folder / "mine.gguf")), "--use")
        (models / "mine/mine.gguf").unlink()
        manifest = models / "mine" / MANIFEST
        record = json.loads(manifest.read_text())
        record["own"]["memory"] = 4 * GB  # the largest that runs well
        manifest.write_text(json.dumps(record))
        assert shell("models", "verify") == (report.DAMAGED, "")
        assert "llama-3.2-1b is damaged" in shell.err
        assert "mine is damaged: its file mine.gguf is gone" in shell.err
        assert {row["name"] for row in shell.json("models", "list") if row["condition"] == "broken"} == {
            "llama-3.2-1b",
            "mine",
        }
        assert shell("models", "use", "mine")[0] == report.DAMAGED
        assert shell.json("models", "show", "mine")["best"] is False
        assert shell("models", "rm", "mine")[0] == report.DONE

    @pytest.mark.parametrize(
        "change",
        [
            {"files": [{"path": "../x", "size": 1, "sha256": "a", "modified_ns": 1}]},
            {"files": [{"path": "mine.gguf", "size": "z", "sha256": "a", "modified_ns": 1}]},
            {"files": 5},
            {"own": {"memory": "much"}},
            {"own": {"role": "cook"}},
        ],
    )
    def test_a_manifest_that_makes_no_sense_stops_no_list(
        self, shell: Shell, models: Path, change: dict[str, Any]
    ) -> None:
        shell("models", "import", str(gguf(shell.folder / "mine.gguf")))
        record = json.loads((models / "mine" / MANIFEST).read_text())
        own = {**record["own"], **change.get("own", {})}
        (models / "mine" / MANIFEST).write_text(json.dumps({**record, **change, "own": own}))
        for verb in ("list", "verify"):
            shell("models", verb)
            assert "because of a bug" not in shell.err

    def test_nothing_to_check_is_said(self, shell: Shell) -> None:
        assert shell("models", "verify")[0] == report.NOTHING


class TestDoctor:
    @pytest.fixture(autouse=True)
    def unsealed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.sealing.seal.prove", list)
        monkeypatch.setattr("app.commands.doctor._seal", lambda _: {"ok": True, "summary": "not tried here"})

    def test_it_names_the_model_the_engine_and_why(self, shell: Shell, models: Path) -> None:
        install(models, "smollm2-135m")
        part = shell.json("doctor")["engine"]
        assert (part["model"], part["engine"], part["fits"]) == ("smollm2-135m", "llama.cpp", "llama.cpp")
        assert part["details"][0] == "smollm2-135m runs on llama.cpp, as fits this machine"
        shell("models", "use", "smollm2-135m", "--engine", "llama.cpp")
        assert "as set" in shell.json("doctor")["engine"]["details"][0]

    def test_a_gpu_that_lies_idle_comes_with_the_command(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        gpu = dataclasses.replace(LAPTOP, gpus=(Gpu("cuda", "GeForce", 8 * GB),))
        monkeypatch.setattr(hardware, "look", lambda: gpu)
        part = shell.json("doctor")["engine"]
        assert "mlc-llm-nightly-cu128" in part["next_step"]

    def test_a_setting_that_names_no_model_is_a_finding(self, shell: Shell) -> None:
        (shell.folder.parent / "home/settings.toml").write_text('model = "gone"\n')
        code, out = shell("doctor")
        assert code != report.DONE
        assert "“gone”" in out


class TestAnotherModelForOneCommand:
    @pytest.fixture
    def asked(self, shell: Shell, models: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """A home with a chat and the starter; loading records the model and gives an engine that says nothing."""
        names: list[str] = []

        def load(self: Runtime, name: str) -> ScriptedEngine:
            names.append(name)
            if name not in ("smollm2-135m", "other"):
                raise ModelMissing(f"The model {name} is not installed.", f"`homebody models pull {name}`")
            return ScriptedEngine(lambda _: "")

        monkeypatch.setattr(Runtime, "_load", load)
        monkeypatch.setattr(Runtime, "embedder", lambda _: None)
        install(models, "smollm2-135m")
        shell("models", "import", str(gguf(shell.folder / "other.gguf")))
        shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))
        return names

    def test_it_is_loaded_for_that_command_alone(self, shell: Shell, asked: list[str]) -> None:
        shell("summarize", "--last", "2", "--model", "other")
        shell("summarize", "--last", "2", "--phrase")
        shell("summarize", "--last", "2", "--engine", "llama.cpp")
        assert asked == ["other", "smollm2-135m", "smollm2-135m"]

    def test_the_starter_is_asked_only_where_that_is_asked_for(self, shell: Shell, asked: list[str]) -> None:
        assert shell("ask", "shall we book the cabin by the lake?", "--no-service")[0] == report.DONE
        assert "loading" not in shell.err
        assert shell.json("summarize", "--last", "2")["note"].startswith("No language model took part:")
        assert asked == []
        shell("ask", "shall we book the cabin by the lake?", "--phrase")
        shell("ask", "shall we book the cabin by the lake?", "--model", "smollm2-135m")
        assert asked == ["smollm2-135m"] * 2

    def test_a_model_of_a_billion_weights_is_asked_as_ever(
        self, shell: Shell, asked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        large = dataclasses.replace(catalogue.find("smollm2-135m"), parameters=1_000_000_000)
        monkeypatch.setattr(Runtime, "model_entry", lambda _: large)
        shell("ask", "shall we book the cabin by the lake?")
        assert asked == ["smollm2-135m"]

    def test_one_that_is_asked_for_and_not_there_is_an_error(self, shell: Shell, asked: list[str]) -> None:
        shell("models", "use", "other")
        shell("models", "rm", "smollm2-135m")
        (shell.folder.parent / "home/settings.toml").write_text('model = "llama-3.2-1b"\n')
        assert shell("summarize", "--last", "2", "--phrase")[0] == report.NEEDS
        assert "homebody models pull llama-3.2-1b" in shell.err

    def test_what_is_too_small_is_said_where_it_is_chosen(self, shell: Shell, asked: list[str]) -> None:
        shell("models", "use", "other")
        assert "asked only with --phrase" in shell.err
        details = shell.json("doctor")["engine"]["details"]
        assert any("asked only with --phrase" in line for line in details)

    def test_one_that_is_not_installed_is_an_error_and_no_answer_without_it(
        self, shell: Shell, asked: list[str]
    ) -> None:
        assert shell("summarize", "--last", "2", "--model", "llama-3.2-1b")[0] == report.NEEDS
        assert "homebody models pull llama-3.2-1b" in shell.err
        assert shell("summarize", "--last", "2", "--engine", "mlc")[0] == report.USAGE

    def test_the_warm_process_is_left_alone(self, shell: Shell, asked: list[str]) -> None:
        with Runtime.from_environment() as runtime:
            runtime.override(model="other")
            assert runtime.service() is None
            assert runtime.model_entry().name == "other"

    def test_a_better_model_is_mentioned_once_and_not_in_json(self, shell: Shell, asked: list[str]) -> None:
        shell("summarize", "--last", "2", "--json")
        assert "too small to be trusted" not in shell.err
        shell("summarize", "--last", "2")
        assert shell.err.count("too small to be trusted") == 1
        assert "`homebody models pull llama-3.2-3b --use`" in shell.err
        assert "3.2 GB of memory and 2,019 MB to fetch" in shell.err
        shell("summarize", "--last", "2")
        assert "too small to be trusted" not in shell.err


class TestHint:
    def runtime(self, tmp_path: Path, **settings: str) -> Runtime:
        from app.home.config import Settings

        return Runtime(Home(tmp_path / "home", tmp_path / "models"), Settings(**settings))  # type: ignore[arg-type]

    def test_nothing_is_said_without_the_starter(self, tmp_path: Path) -> None:
        assert better_model(self.runtime(tmp_path), LAPTOP) == ""
        install(tmp_path / "models", "smollm2-135m")
        assert better_model(self.runtime(tmp_path, model="llama-3.2-1b"), LAPTOP) == ""

    def test_one_that_is_installed_is_to_be_used(self, tmp_path: Path) -> None:
        for name in ("smollm2-135m", "llama-3.2-3b"):
            install(tmp_path / "models", name)
        assert "`homebody models use llama-3.2-3b`" in better_model(self.runtime(tmp_path), LAPTOP)

    def test_a_machine_that_is_too_small_is_told_what_one_takes(self, tmp_path: Path) -> None:
        install(tmp_path / "models", "smollm2-135m")
        line = better_model(self.runtime(tmp_path), SMALL)
        assert "1.2 GB of memory" in line
        assert "\n" not in line
        assert better_model(self.runtime(tmp_path), SMALL) == ""


def test_the_machines_own_choice_that_fails_falls_back_on_the_model_that_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.home.config import Settings

    gpu_model = dataclasses.replace(catalogue.find("llama-3.2-1b-mlc"), name="gpu-model")
    loaded: list[str] = []

    def load(self: Runtime, name: str) -> ScriptedEngine:
        loaded.append(name)
        if name == "gpu-model":
            raise EngineFailed("The GPU is gone.", "Choose llama.cpp.")
        return ScriptedEngine()

    monkeypatch.setattr(Runtime, "_load", load)
    monkeypatch.setattr(Runtime, "model_entry", lambda _: gpu_model)
    home = Home(tmp_path / "home", tmp_path / "models")
    runtime = Runtime(home, Settings())
    assert runtime.engine() is None
    assert loaded == ["gpu-model"]
    assert "The GPU is gone." in runtime.note
    runtime.phrase = True
    assert isinstance(runtime.engine(), ScriptedEngine)
    assert loaded == ["gpu-model", "gpu-model", "smollm2-135m"]
    assert "The GPU is gone." in runtime.note
    with pytest.raises(EngineFailed):
        Runtime(home, Settings(engine="mlc")).engine()


def test_the_options_stand_on_every_verb_that_generates() -> None:
    from app.commands.ask import command as ask
    from app.commands.summarize import command as summarize

    for verb in (ask, summarize):
        assert {"--model", "--engine", "--phrase"} <= {option for parameter in verb.params for option in parameter.opts}

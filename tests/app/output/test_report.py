"""What reaches the screen: exit codes, one sentence an error, nothing that a terminal would obey."""

from __future__ import annotations

import errno
import json
from datetime import UTC, datetime

import pytest

from app.home.config import SettingsProblem
from app.output import report
from index import errors as index_errors
from index.types.search import Hit
from models import errors as model_errors


def fail_with(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (index_errors.NotFound("No m9."), report.NOTHING),
        (index_errors.SourceProblem("x"), report.NOTHING),
        (index_errors.DiskFull("The disk is full."), report.NOTHING),
        (index_errors.BadQuery("x"), report.USAGE),
        (index_errors.AmbiguousName("Two fit.", ("Maya K.", "Maya S.")), report.USAGE),
        (index_errors.StoreMissing("There is no index yet.", "homebody add PATH"), report.NEEDS),
        (index_errors.StoreLocked("x"), report.NEEDS),
        (index_errors.StoreTooNew("x"), report.NEEDS),
        (index_errors.StoreDamaged("x"), report.DAMAGED),
        (index_errors.Stopped("x"), report.STOPPED),
        (model_errors.UnknownModel("x"), report.USAGE),
        (model_errors.ModelMissing("x"), report.NEEDS),
        (model_errors.DependencyMissing("x"), report.NEEDS),
        (model_errors.DownloadFailed("x"), report.NEEDS),
        (model_errors.TooLarge("x"), report.NEEDS),
        (model_errors.ModelDamaged("x"), report.DAMAGED),
        (model_errors.EngineFailed("x"), report.NOTHING),
        (SettingsProblem("x"), report.USAGE),
        (KeyboardInterrupt(), report.STOPPED),
        (OSError(errno.ENOSPC, "No space left on device", "index.db"), report.NOTHING),
    ],
)
def test_every_error_has_its_exit_code_and_a_sentence(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with report.guarded() as outcome:
        fail_with(error)
    assert outcome.code == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip()
    assert "Traceback" not in captured.err


def test_a_mistake_of_our_own_shows_no_text_of_the_owners(capsys: pytest.CaptureFixture[str]) -> None:
    with report.guarded() as outcome:
        fail_with(KeyError("the secret message"))
    assert outcome.code == report.NOTHING
    err = capsys.readouterr().err
    assert "secret" not in err
    assert "KeyError at test_report.py:" in err


def test_ambiguous_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with report.guarded():
        fail_with(index_errors.AmbiguousName("“maya” fits two people.", ("Maya K.", "Maya S."), "Say more."))
    assert capsys.readouterr().err == "homebody: “maya” fits two people. Say more.\n  Maya K.\n  Maya S.\n"


def test_no_terminal_escape_gets_out(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b]0;owned\x07 \x9b31m red \u202etxt.exe"
    report.out(hostile)
    report.note(hostile)
    report.out_json({"text": hostile})
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert not {"\x1b", "\x07", "\x9b"} & set(text)
    assert json.loads(captured.out[captured.out.index("{") :]) == {"text": hostile}


def test_a_hit_in_json_has_the_contracts_fields() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    hit = Hit("m1", "77", "message", "telegram", "Maya", "Maya K.", noon, "hello", None, "line 3", 0.5)
    assert report.hit_json(hit) == {
        "id": "m1",
        "native_id": "77",
        "kind": "message",
        "source": "telegram",
        "chat": "Maya",
        "sender": "Maya K.",
        "time": "2026-03-01T12:00:00+00:00",
        "text": "hello",
        "path": None,
        "locator": "line 3",
        "score": 0.5,
    }


def test_folded_text_keeps_its_lines_and_says_when_it_was_cut() -> None:
    assert report.fold("one\ntwo\nthree", "  ") == ["  one", "  two", "  three"]
    assert report.fold("one\ntwo\nthree", "  ", 2) == ["  one", "  two …"]

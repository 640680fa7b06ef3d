"""Bytes into text: encodings told apart, lines in bounded memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.sources.parsing import encoding
from index.sources.parsing.encoding import clean, encoding_of, is_text, numbered_lines
from tests.index.sources.reading import only

GERMAN = "Schöne Grüße aus München, wir treffen uns um fünf am Königsplatz. Übrigens: Äpfel mitbringen!\n"
RUSSIAN = "Привет, как дела? Завтра встречаемся в парке у фонтана в пять часов вечера, не опаздывай.\n"
JAPANESE = "明日は公園で五時に会いましょう。お弁当を持ってきてください。\n"
CHINESE = "明天下午五点在公园见面,请带上便当和水。我们一起去爬山。\n"
KOREAN = "내일 다섯 시에 공원에서 만나요. 도시락 가져오세요.\n"
POLISH = "Zażółć gęślą jaźń, spotkajmy się jutro o piątej w parku, przynieś łódkę.\n"


def lines(folder: Path, data: bytes) -> list[tuple[int, str]]:
    path = folder / "a.txt"
    path.write_bytes(data)
    return list(numbered_lines(only(path)))


def text(folder: Path, data: bytes) -> str:
    return "".join(line for _, line in lines(folder, data))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(
            (GERMAN, name)
            for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1")
        ),
        *((RUSSIAN, name) for name in ("utf-8", "utf-16", "cp1251", "koi8-r")),
        *((JAPANESE, name) for name in ("utf-8", "utf-16", "shift_jis", "euc_jp", "iso2022_jp")),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
        (POLISH, "cp1250"),
    ],
)
def test_text_in_many_encodings(tmp_path: Path, written: str, name: str) -> None:
    whole = written * 20
    assert text(tmp_path, whole.encode(name)) == whole


def test_a_file_may_turn_out_late_to_be_no_utf_8(tmp_path: Path) -> None:
    plain = "nothing but ASCII here\n" * 5000
    assert text(tmp_path, plain.encode() + GERMAN.encode("cp1252")) == plain + GERMAN


def test_broken_bytes_in_utf_8_stay_visible(tmp_path: Path) -> None:
    data = GERMAN.encode() * 3 + b"caf\xe9 \xf0\x9f\x98\n" + GERMAN.encode()
    found = text(tmp_path, data)
    assert found.startswith(GERMAN * 3)
    assert found.endswith(GERMAN)
    assert "caf\ufffd \ufffd\n" in found


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(200), b"text\0text", bytes(range(1, 32)) * 9]
)
def test_binary_is_refused_with_a_sentence(data: bytes) -> None:
    assert not is_text(data)
    with pytest.raises(SourceProblem, match="It is not text"):
        encoding_of(data)


def test_nothing_at_all_is_refused_with_a_sentence() -> None:
    with pytest.raises(SourceProblem, match="It is empty"):
        encoding_of(b"")


def test_line_ends(tmp_path: Path) -> None:
    assert lines(tmp_path, b"a\r\nb\n\nc") == [(1, "a\n"), (2, "b\n"), (3, "\n"), (4, "c")]
    assert lines(tmp_path, b"a\rb\rc") == [(1, "a\n"), (2, "b\n"), (3, "c")]
    assert [number for number, _ in lines(tmp_path, "a\u2028b\x85c\x0cd\ne\n".encode())] == [1, 2]


def test_a_long_line_comes_in_pieces_that_share_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LINE_CHARACTERS", 10)
    for long in ("x" * 95, "é" * 40, "語" * 33, "👩🏽" * 20):
        found = lines(tmp_path, f"first\n{long}\nlast\n".encode())
        assert "".join(piece for number, piece in found if number == 2) == long + "\n"
        assert all(len(piece) <= 13 for _, piece in found)
        assert found[-1] == (3, "last\n")


def test_fifty_megabytes_in_one_line_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        for _ in range(50):
            stream.write(b"0123456789" * 100_000)
    file = only(path)
    tracemalloc.start()
    total = sum(len(piece) for _, piece in numbered_lines(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 50_000_000
    assert peak < 10_000_000


def test_clean_keeps_what_can_be_stored() -> None:
    assert clean("plain") == "plain"
    assert clean("a\0b") == "a\ufffdb"
    assert clean("\ud83d\ude00 whole, \ud83d half") == "😀 whole, \ufffd half"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_utf_8_is_read_back(tmp_path: Path, written: str) -> None:
    data = written.encode()
    if is_text(data) and not written.startswith("\ufeff") and "\x1b" not in written:
        assert text(tmp_path, data) == written

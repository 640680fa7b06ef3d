"""JSON in bounded memory, against the standard library's reader."""

from __future__ import annotations

import codecs
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sources.parsing import json_stream
from index.sources.parsing.json_stream import Broken, Choice, JsonItem, Path, walk_json

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def enter(path: Path) -> Choice:
    return "enter" if path in ((), ("items",)) else "build" if path[0] in ("items", "name") else "skip"


def values(text: str | bytes) -> tuple[list[Any], list[Broken]]:
    data = text if isinstance(text, bytes) else text.encode()
    found = list(walk_json(io.BytesIO(data), enter))
    built = [
        item.value
        for item in found
        if isinstance(item, JsonItem) and item.kind == "value" and item.path == ("items", "*")
    ]
    return built, [item for item in found if isinstance(item, Broken)]


@pytest.mark.parametrize("chunk", [1, 7, 1 << 18])
@given(items=st.lists(_JSON, max_size=6), other=_JSON, indent=st.sampled_from([None, 0, 3]), plain=st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_wanted_values_are_those_of_the_whole_document(
    chunk: int, items: list[Any], other: Any, indent: int | None, plain: bool
) -> None:
    text = json.dumps({"before": other, "items": items, "after": [other]}, indent=indent, ensure_ascii=plain)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK_BYTES", chunk)
        built, broken = values(text.encode("utf-8", "replace"))
    assert built == json.loads(text.encode("utf-8", "replace"))["items"]
    assert broken == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    assert values('{"items": ["é", 1]}'.encode(encoding)) == (["é", 1], [])


def test_utf_16_big_endian() -> None:
    assert values(codecs.BOM_UTF16_BE + '{"items": ["é"]}'.encode("utf-16-be")) == (["é"], [])


def test_a_broken_object_costs_itself() -> None:
    built, broken = values('{"items": [{"a": 1}, {"a": nope, "b": [1, 2]}, {"a": 3}]}')
    assert built == [{"a": 1}, {"a": 3}]
    assert [(item.fatal, item.position) for item in broken] == [(False, 21)]


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [1, 2',
        '{"items": [1, 2, {"a": "b',
        '{"items": [1, 2], "x": "un',
        '{"items": [1, 2] "x"}',
        '{"items": [1, 2}',
    ],
)
def test_a_document_cut_short_keeps_what_came_before(text: str) -> None:
    built, broken = values(text)
    assert built[:2] in ([1, 2], [1])
    assert [item.fatal for item in broken] == [True]


@pytest.mark.parametrize("text", ["", "   ", "hello", '{"items"', '{"items": ]'])
def test_no_json_at_all(text: str) -> None:
    built, broken = values(text)
    assert built == []
    assert all(item.fatal for item in broken)


def test_deep_nesting_is_refused() -> None:
    built, broken = values('{"items": [' + "[" * 200_000 + "]" * 200_000 + "]}")
    assert built == []
    assert "nested too deeply" in broken[0].reason
    deep = list(walk_json(io.BytesIO(b"[" * 5000), lambda _: "enter"))
    assert "nested too deeply" in deep[-1].reason  # type: ignore[union-attr]


def test_a_skipped_value_may_be_of_any_size() -> None:
    class Watched(io.BytesIO):
        longest = 0

        def read(self, size: int | None = -1) -> bytes:
            self.longest = max(self.longest, size or 0)
            return super().read(size)

    stream = Watched(b'{"junk": "' + b'x\\\\y\\"' * 500_000 + b'", "items": ["here"]}')
    found = [item for item in walk_json(stream, enter) if isinstance(item, JsonItem)]
    assert [item.value for item in found if item.kind == "value"] == ["here"]
    # Nothing of the string was kept, so no read had to be larger than the others.
    assert stream.longest <= 2 * json_stream.CHUNK_BYTES

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from models.catalogue.catalogue import HubSource, find, load_catalogue, parse_catalogue
from models.catalogue.installation import fingerprint
from models.errors import UnknownModel

ENTRY = """
[[model]]
name = "{name}"
role = "llm"
backend = "llama.cpp"
title = "T"
licence = "MIT"
languages = ["en"]
main = "m.gguf"
context = 8
memory = 9
[model.hub]
repo = "someone/something"
revision = "0123456789abcdef0123456789abcdef01234567"
include = ["m.gguf"]
size = 6
[[model.files]]
path = "{path}"
size = 5
sha256 = "{sha}"
"""
SHA = "0" * 64


def entry(name: str = "a-1", path: str = "m.gguf") -> str:
    return ENTRY.format(name=name, path=path, sha=SHA)


def test_the_shipped_catalogue_keeps_its_own_rules() -> None:
    entries = load_catalogue()
    assert {"smollm2-135m", "all-minilm-l6-v2"} <= {entry.name for entry in entries}
    for one in entries:
        assert one.title
        assert one.licence
        assert one.languages
        assert one.download_bytes > 0
        assert one.memory > one.installed_bytes
        assert one.default_context <= one.context
        assert (one.dimension > 0) == (one.role == "embedder")


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(UnknownModel) as caught:
        find("smollm2-135")
    assert "Did you mean smollm2-135m?" in caught.value.next_step
    with pytest.raises(UnknownModel) as caught:
        find("zzzzzz")
    assert "all-minilm-l6-v2" in caught.value.next_step


def test_a_fingerprint_names_model_weights_and_prompts(tmp_path: Path) -> None:
    entry = find("all-minilm-l6-v2")
    assert fingerprint(entry, tmp_path) == "all-minilm-l6-v2:53aa51172d142c89"
    prompted = fingerprint(dataclasses.replace(entry, query_prompt="query: "), tmp_path)
    assert prompted.startswith("all-minilm-l6-v2:53aa51172d142c89:")
    assert prompted != fingerprint(dataclasses.replace(entry, passage_prompt="query: "), tmp_path)


def test_licences_with_terms_of_their_own_are_marked() -> None:
    marked = {entry.name for entry in load_catalogue() if entry.needs_acceptance}
    assert marked == {entry.name for entry in load_catalogue() if entry.name.startswith("llama-")}


def test_a_wheel_without_pins_is_refused() -> None:
    wheel = '[model.wheel]\npackage = "p"\nversion = "1"\nsize = 1\nsha256 = "x"\n'
    text = entry().split("[model.hub]")[0].replace('main = "m.gguf"', "") + wheel
    with pytest.raises(ValueError, match="pinned"):
        parse_catalogue(text)


def test_a_hub_entry_is_read() -> None:
    (one,) = parse_catalogue(entry())
    assert one.source == HubSource("someone/something", "0123456789abcdef0123456789abcdef01234567", ("m.gguf",), 6)
    assert (one.download_bytes, one.installed_bytes) == (6, 5)


@pytest.mark.parametrize("path", ["../m.gguf", "/etc/m", "a/../../m", "C:m", "a\\\\m", ""])
def test_a_path_out_of_the_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="may not be called"):
        parse_catalogue(entry(path=path).replace('main = "m.gguf"\n', ""))


@pytest.mark.parametrize("name", ["", "../a", ".hidden", "a b", "a/b"])
def test_a_name_that_is_no_folder_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="may not be called"):
        parse_catalogue(entry(name))


def test_two_models_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        parse_catalogue(entry() + entry())


def test_a_main_file_has_to_be_among_the_files() -> None:
    with pytest.raises(ValueError, match="main file"):
        parse_catalogue(entry(path="other.gguf"))

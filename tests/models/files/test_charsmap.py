from __future__ import annotations

import struct
import unicodedata

from models.files.charsmap import charsmap


def read(packed: bytes, text: str) -> str:
    """Replace each character as tokenizers do: follow its bytes through the array, and take the text of the leaf."""
    (size,) = struct.unpack_from("<I", packed)
    units = struct.unpack_from(f"<{size // 4}I", packed, 4)
    texts = packed[4 + size :]
    out = []
    for character in text:
        place = units[0] >> 10
        found = character
        for byte in character.encode():
            place ^= byte
            unit = units[place]
            if unit & (1 << 31 | 0xFF) != byte:
                break
            place ^= unit >> 10
            if unit >> 8 & 1:
                start = units[place] & ~(1 << 31)
                found = texts[start : texts.index(b"\0", start)].decode()
        out.append(found)
    return "".join(out)


def test_each_character_becomes_what_the_map_says_and_all_others_stay() -> None:
    every = [chr(code) for code in range(1, 0x3400)] + ["𝒜", "\ufeff", "ﬁ"]
    replaced = {one: normal for one in every if (normal := unicodedata.normalize("NFKC", one)) != one}
    replaced |= {"\t": " ", "\x7f": ""}
    packed = charsmap(replaced)
    assert len(replaced) > 1000
    for one in every:
        assert read(packed, one) == replaced.get(one, one)


def test_an_empty_map_changes_nothing() -> None:
    assert read(charsmap({}), "ﬁn") == "ﬁn"

"""What an attached file is, by its name, its type, or what stands for one that was left out."""

from __future__ import annotations

import pytest

from index.text.attachments import attachment_kind


@pytest.mark.parametrize(
    ("name", "mime", "kind"),
    [
        ("IMG-20261103-WA0001.jpg", "", "photo"),
        ("VID-20261103-WA0001.mp4", "", "video"),
        ("PTT-20261103-WA0001.opus", "", "voice"),
        ("STK-20261103-WA0001.webp", "", "sticker"),
        ("00000012-STICKER-2026-11-03-14-05-12.webp", "", "sticker"),
        ("00000012-PHOTO-2026-11-03-14-05-12.jpg", "", "photo"),
        ("sticker 🙂", "image/webp", "sticker"),
        ("sticker.webp", "image/webp", "sticker"),
        ("sticker prices.pdf", "application/pdf", "document"),
        ("Bild 1.pdf", "", "document"),
        ("Tom.vcf", "", "contact"),
        ("file", "image/jpeg", "photo"),
        ("file", "application/octet-stream", "media"),
        ("notes", "text/plain", "document"),
        ("voice_message", "audio/ogg", "voice"),
        ("image omitted", "", "photo"),
        ("view once photo omitted", "", "photo"),
        ("GIF omitted", "", "photo"),
        ("video note omitted", "", "video"),
        ("Contact card omitted", "", "contact"),
        ("document omitted", "", "document"),
        ("sticker omitted", "", "sticker"),
        ("Bild weggelassen", "", "photo"),
        ("Video weggelassen", "", "video"),
        ("Sprachnachricht weggelassen", "", "voice"),
        ("Sticker weggelassen", "", "sticker"),
        ("Dokument weggelassen", "", "document"),
        ("imagen omitida", "", "photo"),
        ("audio omitido", "", "voice"),
        ("vidéo absente", "", "video"),
        ("immagine omessa", "", "photo"),
        ("imagem ocultada", "", "photo"),
        ("figurinha omitida", "", "sticker"),
        ("afbeelding weggelaten", "", "photo"),
        ("videobericht weggelaten", "", "video"),
        ("画像は含まれていません", "", "photo"),
        ("동영상 생략됨", "", "video"),
        ("已忽略贴图", "", "sticker"),
        ("", "", "media"),
    ],
)
def test_the_kind_is_told_by_name_and_type(name: str, mime: str, kind: str) -> None:
    assert attachment_kind(name, mime) == kind


@pytest.mark.parametrize(
    "name",
    [
        "Media omitted", "Medien ausgeschlossen", "Medien weggelassen", "Multimedia omitido", "Archivo omitido",
        "Médias omis", "Fichier omis", "Media omesso", "Mídia oculta", "Ficheiro não revelado", "Media weggelaten",
        "मीडिया के बिना",
        "ละเว้นสื่อ", "省略多媒体文件", "メディアは含まれていません", "미디어 파일을 제외한 내용", "Без медиафайлов",
        "media that could not be fetched",
    ],
)  # fmt: skip
def test_what_is_only_called_media_stays_untold(name: str) -> None:
    assert attachment_kind(name) == "media"


@pytest.mark.parametrize("value", [None, 3, b"\xff", "\x00", "." * 5000])
def test_anything_may_be_given(value: object) -> None:
    assert attachment_kind(value, value) in ("media", "document")

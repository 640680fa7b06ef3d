"""What kind of file a message carries, told by its type, its name, or by what stands for one that was left out. Pure."""

from __future__ import annotations

import re

from index.types.kinds import AttachmentKind

_OF_KIND: tuple[tuple[AttachmentKind, str], ...] = (
    ("photo", "jpg jpeg png heic heif gif webp tif tiff bmp avif"),
    ("video", "mp4 mov m4v webm mkv avi 3gp"),
    ("voice", "opus ogg oga mp3 m4a aac wav amr flac"),
    ("sticker", "tgs"),
    ("contact", "vcf"),
)
_ENDINGS = {ending: kind for kind, endings in _OF_KIND for ending in endings.split()}
_TYPES: tuple[tuple[str, AttachmentKind], ...] = (
    ("image/", "photo"), ("video/", "video"), ("audio/", "voice"), ("text/vcard", "contact"),
    ("text/x-vcard", "contact"),
)  # fmt: skip
_ENDING = re.compile(r"\.([a-z0-9]{2,5})$")
# “sticker 🙂”, “STK-20261001-WA0002.webp”, “00000012-STICKER-2026-11-03-14-05-12.webp”
_STICKER = re.compile(r"^(?:sticker(?:\b|_)|stk-\d|\d+-sticker-|(?:animated|video)_?sticker)", re.IGNORECASE)
_STICKER_ENDINGS = frozenset(("webp", "png", "tgs", "webm", "json", "gif"))


# Exports without media name the kind of what they leave out, and no file. In scripts that write the verb before it, or
# no spaces, the word may stand anywhere. The first match decides: “媒体文件” is no document.
_LEFT_OUT: tuple[tuple[str, AttachmentKind], ...] = (
    ("媒体|媒體|メディア|미디어", "media"),  # “<省略多媒体文件>”
    # “sticker omitted”
    (r"^(?:sticker|autocollant|figurinha|çıkartma|стикер|naklejka|stiker|tarra|adesivo)(?!\w)", "sticker"),
    ("スタンプ|이모티콘|表情|贴图|貼圖", "sticker"),  # “貼圖已省略”
    # “Contact card omitted”
    (r"^(?:contact card|kontaktkarte|tarjeta de contacto|fiche contact|contactkaart)(?!\w)", "contact"),
    # “Scheda contatto omessa”
    (r"^(?:scheda (?:del )?contatto|cartão d[eo] contato|карточка контакта|kartvizit)(?!\w)", "contact"),
    (r"^(?:kart[au] kontaktu?|kontaktkort)(?!\w)", "contact"),  # “kontaktkort utelämnat”
    # “view once photo omitted”
    (r"^(?:view once )?(?:images?|photos?|pictures?|gif|fotos?|imagen|immagine|imagem|afbeelding)(?!\w)", "photo"),
    # “Bild weggelassen”
    (r"^(?:bild|bilder|görüntü|resim|изображение|obraz|gambar|billede|bilde|kuva)(?!\w)", "photo"),
    ("画像|사진|图像|图片|圖片|圖像|תמונה|الصورة", "photo"),  # “画像は含まれていません”
    # “video note omitted”
    (r"^(?:view once )?(?:videos?|video_(?:file|message)|animation|vidéo|vídeo|видео|wideo)(?!\w)", "video"),
    # “Videonachricht weggelassen”
    (r"^(?:video(?:nachricht|notiz|mensaje|messaggio|bericht)|message vidéo|nota de v[ií]deo)(?!\w)", "video"),
    ("動画|동영상|视频|影片|סרטון|الفيديو", "video"),  # “동영상 생략됨”
    # “Audio weggelassen”
    (r"^(?:view once )?(?:audio|audio_file|voice|voice_message|áudio|аудио|dźwięk|ljud|lyd|ääni|ses)(?!\w)", "voice"),
    (r"^(?:sprachnachricht|nota de voz|message vocal)(?!\w)", "voice"),  # “Sprachnachricht weggelassen”
    ("音声|음성|音频|音訊", "voice"),  # “音频已省略”
    # “document omitted”
    (r"^(?:documents?|dokument|documento|belge|документ|dokumen|asiakirja)(?!\w)", "document"),
    ("書類|문서|文档|文件", "document"),  # “문서 생략됨”
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _LEFT_OUT)


def attachment_kind(name: object, mime: object = "") -> AttachmentKind:
    """Return what an attached file is, as far as its name and its type tell; "media" where they do not."""
    called, typed = str(name or "").casefold(), str(mime or "").casefold()
    found = _ENDING.search(called)
    ending = found[1] if found else ""
    if _STICKER.search(called) and (not ending or ending in _STICKER_ENDINGS):
        return "sticker"
    for beginning, kind in _TYPES:
        if typed.startswith(beginning):
            return kind
    if ending:
        return _ENDINGS.get(ending, "document")
    if typed and not typed.startswith("application/octet-stream"):
        return "document"
    return next((kind for pattern, kind in _COMPILED if pattern.search(called)), "media")

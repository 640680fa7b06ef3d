"""What LINE itself writes into a chat's export, in the languages of its apps: titles, days, placeholders."""

from __future__ import annotations

import re
from datetime import date

from index.sources.chats.google_dates import month_of

# “[LINE] Chat history with Kaori”, “[LINE] かおりとのトーク履歴”, “[LINE]かおり”
_TITLE = re.compile(r"\[LINE\] ?(?P<rest>.+)")
# “Chat history with Kaori”, “かおりとのトーク履歴”, “與Kaori的聊天記錄”, “ประวัติการแชทในกลุ่ม "Kaori"”
_TITLE_WORDS = re.compile(
    r"^(?:Chat history (?:with|in) |ประวัติการ(?:แชท|สนทนา)(?:กับ|ในกลุ่ม|ใน)? ?|(?:Riwayat )?(?:obrolan|chat) (?:dengan|di) |"
    r"Lịch sử trò chuyện (?:với|trong) |(?:Historial del? )?chat (?:con|en|de|com|avec|mit) |[與与])|"
    r"(?:とのトーク履歴|のトーク履歴|的聊天(?:記錄|紀錄|记录)|과의 대화|님과의 대화(?: 내용)?)$",
    re.IGNORECASE,
)
# “Saved on: 2024/01/15 10:30”, “保存日時：2024/01/15 10:30”, “บันทึกเมื่อ 04/09/2569 07:48”
_SAVED = re.compile(
    r"(?:Saved? (?:on|date)|保存日時|保存日|儲存日期|保存日期|저장한 날짜|저장 일시|저장일|บันทึก(?:วันที่|เมื่อ)|"
    r"Disimpan|Guardado|Đã lưu)"
    r"[^\d]{0,12}\d.*",
    re.IGNORECASE,
)
# “Mon, 11/03/2024”, “2024/03/11(月)”, “2024.03.11 월요일”, “ศ. 28/11/2568”, “2026/1/30周五”, “2024年3月11日(月)”,
# “Monday, March 11, 2024”, “lunes, 11 de marzo de 2024”
_DAY = re.compile(
    r"(?:(?P<before>[^\d\s(),（）]{1,15})[,，]? )?(?:"
    r"(?P<a>\d{1,4})(?P<sep>[./-]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<c>\d{1,4})\.?|"
    r"(?P<year>\d{4})[年년] ?(?P<month>\d{1,2})[月월] ?(?P<dom>\d{1,2})[日일]|"
    r"(?P<name1>[^\W\d_]{3,10})\.? (?P<dom1>\d{1,2}), (?P<year1>\d{4})|"
    r"(?P<dom2>\d{1,2})\.? (?:de )?(?P<name2>[^\W\d_]{3,10})\.?,? (?:de )?(?P<year2>\d{4}))"
    r"(?P<opening> ?[(（]| )?(?:(?P<after>T(?:h(?:ứ)?)? ?[2-7]|Chủ nhật|[^\d\s(),（）]{1,15})[)）]?)?",
    re.IGNORECASE,
)
_WEEKDAYS = {
    day: number
    for number, names in enumerate(
        (
            """
            mon monday 月 月曜日 月曜 一 星期一 週一 周一 禮拜一 월 월요일 จ จันทร์ วันจันทร์ sen senin lun lunes
            lundi lunedì mo montag seg segunda-feira пн понедельник pzt pazartesi isn isnin
            """,
            """
            tue tuesday 火 火曜日 火曜 二 星期二 週二 周二 禮拜二 화 화요일 อ อังคาร วันอังคาร sel selasa mar martes
            mardi martedì di dienstag ter terça-feira вт вторник sal salı
            """,
            """
            wed wednesday 水 水曜日 水曜 三 星期三 週三 周三 禮拜三 수 수요일 พ พุธ วันพุธ rab rabu mié miércoles mer
            mercredi mercoledì mi mittwoch qua quarta-feira ср среда çar çarşamba
            """,
            """
            thu thursday 木 木曜日 木曜 四 星期四 週四 周四 禮拜四 목 목요일 พฤ พฤหัส พฤหัสบดี วันพฤหัสบดี kam kamis
            kha khamis jue jueves jeu jeudi gio giovedì do donnerstag qui quinta-feira чт четверг per perşembe
            """,
            """
            fri friday 金 金曜日 金曜 五 星期五 週五 周五 禮拜五 금 금요일 ศ ศุกร์ วันศุกร์ jum jumat jum'at vie
            viernes ven vendredi venerdì fr freitag sex sexta-feira пт пятница cum cuma jumaat
            """,
            """
            sat saturday 土 土曜日 土曜 六 星期六 週六 周六 禮拜六 토 토요일 ส เสาร์ วันเสาร์ sab sabtu sáb sábado sam
            samedi sabato sa samstag сб суббота cmt cumartesi
            """,
            """
            sun sunday 日 日曜日 日曜 星期日 星期天 週日 周日 禮拜日 일 일요일 อา อาทิตย์ วันอาทิตย์ min minggu dom
            domingo dim dimanche domenica so sonntag вс воскресенье paz pazar ahd ahad cn
            """,
        )
    )
    for day in names.split()
}
# “th 2”, “thứ 7”, “t3”
_NUMBERED = re.compile(r"t(?:h(?:ứ)?)? ?(?P<number>[2-7])")
_MEDIA = {
    "image/jpeg": "Photo|Photos|写真|照片|圖片|图片|사진|รูปภาพ|รูป|ภาพ|Foto|Hình ảnh|Фото|Fotoğraf",
    "video/mp4": "Video|Videos|動画|影片|视频|동영상|วิดีโอ|วีดีโอ|Vídeo|Vidéo|Видео",
    "audio/mp4": "Voice message|Voice messages|Audio|ボイスメッセージ|語音訊息|语音消息|语音信息|음성메시지|음성 메시지|"
    "ข้อความเสียง|Pesan suara|Mensaje de voz|"
    "Tin nhắn thoại|Message vocal|Mensagem de voz|Sprachnachricht|Голосовое сообщение",
    "": "File|Files|ファイル|檔案|文件|파일|ไฟล์|Archivo|Tệp|Fichier|Arquivo|Datei|Файл|"
    "Sticker|Stickers|スタンプ|貼圖|贴图|스티커|สติกเกอร์|Stiker|Nhãn dán|Figurinha|Стикер|"
    "Album|アルバム|相簿|相册|앨범|อัลบั้ม|Contact|連絡先|聯絡資訊|联系人|연락처|"
    "Note|Notes|ノート|記事本|记事本|노트|GIF",
}
_MIMES = {label: mime for mime, labels in _MEDIA.items() for label in labels.split("|")}
# “[Photo]”, “[スタンプ]”, “[File] plan.pdf”
_PLACEHOLDER = re.compile(r"\[(?P<label>[^\[\]\n]{1,25})\](?: (?P<name>[^\n]{1,200}\.\w{1,5}))?")
CALL = "☎"
# “Kaori unsent a message.”, “かおりがメッセージの送信を取り消しました”, “Message unsent.”
UNSENT = re.compile(
    r"(?:unsent a message|Message unsent|メッセージの送信を取り消しました|已收回訊息|已?收回了?.{0,4}訊息|撤回了.{0,4}消息|"
    r"메시지를 취소했습니다|메시지 전송을 취소했습니다|"
    r"ยกเลิก(?:ข้อความ|การส่งข้อความ)|membatalkan pengiriman pesan|(?:anuló|canceló) el envío de un mensaje|"
    r"đã thu hồi tin nhắn)[.。]?$"
)


def title_of(first: str, second: str = "") -> str | None:
    """Return the chat's name as the first line tells it, None when it is no title.

    Without LINE's mark a first line is one only by its words and the date of saving in the next.
    """
    if found := _TITLE.match(first):
        return _TITLE_WORDS.sub("", found["rest"].strip()).strip().strip('"') or None
    if _SAVED.fullmatch(second) and (named := _TITLE_WORDS.sub("", first)) != first:
        return named.strip().strip('"') or None
    return None


def is_saved_line(line: str) -> bool:
    """Tell whether a line is the one under the title, which says when the chat was saved."""
    return _SAVED.fullmatch(line) is not None


def day_parts(line: str) -> re.Match[str] | None:
    """Return the parts of a line that names a day and nothing else, or None."""
    found = _DAY.fullmatch(line)
    if found is None or (found["opening"] == " " and not found["after"]):
        return None
    if found["name1"] or found["name2"]:
        return found if weekday(found) is not None and month_of(found["name1"] or found["name2"]) else None
    year_first = found["year"] is not None or len(found["a"]) == 4
    word = found["before"] or found["after"] or ""
    if not word:
        return found if year_first else None
    # Of a language that is not in the list, a weekday in brackets behind a whole date is still one.
    bracketed = year_first and found["after"] and (found["opening"] or "").strip()
    return found if bracketed or weekday(found) is not None else None


def weekday(found: re.Match[str]) -> int | None:
    """Return the weekday that a day's line names, Monday 0, or None."""
    word = (found["before"] or found["after"] or "").lower().rstrip(".")
    if numbered := _NUMBERED.fullmatch(word):
        return int(numbered["number"]) - 2
    return 6 if word == "chủ nhật" else _WEEKDAYS.get(word)


def date_of(found: re.Match[str], order: str) -> date | None:
    """Return the date of a day's line, whose numbers stand in the order "dmy" or "mdy" unless the year comes first."""
    if found["year"]:
        named = {"y": int(found["year"]), "m": int(found["month"]), "d": int(found["dom"])}
    elif name := found["name1"] or found["name2"]:
        day, year = found["dom1"] or found["dom2"], found["year1"] or found["year2"]
        named = {"y": int(year), "m": month_of(name), "d": int(day)}
    else:
        order = "ymd" if len(found["a"]) == 4 else order
        named = dict(zip(order, (int(found[name]) for name in ("a", "b", "c")), strict=True))
    year = named["y"] if named["y"] > 99 else 2000 + named["y"]
    # Thai phones may count years from the Buddha.
    year -= 543 if year > 2400 else 0
    try:
        return date(year, named["m"], named["d"])
    except ValueError:
        return None


def is_certain(found: re.Match[str]) -> bool:
    """Tell whether a day's line can be read in one way alone: its year comes first, or its month is a word."""
    return found["a"] is None or len(found["a"]) == 4


def placeholder(body: str, *, bare: bool) -> tuple[str, str] | None:
    """Return (name, MIME type) of the file that a body stands for, or None; the desktop app writes it without brackets."""
    if found := _PLACEHOLDER.fullmatch(body):
        mime = _MIMES.get(found["label"])
        return None if mime is None else (found["name"] or found["label"], mime)
    return (body, _MIMES[body]) if bare and body in _MIMES else None

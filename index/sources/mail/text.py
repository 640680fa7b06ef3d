"""The text of mail: its flowing lines, and what of it the sender wrote."""

from __future__ import annotations

import re

# “> as you said”
_QUOTE = re.compile(r"\s*>")
# “On Mon, 2 Nov 2026, Maya Lind wrote:”, “Am 02.11.26 um 14:05 schrieb Maya Lind:”, “Maya Lind escribió:”, “Майя
# пишет:”
_ATTRIBUTION = re.compile(
    r"\s*(?:>\s*)*(?:"
    r"(?:On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu|På|V|Vào|Pada|Dne|În|Στις|ב|เมื่อ|Ha scritto|في)(?:\b|-).{4,250}?"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|scritto|escreveu|schreef|skrev|napisał\(?a?\)?|napsal\(?a?\)?|kirjoitti|"
    r"đã viết|menulis|a scris|írta|έγραψε|כתב/?ה?|เขียน(?:ว่า)?|كتب)\b.{0,250}?:|"
    r".{4,200}?(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|пишет|"
    r"написал\(?а?\)?|yazdı|írta|kirjoitti|a scris|пише|написав|написала|έγραψε|写道|寫道|のメール|님이 작성)\s*[:：]"
    r")\s*",
    re.IGNORECASE | re.DOTALL,
)
# “2026-11-02 14:05 Maya Lind <maya@example.org>:”
_ADDRESS = re.compile(r".{0,200}<[^<>\s]{1,200}@[^<>\s]{1,200}>.{0,100}[:：]\s*")
"""What introduces a quote in whatever language, on one line: an address, and a colon before the quote."""
# “-----Original Message-----”, “---- Ursprüngliche Nachricht ----”
_ORIGINAL = re.compile(
    r"\s*[-_=*]{2,}\s*(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Originalnachricht|Message d'origine|"
    r"Message original|Mensaje original|Messaggio originale|Mensagem original|Oorspronkelijk bericht|"
    r"Ursprungligt meddelande|"
    r"Исходное сообщение|原始邮件|元のメッセージ)\s*[-_=*]{2,}\s*",
    re.IGNORECASE,
)
# “From: Maya Lind”, “*Von:* Maya Lind”, “发件人：Maya”
_HEADER_BLOCK = re.compile(
    r"\s*\**(?:From|Von|De la|De|Da|Dari|Van|Från|Fra|Od|Odesílatel|От|От кого|Від|Lähettäjä|Kimden|Gönderen|Feladó|Από|Từ|"
    r"מאת|من|จาก|发件人|寄件者|差出人|送信者|보낸 사람)\s*[:：]\**\s*\S.*",
    re.IGNORECASE,
)
# “Sent: Monday, 2 November 2026 14:05”, “Gesendet: Montag”
_SENT = re.compile(
    r"\s*\**(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Data|Verzonden|Skickat|Sendt|Wysłano|Odesláno|"
    r"Trimis|Отправлено|Дата|Надіслано|Lähetetty|Päivämäärä|Gönderildi|Tarih|Elküldve|Dátum|Στάλθηκε|Ημερομηνία|"
    r"Đã gửi|Ngày|Dikirim|Tanggal|נשלח|تم الإرسال|التاريخ|ส่งเมื่อ|วันที่|"
    r"发送时间|日期|寄件日期|送信日時|日時|보낸 날짜|날짜)\s*[:：]\**\s*\S.*",
    re.IGNORECASE,
)
# “---------- Forwarded message ----------”
_FORWARD = re.compile(
    r"-{2,} ?(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado)", re.IGNORECASE
)
# “________________________________”
_RULE = re.compile(r"\s*[-_=]{5,}\s*")
# “-- ” by the standard, and “--” as many write it
_SIGNATURE = re.compile(r"--\s?")
# “Sent from my iPhone”, “Get Outlook for Android”, “Von meinem iPhone gesendet”
_DEVICE = re.compile(
    r"\s*(?:Sent from my \S.{0,60}|Sent from (?:Mail|Outlook|Yahoo)\b.{0,60}|Get Outlook for .{0,40}|"
    r"Von meinem \S.{0,40} gesendet|"
    r"Gesendet von meinem .{0,40}|Envoyé de mon .{0,40}|Enviado desde mi .{0,40}|Inviato da .{0,40}|Enviado do meu .{0,40}|"
    r"Verstuurd vanaf mijn .{0,40}|Skickat från min .{0,40}|Отправлено с .{0,40})",
    re.IGNORECASE,
)
# By hand: mail programs wrap “On …, NAME <ADDRESS> wrote:” at 76 characters, so a long one takes three lines.
_ATTRIBUTION_LINES = 4


def unflowed(text: str, *, joined: bool) -> str:
    """Join the lines of format=flowed (RFC 3676): one that ends in a space goes on. `joined`: without that space."""
    done: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        if goes_on and not stuffed.startswith(">") and stuffed != "-- ":
            done[-1] = (done[-1][:-1] if joined else done[-1]) + stuffed
        else:
            done.append(stuffed)
        goes_on = stuffed.endswith(" ") and stuffed != "-- "
    return "\n".join(done)


def own_words(text: str, *, forwarded: bool = False) -> str:
    """Return what the sender wrote: without quoted mail, the lines that introduce it, and the signature.

    The mail that a `forwarded` one carries stays, and so does a text that would be empty without its quotes.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = _end(lines, forwarded=forwarded)
    # What introduces a quote ends in a colon, so only the lines shortly before one are looked at closely.
    colons = {
        at - back for at in range(end) if lines[at].rstrip().endswith((":", "：")) for back in range(_ATTRIBUTION_LINES)
    }
    kept: list[str] = []
    at = 0
    while at < end:
        length = _attribution(lines, at, end) if at in colons else 0
        if length:
            at += length
            continue
        if not _QUOTE.match(lines[at]):
            kept.append(lines[at].rstrip())
        at += 1
    while kept and (not kept[-1] or _DEVICE.fullmatch(kept[-1])):
        kept.pop()
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return words if words.strip() else "\n".join(line.rstrip() for line in lines).strip()


def _end(lines: list[str], *, forwarded: bool) -> int:
    """Return where the sender's words end for good: at a signature, or at an answered mail that is quoted whole."""
    said = False
    for at, line in enumerate(lines):
        if _SIGNATURE.fullmatch(line) and not forwarded:
            return at
        # Only after words of the sender's own: a mail that begins with somebody else's was forwarded by hand.
        if said and not forwarded:
            if _ORIGINAL.fullmatch(line):
                return at
            # “From: the kitchen” alone may be anybody's words; with a date below it is the head of a mail.
            if _HEADER_BLOCK.fullmatch(line) and any(_SENT.fullmatch(near) for near in lines[at + 1 : at + 4]):
                return at - 1 if _RULE.fullmatch(lines[at - 1]) else at
        if _FORWARD.search(line):
            forwarded = True
        said = said or bool(line.strip(" -_=*"))
    return len(lines)


def _attribution(lines: list[str], at: int, end: int) -> int:
    """Return how many lines from here on introduce a quote ("On Monday Maya wrote:"), or 0."""
    if not lines[at].strip() or lines[at].lstrip().startswith(">"):
        return 0
    for length in range(1, _ATTRIBUTION_LINES + 1):
        if at + length > end:
            return 0
        last = lines[at + length - 1].rstrip()
        if not last:
            return 0
        if last.endswith((":", "：")):
            following = next((line for line in lines[at + length : min(end, at + length + 3)] if line.strip()), "")
            introduces = _QUOTE.match(following) and (
                _ATTRIBUTION.fullmatch(" ".join(lines[at : at + length])) or (length == 1 and _ADDRESS.fullmatch(last))
            )
            return length if introduces else 0
    return 0

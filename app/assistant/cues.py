"""How other languages than English deny, decide, ask and promise: the commonest ways, joined to the English ones."""

from __future__ import annotations

import re

_DENIES = (
    r"\b(?:nicht|kein\w*|niemals|niemand|nichts|ohne|ne .{1,20}? (?:pas|plus|jamais|rien)|n['’]\w+ (?:pas|plus|rien)|"
    r"jamais|nunca|nadie|ninguno?a?|tampoco|sin|non|nessuno|niente|mai più|senza|não|ninguém|nenhuma?|sem)\b|नहीं|ไม่"
)
_DECIDES = (
    r"\b(?:beschlossen|entschieden|vereinbart|abgemacht|gebucht|reserviert|bestätigt|décidé\w*|convenu|réservé\w*|"
    r"confirmé\w*|decidido|acordado|reservad[oa]|confirmad[oa]|deciso|prenotat[oa]|confermat[oa]|combinado)\b"
    r"|तय|बुक कर|ตกลง|จองแล้ว"
)
_CHANGES = (
    r"\b(?:verschoben|verlegt|abgesagt|geändert|statt|doch erst|reporté\w*|annulé\w*|changé\w*|au lieu de|aplazad[oa]|"
    r"cancelad[oa]|cambiad[oa]|en vez de|rinviat[oa]|annullat[oa]|spostat[oa]|invece di|adiad[oa]|em vez de)\b"
    r"|रद्द|के बजाय|เลื่อน|ยกเลิก"
)
_REQUESTS = (
    r"\b(?:kannst du|könntest du|kann jemand|könnt ihr|bitte|peux-tu|pourrais-tu|pouvez-vous|quelqu'un peut|"
    r"s['’]il (?:te|vous) pla[iî]t|puedes|podrías|alguien puede|por favor|puoi|potresti|qualcuno può|per favore|"
    r"podes|você pode|pode|alguém pode)\b|कृपया|क्या (?:तुम|आप)|กรุณา|ช่วย|ขอให้"
)
_PROMISES = (
    r"\b(?:ich (?:bringe?|kaufe?|mache?|werde|hole?|rufe?|kümmere?|nehme?|koche?)|mache? ich|"
    r"je (?:vais|prends|m['’]occupe|m['’]en occupe|ramène|achète)|(?:yo )?(?:traigo|llevo|compro|me encargo|lo hago)|"
    r"voy a|(?:ci penso|porto|compro|prendo) io|(?:eu )?(?:levo|trago|trato disso|vou (?:levar|comprar|trazer)))\b"
    r"|मैं .{0,30}(?:लाऊँगा|लाऊंगा|करूँगा|करूंगा|लाऊँगी|करूँगी)|(?:ผม|ฉัน)จะ|เดี๋ยว.{0,10}ให้"
)


def joined(english: re.Pattern[str], other: str) -> re.Pattern[str]:
    """Return a pattern that finds what either finds."""
    return re.compile(f"{english.pattern}|{other}", re.IGNORECASE)


def denying(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of what denies."""
    return joined(english, _DENIES)


def deciding(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of what decides."""
    return joined(english, _DECIDES)


def changing(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of what changes a thing that was said."""
    return joined(english, _CHANGES)


def requesting(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of what asks for something."""
    return joined(english, _REQUESTS)


def promising(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of what promises."""
    return joined(english, _PROMISES)

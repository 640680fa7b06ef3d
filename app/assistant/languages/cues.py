"""How other languages than English deny, hedge, report, decide, ask and promise: the commonest ways, joined to the English.

German, French, Spanish, Italian, Portuguese, Dutch, and for some Hindi and Thai. Words that mean something else in English
are left out, unless where they stand tells them apart.
"""

from __future__ import annotations

import re

_DENIES = (
    r"\b(?:nicht|kein\w*|niemals|niemand|nichts|ohne|ne .{1,20}? (?:pas|plus|jamais|rien)|n['’]\w+ (?:pas|plus|rien)|"
    r"niet|geen|nooit|niemand|niets|zonder|"
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
_HEDGES = (
    r"\b(?:vielleicht|eventuell|wahrscheinlich|vermutlich|womöglich|möglicherweise|hoffentlich|hoff(?:e|t|en)|falls|"
    r"peut-être|probablement|sans doute|éventuellement|espère|espérons|au cas où|"
    r"quizás?|tal vez|a lo mejor|probablemente|posiblemente|puede que|ojalá|espero|"
    r"forse|magari|probabilmente|può darsi|spero|speriamo|"
    r"talvez|provavelmente|possivelmente|se calhar|quem sabe|tomara|"
    r"misschien|wellicht|waarschijnlijk|mogelijk|hopelijk|tenzij)\b"
    r"|(?:^|[,;:.!?]\s*)(?:si|s['’]il|se|wenn|ob|indien)\b|शायद|संभवतः|अगर|यदि|อาจ|บางที|ถ้า|น่าจะ"
)
_WEAK_HEDGES = (
    r"\b(?:könnte\w*|würde\w*|sollte\w*|dürfte\w*|pourrai\w*|devrai\w*|podría\w*|debería\w*|potre(?:bbe|mmo|i|sti)\w*|"
    r"dovre(?:bbe|mmo|i|sti)\w*|poderia\w*|deveria\w*|zou(?:den)?|schlägt vor|schlug vor|propose|propone|propõe)\b"
)
_FIRST = r"\b(?:ich|wir|je|nous|yo|nosotr[oa]s|io|noi|nós|ik|wij)\b|\bj['’](?=\w)|\b(?-i:[Ee]u)\b|मैं|हम|ผม|ฉัน"
_OURS = (
    r"\b(?:mich|mir|mein\w*|uns|unser\w*|moi|notre|nuestr[oa]s?|nostr[oaie]|noss[oa]s?|meu|minha|mij|mijn|onze)\b"
    r"|मेर[ाीे]"
)
_SECOND = (
    r"\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*|toi|vous|votre|usted(?:es)?|vosotr[oa]s|voi|vostr[oaie]|você|vocês|jij|jullie|"
    r"jouw)\b|तुम|आप|คุณ"
)
_LOOSE = (
    r"^(?:er|sie|elle|elles|ils|él|ella|ellos|ellas|lui|lei|loro|ele|ela|eles|elas|hij|zij|ze|dies\w*|das|वह|वे|เขา)\b"
)
_META = (
    r"\b(?:als (?:ki|sprachmodell|taalmodel)|en tant qu['’](?:ia|intelligence)|como (?:una? )?(?:ia|modelo de)|"
    r"come (?:ia|modello)|(?:die|diese) (?:zusammenfassung|unterhaltung)|(?:le|ce) résumé|(?:el|este) resumen|"
    r"(?:il|questo) riassunto|(?:o|este) resumo|zusammenfassend|en résumé|en resumen|in sintesi|em resumo|samengevat)\b"
)
REPORTS = frozenset(
    """
    sagt sagte sagten gesagt schreibt schrieb geschrieben meint meinte erwähnt erwähnte erzählt erzählte berichtet
    berichtete fragt fragte gefragt antwortet antwortete schlägt schlug dit écrit mentionne mentionné demande demandé
    répond répondu propose proposé dice dijo dicho escribe escribió menciona mencionó pregunta preguntó responde respondió
    propone propuso disse detto scrive scrisse scritto chiede chiese chiesto risponde rispose diz escreve escreveu
    mencionou pergunta
        perguntou respondeu propõe zegt zei gezegd schrijft schreef vraagt vroeg antwoordt antwoordde vertelt vertelde
    """.split()
)
"""What reports that somebody said something."""
ASKS = frozenset(
    """
    fragt fragte gefragt ob demande demandé pregunta preguntó chiede chiese chiesto pergunta perguntou vraagt vroeg
    """.split()
)
"""What reports a question."""
ARTICLES = "der|das|den|ein|eine|le|les|une|el|los|las|una|il|gli|uma|os|het|een"
"""What begins a statement that is about a thing, and not by its sender about themselves."""


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


def hedging(english: re.Pattern[str], *, strongly: bool) -> re.Pattern[str]:
    """Return the pattern of what is not certain; `strongly` leaves out what only suggests."""
    return joined(english, _HEDGES if strongly else f"{_HEDGES}|{_WEAK_HEDGES}")


def first_person(english: re.Pattern[str], *, subject: bool) -> re.Pattern[str]:
    """Return the pattern of who writes; as a `subject`, or in any case."""
    return joined(english, _FIRST if subject else f"{_FIRST}|{_OURS}")


def second_person(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of who is written to."""
    return joined(english, _SECOND)


def loose(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of a subject that leaves open who it is."""
    return joined(english, _LOOSE)


def about_the_task(english: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of talk about the task."""
    return joined(english, _META)

"""What the assistant knows of Italian."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Cues, Language

LANGUAGE = Language(
    code="it",
    months="gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    weekdays="lunedì martedì mercoledì giovedì venerdì sabato domenica",
    numbers={
        1: "un una uno",
        2: "due",
        3: "tre",
        4: "quattro",
        5: "cinque",
        6: "sei",
        7: "sette",
        8: "otto",
        9: "nove",
        10: "dieci",
    },
    telling_words="""
        il lo gli è sono era che cosa quando chi dove perché quanti quante quanto di del della e con su
        detto mio io per un una non nel tutti tutte ha ho a ora l'ultima la quant'è qual
    """,
    stop_words="""
        noi voi loro ai alla dal dalla sul sulla nella questo questa anche più ma se ci si
    """,
    cues=Cues(
        denies="non|nessuno|niente|mai più|senza",
        decides="deciso|prenotat[oa]|confermat[oa]",
        changes="rinviat[oa]|annullat[oa]|spostat[oa]|invece di",
        requests="puoi|potresti|qualcuno può|per favore",
        promises="(?:ci penso|porto|compro|prendo) io",
        hedges="forse|magari|probabilmente|può darsi|spero|speriamo",
        weak_hedges=r"potre(?:bbe|mmo|i|sti)\w*|dovre(?:bbe|mmo|i|sti)\w*|propone",
        conditions="se",
        first_person="io|noi",
        ours="nostr[oaie]",
        second_person="voi|vostr[oaie]",
        loose_subjects="lui|lei|loro",
        about_the_task="come (?:ia|modello)|(?:il|questo) riassunto|in sintesi",
        articles="il|gli|una",
    ),
    reports="""
        disse detto scrive scrisse scritto chiede chiese chiesto risponde rispose propone
    """,
    asks="""
        chiede chiese chiesto
    """,
    frames=(
        (r"^\W*(.+?) ha scritto (?:di )?più di\b", r"did \1 write more than"),
        (r"^\W*(.+?) ha scritto (?:di )?meno di\b", r"did \1 write less than"),
        (r"\bl'altro ieri\b|\baltroieri\b", "the day before yesterday"),
        (r"\bieri\b", "yesterday"),
        (r"\boggi\b", "today"),
        (r"\b(?:la )?(?:settimana scorsa|scorsa settimana)\b", "last week"),
        (r"\bquesta settimana\b", "this week"),
        (r"\b(?:il )?(?:mese scorso|scorso mese)\b", "last month"),
        (r"\bquesto mese\b", "this month"),
        (r"\b(?:l')?(?:anno scorso|scorso anno)\b", "last year"),
        (r"\bquest'anno\b", "this year"),
        (r"\b(MONDAY) scorso\b", r"last \1"),
        (r"\b(\d+) giorni fa\b", r"\1 days ago"),
        (r"\b(\d+) settimane fa\b", r"\1 weeks ago"),
        (r"\b(\d+) mesi fa\b", r"\1 months ago"),
        (r"\btra il (.+?) e il\b", r"between \1 and"),
        (r"\b(?:dal|da) (?=\d|MONTH|MONDAY)", "since "),
        (r"\bfino (?:al|a) ", "until "),
        (r"\b(?:il|in|a|nel mese di) (?=\d|MONTH|MONDAY)", "in "),
        (r"^e\b", "and"),
        (r"\bquanti messaggi\b", "how many messages"),
        (r"\bquanti link\b", "how many links"),
        (r"\bquante foto\b", "how many photos"),
        (r"\bquante volte\b", "how many times"),
        (r"\bchi ha scritto (?:di )?più\b", "who wrote most"),
        (
            r"\bchi ha menzionato (?:per primo )?(.+?)(?: per primo| per la prima volta)(?= ?\?|$)",
            r"who first mentioned \1",
        ),
        (r"^(?:quali|che) link\b", "which links"),
        (r"^(?:quali|che) foto\b", "which photos"),
        (r"^(?:quali|che) fatture\b", "which invoices"),
        (r"\b(?:tranne|eccetto) (?:di |da )?", "except "),
        (r"\b(?:nella chat|nel gruppo)\b", "in"),
        (
            r"\bquando ha scritto " + NAME + r" l'ultima volta\b|\bquando ha scritto l'ultima volta " + NAME,
            r"when did \1\2 last write",
        ),
        (r"(?:\bl')?\bultimo messaggio\b", "last message"),
        (r"\b(?:il )?primo messaggio\b", "first message"),
        (r"\bultimi (\d+) messaggi\b", r"last \1 messages"),
        (r"^(?:elenca|mostra(?:mi)?|dammi) tutti i link\b", "list all links"),
        (r"^(?:elenca|mostra(?:mi)?|dammi) tutte le fatture\b", "list all invoices"),
        (r"^(?:elenca|mostra(?:mi)?|dammi) tutte le foto\b", "list all photos"),
        (r"\bmenziona(?:no)? ", "mention "),
        (r"\b(?:che )?cosa ha (?:detto|scritto) " + NAME, r"what did \1 say"),
        (r"\bho (?:inviato|scritto|mandato)\b", "did I send"),
        (r"\bha (?:inviato|scritto|mandato) " + NAME, r"did \1 send"),
        (r"\b(?:di|da) " + NAME + r"(?=[\s?]|$)", r"from \1"),
        (r"^quando\b", "when"),
        (r"\bchi altro\b", "who else"),
        (r"^a che ora\b", "what time"),
        (r"^chi\b", "who"),
        (r"^dove\b", "where"),
        (r"^perché\b", "why"),
        (r"^quant(?:o|'è)(?!\w)", "how much"),
        (r"^qual è\b|^qual'è\b", "what is"),
        (r"^(?:che )?cosa\b", "what"),
        (r"\bci (?:sono(?: stat[ie])?|erano)\b|\bc'erano\b", "are there"),
    ),
)

"""What the assistant knows of German."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Cues, Language

LANGUAGE = Language(
    code="de",
    months="januar|jänner februar|feber märz april mai juni juli august september oktober november dezember",
    weekdays="montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    numbers={
        1: "ein eine einem einer",
        2: "zwei",
        3: "drei",
        4: "vier",
        5: "fünf",
        6: "sechs",
        7: "sieben",
        8: "acht",
        9: "neun",
        10: "zehn",
    },
    telling_words="""
        der die das den dem ist sind war waren hat haben habe was wann wer wo warum wie viele welche von zu
        im am und mit über sagt gesagt mein ich aus für es ein eine nicht letzte letzten liste alle zeige
        zuletzt um ging geht
    """,
    stop_words="""
        dass sich auch noch nur schon oder aber wenn dann sie wir ihr er uns mir dir bei nach vor bis seit
        zum zur beim vom einen einem einer kein keine wird werden kann hab bin bist sein ihre unsere dieser
        diese dieses
    """,
    cues=Cues(
        denies=r"nicht|kein\w*|niemals|niemand|nichts|ohne",
        decides="beschlossen|entschieden|vereinbart|abgemacht|gebucht|reserviert|bestätigt",
        changes="verschoben|verlegt|abgesagt|geändert|statt|doch erst",
        requests="kannst du|könntest du|kann jemand|könnt ihr|bitte",
        promises="ich (?:bringe?|kaufe?|mache?|werde|hole?|rufe?|kümmere?|nehme?|koche?)|mache? ich",
        hedges=(
            "vielleicht|eventuell|wahrscheinlich|vermutlich|womöglich|möglicherweise|hoffentlich|hoff(?:e|t|en)|falls"
        ),
        weak_hedges=r"könnte\w*|würde\w*|sollte\w*|dürfte\w*|schlägt vor|schlug vor",
        conditions="wenn|ob",
        first_person="ich|wir",
        ours=r"mich|mir|mein\w*|uns|unser\w*",
        second_person=r"du|dich|dir|dein\w*|euch|euer|eure\w*",
        loose_subjects=r"er|sie|dies\w*|das",
        about_the_task=("als (?:ki|sprachmodell)|(?:die|diese) (?:zusammenfassung|unterhaltung)|zusammenfassend"),
        articles="der|das|den|ein|eine",
    ),
    reports="""
        sagt sagte sagten gesagt schreibt schrieb geschrieben meint meinte erwähnt erwähnte erzählt erzählte
        berichtet berichtete fragt fragte gefragt antwortet antwortete schlägt schlug
    """,
    asks="""
        fragt fragte gefragt ob
    """,
    frames=(
        (r"^\W*(?:hat|habe|haben) (.+?) mehr geschrieben als\b", r"did \1 write more than"),
        (r"^\W*(?:hat|habe|haben) (.+?) weniger geschrieben als\b", r"did \1 write less than"),
        (r"\bvorgestern\b", "the day before yesterday"),
        (r"\bgestern\b", "yesterday"),
        (r"\bheute\b", "today"),
        (r"\b(?:letzten?|vorige|vergangene)[nrs]? woche\b", "last week"),
        (r"\bdiese[rn]? woche\b", "this week"),
        (r"\b(?:letzten?|vorigen|vergangenen) monat\b", "last month"),
        (r"\bdiese[nm] monat\b", "this month"),
        (r"\b(?:letztes|voriges|letzten) jahr\b", "last year"),
        (r"\bdieses jahr\b", "this year"),
        (r"\b(?:letzten?|vergangenen) (MONDAY)\b", r"last \1"),
        (r"\bvor (\d+|einem|einer|zwei|drei) tag(?:en)?\b", r"\1 days ago"),
        (r"\bvor (\d+|einer|zwei|drei) wochen?\b", r"\1 weeks ago"),
        (r"\bvor (\d+|einem|zwei|drei) monat(?:en)?\b", r"\1 months ago"),
        (r"\bin den letzten (\d+) tagen\b", r"the last \1 days"),
        (r"\beine[rm] (?=\w+ ago)", "1 "),
        (r"\bzwei (?=\w+ ago)", "2 "),
        (r"\bdrei (?=\w+ ago)", "3 "),
        (r"\bzwischen (?:dem )?(.+?) und (?:dem )?", r"between \1 and "),
        (r"\bseit (?:dem )?", "since "),
        (r"\bbis (?:zum )?", "until "),
        (r"\b(?:am|im) (?=\d|MONTH|MONDAY)", "in "),
        (r"(\d{1,2})\. (?=MONTH)", r"\1 "),
        (r"^und\b", "and"),
        (r"\bwas ist mit\b", "what about"),
        (r"\bwie viele (?:nachrichten|mitteilungen)\b", "how many messages"),
        (r"\bwie oft\b", "how often"),
        (r"\bwie viele (?:chats|gruppen)\b", "how many chats"),
        (r"\bwie viele links\b", "how many links"),
        (r"\bwie viele (?:fotos|bilder)\b", "how many photos"),
        (r"\bwie viele (?:telefonnummern|nummern)\b", "how many phone numbers"),
        (r"^welche[nrs]? links?\b", "which links"),
        (r"^welche[nrs]? (?:fotos?|bilder|bild)\b", "which photos"),
        (r"^welche[nrs]? rechnungen\b", "which invoices"),
        (
            r"\bwer hat (?:das wort )?(.+?) (?:zuerst|als erste[rs]?|zum ersten mal) (?:erwähnt|gesagt|geschrieben)",
            r"who first mentioned \1",
        ),
        (r"\b(?:außer|ausser) (?:von )?", "except "),
        (r"\bwer (?:hat|schrieb|schreibt)\b(.*?)\bam meisten\b(?: geschrieben)?", r"who wrote most\1"),
        (r"\bwann hat " + NAME + r" zuletzt\b(.*?)\bgeschrieben\b", r"when did \1 last write\2"),
        (r"\b(?:die )?letzten? nachricht\b", "last message"),
        (r"\b(?:die )?ersten? nachricht\b", "first message"),
        (r"\bletzten (\d+) nachrichten\b", r"last \1 messages"),
        (r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle links\b(?: auf)?", "list all links"),
        (r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle rechnungen\b(?: auf)?", "list all invoices"),
        (r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle (?:fotos|bilder)\b(?: auf)?", "list all photos"),
        (
            r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle (?:telefonnummern|nummern)\b(?: auf)?",
            "list all phone numbers",
        ),
        (r"\b(?:erwähnt|erwähnen) (?:das wort )?", "mention "),
        (r"\b(?:was|wer) hat " + NAME + r"\b(.*?)\b(?:gesagt|geschrieben|gemeint|erzählt)\b", r"what did \1 say\2"),
        (r"\bhabe? ich\b(.*?)\b(?:gesagt|geschrieben|geschickt|gesendet)\b", r"did I send\1"),
        (r"\bhat " + NAME + r"\b(.*?)\b(?:gesagt|geschrieben|geschickt|gesendet|verschickt)\b", r"did \1 send\2"),
        (r"\bvon " + NAME + r"(?=[\s?]|$)", r"from \1"),
        (r"\bim chat\b", "in the chat"),
        (r"\bin der gruppe\b", "in"),
        (r"\bwer (?:sonst|noch)\b", "who else"),
        (r"^wann\b", "when"),
        (r"^(?:um )?wie viel uhr\b", "what time"),
        (r"^wer\b", "who"),
        (r"^wo\b", "where"),
        (r"^warum\b|^wieso\b", "why"),
        (r"^wie ?viel\b", "how much"),
        (r"^was\b", "what"),
        (r"\b(?:gibt|gab) es\b", "are there"),
    ),
)

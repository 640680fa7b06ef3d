"""What the assistant knows of German."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Cues, Frame, Language

LANGUAGE = Language(
    code="de",
    rank=1,
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
    cue_examples=Cues(
        denies="Die Hütte hat keinen Ofen",
        decides="Wir haben die Fähre gebucht",
        changes="Das Treffen ist auf Freitag verschoben",
        requests="Kannst du das Zelt mitbringen?",
        promises="Ich bringe das Zelt mit",
        hedges="Vielleicht kommt Jonas mit",
        weak_hedges="Jonas könnte das Boot nehmen",
        conditions="Wenn es regnet, grillen Tom und Maya drinnen",
        first_person="Ich fahre mit dem Zug",
        ours="Unser Zelt ist rot",
        second_person="Hast du den Schlüssel?",
        loose_subjects="Sie kommt am Freitag",
        about_the_task="Zusammenfassend geht es um die Hütte",
        articles="Das Zelt ist rot",
    ),
    neutral="Maya fährt morgen nach Berlin",
    reports="""
        sagt sagte sagten gesagt schreibt schrieb geschrieben meint meinte erwähnt erwähnte erzählt erzählte
        berichtet berichtete fragt fragte gefragt antwortet antwortete schlägt schlug
    """,
    asks="""
        fragt fragte gefragt ob
    """,
    frames=(
        Frame(
            r"^\W*(?:hat|habe|haben) (.+?) mehr geschrieben als\b",
            r"did \1 write more than",
            "Hat Maya mehr geschrieben als Tom?",
        ),
        Frame(
            r"^\W*(?:hat|habe|haben) (.+?) weniger geschrieben als\b",
            r"did \1 write less than",
            "Hat Tom weniger geschrieben als Maya?",
        ),
        Frame(r"\bvorgestern\b", "the day before yesterday", "Was hat Maya vorgestern gesagt?"),
        Frame(r"\bgestern\b", "yesterday", "Was war gestern los?"),
        Frame(r"\bheute\b", "today", "Wer hat heute geschrieben?"),
        Frame(r"\b(?:letzten?|vorige|vergangene)[nrs]? woche\b", "last week", "Was hat Tom letzte Woche gesagt?"),
        Frame(r"\bdiese[rn]? woche\b", "this week", "die Fotos von dieser Woche"),
        Frame(r"\b(?:letzten?|vorigen|vergangenen) monat\b", "last month", "Wer hat im letzten Monat geschrieben?"),
        Frame(r"\bdiese[nm] monat\b", "this month", "die Rechnungen aus diesem Monat"),
        Frame(r"\b(?:letztes|voriges|letzten) jahr\b", "last year", "Was war letztes Jahr im Urlaub?"),
        Frame(r"\bdieses jahr\b", "this year", "Was war dieses Jahr los?"),
        Frame(r"\b(?:letzten?|vergangenen) (MONDAY)\b", r"last \1", "Was hat Maya letzten Freitag gesagt?"),
        Frame(r"\bvor (\d+|einem|einer|zwei|drei) tag(?:en)?\b", r"\1 days ago", "Was hat Maya vor 3 Tagen gesagt?"),
        Frame(r"\bvor (\d+|einer|zwei|drei) wochen?\b", r"\1 weeks ago", "Wer hat vor 2 Wochen geschrieben?"),
        Frame(r"\bvor (\d+|einem|zwei|drei) monat(?:en)?\b", r"\1 months ago", "Wo waren wir vor 6 Monaten?"),
        Frame(r"\bin den letzten (\d+) tagen\b", r"the last \1 days", "Wer hat in den letzten 5 Tagen geschrieben?"),
        Frame(r"\beine[rm] (?=\w+ ago)", "1 ", "vor einer Woche"),
        Frame(r"\bzwei (?=\w+ ago)", "2 ", "vor zwei Tagen"),
        Frame(r"\bdrei (?=\w+ ago)", "3 ", "vor drei Monaten"),
        Frame(r"\bzwischen (?:dem )?(.+?) und (?:dem )?", r"between \1 and ", "zwischen dem 3. März und dem 9. März"),
        Frame(r"\bseit (?:dem )?", "since ", "seit dem 3. November"),
        Frame(r"\bbis (?:zum )?", "until ", "bis zum 9. November"),
        Frame(r"\b(?:am|im) (?=\d|MONTH|MONDAY)", "in ", "Wer hat am Montag geschrieben?"),
        Frame(r"(\d{1,2})\. (?=MONTH)", r"\1 ", "am 3. November 2025"),
        Frame(r"^und\b", "and", "Und was hat Tom gesagt?"),
        Frame(r"\bwas ist mit\b", "what about", "Was ist mit Tom?"),
        Frame(r"\bwie viele (?:nachrichten|mitteilungen)\b", "how many messages", "Wie viele Nachrichten gibt es?"),
        Frame(r"\bwie oft\b", "how often", "Wie oft hat Maya geschrieben?"),
        Frame(r"\bwie viele (?:chats|gruppen)\b", "how many chats", "In wie viele Gruppen schreibt Tom?"),
        Frame(r"\bwie viele links\b", "how many links", "Wie viele Links hat Maya geschickt?"),
        Frame(r"\bwie viele (?:fotos|bilder)\b", "how many photos", "Wie viele Fotos hat Tom geschickt?"),
        Frame(
            r"\bwie viele (?:telefonnummern|nummern)\b", "how many phone numbers", "Wie viele Telefonnummern gibt es?"
        ),
        Frame(r"^welche[nrs]? links?\b", "which links", "Welche Links hat Maya geschickt?"),
        Frame(r"^welche[nrs]? (?:fotos?|bilder|bild)\b", "which photos", "Welche Fotos hat Tom geschickt?"),
        Frame(r"^welche[nrs]? rechnungen\b", "which invoices", "Welche Rechnungen kamen im März?"),
        Frame(
            r"\bwer hat (?:das wort )?(.+?) (?:zuerst|als erste[rs]?|zum ersten mal) (?:erwähnt|gesagt|geschrieben)",
            r"who first mentioned \1",
            "Wer hat das Wort Kaution zuerst erwähnt?",
        ),
        Frame(r"\b(?:außer|ausser) (?:von )?", "except ", "alle Nachrichten außer von Tom"),
        Frame(
            r"\bwer (?:hat|schrieb|schreibt)\b(.*?)\bam meisten\b(?: geschrieben)?",
            r"who wrote most\1",
            "Wer hat im Oktober am meisten geschrieben?",
        ),
        Frame(
            r"\bwann hat " + NAME + r" zuletzt\b(.*?)\bgeschrieben\b",
            r"when did \1 last write\2",
            "Wann hat Maya zuletzt in der Gruppe geschrieben?",
        ),
        Frame(r"\b(?:die )?letzten? nachricht\b", "last message", "Wie lautet die letzte Nachricht von Tom?"),
        Frame(r"\b(?:die )?ersten? nachricht\b", "first message", "Wie lautet die erste Nachricht von Maya?"),
        Frame(r"\bletzten (\d+) nachrichten\b", r"last \1 messages", "die letzten 20 Nachrichten"),
        Frame(
            r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle links\b(?: auf)?",
            "list all links",
            "Liste alle Links auf",
        ),
        Frame(
            r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle rechnungen\b(?: auf)?",
            "list all invoices",
            "Zeige mir bitte alle Rechnungen",
        ),
        Frame(
            r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle (?:fotos|bilder)\b(?: auf)?",
            "list all photos",
            "Zeig mir alle Fotos",
        ),
        Frame(
            r"^(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle (?:telefonnummern|nummern)\b(?: auf)?",
            "list all phone numbers",
            "Nenne mir alle Telefonnummern",
        ),
        Frame(r"\b(?:erwähnt|erwähnen) (?:das wort )?", "mention ", "Welche Nachrichten erwähnen das Wort Kaution?"),
        Frame(
            r"\b(?:was|wer) hat " + NAME + r"\b(.*?)\b(?:gesagt|geschrieben|gemeint|erzählt)\b",
            r"what did \1 say\2",
            "Was hat Tom über die Kaution gesagt?",
        ),
        Frame(
            r"\bhabe? ich\b(.*?)\b(?:gesagt|geschrieben|geschickt|gesendet)\b",
            r"did I send\1",
            "Was habe ich gestern geschickt?",
        ),
        Frame(
            r"\bhat " + NAME + r"\b(.*?)\b(?:gesagt|geschrieben|geschickt|gesendet|verschickt)\b",
            r"did \1 send\2",
            "Wie viele Nachrichten hat Maya geschickt?",
        ),
        Frame(r"\bvon " + NAME + r"(?=[\s?]|$)", r"from \1", "der Link von Maya"),
        Frame(r"\bim chat\b", "in the chat", "Was steht im Chat?"),
        Frame(r"\bin der gruppe\b", "in", "Wer schreibt in der Gruppe Hütte?"),
        Frame(r"\bwer (?:sonst|noch)\b", "who else", "Wer sonst hat einen Schlüssel?"),
        Frame(r"^wann\b", "when", "Wann fährt der Zug?"),
        Frame(r"^(?:um )?wie viel uhr\b", "what time", "Um wie viel Uhr fährt der Zug?"),
        Frame(r"^wer\b", "who", "Wer hat den Schlüssel?"),
        Frame(r"^wo\b", "where", "Wo ist der Schlüssel?"),
        Frame(r"^warum\b|^wieso\b", "why", "Warum kommt Jonas nicht?"),
        Frame(r"^wie ?viel\b", "how much", "Wie viel kostet die Hütte?"),
        Frame(r"^was\b", "what", "Was kostet die Hütte?"),
        Frame(r"\b(?:gibt|gab) es\b", "are there", "Gibt es etwas Neues?"),
    ),
)

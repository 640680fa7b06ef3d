"""What the assistant knows of German."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Attendance, Cues, Figures, Frame, Language, Times

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
    times=Times(
        units={
            "second": "sekunde|sekunden",
            "minute": "minute|minuten|min",
            "halfhour": "halbe stunde|halben stunde",
            "hour": "stunde|stunden|std",
            "day": "tag|tage|tagen|tages",
            "week": "woche|wochen",
            "weekend": "wochenende|wochenenden|wochenendes",
            "month": "monat|monate|monaten|monats",
            "quarter": "quartal|quartale|quartalen|vierteljahr",
            "half": "halbjahr|hälfte|halbe jahr|halben jahr",
            "year": "jahr|jahre|jahren|jahres",
            "decade": "jahrzehnt|jahrzehnte|jahrzehnten",
        },
        days={0: "heute", -1: "gestern", -2: "vorgestern", 1: "morgen", 2: "übermorgen"},
        now="jetzt|nun",
        parts={
            "morning": "morgen|morgens|früh|vormittag|vormittags|am morgen|am vormittag",
            "midday": "mittag|mittags",
            "afternoon": "nachmittag|nachmittags|am nachmittag",
            "evening": "abend|abends|am abend",
            "night": "nacht|nachts|in der nacht",
            "midnight": "mitternacht",
        },
        day_parts={
            "0 evening": "heute abend",
            "-1 evening": "gestern abend",
            "-1 last night": "gestern nacht|letzte nacht",
            "0 morning": "heute morgen|heute früh|heute vormittag",
            "1 morning": "morgen früh|morgen vormittag",
        },
        relations={
            -1: "letzte|letzter|letztes|letzten|letztem|vorige|voriger|voriges|vorigen|vorigem|vergangene|vergangenen|"
            "vergangener|vergangenes|vergangenem",
            0: "diese|dieser|dieses|diesen|diesem|aktuelle|aktuellen",
            1: "nächste|nächster|nächstes|nächsten|nächstem|kommende|kommenden|kommender|kommendes|kommendem",
            -2: "vorletzte|vorletzter|vorletztes|vorletzten|vorletztem",
        },
        ago="vor",
        ahead="in",
        since="seit|ab",
        on="an",
        onwards="aufwärts",
        until="bis|bis zum|bis zur|bis einschließlich",
        before="vor|vor dem",
        after="nach|nach dem",
        start="von|vom",
        to="bis|bis zum|bis zur",
        between="zwischen",
        also="und",
        seasons={
            "spring": "frühling|frühjahr|frühlings|frühjahrs",
            "summer": "sommer|sommers",
            "autumn": "herbst|herbsts",
            "winter": "winter|winters",
        },
        feasts={
            "new year": "neujahr|neujahrstag",
            "new year eve": "silvester|sylvester",
            "epiphany": "dreikönig|heilige drei könige|dreikönigstag",
            "valentine": "valentinstag",
            "carnival": "fasching|karneval|fastnacht",
            "rose monday": "rosenmontag",
            "shrove tuesday": "faschingsdienstag|veilchendienstag",
            "ash wednesday": "aschermittwoch",
            "palm sunday": "palmsonntag",
            "holy week": "karwoche",
            "maundy thursday": "gründonnerstag",
            "good friday": "karfreitag",
            "easter": "ostern",
            "easter sunday": "ostersonntag",
            "easter monday": "ostermontag",
            "ascension": "himmelfahrt|christi himmelfahrt|vatertag",
            "pentecost": "pfingsten",
            "whit monday": "pfingstmontag",
            "corpus christi": "fronleichnam",
            "labour": "tag der arbeit|maifeiertag",
            "mother": "muttertag",
            "assumption": "mariä himmelfahrt",
            "german unity": "tag der deutschen einheit",
            "reformation": "reformationstag",
            "halloween": "halloween",
            "all saints": "allerheiligen",
            "all souls": "allerseelen",
            "saint nicholas": "nikolaus|nikolaustag",
            "christmas": "weihnachten|weihnacht|weihnachtstage|weihnachtsfeiertage",
            "christmas eve": "heiligabend|heiliger abend|heilig abend",
            "christmas day": "erster weihnachtstag|ersten weihnachtstag",
            "boxing": "zweiter weihnachtstag|zweiten weihnachtstag",
            "diwali": "diwali",
            "eid al-fitr": "zuckerfest",
            "eid al-adha": "opferfest",
        },
        edges={"begin": "anfang|beginn|zu beginn", "middle": "mitte", "end": "ende"},
        few="ein paar|einige|einigen|mehrere|mehreren|wenige|wenigen|paar",
        one="einen",
        numbers={
            2: "zwo",
            11: "elf",
            12: "zwölf",
            14: "vierzehn",
            15: "fünfzehn",
            20: "zwanzig",
            24: "vierundzwanzig",
            30: "dreißig",
        },
        ordinals={
            1: "erste|erster|erstes|ersten",
            2: "zweite|zweiter|zweites|zweiten",
            3: "dritte|dritter|drittes|dritten",
            4: "vierte|vierter|viertes|vierten",
        },
        week_marks="kw|kalenderwoche",
        hour_marks="uhr|h",
        decade_marks="jahre|jahren",
        decades={
            1920: "zwanziger|zwanzigern",
            1960: "sechziger|sechzigern",
            1970: "siebziger|siebzigern",
            1980: "achtziger|achtzigern",
            1990: "neunziger|neunzigern",
        },
        weekdays="""
            montags|montage|montagen dienstags|dienstage|dienstagen mittwochs|mittwoche|mittwochen
            donnerstags|donnerstage|donnerstagen freitags|freitage|freitagen
            samstags|samstage|samstagen sonntags|sonntage|sonntagen
        """,
        joins=True,
        short_months="jan feb mär|mrz apr mai jun jul aug sep|sept okt nov dez",
        short_weekdays="mo di mi do fr sa so",
        of="des|der|dem|vom|von",
        leading="am|im|um|in|an|zu|zum|über|während|gegen|von|vom|aus|ums",
        inside="der|die|das|den|dem|des|am|im|um|vom|von|in|an|zu|jahr|jahres|jahre",
        also_words="früh|morgen|mittag|abend|nacht|winter|ende|anfang|mitte|uhr|nikolaus",
        past="hat hatte haben habe hatten war waren wurde wurden gab schrieb schrieben sagte sagten ging kam",
    ),
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
    amount_words="preis miete kaution gehalt lohn gebühr betrag summe zins zinssatz "
    "rabatt selbstbeteiligung selbstbehalt strafe budget steuer kosten rechnungsbetrag honorar beitrag",
    code_words="passwort kennwort pin code kennzeichen nummer kennwörter zugangscode aktenzeichen",
    copulas="ist war hat hatte wird wurde bekommt bekam",
    group_words="familie freunde freundinnen kollegen kolleginnen eltern kinder team "
    "mannschaft leute jungs mädels nachbarn verwandten verwandtschaft klasse clique",
    small_talk={
        "greeting": (
            "hallo|guten morgen|guten tag|guten abend|servus|moin|grüß gott|grüezi|wie geht es dir|hallo wie geht's"
        ),
        "thanks": "danke|danke schön|dankeschön|vielen dank|danke sehr|besten dank|ok danke",
        "parting": "tschüss|auf wiedersehen|gute nacht|bis später|bis bald",
        "day": (
            "welcher tag ist heute|welchen tag haben wir heute|was für ein tag ist heute|"
            "welches datum ist heute|welches datum haben wir|der wievielte ist heute|"
            "den wievielten haben wir heute|was ist heute für ein tag"
        ),
        "clock": "wie spät ist es|wie viel uhr ist es|wieviel uhr ist es|wie spät ist es jetzt",
        "self": "wer bist du|was kannst du|was bist du|hilfe",
    },
    idle_words="""
        der die das den dem des ein eine einen einem einer hat habe haben hatte sind ist war waren es gibt
        gab in im an am auf aus von vom zu zum zur bei beim mit wir uns unsere unser unseren mein meine
        meinen meiner meinem ihr bitte und insgesamt überhaupt zusammen genau bisher schon jemals alle allen
        wer wen was wann wie wo welche welcher welches geschrieben schrieb geschickt gesendet gesagt
        nachricht nachrichten mitteilungen chat chats gruppe gruppen person personen leute mitglied
        mitglieder zeig zeige liste nenne auf mal denn da hier
    """,
    cues=Cues(
        denies=r"nicht|nein|kein\w*|niemals|niemand|nichts|ohne",
        denies_nothing="nicht nur|kein Wunder|kein Problem|keine Sorge|ohne Zweifel|es nicht (?:mehr )?(?:er|ab)warten",
        decides=(
            "beschlossen|entschieden|vereinbart|abgemacht|gebucht|reserviert|bestätigt|einigen uns|geeinigt|"
            "ausgemacht|festgelegt|steht fest|bleibt (?:es )?(?:bei|beim)|nehmen wir|machen wir|bestellt|"
            "unterschrieben"
        ),
        changes=(
            "verschoben|verlegt|abgesagt|geändert|statt|doch erst|doch nicht|fällt (?:leider )?aus|umgebucht|"
            r"verschieb\w+|stornier\w+|nicht mehr|neuer? (?:termin|plan|ort|adresse|uhrzeit)|planänderung|änderung"
        ),
        requests=(
            "kannst du|könntest du|kann jemand|könnt ihr|könnten sie|können sie|würdest du|würden sie|magst du|"
            "bitte|wer (?:kann|hilft|bringt|mag|nimmt|übernimmt)|denk(?:t)? (?:bitte )?(?:an|dran)|vergiss nicht|"
            "vergesst nicht|ich br(?:auche?|äuchte) (?:noch|von dir|deine?n?|eure?n?)"
        ),
        promises=(
            "ich (?:bringe?|kaufe?|mache?|werde?|hole?|rufe?|kümmere?|kümmer|nehme?|koche?|besorge?|organisiere?|"
            "frage?|schreibe?|schicke?|sende?|bestelle?|buche?|fahre?|backe?|reserviere?|melde?|drucke?|übernehme?|"
            "erledige?|helfe?|leihe?|packe?|putze?|überweise?|zahle?|gebe?|lasse?|sage?|prüfe?|schaue?|reiche?|"
            "leite?|stelle?) |(?:mache?|besorge?|bringe?|übernehme?|erledige?|hole?|schicke?|schreibe?|überweise?|"
            "zahle?|frage?) ich|kümmere? mich|wir (?:stellen|schicken|bringen|liefern|melden|kümmern|übernehmen|"
            "senden|prüfen|besorgen|holen) |schaue? ich"
        ),
        hedges=(
            "vielleicht|eventuell|wahrscheinlich|vermutlich|womöglich|möglicherweise|hoffentlich|hoff(?:e|t|en)|falls"
        ),
        weak_hedges=r"könnte\w*|würde\w*|sollte\w*|dürfte\w*|schlägt vor|schlug vor",
        conditions="wenn|ob",
        addresses="hallo|hi|hey|moin|servus|liebe[rs]?|guten (?:morgen|tag|abend)|danke(?: schön)?|vielen dank",
        first_person="ich|wir",
        ours=r"mich|mir|mein\w*|uns|unser\w*",
        second_person=r"du|dich|dir|dein\w*|euch|euer|eure\w*",
        loose_subjects=r"er|sie|dies\w*|das",
        about_the_task=("als (?:ki|sprachmodell)|(?:die|diese) (?:zusammenfassung|unterhaltung)|zusammenfassend"),
        articles="der|das|den|ein|eine",
        agrees=(
            "ja|jo|jep|klar|ok(?:ay)?|gern(?:e)?|mach(?:e)? ich|wird gemacht|natürlich|kein problem|geht klar|"
            "alles klar|erledigt|passt"
        ),
    ),
    cue_examples=Cues(
        denies="Die Hütte hat keinen Ofen",
        denies_nothing="Maya hat nicht nur das Zelt gekauft",
        decides="Wir haben die Fähre gebucht",
        changes="Das Treffen ist auf Freitag verschoben",
        requests="Kannst du das Zelt mitbringen?",
        promises="Ich bringe das Zelt mit",
        hedges="Vielleicht kommt Jonas mit",
        weak_hedges="Jonas könnte das Boot nehmen",
        conditions="Wenn es regnet, grillen Tom und Maya drinnen",
        addresses="Hallo Maya!",
        first_person="Ich fahre mit dem Zug",
        ours="Unser Zelt ist rot",
        second_person="Hast du den Schlüssel?",
        loose_subjects="Sie kommt am Freitag",
        about_the_task="Zusammenfassend geht es um die Hütte",
        articles="Das Zelt ist rot",
        agrees="Mach ich!",
    ),
    figures=Figures(
        paid=r"(?:habe?|wir haben|haben wir)\b.*\b(?:bezahlt|gezahlt|ausgegeben|überwiesen|vorgestreckt)",
        owes=r"schulde (?:ich )?(?:dir|euch)\b|(?:dir|euch)\b.*\bschuldig",
        repaid=r"(?:habe|hab) (?:dir|euch)\b.*\b(?:überwiesen|zurückgezahlt|zurückgegeben|geschickt|bezahlt)",
        age=r"(?:ist|wurde) (?:heute |gestern |schon )?N(?: jahre alt)? geworden|(?:ist|wurde) (?:heute |"
        r"gestern |jetzt |schon )?N (?:jahre )?alt|wurde (?:heute |gestern )?N",
        born="geboren|geburtstag|geburtsdatum",
        due=(
            r"schuld\w*|bekomm\w*|krieg\w*|pro (?:person|kopf|nase)|jeder?|je|überweis\w*|zahl\w*|anteil|anzahlung|"
            "kaution|miete|rechnung|rate|fällig|geld"
        ),
        settled=(
            "(?:überwiesen|bezahlt|gezahlt|geschickt|zurückgezahlt|zurückgegeben|erhalten|bekommen|angekommen|"
            "beglichen)"
        ),
    ),
    figure_examples=Figures(
        paid="Ich habe 50 Euro für die Hütte bezahlt",
        owes="Ich schulde dir 30 €",
        repaid="Ich habe dir die 30 € überwiesen",
        age="Emil ist heute 7 geworden",
        born="Emil ist am 5. Oktober 2019 geboren",
        due="Das macht 40 € pro Person",
        settled="Ich habe die 40 € überwiesen",
    ),
    things={
        "photos and videos": "(?:fotos|bilder) und videos",
        "videos": "videos|filme",
        "stickers": "sticker",
        "documents": "dokumente|pdfs",
        "voice messages": "sprachnachrichten|sprachnotizen",
        "media files": "medien|mediendateien",
        "attachments": "anhänge",
        "amounts": "beträge|geldbeträge",
        "e-mail addresses": "e-?mail-?adressen",
    },
    how_many="wie ?viele",
    list_all="(?:liste|zeige?|nenne?)(?: mir)?(?: bitte)? alle",
    attendance=Attendance(
        asks="wer (?:kommt|ist dabei|ist (?:alles )?mit dabei|macht mit|fährt mit|geht mit|kann kommen|will mit|"
        "möchte mit|hat (?:zeit|lust))",
        comes="(?:ich |wir )?(?:bin|sind|wäre) (?:auch |gern[e]? )?(?:mit )?dabei|komme? (?:auch |gern[e]? )?mit|"
        "(?:ich komme|wir kommen)(?: auch| gern[e]?)?|rechne? mit mir|zähl(?:t)? auf mich|mach(?:e)? mit|"
        "(?:ich )?schaffe? es doch",
        stays_away="(?:bin|sind) (?:leider )?(?:doch )?(?:nicht|raus)(?: dabei)?|kann (?:leider )?(?:doch )?nicht|"
        "schaff(?:e)?(?: ich)? es (?:leider )?(?:doch )?nicht|komme? (?:leider )?(?:doch )?nicht|ohne mich|"
        "muss (?:leider )?(?:absagen|passen)|sage? (?:leider )?ab",
        unsure="(?:weiß|weiss) (?:es )?noch nicht|vielleicht|bin (?:mir )?(?:noch )?(?:nicht|un)sicher|mal (?:sehen|"
        "schauen)",
        same="ich auch|wir auch|dito",
        short_yes="ja|klar|gerne?|natürlich",
        short_no="nein|nee|leider nicht|leider nein",
    ),
    attendance_examples=Attendance(
        asks="Wer kommt am Samstag?",
        comes="Ich bin dabei!",
        stays_away="Ich kann leider nicht",
        unsure="Ich weiß noch nicht",
        same="Ich auch",
        short_yes="klar",
        short_no="leider nicht",
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
            r"^habe? ich (.*?)\b(?:termine|etwas vor|was vor)\b(?=\W*$)",
            r"do I have anything on \1",
            "Habe ich am Montag Termine?",
        ),
        Frame(
            r"^(?:welche|was für) termine (?:habe? ich|gibt es|stehen)\b(?:(.*?)\ban\b(?=\W*$))?",
            r"which appointments do I have \1",
            "Welche Termine habe ich?",
        ),
        Frame(
            r"^was ist (.*?)\bgeplant\b(?=\W*$)",
            r"what is planned \1",
            "Was ist am Montag geplant?",
        ),
        Frame(
            r"^was habe? ich (.*?)\bvor\b(?=\W*$)",
            r"what do I have on \1",
            "Was habe ich am Montag vor?",
        ),
        Frame(
            r"^was (?:steht|liegt) (.*?)\ban\b",
            r"what is on \1",
            "Was steht am Montag an?",
        ),
        Frame(
            r"\bin unsere[mr] (?:chat|unterhaltung|konversation)\b(?! mit)",
            "in our chat",
            "Was hat Maya in unserem Chat geschrieben?",
        ),
        Frame(
            r"\bin (?:der|meiner|unserer) gruppe mit ",
            "in the group with ",
            "Wer schreibt in der Gruppe mit Katrin?",
        ),
        Frame(
            r"\b(?:im|in (?:dem|de[nr]|meine[mnr]|unsere[mnr])|aus (?:dem|der|meine[mr]|unsere[mr])) (?:gemeinsamen )?"
            r"(?:chats?|unterhaltung(?:en)?|gespräche?n?|konversation(?:en)?) mit ",
            "in the chat with ",
            "Wie viele Nachrichten gibt es im Chat mit Katrin?",
        ),
        Frame(r"^wie alt (?:ist|sind)\b", "how old is", "Wie alt ist Emil?"),
        Frame(
            "^wie viele tage (?:sind es )?(?:noch )?bis (?:zu[mr] )?",
            "how many days until ",
            "Wie viele Tage sind es noch bis zum Flug?",
        ),
        Frame(
            "^was ist (?:billiger|günstiger)[,:]? (.+?) oder ",
            r"which is cheaper, \1 or ",
            "Was ist billiger, die Fähre oder der Zug?",
        ),
        Frame(
            "^was ist teurer[,:]? (.+?) oder ",
            r"which is more expensive, \1 or ",
            "Was ist teurer, die Fähre oder der Zug?",
        ),
        Frame("^wie ?viel schuldet mir " + NAME, r"how much does \1 owe me", "Wie viel schuldet mir Tom?"),
        Frame(
            "^wie ?viel (?:geld )?habe ich (?:insgesamt )?für (.+?) (?:ausgegeben|bezahlt)",
            r"how much did I spend on \1",
            "Wie viel habe ich insgesamt für die Hütte ausgegeben?",
        ),
        Frame(
            r"\bhabe? ich\b(.*?)\bmit " + NAME + r" (.*?)\bausgetauscht\b",
            r"did I exchange with \2 \1\3",
            "Wie viele Nachrichten habe ich mit Maya ausgetauscht?",
        ),
        Frame(
            r"^wann hat " + NAME + r" (.*?)\b(?:zum ersten mal|als erstes|zuerst)\b(.*?)\bgeschrieben\b",
            r"when did \1 first write \2\3",
            "Wann hat Maya zum ersten Mal geschrieben?",
        ),
        Frame(
            r"^was hat " + NAME + r" (.*?)\b(?:zuletzt|als letztes)\b(.*?)\b(?:gesagt|geschrieben|erzählt|gemeint)\b",
            r"what did \1 last say \2\3",
            "Was hat Maya zuletzt über die Kaution gesagt?",
        ),
        Frame(r"^(?:im |in )?welche[mnr]? monat\b", "which month", "In welchem Monat schreibt Maya am meisten?"),
        Frame(r"^(?:im |in )?welche[ms]? jahr\b", "which year", "In welchem Jahr schrieb Maya am meisten?"),
        Frame(r"^(?:an )?welche[mnr]? wochentag\b", "which weekday", "An welchem Wochentag schreibt Maya am meisten?"),
        Frame(r"^(?:an )?welche[mnr]? tag\b", "which day", "An welchem Tag schrieb Maya am meisten?"),
        Frame(r"^(?:in )?welche[r]? woche\b", "which week", "In welcher Woche schrieb Maya am meisten?"),
        Frame(
            r"^(?:zu |um )?welche[r]? (?:uhrzeit|tageszeit|stunde)(?=.*\bam )",
            "which hour",
            "Zu welcher Uhrzeit schreibt Maya am meisten?",
        ),
        Frame(
            r"^(which \w+) habe? ich\b(.*?)\bam meisten\b(?: nachrichten)?(?: geschrieben| geschickt)?",
            r"\1 did I write most\2",
            "which month habe ich am meisten geschrieben?",
        ),
        Frame(
            r"^(which \w+) habe? ich\b(.*?)\bam wenigsten\b(?: nachrichten)?(?: geschrieben| geschickt)?",
            r"\1 did I write least\2",
            "which month habe ich am wenigsten geschrieben?",
        ),
        Frame(
            r"^(which \w+) hat " + NAME + r"\b(.*?)\bam meisten\b(?: nachrichten)?(?: geschrieben| geschickt)?",
            r"\1 did \2 write most\3",
            "which month hat Maya am meisten geschrieben?",
        ),
        Frame(
            r"^wer (?:hat|schrieb)\b(.*?)\bmehr\b(?: nachrichten)?(?: geschrieben| geschickt)?",
            r"who wrote more\1",
            "Wer hat mehr geschrieben, Maya oder Tom?",
        ),
        Frame(
            r"^\W*habe? ich\b(.*?)\bmehr (?:nachrichten )?(?:mit|an) (.+?) oder (?:mit |an )?(.+?) geschrieben\b",
            r"did I write more with \2 or with \3\1",
            "Habe ich mehr mit Maya oder mit Tom geschrieben?",
        ),
        Frame(r"\boder (?:mit |von )?(?=(?-i:[A-ZÀ-Ý]))", "or ", "Maya oder Tom?"),
        Frame(
            r"^(?:worüber|wovon|was) haben wir\b(.*?)\b(?:gesprochen|geredet|besprochen|diskutiert|gechattet)\b",
            r"what did we talk about\1",
            "Worüber haben wir gestern gesprochen?",
        ),
        Frame(
            r"^(?:worüber|wovon|was) (?:hat|haben) (?:der |die |das )?(.+?)((?: in \d\S+)?) "
            r"(?:gesprochen|geredet|besprochen|diskutiert|gechattet)\b",
            r"what did the \1 talk about\2",
            "Worüber hat die Familie gesprochen?",
        ),
        Frame(
            r"\betwas (?:wichtige|besondere|interessante|neue|dringende)s\b",
            "anything important",
            "Gab es etwas Wichtiges?",
        ),
        Frame(
            r"^was (?:ist|war)\b(.*?)\b(?:passiert|geschehen|los)\b", r"what happened\1", "Was ist gestern passiert?"
        ),
        Frame(r"^hat sich (?:der |die |das )?(.+?) geändert\b", r"has the \1 changed", "Hat sich der Termin geändert?"),
        Frame(
            r"^(?:wurde|ist) (?:der |die |das )?(.+?) (?:verschoben|abgesagt|geändert|verlegt)(?: worden)?\b",
            r"has the \1 moved",
            "Wurde der Termin verschoben?",
        ),
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
        Frame(r"^wie (?:hoch|teuer) (?:ist|war|sind|waren|wird)\b", "how much is", "Wie hoch ist die Kaution?"),
        Frame(r"^wie (?:lautet|lautete|lauten|ist)\b", "what is", "Wie lautet die Fahrgestellnummer?"),
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
        Frame(r"\bmeine?[mnrs]?\b(?= (?:last|first) message)", "my", "Wie lautet meine letzte Nachricht?"),
        Frame(
            r"\bhabe ich (?:bekommen|erhalten|gekriegt)\b|\b(?:bekam|erhielt) ich\b",
            "did I get",
            "Wie viele Nachrichten habe ich bekommen?",
        ),
        Frame(r"\b(?:im|in der|in dem) (?=(?-i:[A-ZÀ-Ý]))", "in ", "Wer schreibt im Hüttenchat?"),
        Frame(
            r"^(?:zeige?|nenne?|gib|liste)(?: mir)?(?: bitte)?(?: die| den)?\b",
            "show me",
            "Zeig mir die Nachrichten von Maya",
        ),
    ),
)

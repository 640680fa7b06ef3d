"""What the assistant knows of Dutch.

Its small words leave out those that carry content in English or German: "met", "van", "heel", "tot", "haar". The last
frames put the commonest of them into English.
"""

from __future__ import annotations

from app.assistant.languages.base import NAME, Attendance, Cues, Figures, Frame, Language, Times

_TIME = r"(?=\d|MONTH|MONDAY|yesterday|today|last|this)"
_PERSON = r"(?!(?:de|het|een|deze|dit|die|dat|mijn|ons|onze|er|ik|iets|yesterday|today|before|after|since)\b)" + NAME
_SHOW = r"^(?:toon|geef|noem|laat|zoek|maak een lijst van)(?: me| mij)?(?: alsjeblieft)?(?: eens)? alle "
_N = r"(\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien)"

LANGUAGE = Language(
    code="nl",
    months="januari februari maart april mei juni juli augustus september oktober november december",
    weekdays="maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    numbers={
        1: "een één",
        2: "twee",
        3: "drie",
        4: "vier",
        5: "vijf",
        6: "zes",
        7: "zeven",
        8: "acht",
        9: "negen",
        10: "tien",
    },
    times=Times(
        units={
            "second": "seconde|seconden",
            "minute": "minuut|minuten|min",
            "halfhour": "half uur|halfuur",
            "hour": "uur|uren",
            "day": "dag|dagen",
            "week": "week|weken",
            "weekend": "weekend|weekeinde|weekends",
            "month": "maand|maanden",
            "quarter": "kwartaal|kwartalen",
            "half": "halfjaar|half jaar|helft",
            "year": "jaar|jaren",
            "decade": "decennium|decennia",
        },
        days={0: "vandaag", -1: "gisteren", -2: "eergisteren", 1: "morgen", 2: "overmorgen"},
        now="nu",
        parts={
            "morning": "ochtend|'s ochtends|'s morgens|voormiddag|in de ochtend",
            "midday": "tussen de middag",
            "afternoon": "middag|'s middags|namiddag",
            "evening": "avond|'s avonds|in de avond",
            "night": "nacht|'s nachts",
            "midnight": "middernacht",
        },
        day_parts={
            "0 evening": "vanavond",
            "0 morning": "vanochtend|vanmorgen",
            "0 afternoon": "vanmiddag",
            "-1 evening": "gisteravond|gisterenavond",
            "-1 morning": "gisterochtend|gistermorgen|gisterenochtend",
            "-1 afternoon": "gistermiddag|gisterenmiddag",
            "-1 last night": "vannacht|afgelopen nacht|gisternacht",
            "1 morning": "morgenochtend",
            "1 evening": "morgenavond",
        },
        relations={
            -1: "vorige|vorig|afgelopen|verleden|laatste|voorbije",
            0: "deze|dit|huidige",
            1: "volgende|volgend|komende|komend|aanstaande",
            -2: "voorlaatste",
        },
        ago="geleden",
        ahead="over",
        since="sinds|vanaf|sedert",
        onwards="en later",
        until="tot|tot en met|t/m",
        before="voor|vóór",
        after="na",
        start="van",
        to="tot|tot en met|t/m",
        between="tussen",
        also="en",
        seasons={"spring": "lente|voorjaar", "summer": "zomer", "autumn": "herfst|najaar", "winter": "winter"},
        feasts={
            "new year": "nieuwjaar|nieuwjaarsdag",
            "new year eve": "oudejaarsavond|oudejaar|oud en nieuw|oudjaar",
            "epiphany": "driekoningen",
            "valentine": "valentijnsdag|valentijn",
            "carnival": "carnaval",
            "ash wednesday": "aswoensdag",
            "palm sunday": "palmzondag",
            "maundy thursday": "witte donderdag",
            "good friday": "goede vrijdag",
            "easter": "pasen",
            "easter sunday": "eerste paasdag|paaszondag",
            "easter monday": "tweede paasdag|paasmaandag",
            "king netherlands": "koningsdag",
            "labour": "dag van de arbeid",
            "liberation netherlands": "bevrijdingsdag",
            "mother": "moederdag",
            "ascension": "hemelvaart|hemelvaartsdag",
            "pentecost": "pinksteren",
            "whit monday": "tweede pinksterdag|pinkstermaandag",
            "halloween": "halloween",
            "all saints": "allerheiligen",
            "all souls": "allerzielen",
            "saint nicholas eve": "sinterklaas|sinterklaasavond|pakjesavond",
            "christmas": "kerstmis|kerst|kerstdagen",
            "christmas eve": "kerstavond",
            "christmas day": "eerste kerstdag",
            "boxing": "tweede kerstdag",
            "eid al-fitr": "suikerfeest",
            "eid al-adha": "offerfeest",
        },
        edges={"begin": "begin|het begin van", "middle": "midden|half|medio", "end": "eind|einde|het einde van"},
        few="een paar|enkele|enige|paar",
        one="één",
        numbers={
            11: "elf",
            12: "twaalf",
            14: "veertien",
            15: "vijftien",
            20: "twintig",
            24: "vierentwintig",
            30: "dertig",
        },
        ordinals={1: "eerste", 2: "tweede", 3: "derde", 4: "vierde"},
        week_marks="weeknummer|kalenderweek",
        hour_marks="uur|u",
        decade_marks="jaren",
        decades={1960: "zestig", 1970: "zeventig", 1980: "tachtig", 1990: "negentig"},
        weekdays="maandagen dinsdagen woensdagen donderdagen vrijdagen zaterdagen zondagen",
        joins=True,
        short_months="jan feb mrt apr mei jun jul aug sep|sept okt nov dec",
        short_weekdays="ma di wo do vr za zo",
        of="van|de|het",
        leading="op|in|om|met|tijdens|rond|van|uit|gedurende|'s",
        inside="de|het|van|op|in|om|rond|jaar",
        also_words="week|weekend|morgen|middag|avond|nacht|winter|eind|begin|half|over|na|u|sinterklaas",
        past="heeft hebben had hadden was waren werd zei schreef schreven ging kwam stuurde gezegd geschreven",
    ),
    telling_words="""
        oud de het een is zijn waren heeft hebben heb wat wanneer wie waar waarom hoeveel welke naar uit voor aan
        zegt zei gezegd geschreven gestuurd mijn ik niet laatste eerste vorige afgelopen alle toon laat vaak gaat ging
        gisteren vandaag sinds geleden deze zich ook nog bij jij hij zij ze wij jullie onze geen wordt veel
    """,
    stop_words="""
        om te onder tussen hun ons jouw uw werd kan
    """,
    amount_words="prijs huur waarborg borg loon salaris bedrag som rente "
    "rentevoet korting eigenrisico vrijstelling boete budget voorschot tarief kosten bijdrage",
    code_words="wachtwoord paswoord code pincode pin nummerplaat kenteken nummer",
    copulas="is was heeft had wordt werd krijgt kreeg",
    group_words="familie gezin vrienden vriendinnen collega's ouders kinderen "
    "team ploeg mensen jongens meisjes meiden buren klas",
    small_talk={
        "greeting": "hoi|goedemorgen|goedemiddag|goedenavond|dag|hé|goedendag|hoe gaat het|hoi hoe gaat het",
        "thanks": "dank je|dank je wel|dankjewel|bedankt|dank u|dank u wel|hartelijk dank|ok bedankt|heel erg bedankt",
        "parting": "tot ziens|doei|welterusten|tot later|goedenacht|tot straks",
        "day": (
            "welke dag is het vandaag|welke dag is het|wat voor dag is het vandaag|"
            "welke datum is het vandaag|welke datum is het|de hoeveelste is het vandaag|"
            "wat is de datum van vandaag|wat is de datum"
        ),
        "clock": "hoe laat is het|hoe laat is het nu",
        "self": "wie ben je|wie ben jij|wat kun je|wat kan je|wat kun je doen|hulp",
    },
    idle_words="""
        de het een er is zijn was waren heeft hebben heb had hadden in op aan van uit bij met naar door voor
        te en we wij ons onze mijn totaal alle allemaal samen precies al ooit tot nu wie wat welke wanneer
        hoe waar geschreven schreef gestuurd stuurde verstuurd gezegd bericht berichten mail mails chat
        chats groep groepen gesprek gesprekken persoon personen mensen lid leden toon lijst geef graag
        alsjeblieft daar hier staan staat stonden stond zitten zit
    """,
    cues=Cues(
        denies="niet|nee|geen|nooit|niemand|niets|niks|nergens|zonder",
        denies_nothing="niet alleen|geen wonder|geen probleem|geen zorgen|zonder twijfel|kan (?:haast )?niet wachten",
        decides="besloten|afgesproken|overeengekomen|geboekt|gereserveerd|bevestigd|vastgelegd|geregeld",
        changes=(
            "verschoven|verplaatst|verzet|uitgesteld|vervroegd|vertraagd|afgezegd|afgelast|geannuleerd|gewijzigd|"
            "veranderd|in plaats van|gaat niet door|toch (?:niet|pas)"
        ),
        requests=(
            "(?:kun|kan|zou|wil) je|(?:kunt|zou|wilt) u|(?:kunnen|willen|zouden) jullie|kan iemand|vergeet niet|"
            "alsjeblieft|alstublieft|graag even"
        ),
        promises=(
            "ik (?:breng|koop|maak|doe|neem|haal|bel|regel|kook|stuur|zorg|zal|beloof|leg|zet|geef|vraag|bak|boek|betaal|"
            "reserveer|print|leen|check|schrijf|mail|app|rijd|kom .{0,20}(?:halen|brengen)) |(?:doe|regel|haal|koop) ik|"
            "neem ik mee"
        ),
        hedges=(
            "misschien|wellicht|waarschijnlijk|vermoedelijk|mogelijk|hopelijk|tenzij|volgens mij|wie weet|"
            "(?:ik )?(?:denk|hoop|geloof) ik|ik (?:denk|hoop|geloof)|we hopen"
        ),
        weak_hedges="zou(?:den)?|stel(?:t|de|den)? voor|voorgesteld",
        conditions="indien|mits|zodra",
        addresses="hallo|hoi|hé|hey|hi|beste|lieve|goede(?:morgen|middag|navond)|dank je(?: wel)?|bedankt",
        first_person="ik|wij",
        ours="mij|mijn|ons|onze",
        second_person="jij|jou|jouw|jullie",
        loose_subjects="hij|zij|ze|deze|dat",
        about_the_task="als (?:ki|ai|taalmodel)|(?:de|deze) samenvatting|dit gesprek|samengevat|samenvattend",
        articles="het|een",
        agrees="ja|jep|oké?|tuurlijk|natuurlijk|prima|doe ik|komt goed|geen probleem|graag|is goed|geregeld",
    ),
    cue_examples=Cues(
        denies="De hut heeft geen kachel",
        denies_nothing="Ze kocht niet alleen de tent",
        decides="De veerboot is geboekt",
        changes="De vergadering is verplaatst naar vrijdag",
        requests="Kun je de tent meebrengen?",
        promises="Ik neem de tent mee",
        hedges="Misschien komt Jonas met de boot",
        weak_hedges="Jonas zou de boot nemen",
        conditions="Indien het regent, blijft Tom in de hut",
        addresses="Hoi Maya!",
        first_person="Wij komen met de trein",
        ours="Onze tent is rood",
        second_person="Hebben jullie de sleutel?",
        loose_subjects="Zij komt vrijdag",
        about_the_task="Samengevat gaat het over de hut",
        articles="Het feest begint om acht uur",
        agrees="Doe ik!",
    ),
    figures=Figures(
        paid=r"(?:heb|we hebben|hebben we|wij hebben)\b.*\b(?:betaald|uitgegeven|voorgeschoten|overgemaakt)",
        owes=r"(?:ik )?ben (?:je|jullie)\b.*\bschuldig|krijgt\b.*\bvan mij",
        repaid=r"(?:heb|hebben) (?:je|jullie)\b.*\b(?:overgemaakt|terugbetaald|teruggegeven|gestuurd|betaald)",
        age="(?:is|werd) (?:vandaag |gisteren |al )?N (?:jaar )?(?:geworden|oud)|(?:is|werd) (?:vandaag |"
        "gisteren |al )?N jaar",
        born="geboren|verjaardag|geboortedatum",
        due=(
            r"schuld\w*|krijg\w*|per persoon|de man|ieder|elk|tikkie|maak\w* over|overmaken|betal\w*|deel|borg|huur|"
            "aanbetaling|factuur|geld"
        ),
        settled=r"(?:betaald|overgemaakt|gestuurd|terugbetaald|ontvangen|voldaan|gekregen|binnen)",
    ),
    figure_examples=Figures(
        paid="Ik heb 50 euro voor de hut betaald",
        owes="Ik ben je 30 € schuldig",
        repaid="Ik heb je de 30 € overgemaakt",
        age="Emil is vandaag 7 geworden",
        born="Emil is op 5 oktober 2019 geboren",
        due="Dat is 40 € per persoon",
        settled="Ik heb de 40 € overgemaakt",
    ),
    things={
        "photos and videos": "foto's en video's",
        "videos": "video's|filmpjes",
        "stickers": "stickers",
        "documents": "documenten",
        "voice messages": "spraakberichten|spraakmemo's",
        "media files": "mediabestanden|media",
        "attachments": "bijlagen|bijlages",
        "amounts": "bedragen",
        "e-mail addresses": "e-?mailadressen|mailadressen",
    },
    how_many="hoeveel",
    list_all="(?:toon|geef|noem|lijst|maak een lijst van)(?: me| mij)?(?: alsjeblieft)? alle",
    attendance=Attendance(
        asks="wie (?:komt|is erbij|doet mee|gaat mee|kan komen|wil mee|rijdt mee)",
        comes="(?:ik |wij |we )?(?:ben|zijn) (?:er ook )?erbij|(?:ben|zijn) (?:ik |we )?van de partij|"
        "(?:ik )?(?:kom|ga|doe) (?:graag |ook )?mee|ik kom(?: ook| graag)?|reken op mij|ik ben er(?: bij|"
        " ook)?(?! niet)",
        stays_away="kan (?:helaas )?(?:toch )?niet|(?:kom|ga|doe) (?:helaas )?(?:toch )?niet(?: mee)?|(?:ben|"
        "zijn) er (?:helaas )?(?:toch )?niet(?: bij)?|zonder mij|moet (?:helaas )?(?:afzeggen|passen)|"
        "red het niet|haal het niet",
        unsure="weet (?:ik )?(?:het )?nog niet|misschien|nog niet zeker|even kijken",
        same="ik ook|wij ook|idem",
        short_yes="ja|zeker|graag|natuurlijk",
        short_no="nee|helaas niet",
    ),
    attendance_examples=Attendance(
        asks="Wie komt er zaterdag?",
        comes="Ik ben erbij!",
        stays_away="Sorry, ik kan helaas niet",
        unsure="Ik weet het nog niet",
        same="Ik ook",
        short_yes="zeker",
        short_no="helaas niet",
    ),
    neutral="Maya reist morgen naar Utrecht",
    reports="""
        zegt zei zeiden gezegd schrijft schreef schreven vraagt vroeg vroegen gevraagd antwoordt antwoordde geantwoord
        vertelt vertelde verteld meldt meldde vermeldt vermeldde
    """,
    asks="vraagt vroeg vroegen gevraagd",
    frames=(
        Frame(
            r"^heb ik (.*?)\b(?:afspraken|iets(?: gepland| te doen)?)(?=\W*$)",
            r"do I have anything \1",
            "Heb ik maandag iets gepland?",
        ),
        Frame(
            r"^(?:welke|wat voor) afspraken (?:heb ik|zijn er|staan er)\b",
            r"which appointments do I have",
            "Welke afspraken heb ik?",
        ),
        Frame(
            r"^wat (?:staat er|heb ik|hebben we|is er) ((?:in|from) \d\S+)"
            r"(?: (?:op het programma|op de planning|op de agenda|in (?:de|mijn) agenda|gepland|te doen|staan))?(?=\W*$)",
            r"what is on \1",
            "Wat heb ik in 2026-06-15/2026-06-16 gepland?",
        ),
        Frame(r"\bin (?:onze chat|ons gesprek)\b(?! met)", "in our chat", "Wat zei Maya in onze chat?"),
        Frame(
            r"\bin (?:de|mijn|onze) groep met ",
            "in the group with ",
            "Wie schrijft in de groep met Maya?",
        ),
        Frame(
            r"\b(?:in|uit|van) (?:de|het|mijn|onze?) (?:chats?|gesprek(?:ken)?|conversatie) met ",
            "in the chat with ",
            "Hoeveel berichten staan er in de chat met Maya?",
        ),
        Frame(r"^hoe oud (?:is|zijn)\b", "how old is", "Hoe oud is Emil?"),
        Frame(
            "^hoeveel dagen (?:zijn er |is het |duurt het )?(?:nog )?tot ",
            "how many days until ",
            "Hoeveel dagen is het nog tot de vlucht?",
        ),
        Frame(
            "^wat is goedkoper[,:]? (.+?) of ",
            r"which is cheaper, \1 or ",
            "Wat is goedkoper, de veerboot of de trein?",
        ),
        Frame(
            "^wat is duurder[,:]? (.+?) of ",
            r"which is more expensive, \1 or ",
            "Wat is duurder, de veerboot of de trein?",
        ),
        Frame(
            "^hoeveel (?:geld )?is " + NAME + " (?:mij|me) (?:nog )?schuldig",
            r"how much does \1 owe me",
            "Hoeveel is Tom me nog schuldig?",
        ),
        Frame(
            "^hoeveel (?:geld )?heb ik (?:in totaal )?(?:aan|voor) (.+?) (?:uitgegeven|betaald)",
            r"how much did I spend on \1",
            "Hoeveel heb ik in totaal aan de hut uitgegeven?",
        ),
        Frame(
            r"\bheb ik\b(.*?)\bmet " + NAME + r"\b(.*?)\buitgewisseld\b",
            r"did I exchange with \2 \1\3",
            "Hoeveel berichten heb ik met Maya uitgewisseld?",
        ),
        Frame(
            r"^wanneer heeft " + NAME + r" (.*?)\b(?:voor het eerst|als eerste)\b(.*?)\b(?:geschreven|gestuurd)\b",
            r"when did \1 first write \2\3",
            "Wanneer heeft Maya voor het eerst geschreven?",
        ),
        Frame(
            r"^wat heeft "
            + NAME
            + r" (.*?)\b(?:voor het laatst|het laatst|als laatste)\b(.*?)\b(?:gezegd|geschreven|verteld)\b",
            r"what did \1 last say \2\3",
            "Wat heeft Maya het laatst over de borg gezegd?",
        ),
        Frame(r"^(?:in )?welke maand\b", "which month", "In welke maand schreef Maya het meest?"),
        Frame(r"^(?:in )?welk jaar\b", "which year", "In welk jaar schreef Maya het meest?"),
        Frame(
            r"^(?:op )?welke (?:weekdag|dag van de week)\b",
            "which weekday",
            "Op welke weekdag schrijft Maya het meest?",
        ),
        Frame(r"^(?:op )?welke dag\b", "which day", "Op welke dag schreef Maya het meest?"),
        Frame(r"^(?:in )?welke week\b", "which week", "In welke week schreef Maya het meest?"),
        Frame(
            r"^(which \w+) heb ik\b(.*?)\bhet meeste?\b(?: berichten)?(?: geschreven| gestuurd)?",
            r"\1 did I write most\2",
            "which month heb ik het meest geschreven?",
        ),
        Frame(
            r"^(which \w+) heb ik\b(.*?)\bhet minste?\b(?: berichten)?(?: geschreven| gestuurd)?",
            r"\1 did I write least\2",
            "which month heb ik het minst geschreven?",
        ),
        Frame(
            r"^(which \w+) heeft " + NAME + r"\b(.*?)\bhet meeste?\b(?: berichten)?(?: geschreven| gestuurd)?",
            r"\1 did \2 write most\3",
            "which month heeft Maya het meest geschreven?",
        ),
        Frame(
            r"^wie (?:heeft|schreef)\b(.*?)\bmeer\b(?: berichten)?(?: geschreven| gestuurd)?",
            r"who wrote more\1",
            "Wie heeft meer geschreven, Maya of Tom?",
        ),
        Frame(
            r"^\W*heb ik\b(.*?)\bmeer (?:met|aan) (.+?) of (?:met |aan )?(.+?) geschreven\b",
            r"did I write more with \2 or with \3\1",
            "Heb ik meer met Maya of met Tom geschreven?",
        ),
        Frame(r"\bof (?:met |van )?(?=(?-i:[A-ZÀ-Ý]))", "or ", "Maya of Tom?"),
        Frame(
            r"^(?:waarover|wat) hebben we\b(.*?)\b(?:gepraat|gesproken|gechat|besproken)\b",
            r"what did we talk about\1",
            "Waarover hebben we gisteren gepraat?",
        ),
        Frame(
            r"^(?:waarover|wat) (?:heeft|hebben) (?:de |het )?(.+?)((?: in \d\S+)?) "
            r"(?:gepraat|gesproken|gechat|besproken)\b",
            r"what did the \1 talk about\2",
            "Waarover heeft de familie gepraat?",
        ),
        Frame(
            r"\biets (?:belangrijks|bijzonders|interessants|nieuws|dringends)\b",
            "anything important",
            "Was er iets belangrijks?",
        ),
        Frame(r"^wat is er\b(.*?)\bgebeurd\b|^wat gebeurde er\b", r"what happened\1", "Wat is er gisteren gebeurd?"),
        Frame(
            r"^(?:is|werd) (?:de |het )?(.+?) (?:veranderd|gewijzigd|verplaatst|verzet|afgelast|geannuleerd)\b",
            r"has the \1 changed",
            "Is de datum veranderd?",
        ),
        Frame(
            r"^\W*(?:heeft|heb|hebben) (.+?) meer (?:berichten )?(?:geschreven|gestuurd) dan\b",
            r"did \1 write more than",
            "Heeft Maya meer geschreven dan Tom?",
        ),
        Frame(
            r"^\W*(?:heeft|heb|hebben) (.+?) minder (?:berichten )?(?:geschreven|gestuurd) dan\b",
            r"did \1 write less than",
            "Heeft Tom minder geschreven dan Maya?",
        ),
        Frame(r"\beergisteren\b", "the day before yesterday", "Wat zei Maya eergisteren?"),
        Frame(r"\bgister(?:en)?avond\b", "yesterday evening", "Wie schreef gisteravond?"),
        Frame(r"\bgister(?:en)?(?:ochtend|morgen)\b", "yesterday morning", "Wie schreef gisterochtend?"),
        Frame(r"\bgister(?:en)?middag\b", "yesterday afternoon", "Wie schreef gistermiddag?"),
        Frame(r"\bgisteren\b", "yesterday", "Wat zei Tom gisteren?"),
        Frame(r"\bvan(?:ochtend|morgen)\b", "this morning", "Wie schreef er vanochtend?"),
        Frame(r"\bvanmiddag\b", "this afternoon", "Wie schreef er vanmiddag?"),
        Frame(r"\bvandaag\b", "today", "Wie heeft vandaag geschreven?"),
        Frame(r"\b(?:de )?(?:vorige|afgelopen|verleden) week\b", "last week", "Wat zei Tom vorige week?"),
        Frame(r"\bdeze week\b", "this week", "de foto's van deze week"),
        Frame(r"\b(?:het )?(?:vorig|afgelopen) weekend\b", "last weekend", "Wie schreef afgelopen weekend?"),
        Frame(r"\bdit weekend\b", "this weekend", "Wie komt er dit weekend?"),
        Frame(r"\b(?:de )?(?:vorige|afgelopen|verleden) maand\b", "last month", "Wie schreef vorige maand?"),
        Frame(r"\bdeze maand\b", "this month", "de facturen van deze maand"),
        Frame(r"\b(?:het )?(?:vorig|afgelopen|verleden) jaar\b", "last year", "Waar waren we vorig jaar?"),
        Frame(r"\bdit jaar\b", "this year", "de foto's van dit jaar"),
        Frame(r"\b(?:vorige|afgelopen|verleden) (MONDAY)", r"last \1", "Wat zei Maya afgelopen maandag?"),
        Frame(rf"\b{_N} uur geleden\b", r"\1 hours ago", "Wie schreef 2 uur geleden?"),
        Frame(rf"\b{_N} dag(?:en)? geleden\b", r"\1 days ago", "Wat zei Maya 3 dagen geleden?"),
        Frame(rf"\b{_N} we(?:ek|ken) geleden\b", r"\1 weeks ago", "Wie schreef twee weken geleden?"),
        Frame(rf"\b{_N} maand(?:en)? geleden\b", r"\1 months ago", "Waar waren we 6 maanden geleden?"),
        Frame(rf"\b{_N} jaar geleden\b", r"\1 years ago", "Waar waren we 2 jaar geleden?"),
        Frame(
            rf"\b(?:in )?(?:de )?(?:laatste|afgelopen|voorbije) {_N} dagen\b",
            r"the last \1 days",
            "Wie schreef de afgelopen 5 dagen?",
        ),
        Frame(
            rf"\b(?:in )?(?:de )?(?:laatste|afgelopen|voorbije) {_N} weken\b",
            r"the last \1 weeks",
            "Wie schreef de laatste 2 weken?",
        ),
        Frame(r"\b(?:een|één) (?=\w+ ago)", "1 ", "een week geleden"),
        Frame(r"\btwee (?=\w+ ago|days|weeks)", "2 ", "twee dagen geleden"),
        Frame(r"\bdrie (?=\w+ ago|days|weeks)", "3 ", "drie maanden geleden"),
        Frame(r"\bvier (?=\w+ ago|days|weeks)", "4 ", "vier dagen geleden"),
        Frame(r"\bvijf (?=\w+ ago|days|weeks)", "5 ", "vijf weken geleden"),
        Frame(r"\bzes (?=\w+ ago|days|weeks)", "6 ", "zes maanden geleden"),
        Frame(r"\bzeven (?=\w+ ago|days|weeks)", "7 ", "zeven dagen geleden"),
        Frame(r"\bacht (?=\w+ ago|days|weeks)", "8 ", "acht weken geleden"),
        Frame(r"\bnegen (?=\w+ ago|days|weeks)", "9 ", "negen maanden geleden"),
        Frame(r"\btien (?=\w+ ago|days|weeks)", "10 ", "tien dagen geleden"),
        Frame(r"\btussen (.+?) en (?=\d|MONTH|MONDAY)", r"between \1 and ", "tussen 3 maart en 9 maart"),
        Frame(r"\b(?:sinds|vanaf) ", "since ", "sinds 3 november"),
        Frame(r"\b(?:tot(?: en met)?|t/m) " + _TIME, "until ", "tot en met 9 november"),
        Frame(r"\bv(?:oo|óó)r " + _TIME, "before ", "Wat schreef Tom voor 9 november?"),
        Frame(r"\bna " + _TIME, "after ", "Wie schreef er na 9 november?"),
        Frame(r"\b(?:op|in) (?=\d|MONTH|MONDAY)", "in ", "op 12 maart"),
        Frame(r"^en\b", "and", "En wat zei Tom?"),
        Frame(r"\b(?:hoe zit het|wat is er) met\b", "what about", "Hoe zit het met Tom?"),
        Frame(r"\bhoeveel (?:berichten|berichtjes|appjes)\b", "how many messages", "Hoeveel berichten zijn er?"),
        Frame(r"\bhoe vaak\b", "how often", "Hoe vaak heeft Maya geschreven?"),
        Frame(r"\bhoeveel keer\b", "how many times", "Hoeveel keer heeft Maya geschreven?"),
        Frame(r"\bhoeveel (?:chats|groepen|gesprekken)\b", "how many chats", "In hoeveel groepen zit Tom?"),
        Frame(r"\bhoeveel (?:links|linkjes)\b", "how many links", "Hoeveel links heeft Maya gestuurd?"),
        Frame(r"\bhoeveel foto(?:'s|s)\b", "how many photos", "Hoeveel foto's heeft Tom gestuurd?"),
        Frame(r"\bhoeveel telefoonnummers\b", "how many phone numbers", "Hoeveel telefoonnummers zijn er?"),
        Frame(r"^welke (?:links?|linkjes)\b", "which links", "Welke links heeft Maya gestuurd?"),
        Frame(r"^welke foto(?:'s|s)?\b", "which photos", "Welke foto's heeft Tom gestuurd?"),
        Frame(r"^welke (?:facturen|rekeningen)\b", "which invoices", "Welke facturen kwamen er in maart?"),
        Frame(
            r"\bwie (?:heeft|noemde) (?:het woord )?(.+?) (?:als eerste|het eerst|voor het eerst)"
            r"(?: (?:genoemd|gezegd|geschreven|vermeld))?(?= ?\?|$)",
            r"who first mentioned \1",
            "Wie heeft het woord borg als eerste genoemd?",
        ),
        Frame(
            r"\bwie had het (?:als eerste|voor het eerst) over (?:het |de )?(.+?)(?= ?\?|$)",
            r"who first mentioned \1",
            "Wie had het als eerste over de borg?",
        ),
        Frame(r"\bbehalve (?:die )?(?:van )?", "except ", "alle berichten behalve van Tom"),
        Frame(
            r"\bwie (?:heeft|schreef|schrijft|stuurde|stuurt)\b(.*?)\b(?:het meeste?|de meeste berichten)\b"
            r"(?: geschreven| gestuurd)?",
            r"who wrote most\1",
            "Wie heeft in oktober het meest geschreven?",
        ),
        Frame(
            r"\bwie (?:heeft|schreef|schrijft|stuurde|stuurt)\b(.*?)\b(?:het minste?|de minste berichten)\b"
            r"(?: geschreven| gestuurd)?",
            r"who wrote least\1",
            "Wie heeft het minst geschreven?",
        ),
        Frame(
            r"\bwanneer heeft " + _PERSON + r" (?:voor het )?laatst\b(?: iets)?(.*?)\b(?:geschreven|gestuurd)\b",
            r"when did \1 last write\2",
            "Wanneer heeft Maya voor het laatst geschreven?",
        ),
        Frame(
            r"\bwanneer schreef " + _PERSON + r" (?:voor het )?laatst\b(?: iets)?",
            r"when did \1 last write",
            "Wanneer schreef Maya voor het laatst?",
        ),
        Frame(r"\b(?:het )?laatste bericht(?:je)?\b", "last message", "Wat is het laatste bericht van Tom?"),
        Frame(r"\b(?:het )?eerste bericht(?:je)?\b", "first message", "Wat is het eerste bericht van Maya?"),
        Frame(r"\blaatste (\d+) berichten\b", r"last \1 messages", "de laatste 20 berichten"),
        Frame(_SHOW + r"links\b(?: zien)?", "list all links", "Laat me alle links zien"),
        Frame(_SHOW + r"(?:facturen|rekeningen)\b(?: zien)?", "list all invoices", "Toon alle facturen"),
        Frame(_SHOW + r"foto(?:'s|s)\b(?: zien)?", "list all photos", "Geef me alle foto's"),
        Frame(
            _SHOW + r"telefoonnummers\b(?: zien)?", "list all phone numbers", "Maak een lijst van alle telefoonnummers"
        ),
        Frame(r"^(list all .+?) zien\b", r"\1", "Laat alle links van Maya zien"),
        Frame(
            r"\b(?:noem(?:t|en)|vermeld(?:t|en)) (?:het woord )?",
            "mention ",
            "Welke berichten noemen het woord borg?",
        ),
        Frame(
            r"\bwat heeft " + _PERSON + r"\b(.*?)\b(?:gezegd|geschreven|verteld|gestuurd)\b",
            r"what did \1 say\2",
            "Wat heeft Tom over de borg gezegd?",
        ),
        Frame(r"\bwat (?:zei|schreef|vertelde|zegt) " + _PERSON, r"what did \1 say", "Wat zei Tom over de borg?"),
        Frame(
            r"\bheb ik\b(.*?)\b(?:gezegd|geschreven|gestuurd|verstuurd|verzonden)\b",
            r"did I send\1",
            "Hoeveel berichten heb ik gestuurd?",
        ),
        Frame(r"\b(?:stuurde|schreef) ik\b", "did I send", "Hoeveel berichten stuurde ik?"),
        Frame(
            r"\bheeft " + _PERSON + r"\b(.*?)\b(?:gezegd|geschreven|gestuurd|verstuurd|verzonden|gedeeld)\b",
            r"did \1 send\2",
            "Hoeveel berichten heeft Maya gestuurd?",
        ),
        Frame(r"\b(?:stuurde|verstuurde|schreef) " + _PERSON, r"did \1 send", "Hoeveel berichten stuurde Maya?"),
        Frame(r"\bvan " + _PERSON + r"(?=[\s?]|$)", r"from \1", "de link van Maya"),
        Frame(r"\bin (?:de|het) (?:chat|groep|groepschat|groepsapp|gesprek)\b", "in", "Wie schrijft in de groep Hut?"),
        Frame(r"\bwie (?:nog meer|anders|verder)\b", "who else", "Wie anders heeft een sleutel?"),
        Frame(r"^wanneer\b", "when", "Wanneer vertrekt de trein?"),
        Frame(r"^(?:om )?hoe laat\b", "what time", "Hoe laat vertrekt de trein?"),
        Frame(r"^hoe ?lang\b", "how long", "Hoelang duurt de reis?"),
        Frame(r"^wie\b", "who", "Wie heeft de sleutel?"),
        Frame(r"^waarom\b", "why", "Waarom komt Jonas niet?"),
        Frame(r"^waar\b", "where", "Waar is de sleutel?"),
        Frame(r"^wat kost(?:en|te|ten)?\b|^hoe duur (?:is|was|zijn)\b", "how much is", "Wat kost de hut?"),
        Frame(r"^hoeveel\b", "how much", "Hoeveel kost de hut?"),
        Frame(r"^wat\b", "what", "Wat nemen we mee?"),
        Frame(r"^hoe\b", "how", "Hoe gaat het met Tom?"),
        Frame(r"\b(?:zijn|waren) er\b", "are there", "Zijn er nieuwe berichten?"),
        Frame(r"\bover (?:de |het |een )?", "about ", "Schreef iemand over de borg?"),
        Frame(r"\bmet (?:de |het |een )?", "with ", "Wie gaat er met de trein?"),
        Frame(r"\bvan (?:de |het |een )?", "of ", "de code van de hut"),
        Frame(r"\bmijn\b(?= (?:last|first) message)", "my", "Wat is mijn laatste bericht?"),
        Frame(
            r"\b(?:heb ik (?:gekregen|ontvangen)|kreeg ik|ontving ik)\b",
            "did I get",
            "Hoeveel berichten heb ik gekregen?",
        ),
        Frame(r"\bin (?:de|het) (?=(?-i:[A-ZÀ-Ý]))", "in ", "Wie schrijft in de Hut?"),
        Frame(r"^(?:toon|laat|geef)(?: me| mij)?(?: de| het)?\b", "show me", "Toon me de berichten van Maya"),
    ),
)

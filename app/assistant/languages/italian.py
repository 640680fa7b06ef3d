"""What the assistant knows of Italian."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Attendance, Cues, Figures, Frame, Language, Times

LANGUAGE = Language(
    code="it",
    rank=4,
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
    times=Times(
        units={
            "second": "secondo|secondi",
            "minute": "minuto|minuti|min",
            "halfhour": "mezz'ora|mezzora|mezza ora",
            "hour": "ora|ore",
            "day": "giorno|giorni",
            "week": "settimana|settimane",
            "weekend": "fine settimana|weekend|week-end|finesettimana",
            "month": "mese|mesi",
            "quarter": "trimestre|trimestri",
            "half": "semestre|semestri|metà|mezzo anno",
            "year": "anno|anni",
            "decade": "decennio|decenni",
        },
        days={
            0: "oggi",
            -1: "ieri",
            -2: "l'altro ieri|altro ieri|ieri l'altro|altroieri|l'altroieri",
            1: "domani",
            2: "dopodomani",
        },
        now="adesso|ora",
        parts={
            "morning": "mattina|mattino|di mattina|del mattino|la mattina|mattinata",
            "midday": "mezzogiorno",
            "afternoon": "pomeriggio|di pomeriggio|del pomeriggio",
            "evening": "sera|di sera|della sera|serata|la sera",
            "night": "notte|di notte|della notte",
            "midnight": "mezzanotte",
        },
        day_parts={
            "0 evening": "stasera|questa sera",
            "0 morning": "stamattina|stamani|stamane",
            "-1 last night": "stanotte|la notte scorsa|notte scorsa",
            "-1 evening": "ieri sera",
        },
        relations={
            -1: "scorso|scorsa|scorsi|scorse|passato|passata|ultimo|ultima|ultimi|ultime|precedente",
            0: "questo|questa|questi|queste|quest|corrente",
            1: "prossimo|prossima|prossimi|prossime|seguente",
            -2: "penultimo|penultima",
        },
        ago="fa|or sono",
        ahead="tra|fra",
        since="da|dal|dalla|dall'|dai|dalle|a partire da|a partire dal|sin da",
        onwards="in poi",
        until="fino a|fino al|fino alla|fino all'|entro|sino a|sino al",
        before="prima di|prima del|prima della|prima dell'",
        after="dopo|dopo il|dopo la",
        start="da|dal|dalla|dall'|dalle|di|del",
        to="a|al|alla|all'|ai|alle|fino a|fino al|ad",
        between="tra|fra",
        also="e|ed",
        seasons={"spring": "primavera", "summer": "estate", "autumn": "autunno", "winter": "inverno"},
        feasts={
            "new year": "capodanno",
            "new year eve": "san silvestro|notte di capodanno|vigilia di capodanno",
            "epiphany": "befana|epifania",
            "valentine": "san valentino",
            "carnival": "carnevale",
            "shrove tuesday": "martedì grasso",
            "ash wednesday": "mercoledì delle ceneri",
            "palm sunday": "domenica delle palme|le palme",
            "holy week": "settimana santa",
            "maundy thursday": "giovedì santo",
            "good friday": "venerdì santo",
            "easter": "pasqua",
            "easter sunday": "domenica di pasqua",
            "easter monday": "pasquetta|lunedì dell'angelo|lunedì di pasqua",
            "liberation italy": "festa della liberazione|liberazione",
            "labour": "festa del lavoro|festa dei lavoratori",
            "republic italy": "festa della repubblica",
            "ascension": "ascensione",
            "pentecost": "pentecoste",
            "assumption": "ferragosto|assunzione",
            "halloween": "halloween",
            "all saints": "ognissanti|tutti i santi",
            "all souls": "i morti|giorno dei morti",
            "immaculate": "immacolata|l'immacolata",
            "corpus christi": "corpus domini",
            "mother": "festa della mamma",
            "christmas": "natale|feste di natale",
            "christmas eve": "vigilia di natale|vigilia",
            "christmas day": "giorno di natale",
            "boxing": "santo stefano",
            "diwali": "diwali",
        },
        edges={"begin": "inizio|inizi|l'inizio|primi di", "middle": "metà|a metà", "end": "fine|la fine"},
        few="alcuni|alcune|qualche|diversi|diverse|pochi|poche",
        one="un'",
        numbers={
            2: "paio di|un paio di",
            11: "undici",
            12: "dodici",
            14: "quattordici",
            15: "quindici",
            20: "venti",
            24: "ventiquattro",
            30: "trenta",
        },
        ordinals={1: "primo|prima", 2: "secondo|seconda", 3: "terzo|terza", 4: "quarto|quarta"},
        week_marks="settimana n°|settimana numero",
        hour_marks="h|ore",
        decade_marks="anni|gli anni",
        decades={1920: "venti", 1960: "sessanta", 1970: "settanta", 1980: "ottanta", 1990: "novanta"},
        short_months="gen feb mar apr mag giu lug ago set|sett ott nov dic",
        short_weekdays="lun mar mer gio ven sab dom",
        of="di|del|della|dell|d|il|l",
        leading="in|nel|nella|nell|nei|negli|nelle|a|al|alla|alle|all|durante|di|del|della|dell|verso|per",
        inside="il|lo|la|i|gli|le|l|di|del|della|dell|dei|degli|a|al|alla|alle|all|in|nel|nella|nell|anno|un|una",
        also_words="estate|fine|sera|metà|fa|prima|ora|ore|venti|set|mar|a|e|i",
        past="ha hanno aveva avevano era erano fu scritto detto inviato scrisse mandato abbiamo",
    ),
    telling_words="""
        il lo gli è sono era che cosa quando chi dove perché quanti quante quanto di del della e con su
        detto mio io per un una non nel tutti tutte ha ho a ora l'ultima l'ultimo la quant'è qual
    """,
    stop_words="""
        noi voi loro ai alla dal dalla sul sulla nella questo questa anche più ma se ci si
    """,
    amount_words="prezzo affitto cauzione caparra stipendio importo somma tasso "
    "sconto franchigia multa penale budget acconto tariffa costo quota",
    code_words="password codice pin targa numero matricola",
    copulas="è era ha aveva",
    group_words="famiglia amici amiche colleghi colleghe genitori figli "
    "squadra gente ragazzi ragazze vicini gruppo classe",
    small_talk={
        "greeting": "ciao|buongiorno|buonasera|salve|buon giorno|buona sera|come stai|ciao come stai",
        "thanks": "grazie|grazie mille|molte grazie|ti ringrazio|ok grazie",
        "parting": "arrivederci|buonanotte|a presto|a dopo|buona notte",
        "day": (
            "che giorno è oggi|che giorno è|oggi che giorno è|qual è la data di oggi|che data è oggi|"
            "quanti ne abbiamo oggi"
        ),
        "clock": "che ora è|che ore sono|che ora è adesso",
        "self": "chi sei|cosa sei|cosa sai fare|cosa puoi fare|aiuto",
    },
    idle_words="""
        il lo la i gli le l un uno una di del dello della dei degli delle d' a ad al allo alla ai da dal in
        nel nella nei su per con e ed c'è ci sono stati stato state stata è era ha hanno ho abbiamo si
        nostro nostra nostri mio mia miei totale tutto tutti tutte insieme esattamente già finora chi che
        cosa quale quali quando come dove scritto scritti scrisse inviato inviati mandato mandati messaggio
        messaggi mail chat gruppo gruppi conversazione persona persone membro membri elenca mostra favore
    """,
    cues=Cues(
        denies="non|nessuno|niente|mai più|senza",
        denies_nothing="non (?:solo|vedo l['’]ora)|senza dubbio|non ti preoccupare|non c['’]è problema",
        decides=(
            "deciso|prenotat[oaie]|confermat[oaie]|ho prenotato|d['’]accordo allora|facciamo (?:così|alle|il|"
            "sabato|domenica)|restiamo d['’]accordo|fissat[oaie]|firmat[oaie]|ordinat[oaie]|prendiamo"
        ),
        changes=(
            "rinviat[oaie]|annullat[oaie]|spostat[oaie]|invece di|al posto di|cambio (?:di )?(?:programma|orario|"
            r"data)|cambiat[oaie]|anticipat[oaie]|posticipat[oaie]|non (?:più|si fa più)|saltat[oaie]|salta\b|"
            "nuov[oa] (?:data|orario|indirizzo)|disdett[oaie]"
        ),
        requests=(
            "puoi|potresti|potete|può|potrebbe|qualcuno può|chi (?:può|porta|viene a)|per favore|per piacere|"
            "ti dispiace|mi (?:mandi|porti|passi|fai sapere|servirebbe|serve|confermi)|ricordati|ricordatevi|"
            r"non dimenticar\w*|ho bisogno"
        ),
        promises=(
            "(?:ci penso|porto|compro|prendo|faccio|chiamo|prenoto|guido|cucino|pago|mando|organizzo) io|"
            "io (?:porto|compro|prendo|faccio|chiamo|prenoto|guido|cucino|pago|mando)|(?:porterò|comprerò|farò|"
            "chiamerò|manderò|pagherò|prenderò|prenoterò|preparerò|chiederò|passerò|ti dirò)|(?:te|"
            "ve) l[oaie] (?:mando|porto|invio|faccio)|ti (?:mando|porto|chiamo|invio|bonifico)|(?:l[aoie]|"
            "te l[aoie]|ve l[aoie]|ci|ce l)(?: |[’'])(?:porto|mando|faccio|prendo|do|invio|ho io|penso io)|"
            "me ne occupo|"
            "mi occupo|ci vado io"
        ),
        hedges="forse|magari|probabilmente|può darsi|spero|speriamo",
        weak_hedges=r"potre(?:bbe|mmo|i|sti)\w*|dovre(?:bbe|mmo|i|sti)\w*|propone",
        conditions="se",
        addresses="ciao|hey|ehi|salve|buongiorno|buonasera|car[oa]|grazie(?: mille)?",
        first_person="io|noi",
        ours="nostr[oaie]",
        second_person="voi|vostr[oaie]",
        loose_subjects="lui|lei|loro",
        about_the_task="come (?:ia|modello)|(?:il|questo) riassunto|in sintesi",
        articles="il|gli|una",
        agrees="s[iì]|certo|va bene|ok(?:ay)?|volentieri|d'accordo|fatto|nessun problema|ci penso io|perfetto",
    ),
    cue_examples=Cues(
        denies="La baita non ha stufa",
        denies_nothing="Non vedo l'ora di vedere il lago",
        decides="Il traghetto è prenotato",
        changes="La riunione è rinviata a venerdì",
        requests="Puoi portare la tenda?",
        promises="Porto io la tenda",
        hedges="Forse Jonas viene con la barca",
        weak_hedges="Jonas potrebbe prendere la barca",
        conditions="Se piove, Tom resta in baita",
        addresses="Ciao Maya!",
        first_person="Noi veniamo in treno",
        ours="La nostra tenda è rossa",
        second_person="Voi avete la chiave?",
        loose_subjects="Lei arriva venerdì",
        about_the_task="In sintesi, la baita costa molto",
        articles="Il treno parte alle 9",
        agrees="Va bene, ci penso io",
    ),
    figures=Figures(
        paid="ho (?:pagato|speso|anticipato)|abbiamo pagato|pagai",
        owes="ti devo|vi devo",
        repaid="ti ho (?:restituito|ridato|bonificato|mandato|inviato|pagato|rimborsato)",
        age="(?:ha compiuto|compie|ha) (?:oggi |ieri )?N anni",
        born="nat[oa]|nascita|compleanno",
        due=r"dev\w+|dov\w+|a testa|ciascun\w+|a persona|bonific\w*|pag\w+|quota|caparra|affitto|acconto|fattura|soldi",
        settled=(
            "(?:pagat[oaie]|ho (?:fatto|mandato|inviato)|bonificat[oaie]|inviat[oaie]|mandat[oaie]|ricevut[oaie]|"
            "restituit[oaie]|versat[oaie])"
        ),
    ),
    figure_examples=Figures(
        paid="Ho pagato 50 € per la baita",
        owes="Ti devo 30 €",
        repaid="Ti ho restituito i 30 €",
        age="Emil ha compiuto 7 anni oggi",
        born="Emil è nato il 5 ottobre 2019",
        due="Fanno 40 € a testa",
        settled="Ho pagato i 40 €",
    ),
    things={
        "photos and videos": "foto e video",
        "videos": "video",
        "stickers": "sticker|adesivi",
        "documents": "documenti",
        "voice messages": "messaggi vocali|note vocali|vocali|audio",
        "media files": "file multimediali",
        "attachments": "allegati",
        "amounts": "importi|somme di denaro",
        "phone numbers": "numeri di telefono",
        "e-mail addresses": "indirizzi e-?mail",
    },
    how_many="quant[ie]",
    list_all="(?:elenca|mostra(?:mi)?|dammi) tutt[ie] (?:i|le|gli)",
    attendance=Attendance(
        asks="chi (?:viene|c'è|partecipa|si unisce|ci sarà|può venire|vuole venire)",
        comes="presente|arrivo|ci sono|ci sarò|io vengo|vengo(?: anch'io| volentieri)?|contate su di me|"
        "conta su di me|mi unisco|"
        "partecipo|sono dei vostri",
        stays_away="non (?:posso|potrò|riesco|vengo|ci sono|ci sarò|ce la faccio)(?: a venire| venire)?|senza di me|"
        "passo(?: questa volta)|devo rinunciare",
        unsure="non (?:lo )?so(?: ancora)?|forse|magari|vediamo|non sono sicur[oa]",
        same="anch'io|anche io|anche noi|pure io",
        short_yes="sì|certo|volentieri|ok per me",
        short_no="no|io no",
    ),
    attendance_examples=Attendance(
        asks="Chi viene sabato?",
        comes="Ci sono!",
        stays_away="Mi dispiace, non posso venire",
        unsure="Non so ancora",
        same="Anch'io",
        short_yes="volentieri",
        short_no="no",
    ),
    neutral="Maya parte domani per Roma",
    reports="""
        disse detto scrive scrisse scritto chiede chiese chiesto risponde rispose propone
    """,
    asks="""
        chiede chiese chiesto
    """,
    frames=(
        Frame(
            r"^ho (?:qualcosa|appuntamenti|impegni)(?: in programma)?(?= (?:in|from) \d|\W*$)",
            r"do I have anything",
            "Ho qualcosa in programma?",
        ),
        Frame(
            r"^(?:quali|che) (?:appuntamenti|impegni) (?:ho|ci sono)\b",
            r"which appointments do I have",
            "Quali appuntamenti ho?",
        ),
        Frame(
            r"^(?:che cosa|cosa|che) (?:ho|abbiamo|c'è)(?: in programma| in agenda| di previsto)?(?= (?:in|from) \d|\W*$)",
            r"what do I have on",
            "Cosa ho in programma?",
        ),
        Frame(
            r"\bnella nostra (?:chat|conversazione)\b(?! con)", "in our chat", "Cosa ha detto Maya nella nostra chat?"
        ),
        Frame(
            r"\bnel (?:mio |nostro )?gruppo con ",
            "in the group with ",
            "Chi scrive nel gruppo con Maya?",
        ),
        Frame(
            r"\b(?:nella|nelle|nei|in|nel|della|dalla) (?:mia |mie |nostra )?(?:chat|conversazion[ei]|discussione) con ",
            "in the chat with ",
            "Quanti messaggi ci sono nella chat con Maya?",
        ),
        Frame(r"^quanti anni ha\b", "how old is", "Quanti anni ha Emil?"),
        Frame(
            "^quanti giorni (?:mancano|ci sono) (?:a|al|alla|all'|per|fino a) ?",
            "how many days until ",
            "Quanti giorni mancano al volo?",
        ),
        Frame(
            "^(?:che )?cosa (?:costa meno|è più economico)[,:]? (.+?) o ",
            r"which is cheaper, \1 or ",
            "Cosa costa meno, il traghetto o il treno?",
        ),
        Frame(
            "^(?:che )?cosa (?:costa di più|è più caro)[,:]? (.+?) o ",
            r"which is more expensive, \1 or ",
            "Cosa costa di più, il traghetto o il treno?",
        ),
        Frame("^quanto(?: denaro)? mi deve " + NAME, r"how much does \1 owe me", "Quanto mi deve Tom?"),
        Frame(
            "^quanto ho (?:speso|pagato) (?:in tutto |in totale )?per ",
            "how much did I spend on ",
            "Quanto ho speso in tutto per la baita?",
        ),
        Frame(
            r"\bho scambiato\b(.*?) con " + NAME, r"did I exchange with \2\1", "Quanti messaggi ho scambiato con Maya?"
        ),
        Frame(
            r"^quando ha scritto " + NAME + r" per la prima volta\b",
            r"when did \1 first write",
            "Quando ha scritto Maya per la prima volta?",
        ),
        Frame(
            r"^(?:che )?cosa ha (?:detto|scritto) " + NAME + r" (?:per ultimo|l'ultima volta|per ultima cosa)\b",
            r"what did \1 last say",
            "Cosa ha detto Maya per ultimo della caparra?",
        ),
        Frame(r"^(?:in )?(?:che|quale) mese\b", "which month", "In che mese ha scritto di più Maya?"),
        Frame(r"^(?:in )?(?:che|quale) anno\b", "which year", "In che anno ha scritto di più Maya?"),
        Frame(
            r"^(?:in )?(?:che|quale) giorno della settimana\b",
            "which weekday",
            "In che giorno della settimana scrive di più Maya?",
        ),
        Frame(r"^(?:in )?(?:che|quale) giorno\b", "which day", "In che giorno ha scritto di più Maya?"),
        Frame(r"^(?:in )?(?:che|quale) settimana\b", "which week", "In che settimana ha scritto di più Maya?"),
        Frame(
            r"^\W*ho scritto (?:di )?più (?:con|a) (.+?) o (?:con |a )?(.+?)(?= (?:(?:el|le|il|em) )?in \d|\W*$)",
            r"did I write more with \1 or with \2",
            "Ho scritto di più con Maya o con Tom?",
        ),
        Frame(r"^(which \w+) ho scritto (?:di )?più\b", r"\1 did I write most", "which month ho scritto di più"),
        Frame(r"^(which \w+) ho scritto (?:di )?meno\b", r"\1 did I write least", "which month ho scritto di meno"),
        Frame(
            r"^(which \w+) ha scritto (?:di )?più " + NAME,
            r"\1 did \2 write most",
            "which month ha scritto di più Maya",
        ),
        Frame(
            r"^chi ha scritto (?:di )?più(?=.*\bo (?-i:[A-ZÀ-Ý]))",
            "who wrote more",
            "Chi ha scritto di più, Maya o Tom?",
        ),
        Frame(r"\bo (?:con )?(?=(?-i:[A-ZÀ-Ý]))", "or ", "Maya o Tom?"),
        Frame(r"^di (?:che )?cosa abbiamo parlato\b", "what did we talk about", "Di cosa abbiamo parlato ieri?"),
        Frame(
            r"^di (?:che )?cosa (?:ha|hanno) parlato (?:il |la |lo |gli |i |le )?(.+?)(?= (?:(?:el|le|il|em) )?in \d|\W*$)",
            r"what did the \1 talk about",
            "Di cosa ha parlato la famiglia?",
        ),
        Frame(
            r"\bqualcosa di (?:importante|interessante|urgente|speciale|nuovo)\b",
            "anything important",
            "C'è stato qualcosa di importante?",
        ),
        Frame(r"^\W*c'(?:è|era)(?: stat[ao])?\b", "was there", "C'è stato qualcosa?"),
        Frame(r"^(?:che )?cosa è successo\b", "what happened", "Cosa è successo ieri?"),
        Frame(
            r"^\W*(?:è|sono) (?:stat[aoie] )?(?:cambiat|spostat|rinviat|annullat|modificat)[aoie] (?:il |la |lo"
            r" |l'|i |le )?",
            "has changed ",
            "È cambiata la data?",
        ),
        Frame(
            r"\b(?:il )?mio (?:last|ultimo) (?:message|messaggio)\b",
            "my last message",
            "Qual è il mio ultimo messaggio?",
        ),
        Frame(r"\b(?:il )?mio primo messaggio\b", "my first message", "Qual è il mio primo messaggio?"),
        Frame(r"^\W*(.+?) ha scritto (?:di )?più di\b", r"did \1 write more than", "Maya ha scritto più di Tom?"),
        Frame(r"^\W*(.+?) ha scritto (?:di )?meno di\b", r"did \1 write less than", "Tom ha scritto meno di Maya?"),
        Frame(r"\bl'altro ieri\b|\baltroieri\b", "the day before yesterday", "Cosa ha detto Maya l'altro ieri?"),
        Frame(r"\bieri\b", "yesterday", "Chi ha scritto ieri?"),
        Frame(r"\boggi\b", "today", "Chi ha scritto oggi?"),
        Frame(
            r"\b(?:la )?(?:settimana scorsa|scorsa settimana)\b", "last week", "Cosa ha detto Tom la settimana scorsa?"
        ),
        Frame(r"\bquesta settimana\b", "this week", "le foto di questa settimana"),
        Frame(r"\b(?:il )?(?:mese scorso|scorso mese)\b", "last month", "Chi ha scritto il mese scorso?"),
        Frame(r"\bquesto mese\b", "this month", "le fatture di questo mese"),
        Frame(r"\b(?:l')?(?:anno scorso|scorso anno)\b", "last year", "Dove eravamo l'anno scorso?"),
        Frame(r"\bquest'anno\b", "this year", "le foto di quest'anno"),
        Frame(r"\b(MONDAY) scorso\b", r"last \1", "Cosa ha detto Maya venerdì scorso?"),
        Frame(r"\b(\d+) giorni fa\b", r"\1 days ago", "Cosa ha detto Maya 3 giorni fa?"),
        Frame(r"\b(\d+) settimane fa\b", r"\1 weeks ago", "Chi ha scritto 2 settimane fa?"),
        Frame(r"\b(\d+) mesi fa\b", r"\1 months ago", "Dove eravamo 6 mesi fa?"),
        Frame(r"\btra il (.+?) e il\b", r"between \1 and", "tra il 3 marzo e il 9 marzo"),
        Frame(r"\b(?:dal|da) (?=\d|MONTH|MONDAY)", "since ", "dal 3 novembre"),
        Frame(r"\bfino (?:al|a) ", "until ", "fino al 9 novembre"),
        Frame(r"\b(?:il|in|a|nel mese di) (?=\d|MONTH|MONDAY)", "in ", "Chi ha scritto in ottobre?"),
        Frame(r"^e\b", "and", "E cosa ha detto Tom?"),
        Frame(r"\bquanti messaggi\b", "how many messages", "Quanti messaggi ci sono?"),
        Frame(r"\bquanti link\b", "how many links", "Quanti link ha inviato Maya?"),
        Frame(r"\bquante foto\b", "how many photos", "Quante foto ha inviato Tom?"),
        Frame(r"\bquante volte\b", "how many times", "Quante volte ha scritto Maya?"),
        Frame(r"\bchi ha scritto (?:di )?più\b", "who wrote most", "Chi ha scritto di più in ottobre?"),
        Frame(
            r"\bchi ha menzionato (?:per primo )?(.+?)(?: per primo| per la prima volta)(?= ?\?|$)",
            r"who first mentioned \1",
            "Chi ha menzionato la caparra per la prima volta?",
        ),
        Frame(r"^(?:quali|che) link\b", "which links", "Quali link ha inviato Maya?"),
        Frame(r"^(?:quali|che) foto\b", "which photos", "Quali foto ha inviato Tom?"),
        Frame(r"^(?:quali|che) fatture\b", "which invoices", "Quali fatture sono arrivate a marzo?"),
        Frame(r"\b(?:tranne|eccetto) (?:di |da )?", "except ", "tutti i messaggi tranne di Tom"),
        Frame(r"\b(?:nella chat|nel gruppo)\b", "in", "Chi scrive nel gruppo Baita?"),
        Frame(
            r"\bquando ha scritto " + NAME + r" l'ultima volta\b|\bquando ha scritto l'ultima volta " + NAME,
            r"when did \1\2 last write",
            "Quando ha scritto Maya l'ultima volta?",
        ),
        Frame(r"(?:\bl')?\bultimo messaggio\b", "last message", "Qual è l'ultimo messaggio di Tom?"),
        Frame(r"\b(?:il )?primo messaggio\b", "first message", "Qual è il primo messaggio di Maya?"),
        Frame(r"\bultimi (\d+) messaggi\b", r"last \1 messages", "gli ultimi 20 messaggi"),
        Frame(r"^(?:elenca|mostra(?:mi)?|dammi) tutti i link\b", "list all links", "Elenca tutti i link"),
        Frame(r"^(?:elenca|mostra(?:mi)?|dammi) tutte le fatture\b", "list all invoices", "Dammi tutte le fatture"),
        Frame(r"^(?:elenca|mostra(?:mi)?|dammi) tutte le foto\b", "list all photos", "Mostrami tutte le foto"),
        Frame(r"\bmenziona(?:no)? ", "mention ", "i messaggi che menzionano la caparra"),
        Frame(r"\b(?:che )?cosa ha (?:detto|scritto) " + NAME, r"what did \1 say", "Cosa ha detto Tom della caparra?"),
        Frame(r"\bho (?:inviato|scritto|mandato)\b", "did I send", "Quanti messaggi ho inviato?"),
        Frame(r"\bha (?:inviato|scritto|mandato) " + NAME, r"did \1 send", "Quanti messaggi ha inviato Maya?"),
        Frame(r"\b(?:di|da) " + NAME + r"(?=[\s?]|$)", r"from \1", "il link di Maya"),
        Frame(r"^quando\b", "when", "Quando parte il treno?"),
        Frame(r"\bchi altro\b", "who else", "E chi altro ha la chiave?"),
        Frame(r"^a che ora\b", "what time", "A che ora parte il treno?"),
        Frame(r"^chi\b", "who", "Chi ha la chiave?"),
        Frame(r"^dove\b", "where", "Dove è la chiave?"),
        Frame(r"^perché\b", "why", "Perché Jonas non viene?"),
        Frame(r"^quant(?:o|'è)(?!\w)", "how much", "Quanto costa la baita?"),
        Frame(r"^qual è\b|^qual'è\b", "what is", "Qual è il codice della baita?"),
        Frame(r"^(?:che )?cosa\b", "what", "Cosa dobbiamo portare?"),
        Frame(r"\bci (?:sono(?: stat[ie])?|erano)\b|\bc'erano\b", "are there", "Ci sono novità?"),
        Frame(r"\b(?:ho ricevuto|ricevetti)\b", "did I get", "Quanti messaggi ho ricevuto?"),
        Frame(r"\b(?:nel|nella|nello) (?=(?-i:[A-ZÀ-Ý]))", "in ", "Chi scrive nel Club?"),
        Frame(r"^(?:mostra(?:mi)?|elenca|dammi)\b(?: (?:gli|i|le))?", "show me", "Mostrami i messaggi di Maya"),
    ),
)

"""What the assistant knows of Spanish."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Attendance, Cues, Figures, Frame, Language, Times

LANGUAGE = Language(
    code="es",
    rank=3,
    months="enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    weekdays="lunes martes miércoles jueves viernes sábado domingo",
    numbers={
        1: "un una uno",
        2: "dos",
        3: "tres",
        4: "cuatro",
        5: "cinco",
        6: "seis",
        7: "siete",
        8: "ocho",
        9: "nueve",
        10: "diez",
    },
    times=Times(
        units={
            "second": "segundo|segundos",
            "minute": "minuto|minutos|min",
            "halfhour": "media hora",
            "hour": "hora|horas",
            "day": "día|días",
            "week": "semana|semanas",
            "weekend": "fin de semana|fines de semana|finde",
            "fortnight": "quincena",
            "month": "mes|meses",
            "quarter": "trimestre|trimestres",
            "half": "semestre|semestres|mitad|medio año",
            "year": "año|años",
            "decade": "década|décadas",
        },
        days={0: "hoy", -1: "ayer", -2: "anteayer|antes de ayer|antier", 1: "mañana", 2: "pasado mañana"},
        now="ahora",
        parts={
            "morning": "mañana|por la mañana|de la mañana|en la mañana",
            "midday": "mediodía",
            "afternoon": "tarde|por la tarde|de la tarde|en la tarde",
            "evening": "noche|por la noche|de la noche|en la noche",
            "night": "madrugada|de la madrugada",
            "midnight": "medianoche",
        },
        day_parts={
            "0 evening": "esta noche",
            "-1 last night": "anoche",
            "0 morning": "esta mañana",
            "0 afternoon": "esta tarde",
            "-2 last night": "anteanoche",
        },
        relations={
            -1: "pasado|pasada|pasados|pasadas|último|última|últimos|últimas|anterior",
            0: "este|esta|estos|estas|actual",
            1: "próximo|próxima|próximos|próximas|que viene|siguiente|entrante",
            -2: "penúltimo|penúltima|antepasado|antepasada",
        },
        ago="hace|atrás",
        ahead="en|dentro de",
        since="desde|a partir de|a partir del",
        onwards="en adelante",
        until="hasta",
        before="antes de|antes del",
        after="después de|después del|tras",
        start="de|del|desde",
        to="a|al|hasta",
        between="entre",
        also="y|e",
        seasons={"spring": "primavera", "summer": "verano", "autumn": "otoño", "winter": "invierno"},
        feasts={
            "new year": "año nuevo",
            "new year eve": "nochevieja|fin de año|noche vieja",
            "epiphany": "reyes|día de reyes|epifanía",
            "valentine": "san valentín|día de los enamorados",
            "carnival": "carnaval|carnavales",
            "ash wednesday": "miércoles de ceniza",
            "palm sunday": "domingo de ramos",
            "holy week": "semana santa",
            "maundy thursday": "jueves santo",
            "good friday": "viernes santo",
            "easter": "pascua|pascuas",
            "easter sunday": "domingo de pascua|domingo de resurrección",
            "easter monday": "lunes de pascua",
            "labour": "día del trabajo|día del trabajador",
            "ascension": "ascensión",
            "pentecost": "pentecostés",
            "corpus christi": "corpus|corpus christi",
            "saint john": "san juan|noche de san juan",
            "saint joseph": "san josé",
            "assumption": "asunción",
            "hispanic": "día de la hispanidad|hispanidad|fiesta nacional",
            "halloween": "halloween",
            "all saints": "todos los santos|día de todos los santos",
            "all souls": "día de muertos|día de los muertos|fieles difuntos",
            "constitution spain": "día de la constitución",
            "immaculate": "inmaculada|la inmaculada",
            "christmas": "navidad|navidades",
            "christmas eve": "nochebuena|noche buena|víspera de navidad",
            "christmas day": "día de navidad",
            "diwali": "diwali",
        },
        edges={
            "begin": "principios|comienzos|inicio|inicios|principio|a principios",
            "middle": "mediados|mitad|a mediados",
            "end": "finales|final|fines|a finales|fin",
        },
        few="unos|unas|algunos|algunas|varios|varias|pocos|pocas",
        numbers={
            2: "par de|un par de",
            11: "once",
            12: "doce",
            14: "catorce",
            15: "quince",
            20: "veinte",
            24: "veinticuatro",
            30: "treinta",
        },
        ordinals={1: "primer|primera|primero", 2: "segundo|segunda", 3: "tercer|tercera|tercero", 4: "cuarto|cuarta"},
        week_marks="semana número|semana nº",
        hour_marks="h|horas",
        morning_marks="am|a. m.",
        evening_marks="pm|p. m.",
        decade_marks="años|los años",
        decades={1920: "veinte", 1960: "sesenta", 1970: "setenta", 1980: "ochenta", 1990: "noventa"},
        short_months="ene feb mar abr may jun jul ago sep|sept|set oct nov dic",
        short_weekdays="lun mar mié jue vie sáb dom",
        of="de|del|la|el",
        leading="en|a|al|por|durante|de|del|para",
        inside="el|la|los|las|de|del|a|al|en|por|año|un|una",
        also_words="mañana|tarde|noche|reyes|mes|fin|mitad|tras|hace|once|set|mar|e|a",
        past="dijo escribió envió ha han había fue era estuvo estuvimos pasó habló mandó escribí envié escribieron hubo",
    ),
    telling_words="""
        el los las es era qué cuándo quién dónde cuántos cuántas cuánto cómo de del y con sobre dijo mi yo
        para un una no en todos todas escribió envió la que hay más menos
    """,
    stop_words="""
        nos nosotros ellos ellas al por lo le les su sus muy ya si se como pero más
    """,
    amount_words="precio alquiler fianza sueldo salario importe suma tasa interés "
    "descuento franquicia multa presupuesto anticipo tarifa coste costo cuota",
    code_words="contraseña clave código pin matrícula número",
    copulas="es era está tiene tenía ha",
    group_words="familia amigos amigas colegas compañeros compañeras padres "
    "hijos equipo gente chicos chicas vecinos pandilla clase",
    small_talk={
        "greeting": "hola|buenos días|buenas tardes|buenas noches|buenas|hola qué tal|qué tal",
        "thanks": "gracias|muchas gracias|mil gracias|ok gracias|muchísimas gracias",
        "parting": "adiós|hasta luego|hasta mañana|chao|nos vemos",
        "day": (
            "qué día es hoy|qué día es|a qué día estamos|qué fecha es hoy|cuál es la fecha de hoy|"
            "qué fecha es|a cuánto estamos|a cuántos estamos"
        ),
        "clock": "qué hora es|qué horas son|me dices la hora",
        "self": "quién eres|qué eres|qué puedes hacer|qué sabes hacer|ayuda",
    },
    idle_words="""
        el la los las un una unos unas de del al a en por para con y hay hubo había ha han he es son era fue
        fueron se nos nuestro nuestra nuestros mi mis total todo todos toda todas juntos exactamente ya
        hasta ahora quién qué cuál cuándo cómo dónde escribió escrito escribieron envió enviado enviaron
        enviados mandó mandado mensaje mensajes correo correos chat chats grupo grupos conversación persona
        personas miembro miembros lista muestra favor
    """,
    cues=Cues(
        denies="nunca|jamás|nadie|ninguno?a?|tampoco|sin",
        denies_nothing="no (?:solo|sólo|solamente)|no veo la hora|sin duda|no te preocupes|no hay problema",
        decides=(
            "decidido|acordado|reservad[oa]s?|confirmad[oa]s?|reservé|quedamos en|hemos quedado|hecho entonces|"
            "firmad[oa]s?|comprad[oa]s?|nos quedamos con|queda fijad[oa]|en firme"
        ),
        changes=(
            "aplazad[oa]s?|cancelad[oa]s?|cambiad[oa]s?|en vez de|en lugar de|se (?:cancela|aplaza|cambia|pasa|"
            "mueve|adelanta|retrasa)|cambio de (?:planes?|fecha|hora)|al final no|ya no|nuev[oa] (?:fecha|hora|"
            "plan)|pasa(?:mos|ron)? (?:al?|para)|adelantad[oa]|retrasad[oa]|movid[oa]"
        ),
        requests=(
            "puedes|podrías|podéis|podríais|pueden|puede usted|podría|alguien puede|quién puede|por favor|porfa|"
            "no (?:te olvides|olvides|os olvidéis)|acuérdate|acordaos|recuerda|necesito (?:que|tu|saber|un|una)|"
            "te importa|me (?:mandas|pasas|traes|envías|dejas|confirmas)"
        ),
        promises=(
            "(?:yo )?(?:traigo|llevo|compro|me encargo|lo hago|llamo yo|te lo (?:mando|envío|paso)|os lo (?:mando|"
            "envío)|te (?:mando|envío|llamo|aviso|paso|traigo|recojo)|me ocupo|hago yo|pongo yo)|yo (?:hago|llevo|"
            "traigo|pongo|preparo|cocino|conduzco|compro|llamo|reservo|pago|recojo|busco|pregunto|imprimo|organizo)|"
            "(?:llevaré|traeré|"
            "compraré|haré|llamaré|mandaré|enviaré|pagaré|recogeré|prepararé|reservaré|preguntaré|hablaré|pasaré)|"
            "voy a (?:llevar|traer|comprar|hacer|llamar|mandar|enviar|pagar|preparar|preguntar|reservar|recoger|"
            "hablar|pedir)"
        ),
        hedges="quizás?|tal vez|a lo mejor|probablemente|posiblemente|puede que|ojalá|espero",
        weak_hedges=r"podría\w*|debería\w*|propone",
        conditions="si",
        addresses="hola|hey|buenas|buenos días|buenas (?:tardes|noches)|querid[oa]|gracias|oye",
        first_person="yo|nosotr[oa]s",
        ours="nuestr[oa]s?",
        second_person="usted(?:es)?|vosotr[oa]s",
        loose_subjects="él|ella|ellos|ellas",
        about_the_task="como (?:una? )?(?:ia|modelo de)|(?:el|este) resumen|en resumen",
        articles="el|los|las|una",
        agrees="sí|si|claro|vale|ok(?:ay)?|por supuesto|hecho|de acuerdo|perfecto|sin problema|cuenta con ello",
    ),
    cue_examples=Cues(
        denies="Nadie tiene la llave",
        denies_nothing="Sin duda el ferry sale el viernes",
        decides="El ferry ya está reservado",
        changes="La reunión queda aplazada al viernes",
        requests="¿Puedes traer la tienda?",
        promises="Yo traigo la tienda",
        hedges="Quizás Jonas viene con el barco",
        weak_hedges="Jonas podría tomar el barco",
        conditions="Si llueve, Tom se queda en la cabaña",
        addresses="Hola Maya",
        first_person="Nosotros vamos en tren",
        ours="Nuestra tienda es roja",
        second_person="¿Vosotros tenéis la llave?",
        loose_subjects="Ella llega el viernes",
        about_the_task="En resumen, la cabaña es cara",
        articles="El tren sale a las nueve",
        agrees="Claro, sin problema",
    ),
    figures=Figures(
        paid="(?:he|hemos) (?:pagado|gastado)|pagué|pagamos|gasté",
        owes="te debo|os debo",
        repaid="te (?:he )?(?:devuelto|devolví|transferí|transferido|pagué|envié)",
        age="(?:cumplió|cumple|ha cumplido|tiene) (?:hoy |ayer |ya )?N(?: años)?",
        born="nació|nacid[oa]|nacimiento|cumpleaños",
        due=(
            r"deb\w+|cada un[oa]|por (?:persona|cabeza)|transfer\w*|pag\w+|bizum|parte|fianza|alquiler|señal|"
            "factura|cuota|dinero"
        ),
        settled=(
            "(?:pagad[oa]s?|pagué|he pagado|transferid[oa]s?|transferí|enviad[oa]s?|envié|he (?:hecho|enviado)|"
            "recibid[oa]s?|recibí|devuelt[oa]s?|devolví)"
        ),
    ),
    figure_examples=Figures(
        paid="He pagado 50 € por la cabaña",
        owes="Te debo 30 €",
        repaid="Te he devuelto los 30 €",
        age="Emil cumplió 7 años hoy",
        born="Emil nació el 5 de octubre de 2019",
        due="Son 40 € por persona",
        settled="Ya he pagado los 40 €",
    ),
    things={
        "photos and videos": "fotos y v[ií]deos",
        "videos": "v[ií]deos",
        "stickers": "stickers|pegatinas",
        "documents": "documentos",
        "voice messages": "notas de voz|mensajes de voz|audios",
        "media files": "archivos multimedia",
        "attachments": "archivos adjuntos|adjuntos",
        "amounts": "importes|cantidades de dinero",
        "phone numbers": "números de teléfono|teléfonos",
        "e-mail addresses": "direcciones de correo|correos electrónicos",
    },
    how_many="cu[aá]nt[oa]s",
    list_all="(?:lista|muestra|muéstrame|dame) tod[oa]s (?:los|las)",
    attendance=Attendance(
        asks="quién (?:viene|se apunta|va|puede venir|se suma)|quiénes (?:vienen|van|se apuntan)",
        comes="me apunto|ap[uú]nt[ae]me|contad conmigo|cuenta(?:d|n)? conmigo|(?:yo )?voy(?! a)|estoy dentro|"
        "allí estaré|ahí estaré|"
        "nos apuntamos|(?:yo )?(?:sí )?(?:puedo|podré) ir",
        stays_away="no (?:puedo|podré|podemos)(?: ir| venir)?|no (?:voy|iré|vamos|llego|cuentes conmigo|"
        "contéis conmigo)|me lo pierdo|me bajo",
        unsure="no (?:lo )?sé(?: todavía| aún)?|quizás?|tal vez|a lo mejor|ya veré",
        same="yo también|nosotros también|yo igual",
        short_yes="sí|claro|vale|por supuesto",
        short_no="no|yo no",
    ),
    attendance_examples=Attendance(
        asks="¿Quién viene el sábado?",
        comes="¡Me apunto!",
        stays_away="Lo siento, no puedo ir",
        unsure="No sé todavía",
        same="Yo también",
        short_yes="claro",
        short_no="no",
    ),
    neutral="Maya viaja mañana a Sevilla",
    reports="""
        dice dijo dicho escribe escribió menciona mencionó pregunta preguntó responde respondió propone
        propuso
    """,
    asks="""
        pregunta preguntó
    """,
    frames=(
        Frame(
            r"^\W*tengo (?:algo|alguna cita|citas)(?: previsto| planeado)?(?: el| la| los)?(?= (?:in|from) \d|\W*$)",
            r"do I have anything",
            "¿Tengo algo previsto?",
        ),
        Frame(
            r"^\W*qué citas (?:tengo|hay)\b",
            r"which appointments do I have",
            "¿Qué citas tengo?",
        ),
        Frame(
            r"^\W*qué (?:tengo|tenemos|hay)"
            r"(?: previsto| planeado| programado| en la agenda)?(?: el| la| los)?(?= (?:in|from) \d|\W*$)",
            r"what do I have on",
            "¿Qué tengo previsto?",
        ),
        Frame(
            r"\ben nuestr[oa] (?:chat|conversación|conversacion)\b(?! con)",
            "in our chat",
            "¿Qué dijo Maya en nuestro chat?",
        ),
        Frame(
            r"\ben (?:el|mi|nuestro) grupo con ",
            "in the group with ",
            "¿Quién escribe en el grupo con Maya?",
        ),
        Frame(
            r"\b(?:en|de) ?(?:el|la|los|las|l|mi|mis|nuestr[oa]s?) (?:chats?|conversaci(?:ón|on|ones)|charla) con ",
            "in the chat with ",
            "¿Cuántos mensajes hay en el chat con Maya?",
        ),
        Frame(r"^cuántos años tiene\b", "how old is", "¿Cuántos años tiene Emil?"),
        Frame(
            "^cuántos días (?:faltan|quedan) (?:para|hasta) ",
            "how many days until ",
            "¿Cuántos días faltan para el vuelo?",
        ),
        Frame(
            "^qué es más barato[,:]? (.+?) o ", r"which is cheaper, \1 or ", "¿Qué es más barato, el ferry o el tren?"
        ),
        Frame(
            "^qué es más caro[,:]? (.+?) o ",
            r"which is more expensive, \1 or ",
            "¿Qué es más caro, el ferry o el tren?",
        ),
        Frame("^cuánto(?: dinero)? me debe " + NAME, r"how much does \1 owe me", "¿Cuánto me debe Tom?"),
        Frame(
            "^cuánto(?: dinero)? (?:he gastado|gasté|he pagado|pagué) (?:en total )?(?:en|por) ",
            "how much did I spend on ",
            "¿Cuánto he gastado en total en la cabaña?",
        ),
        Frame(
            r"\b(?:he intercambiado|intercambié)\b(.*?) con " + NAME,
            r"did I exchange with \2\1",
            "¿Cuántos mensajes he intercambiado con Maya?",
        ),
        Frame(
            r"^\W*cuándo (?:escribió|ha escrito) " + NAME + r" por primera vez\b",
            r"when did \1 first write",
            "¿Cuándo escribió Maya por primera vez?",
        ),
        Frame(
            r"^\W*qué (?:dijo|escribió|ha dicho) " + NAME + r" por última vez\b",
            r"what did \1 last say",
            "¿Qué dijo Maya por última vez sobre la fianza?",
        ),
        Frame(r"^\W*(?:en )?qué mes\b", "which month", "¿En qué mes escribió más Maya?"),
        Frame(r"^\W*(?:en )?qué año\b", "which year", "¿En qué año escribió más Maya?"),
        Frame(r"^\W*(?:en )?qué día de la semana\b", "which weekday", "¿Qué día de la semana escribe más Maya?"),
        Frame(r"^\W*(?:en )?qué día\b", "which day", "¿Qué día escribió más Maya?"),
        Frame(r"^\W*(?:en )?qué semana\b", "which week", "¿En qué semana escribió más Maya?"),
        Frame(
            r"^\W*(?:escribí|he escrito|he hablado)(?: mensajes)? más (?:con|a) (.+?) o (?:con |a )?(.+?)(?= (?:"
            r"(?:el|le|il|em) )?in \d|\W*$)",
            r"did I write more with \1 or with \2",
            "¿He escrito más con Maya o con Tom?",
        ),
        Frame(r"^(which \w+) (?:escribí|he escrito) (?:yo )?más\b", r"\1 did I write most", "which month escribí más"),
        Frame(
            r"^(which \w+) (?:escribí|he escrito) (?:yo )?menos\b", r"\1 did I write least", "which month escribí menos"
        ),
        Frame(
            r"^(which \w+) (?:escribió|ha escrito|escribe) más " + NAME,
            r"\1 did \2 write most",
            "which month escribió más Maya",
        ),
        Frame(
            r"^\W*" + NAME + r" (?:ha escrito|escribió|escribe) más que\b",
            r"did \1 write more than",
            "¿Maya escribió más que Tom?",
        ),
        Frame(
            r"^\W*" + NAME + r" (?:ha escrito|escribió|escribe) menos que\b",
            r"did \1 write less than",
            "¿Maya escribió menos que Tom?",
        ),
        Frame(
            r"^\W*quién (?:ha escrito|escribió|escribe) más(?=.*\bo (?-i:[A-ZÀ-Ý]))",
            "who wrote more",
            "¿Quién escribió más, Maya o Tom?",
        ),
        Frame(r"\bo (?:con )?(?=(?-i:[A-ZÀ-Ý]))", "or ", "¿Maya o Tom?"),
        Frame(r"^\W*de qué (?:hablamos|hemos hablado)\b", "what did we talk about", "¿De qué hablamos ayer?"),
        Frame(
            r"^\W*de qué (?:habló|hablaron|ha hablado) (?:el |la |los |las )?(.+?)(?= (?:(?:el|le|il|em) )?in \d|\W*$)",
            r"what did the \1 talk about",
            "¿De qué habló la familia?",
        ),
        Frame(
            r"\balgo (?:de )?(?:importante|interesante|urgente|especial|nuevo)\b",
            "anything important",
            "¿Hubo algo importante?",
        ),
        Frame(r"^\W*qué (?:pasó|ha pasado|ocurrió|sucedió)\b", "what happened", "¿Qué pasó ayer?"),
        Frame(
            r"^\W*(?:ha cambiado|cambió|se (?:ha )?(?:aplazado|cancelado|movido|aplazó|canceló|movió)) "
            r"(?:el |la |los |las )?",
            "has changed ",
            "¿Ha cambiado la fecha?",
        ),
        Frame(
            r"^\W*(?:ha escrito|escribió) (.+?) más que\b", r"did \1 write more than", "¿Ha escrito Maya más que Tom?"
        ),
        Frame(
            r"^\W*(?:ha escrito|escribió) (.+?) menos que\b", r"did \1 write less than", "¿Escribió Tom menos que Maya?"
        ),
        Frame(r"\banteayer\b|\bantes de ayer\b", "the day before yesterday", "¿Qué dijo Maya anteayer?"),
        Frame(r"\bayer\b", "yesterday", "¿Quién escribió ayer?"),
        Frame(r"\bhoy\b", "today", "¿Quién ha escrito hoy?"),
        Frame(r"\bla semana pasada\b", "last week", "¿Qué dijo Tom la semana pasada?"),
        Frame(r"\besta semana\b", "this week", "las fotos de esta semana"),
        Frame(r"\bel mes pasado\b", "last month", "¿Quién escribió el mes pasado?"),
        Frame(r"\beste mes\b", "this month", "las facturas de este mes"),
        Frame(r"\bel año pasado\b", "last year", "¿Dónde estuvimos el año pasado?"),
        Frame(r"\beste año\b", "this year", "las fotos de este año"),
        Frame(r"\bel (MONDAY) pasado\b", r"last \1", "¿Qué dijo Maya el viernes pasado?"),
        Frame(r"\bhace (\d+) días?\b", r"\1 days ago", "¿Qué dijo Maya hace 3 días?"),
        Frame(r"\bhace (\d+) semanas?\b", r"\1 weeks ago", "¿Quién escribió hace 2 semanas?"),
        Frame(r"\bhace (\d+) mes(?:es)?\b", r"\1 months ago", "¿Dónde estábamos hace 6 meses?"),
        Frame(r"\bentre el (.+?) y el\b", r"between \1 and", "entre el 3 de marzo y el 9 de marzo"),
        Frame(r"(\d{1,2}) de (?=MONTH)", r"\1 ", "el 3 de noviembre"),
        Frame(r"(MONTH) de (?=\d{4})", r"\1 ", "noviembre de 2025"),
        Frame(r"\bdesde (?:el )?", "since ", "desde el 3 de noviembre"),
        Frame(r"\bhasta (?:el )?", "until ", "hasta el viernes"),
        Frame(r"\b(?:el|en) (?=\d|MONTH|MONDAY)", "in ", "¿Quién escribió en octubre?"),
        Frame(r"^y\b", "and", "¿Y qué dijo Tom?"),
        Frame(r"\bcuántos mensajes\b|\bcuantos mensajes\b", "how many messages", "¿Cuántos mensajes hay?"),
        Frame(r"\bcuántos enlaces\b", "how many links", "¿Cuántos enlaces envió Maya?"),
        Frame(r"\bcuántas fotos\b", "how many photos", "¿Cuántas fotos envió Tom?"),
        Frame(r"\bcuántas veces\b", "how many times", "¿Cuántas veces escribió Maya?"),
        Frame(r"\bquién (?:ha escrito|escribió|escribe) más\b", "who wrote most", "¿Quién escribió más en octubre?"),
        Frame(
            r"\bquién mencionó (?:primero )?(.+?)(?: primero| por primera vez)(?= ?\?|$)",
            r"who first mentioned \1",
            "¿Quién mencionó la fianza por primera vez?",
        ),
        Frame(r"^\W*qué enlaces\b", "which links", "¿Qué enlaces envió Maya?"),
        Frame(r"^\W*qué fotos\b", "which photos", "¿Qué fotos envió Tom?"),
        Frame(r"^\W*qué facturas\b", "which invoices", "¿Qué facturas llegaron en marzo?"),
        Frame(r"\b(?:excepto|salvo) (?:de )?", "except ", "todos los mensajes excepto de Tom"),
        Frame(
            r"\bcuándo escribió " + NAME + r" por última vez\b",
            r"when did \1 last write",
            "¿Cuándo escribió Maya por última vez?",
        ),
        Frame(r"\b(?:el )?último mensaje\b", "last message", "¿Cuál es el último mensaje de Tom?"),
        Frame(r"\b(?:el )?primer mensaje\b", "first message", "¿Cuál es el primer mensaje de Maya?"),
        Frame(r"\búltimos (\d+) mensajes\b", r"last \1 messages", "los últimos 20 mensajes"),
        Frame(r"^(?:lista|muestra|muéstrame|dame) todos los enlaces\b", "list all links", "Lista todos los enlaces"),
        Frame(
            r"^(?:lista|muestra|muéstrame|dame) todas las facturas\b", "list all invoices", "Dame todas las facturas"
        ),
        Frame(r"^(?:lista|muestra|muéstrame|dame) todas las fotos\b", "list all photos", "Muéstrame todas las fotos"),
        Frame(r"\bmencionan? ", "mention ", "los mensajes que mencionan la fianza"),
        Frame(r"\bqué (?:dijo|escribió|ha dicho) " + NAME, r"what did \1 say", "¿Qué dijo Tom sobre la fianza?"),
        Frame(r"\b(?:envié|escribí|he enviado|mandé)\b", "did I send", "¿Cuántos mensajes he enviado?"),
        Frame(r"\b(?:envió|escribió|mandó|ha enviado) " + NAME, r"did \1 send", "¿Cuántos mensajes envió Maya?"),
        Frame(r"\bde " + NAME + r"(?=[\s?]|$)", r"from \1", "el enlace de Maya"),
        Frame(r"\ben el (?:chat|grupo)\b", "in", "¿Qué se dijo en el grupo?"),
        Frame(r"\ben (?=(?-i:[A-ZÀ-Ý]))", "in ", "¿Quién escribe en Cabaña?"),
        Frame(r"cuál es\b", "what is", "¿Cuál es el código?"),
        Frame(r"\bquién más\b(?! escrib)", "who else", "¿Quién más tiene llave?"),
        Frame(r"cuándo\b", "when", "¿Cuándo sale el tren?"),
        Frame(r"a qué hora\b", "what time", "¿A qué hora sale el tren?"),
        Frame(r"quién\b", "who", "¿Quién tiene la llave?"),
        Frame(r"(?<!\w)dónde\b", "where", "¿Dónde está la llave?"),
        Frame(r"por qué\b", "why", "¿Por qué no viene Jonas?"),
        Frame(r"cuánto\b", "how much", "¿Cuánto cuesta la cabaña?"),
        Frame(r"^\W*qué\b", "what", "¿Qué hay que llevar?"),
        Frame(r"\b(?:hay|hubo|había)\b", "are there", "¿Hay algo nuevo?"),
        Frame(r"\bmi\b(?= (?:last|first) message)", "my", "¿Cuál es mi último mensaje?"),
        Frame(r"\bhe (?:escrito|mandado)\b(?: yo\b)?", "did I send", "¿Cuántos mensajes he escrito?"),
        Frame(r"\b(?:he recibido|recibí)\b", "did I get", "¿Cuántos mensajes he recibido?"),
        Frame(r"\ben (?:el|la|los|las) (?=(?-i:[A-ZÀ-Ý]))", "in ", "¿Quién escribe en el Club?"),
        Frame(
            r"^(?:muéstrame|muestra|enséñame|dame|lista)\b(?: (?:los|las))?",
            "show me",
            "Muéstrame los mensajes de Maya",
        ),
    ),
)

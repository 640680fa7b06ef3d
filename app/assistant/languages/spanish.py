"""What the assistant knows of Spanish."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Cues, Frame, Language

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
    telling_words="""
        el los las es era qué cuándo quién dónde cuántos cuántas cuánto cómo de del y con sobre dijo mi yo
        para un una no en todos todas escribió envió la que hay más menos
    """,
    stop_words="""
        nos nosotros ellos ellas al por lo le les su sus muy ya si se como pero más
    """,
    cues=Cues(
        denies="nunca|jamás|nadie|ninguno?a?|tampoco|sin",
        decides="decidido|acordado|reservad[oa]|confirmad[oa]",
        changes="aplazad[oa]|cancelad[oa]|cambiad[oa]|en vez de",
        requests="puedes|podrías|alguien puede|por favor",
        promises="(?:yo )?(?:traigo|llevo|compro|me encargo|lo hago)|voy a",
        hedges="quizás?|tal vez|a lo mejor|probablemente|posiblemente|puede que|ojalá|espero",
        weak_hedges=r"podría\w*|debería\w*|propone",
        conditions="si",
        first_person="yo|nosotr[oa]s",
        ours="nuestr[oa]s?",
        second_person="usted(?:es)?|vosotr[oa]s",
        loose_subjects="él|ella|ellos|ellas",
        about_the_task="como (?:una? )?(?:ia|modelo de)|(?:el|este) resumen|en resumen",
        articles="el|los|las|una",
    ),
    cue_examples=Cues(
        denies="Nadie tiene la llave",
        decides="El ferry ya está reservado",
        changes="La reunión queda aplazada al viernes",
        requests="¿Puedes traer la tienda?",
        promises="Yo traigo la tienda",
        hedges="Quizás Jonas viene con el barco",
        weak_hedges="Jonas podría tomar el barco",
        conditions="Si llueve, Tom se queda en la cabaña",
        first_person="Nosotros vamos en tren",
        ours="Nuestra tienda es roja",
        second_person="¿Vosotros tenéis la llave?",
        loose_subjects="Ella llega el viernes",
        about_the_task="En resumen, la cabaña es cara",
        articles="El tren sale a las nueve",
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
    ),
)

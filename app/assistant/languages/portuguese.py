"""What the assistant knows of Portuguese."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Attendance, Cues, Figures, Frame, Language, Times

LANGUAGE = Language(
    code="pt",
    rank=5,
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    weekdays="segunda(?:-feira)? terça(?:-feira)? quarta(?:-feira)? quinta(?:-feira)? sexta(?:-feira)? sábado domingo",
    numbers={
        1: "um uma",
        2: "dois duas",
        3: "três",
        4: "quatro",
        5: "cinco",
        6: "seis",
        7: "sete",
        8: "oito",
        9: "nove",
        10: "dez",
    },
    times=Times(
        units={
            "second": "segundo|segundos",
            "minute": "minuto|minutos|min",
            "halfhour": "meia hora",
            "hour": "hora|horas",
            "day": "dia|dias",
            "week": "semana|semanas",
            "weekend": "fim de semana|fins de semana|fim-de-semana|fins-de-semana",
            "fortnight": "quinzena",
            "month": "mês|meses",
            "quarter": "trimestre|trimestres",
            "half": "semestre|semestres|metade|meio ano",
            "year": "ano|anos",
            "decade": "década|décadas",
        },
        days={0: "hoje", -1: "ontem", -2: "anteontem|antes de ontem", 1: "amanhã", 2: "depois de amanhã"},
        now="agora",
        parts={
            "morning": "manhã|de manhã|da manhã|pela manhã",
            "midday": "meio-dia|meio dia",
            "afternoon": "tarde|à tarde|da tarde|de tarde",
            "evening": "noite|à noite|da noite|de noite",
            "night": "madrugada|de madrugada|da madrugada",
            "midnight": "meia-noite|meia noite",
        },
        day_parts={
            "0 evening": "hoje à noite|esta noite",
            "-1 evening": "ontem à noite",
            "0 morning": "esta manhã|hoje de manhã",
            "-1 last night": "noite passada|na noite passada",
        },
        relations={
            -1: "passado|passada|passados|passadas|último|última|últimos|últimas|anterior",
            0: "este|esta|estes|estas|neste|nesta|deste|desta|atual|esse|essa|nesse|nessa|corrente",
            1: "próximo|próxima|próximos|próximas|que vem|seguinte",
            -2: "retrasado|retrasada|penúltimo|penúltima",
        },
        ago="há|atrás|faz",
        ahead="em|daqui a|dentro de",
        since="desde|a partir de|a partir do|a partir da",
        onwards="em diante",
        until="até|até ao|até o|até à|até a",
        before="antes de|antes do|antes da",
        after="depois de|depois do|depois da|após",
        start="de|do|da|desde|dos|das",
        to="a|ao|à|até|até ao|até o",
        between="entre",
        also="e",
        seasons={"spring": "primavera", "summer": "verão", "autumn": "outono", "winter": "inverno"},
        feasts={
            "new year": "ano novo|dia de ano novo|ano-novo",
            "new year eve": "véspera de ano novo|réveillon|passagem de ano|fim de ano",
            "epiphany": "dia de reis|reis",
            "carnival": "carnaval",
            "ash wednesday": "quarta-feira de cinzas",
            "palm sunday": "domingo de ramos",
            "holy week": "semana santa",
            "maundy thursday": "quinta-feira santa",
            "good friday": "sexta-feira santa|sexta santa|paixão de cristo",
            "easter": "páscoa",
            "easter sunday": "domingo de páscoa",
            "easter monday": "segunda-feira de páscoa",
            "liberation italy": "dia da liberdade|vinte e cinco de abril",
            "labour": "dia do trabalhador|dia do trabalho",
            "portugal": "dia de portugal",
            "corpus christi": "corpo de deus|corpus christi",
            "saint john": "são joão",
            "assumption": "assunção",
            "independence brazil": "dia da independência|sete de setembro",
            "all saints": "dia de todos os santos|todos os santos",
            "all souls": "finados|dia de finados",
            "halloween": "halloween|dia das bruxas",
            "immaculate": "imaculada conceição",
            "valentine": "dia de são valentim|são valentim",
            "christmas": "natal",
            "christmas eve": "véspera de natal|consoada|noite de natal",
            "christmas day": "dia de natal",
            "diwali": "diwali",
        },
        edges={
            "begin": "início|começo|princípio|inícios|princípios",
            "middle": "meados|meio|metade",
            "end": "fim|final|fins|finais",
        },
        few="alguns|algumas|vários|várias|poucos|poucas|uns|umas",
        numbers={
            2: "par de|um par de",
            11: "onze",
            12: "doze",
            14: "catorze|quatorze",
            15: "quinze",
            20: "vinte",
            24: "vinte e quatro",
            30: "trinta",
        },
        ordinals={1: "primeiro|primeira", 2: "segundo|segunda", 3: "terceiro|terceira", 4: "quarto|quarta"},
        week_marks="semana número|semana nº",
        hour_marks="h|horas",
        decade_marks="anos|os anos",
        decades={1920: "vinte", 1960: "sessenta", 1970: "setenta", 1980: "oitenta", 1990: "noventa"},
        weekdays="""
            segundas|segundas-feiras terças|terças-feiras quartas|quartas-feiras
            quintas|quintas-feiras sextas|sextas-feiras
            sábados domingos
        """,
        short_months="jan fev mar abr mai jun jul ago set out nov dez",
        short_weekdays="seg ter qua qui sex sáb dom",
        of="de|do|da|o|a",
        leading="em|no|na|nos|nas|à|ao|às|durante|de|do|da|dos|das|pelo|pela|por|para",
        inside="o|a|os|as|de|do|da|dos|das|em|no|na|nos|nas|à|ao|às|ano|pelas|feira|um|uma",
        also_words="manhã|tarde|noite|fim|meio|faz|set|out|mar|sex|a|e|reis|natal|final",
        past="disse escreveu enviou mandou foi era estava teve tinha escreveram houve falou enviei escrevi estivemos",
    ),
    telling_words="""
        o os as é são foi que qual quais quando quem onde quantas quantos quanto de do da e com sobre disse meu eu para
        um uma não no na todos todas escreveu enviou a
    """,
    stop_words="""
        nós eles elas ao aos pelo pela seu sua muito já mas mais se isso esta este
    """,
    amount_words="preço aluguel aluguer renda caução salário valor soma taxa "
    "juros desconto franquia multa orçamento sinal tarifa custo quota mensalidade",
    code_words="senha código pin matrícula placa número",
    copulas="é era está tem tinha",
    group_words="família amigos amigas colegas pais filhos equipa "
    "equipe gente pessoal rapazes raparigas meninas vizinhos turma",
    small_talk={
        "greeting": "olá|oi|bom dia|boa tarde|boa noite|oi tudo bem|tudo bem|olá tudo bem",
        "thanks": "obrigado|obrigada|muito obrigado|muito obrigada|valeu|ok obrigado|ok obrigada",
        "parting": "tchau|adeus|até logo|até amanhã|até já",
        "day": "que dia é hoje|hoje é que dia|que dia é|qual é a data de hoje|qual a data de hoje|que data é hoje",
        "clock": "que horas são|que hora é|são que horas",
        "self": (
            "quem és tu|quem é você|o que você faz|o que podes fazer|o que sabe fazer|o que você pode fazer|ajuda"
        ),
    },
    idle_words="""
        o a os as um uma uns umas de do da dos das ao aos à em no na nos nas por para com e há houve havia
        foi foram são é era eram tem têm tenho se nosso nossa nossos meu meus minha minhas total todo todos
        toda todas juntos exatamente já até agora quem que qual quais quando como onde escreveu escreveram
        escrito escritos enviou enviaram enviado enviados mandou mandaram mensagem mensagens mail e-mail
        chat chats grupo grupos conversa conversas pessoa pessoas membro membros lista mostra mostre favor
    """,
    cues=Cues(
        denies="não|nunca|jamais|ninguém|nenhuma?|sem",
        denies_nothing="não (?:só|apenas|somente)|não vejo a hora|sem dúvida|não se preocupe|sem problemas?",
        decides=(
            "decidido|reservad[oa]s?|confirmad[oa]s?|combinado|ficou (?:marcad[oa]|acertad[oa]|combinado|decidido)|"
            "marcad[oa] para|reservei|fechad[oa]|fechamos|assinad[oa]|comprad[oa]s|está marcad[oa]"
        ),
        changes=(
            "adiad[oa]s?|cancelad[oa]s?|em vez de|no lugar de|mudou|mudad[oa]s?|mudança|mudamos|passou para|já não|"
            "não vai mais|antecipad[oa]|remarcad[oa]s?|nov[oa] (?:data|hora|horário|plano)|alterad[oa]"
        ),
        requests=(
            "podes|você pode|pode (?:me|trazer|mandar|ver|ligar|comprar|enviar|levar|confirmar)|poderia|podem|"
            "alguém pode|quem (?:pode|traz|leva)|por favor|pf|não (?:te )?esqueças?|lembra(?:-te)?|preciso (?:de|"
            "que|do|da)|me (?:manda|envia|traz|avisa)|consegues"
        ),
        promises=(
            "(?:eu )?(?:levo|trago|trato disso|vou (?:levar|comprar|trazer|fazer|ligar|mandar|enviar|pagar|falar|"
            "perguntar|preparar|buscar|reservar|passar)|compro|faço|ligo|mando|envio|pago|aviso|reservo|busco)|"
            "deixa comigo|(?:te|lhe) (?:mando|envio|ligo|aviso|pago)|mando-te|ligo-te|envio-te|(?:levarei|trarei|"
            "farei|pagarei|enviarei)"
        ),
        hedges="talvez|provavelmente|possivelmente|se calhar|quem sabe|tomara|espero",
        weak_hedges=r"poderia\w*|deveria\w*|propõe",
        conditions="se",
        addresses="olá|oi|ei|bom dia|boa (?:tarde|noite)|querid[oa]|car[oa]|obrigad[oa]",
        first_person="nós|(?-i:[Ee]u)",
        ours="noss[oa]s?|meu|minha",
        second_person="você|vocês",
        loose_subjects="ele|ela|eles|elas",
        about_the_task="como (?:uma? )?(?:ia|modelo de)|(?:o|este) resumo|em resumo",
        articles="uma|os",
        agrees="sim|claro|ok(?:ay)?|tá|está bem|combinado|com certeza|feito|pode deixar|sem problema|beleza",
    ),
    cue_examples=Cues(
        denies="A cabana não tem fogão",
        denies_nothing="Não vejo a hora de ver o lago",
        decides="O ferry está reservado",
        changes="A reunião foi adiada para sexta",
        requests="Alguém pode trazer a tenda?",
        promises="Eu levo a tenda",
        hedges="Talvez Jonas venha com o barco",
        weak_hedges="Jonas poderia levar o barco",
        conditions="Se chover, Tom fica na cabana",
        addresses="Oi Maya!",
        first_person="Nós vamos de comboio",
        ours="A nossa tenda é vermelha",
        second_person="Você tem a chave?",
        loose_subjects="Ela chega na sexta",
        about_the_task="Em resumo, a cabana é cara",
        articles="Os bilhetes chegaram ontem",
        agrees="Claro, pode deixar",
    ),
    figures=Figures(
        paid="paguei|pagámos|pagamos|gastei|(?:tenho|tinha) pago",
        owes="(?:te devo|devo-te|lhe devo)",
        repaid="te (?:devolvi|transferi|paguei|enviei)|(?:devolvi|transferi|paguei|enviei)-te",
        age="(?:fez|faz|completou|tem) (?:hoje |ontem )?N anos",
        born="nasceu|nascid[oa]|nascimento|aniversário",
        due=(
            r"dev\w+|cada (?:um|uma|pessoa)|por (?:pessoa|cabeça)|transfer\w*|pix|mbway|pag\w+|parte|caução|aluguel|"
            "renda|sinal|fatura|dinheiro"
        ),
        settled=(
            r"(?:pagos?|paguei|está pag[oa]|transferi\w*|enviei|enviad[oa]s?|mandei|recebi\w*|devolvi\w*|fiz (?:o|"
            "a) (?:pix|transferência))"
        ),
    ),
    figure_examples=Figures(
        paid="Paguei 50 € pela cabana",
        owes="Devo-te 30 €",
        repaid="Já te devolvi os 30 €",
        age="O Emil fez 7 anos hoje",
        born="O Emil nasceu em 5 de outubro de 2019",
        due="São 40 € por pessoa",
        settled="Já paguei os 40 €",
    ),
    things={
        "photos and videos": "fotos e vídeos",
        "videos": "vídeos",
        "stickers": "figurinhas|stickers|autocolantes",
        "documents": "documentos",
        "voice messages": "mensagens de voz|áudios|notas de voz",
        "media files": "arquivos de mídia|mídias",
        "attachments": "anexos",
        "amounts": "valores|montantes",
        "phone numbers": "números de telefone|telefones",
        "e-mail addresses": "endereços de e-?mail",
    },
    how_many="quant[oa]s",
    list_all="(?:lista|liste|mostra|mostre) tod[oa]s [oa]s",
    attendance=Attendance(
        asks="quem (?:vem|vai|topa|alinha|está dentro|participa|pode vir)",
        comes=r"(?:eu )?(?:vou|venho)(?! \w+r\b)|conta(?:m|em)? comigo|(?:estou|tô|tou) dentro|eu topo|alinho|"
        r"lá estarei|estarei lá|contem comigo",
        stays_away="não (?:posso|vou|consigo|venho|poderei|dá para mim|contem comigo)(?: ir| vir)?|(?:estou|tô|"
        "tou) fora|sem mim",
        unsure="não sei(?: ainda)?|ainda não sei|talvez|vou ver|não tenho certeza",
        same="eu também|nós também|idem",
        short_yes="sim|claro|bora|com certeza",
        short_no="não|eu não",
    ),
    attendance_examples=Attendance(
        asks="Quem vem no sábado?",
        comes="Contem comigo!",
        stays_away="Desculpa, não posso ir",
        unsure="Ainda não sei",
        same="Eu também",
        short_yes="claro",
        short_no="não",
    ),
    neutral="Maya viaja amanhã para Lisboa",
    reports="""
        diz disse escreve escreveu mencionou pergunta perguntou respondeu propõe
    """,
    asks="""
        pergunta perguntou
    """,
    frames=(
        Frame(
            r"^tenho (?:algo|alguma coisa|compromissos)(?: marcad[oa])?(?= (?:in|from) \d|\W*$)",
            r"is there anything on",
            "Tenho alguma coisa marcada?",
        ),
        Frame(
            r"^(?:que|quais) (?:são os )?(?:meus )?compromissos (?:tenho|há)?",
            r"which appointments are there",
            "Que compromissos tenho?",
        ),
        Frame(
            r"^(?:o )?que (?:é que )?(?:tenho|temos|há)"
            r"(?: marcado| planeado| planejado| agendado| na agenda)?(?= (?:in|from) \d|\W*$)",
            r"what have I got on",
            "O que tenho marcado?",
        ),
        Frame(
            r"\b(?:na nossa conversa|no nosso chat)\b(?! com)", "in our chat", "O que disse a Maya na nossa conversa?"
        ),
        Frame(
            r"\bno (?:meu |nosso )?grupo com (?:[oa] )?",
            "in the group with ",
            "Quem escreve no grupo com a Maya?",
        ),
        Frame(
            r"\b(?:[nd][oa]s?|em) (?:minhas? |meus? |nossas? |nossos? )?(?:chats?|conversas?|bate-papos?) com (?:[oa] )?",
            "in the chat with ",
            "Quantas mensagens há na conversa com a Maya?",
        ),
        Frame(r"^quantos anos tem\b", "how old is", "Quantos anos tem o Emil?"),
        Frame(
            "^quantos dias (?:faltam|ficam) (?:para|até) ", "how many days until ", "Quantos dias faltam para o voo?"
        ),
        Frame(
            "^o que é mais barato[,:]? (.+?) ou ",
            r"which is cheaper, \1 or ",
            "O que é mais barato, o ferry ou o trem?",
        ),
        Frame(
            "^o que é mais caro[,:]? (.+?) ou ",
            r"which is more expensive, \1 or ",
            "O que é mais caro, o ferry ou o trem?",
        ),
        Frame("^quanto(?: dinheiro)? me deve (?:[ao] )?" + NAME, r"how much does \1 owe me", "Quanto me deve o Tom?"),
        Frame(
            "^quanto (?:gastei|paguei) (?:ao todo |no total )?(?:com|em|n[ao]|pel[ao]|por) ",
            "how much did I spend on ",
            "Quanto gastei ao todo com a cabana?",
        ),
        Frame(r"^(mostra|mostre|lista|liste)-me\b", r"\1", "Mostra-me todas as fotos"),
        Frame(
            r"\btroquei\b(.*?) com (?:a |o )?" + NAME,
            r"did I exchange with \2\1",
            "Quantas mensagens troquei com a Maya?",
        ),
        Frame(
            r"^quando (?:foi que )?(?:a |o )?" + NAME + r" escreveu pela primeira vez\b",
            r"when did \1 first write",
            "Quando a Maya escreveu pela primeira vez?",
        ),
        Frame(
            r"^o que (?:disse|escreveu) (?:a |o )?" + NAME + r" (?:por último|pela última vez)\b",
            r"what did \1 last say",
            "O que disse a Maya por último sobre a caução?",
        ),
        Frame(r"^(?:em )?(?:que|qual) mês\b", "which month", "Em que mês escreveu mais a Maya?"),
        Frame(r"^(?:em )?(?:que|qual) ano\b", "which year", "Em que ano escreveu mais a Maya?"),
        Frame(r"^(?:em )?(?:que|qual) dia da semana\b", "which weekday", "Em que dia da semana escreve mais a Maya?"),
        Frame(r"^(?:em )?(?:que|qual) dia\b", "which day", "Em que dia escreveu mais a Maya?"),
        Frame(r"^(?:em )?(?:que|qual) semana\b", "which week", "Em que semana escreveu mais a Maya?"),
        Frame(
            r"^\W*(?:escrevi|falei) mais (?:com|para) (?:a |o )?(.+?) ou (?:com |para )?(?:a |o )?(.+?)(?= (?:"
            r"(?:el|le|il|em) )?in \d|\W*$)",
            r"did I write more with \1 or with \2",
            "Escrevi mais com a Maya ou com o Tom?",
        ),
        Frame(r"^(which \w+) (?:eu )?escrevi mais\b", r"\1 did I write most", "which month escrevi mais"),
        Frame(r"^(which \w+) (?:eu )?escrevi menos\b", r"\1 did I write least", "which month escrevi menos"),
        Frame(
            r"^(which \w+) escreveu mais (?:a |o )?" + NAME, r"\1 did \2 write most", "which month escreveu mais a Maya"
        ),
        Frame(
            r"^quem (?:escreveu|escreve) mais(?=.*\bou (?:a |o )?(?-i:[A-ZÀ-Ý]))",
            "who wrote more",
            "Quem escreveu mais, Maya ou Tom?",
        ),
        Frame(r"\bou (?:com )?(?:a |o )?(?=(?-i:[A-ZÀ-Ý]))", "or ", "Maya ou Tom?"),
        Frame(
            r"^(?:de|sobre o) que (?:falamos|falámos|conversamos)\b", "what did we talk about", "De que falamos ontem?"
        ),
        Frame(
            r"^(?:de|sobre o) que (?:falou|falaram|conversou|conversaram) "
            r"(?:o |a |os |as )?(.+?)(?= (?:(?:el|le|il|em) )?in \d|\W*$)",
            r"what did the \1 talk about",
            "De que falou a família?",
        ),
        Frame(
            r"\b(?:algo|alguma coisa) (?:de )?(?:importante|interessante|urgente|especial|novo)\b",
            "anything important",
            "Houve algo importante?",
        ),
        Frame(r"^o que (?:aconteceu|se passou|houve)\b", "what happened", "O que aconteceu ontem?"),
        Frame(
            r"^\W*(?:a |o |as |os )(.+?) (?:mudou|foi (?:adiad|cancelad|alterad|mudad)[ao])\b",
            r"has the \1 changed",
            "A data mudou?",
        ),
        Frame(r"\b(?:a )?minha última mensagem\b", "my last message", "Qual é a minha última mensagem?"),
        Frame(r"\b(?:a )?minha primeira mensagem\b", "my first message", "Qual é a minha primeira mensagem?"),
        Frame(
            r"^\W*(?:[ao] )?(.+?) (?:escreveu|escreve) mais (?:do )?que (?:[ao] )?",
            r"did \1 write more than ",
            "A Maya escreveu mais do que o Tom?",
        ),
        Frame(
            r"^\W*(?:[ao] )?(.+?) (?:escreveu|escreve) menos (?:do )?que (?:[ao] )?",
            r"did \1 write less than ",
            "O Tom escreveu menos do que a Maya?",
        ),
        Frame(r"\banteontem\b", "the day before yesterday", "O que disse a Maya anteontem?"),
        Frame(r"\bontem\b", "yesterday", "Quem escreveu ontem?"),
        Frame(r"\bhoje\b", "today", "Quem escreveu hoje?"),
        Frame(r"\b(?:na |a )?(?:semana passada|última semana)\b", "last week", "O que disse o Tom na semana passada?"),
        Frame(r"\besta semana\b", "this week", "Quem escreveu esta semana?"),
        Frame(r"\b(?:no |o )?mês passado\b", "last month", "Quem escreveu no mês passado?"),
        Frame(r"\beste mês\b", "this month", "Quem escreveu este mês?"),
        Frame(r"\b(?:no |o )?ano passado\b", "last year", "Onde estivemos no ano passado?"),
        Frame(r"\beste ano\b", "this year", "Onde estivemos este ano?"),
        Frame(r"\b(?:na )?(MONDAY) passad[ao]\b", r"last \1", "O que disse a Maya na sexta-feira passada?"),
        Frame(r"\bhá (\d+) dias?\b", r"\1 days ago", "O que disse a Maya há 3 dias?"),
        Frame(r"\bhá (\d+) semanas?\b", r"\1 weeks ago", "Quem escreveu há 2 semanas?"),
        Frame(r"\bhá (\d+) meses\b", r"\1 months ago", "Onde estávamos há 6 meses?"),
        Frame(r"\bentre (.+?) e (?=\d)", r"between \1 and ", "entre 3 de março e 9 de março"),
        Frame(r"(\d{1,2}) de (?=MONTH)", r"\1 ", "3 de novembro"),
        Frame(r"\bdesde (?:o dia )?", "since ", "desde o dia 3 de novembro"),
        Frame(r"\baté (?:o dia )?", "until ", "até o dia 9 de novembro"),
        Frame(r"\b(?:em|no dia|a) (?=\d|MONTH|MONDAY)", "in ", "Quem escreveu em outubro?"),
        Frame(r"^e\b", "and", "E o que disse o Tom?"),
        Frame(r"\bquantas mensagens\b", "how many messages", "Quantas mensagens há?"),
        Frame(r"\bquantos links\b", "how many links", "Quantos links a Maya enviou?"),
        Frame(r"\bquantas fotos\b", "how many photos", "Quantas fotos o Tom enviou?"),
        Frame(r"\bquantas vezes\b", "how many times", "Quantas vezes a Maya escreveu?"),
        Frame(r"\bquem (?:escreveu|escreve) mais\b", "who wrote most", "Quem escreveu mais em outubro?"),
        Frame(
            r"\bquem mencionou (?:primeiro )?(.+?)(?: primeiro| pela primeira vez)(?= ?\?|$)",
            r"who first mentioned \1",
            "Quem mencionou a caução pela primeira vez?",
        ),
        Frame(r"^(?:quais|que) links\b", "which links", "Que links a Maya enviou?"),
        Frame(r"^(?:quais|que) fotos\b", "which photos", "Que fotos o Tom enviou?"),
        Frame(r"^(?:quais|que) faturas\b", "which invoices", "Quais faturas chegaram em março?"),
        Frame(r"\b(?:exceto|menos) (?:d[ea] )?(?=(?-i:[A-ZÀ-Ý]))", "except ", "todas as mensagens exceto de Tom"),
        Frame(r"\b(?:no (?:chat|grupo)|na conversa)\b", "in", "Quem escreve no grupo?"),
        Frame(r"\b(?:em|no|na) (?=(?-i:[A-ZÀ-Ý]))", "in ", "Quem escreve em Cabana?"),
        Frame(
            r"\bquando (?:foi que )?" + NAME + r" escreveu pela última vez\b",
            r"when did \1 last write",
            "Quando foi que Maya escreveu pela última vez?",
        ),
        Frame(r"\b(?:a )?última mensagem\b", "last message", "Qual é a última mensagem do Tom?"),
        Frame(r"\b(?:a )?primeira mensagem\b", "first message", "Qual é a primeira mensagem da Maya?"),
        Frame(r"\búltimas (\d+) mensagens\b", r"last \1 messages", "as últimas 20 mensagens"),
        Frame(r"^(?:lista|liste|mostra|mostre) todos os links\b", "list all links", "Lista todos os links"),
        Frame(r"^(?:lista|liste|mostra|mostre) todas as faturas\b", "list all invoices", "Mostra todas as faturas"),
        Frame(r"^(?:lista|liste|mostra|mostre) todas as fotos\b", "list all photos", "Mostre todas as fotos"),
        Frame(r"\bmenciona[m]? ", "mention ", "Quem menciona a caução?"),
        Frame(
            r"\bo que (?:é que )?(?:a |o )?" + NAME + r" (?:disse|escreveu)\b",
            r"what did \1 say",
            "O que é que o Tom disse sobre a caução?",
        ),
        Frame(r"\bo que (?:disse|escreveu) (?:a |o )?" + NAME, r"what did \1 say", "O que disse o Tom sobre a caução?"),
        Frame(r"\b(?:enviei|escrevi|mandei|eu enviei)\b", "did I send", "Quantas mensagens enviei?"),
        Frame(
            r"\b(?:a |o )?" + NAME + r" (?:enviou|escreveu|mandou)\b",
            r"did \1 send",
            "Quantas mensagens a Maya enviou?",
        ),
        Frame(r"\b(?:de|da|do) " + NAME + r"(?=[\s?]|$)", r"from \1", "o link da Maya"),
        Frame(r"^quando\b", "when", "Quando parte o comboio?"),
        Frame(r"\bquem mais\b", "who else", "E quem mais tem a chave?"),
        Frame(r"^a que horas\b", "what time", "A que horas parte o comboio?"),
        Frame(r"^quem\b", "who", "Quem tem a chave?"),
        Frame(r"^onde\b", "where", "Onde está a chave?"),
        Frame(r"^por ?qu[eê]\b", "why", "Por que o Jonas não vem?"),
        Frame(r"^quanto\b", "how much", "Quanto custa a cabana?"),
        Frame(r"^qual é\b", "what is", "Qual é o código da cabana?"),
        Frame(r"^o que\b", "what", "O que devemos levar?"),
        Frame(r"\b(?:há|houve|havia)\b", "are there", "Há novidades?"),
        Frame(r"\b(?:eu )?recebi\b", "did I get", "Quantas mensagens recebi?"),
        Frame(r"^(?:mostra|mostre|lista|liste)\b(?: (?:as|os))?", "show me", "Mostra as mensagens da Maya"),
    ),
)

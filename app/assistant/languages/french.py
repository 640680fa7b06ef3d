"""What the assistant knows of French."""

from __future__ import annotations

from app.assistant.languages.base import NAME, Attendance, Cues, Figures, Frame, Language, Times

LANGUAGE = Language(
    code="fr",
    rank=2,
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    numbers={
        1: "un une",
        2: "deux",
        3: "trois",
        4: "quatre",
        5: "cinq",
        6: "six",
        7: "sept",
        8: "huit",
        9: "neuf",
        10: "dix",
    },
    times=Times(
        units={
            "second": "seconde|secondes",
            "minute": "minute|minutes|min",
            "halfhour": "demi-heure|demi heure",
            "hour": "heure|heures",
            "day": "jour|jours|journée",
            "week": "semaine|semaines",
            "weekend": "week-end|weekend|week-ends|weekends|fin de semaine",
            "fortnight": "quinzaine",
            "month": "mois",
            "quarter": "trimestre|trimestres",
            "half": "semestre|semestres|moitié",
            "year": "an|ans|année|années",
            "decade": "décennie|décennies",
        },
        days={
            0: "aujourd'hui|ce jour",
            -1: "hier",
            -2: "avant-hier|avant hier",
            1: "demain",
            2: "après-demain|après demain",
        },
        now="maintenant",
        parts={
            "morning": "matin|matinée|le matin|du matin|au matin",
            "midday": "midi",
            "afternoon": "après-midi|après midi|de l'après-midi",
            "evening": "soir|soirée|le soir|du soir|au soir",
            "night": "nuit|la nuit|de la nuit",
            "midnight": "minuit",
        },
        day_parts={
            "0 evening": "ce soir",
            "0 morning": "ce matin",
            "-1 last night": "cette nuit|la nuit dernière|nuit dernière",
            "0 afternoon": "cet après-midi",
        },
        relations={
            -1: "dernier|dernière|derniers|dernières|passé|passée|passés|passées|précédent|précédente",
            0: "ce|cet|cette|ces|en cours",
            1: "prochain|prochaine|prochains|prochaines|suivant|suivante|à venir",
            -2: "avant-dernier|avant-dernière",
        },
        ago="il y a|y a",
        ahead="dans|d'ici",
        since="depuis|dès|à partir de|à partir du|à compter de|à compter du",
        until="jusqu'à|jusqu'au|jusqu'en|jusqu'aux|jusque",
        before="avant",
        after="après",
        start="de|du|d'",
        to="à|au|jusqu'à|jusqu'au|jusqu'en|a",
        between="entre",
        also="et",
        seasons={"spring": "printemps", "summer": "été", "autumn": "automne", "winter": "hiver"},
        feasts={
            "new year": "nouvel an|jour de l'an|premier de l'an",
            "new year eve": "saint-sylvestre|saint sylvestre|réveillon du nouvel an",
            "epiphany": "épiphanie|fête des rois",
            "valentine": "saint-valentin|saint valentin",
            "carnival": "carnaval",
            "shrove tuesday": "mardi gras",
            "ash wednesday": "mercredi des cendres",
            "palm sunday": "rameaux|dimanche des rameaux",
            "holy week": "semaine sainte",
            "maundy thursday": "jeudi saint",
            "good friday": "vendredi saint",
            "easter": "pâques|paques",
            "easter sunday": "dimanche de pâques",
            "easter monday": "lundi de pâques",
            "labour": "fête du travail",
            "victory": "fête de la victoire",
            "ascension": "ascension",
            "pentecost": "pentecôte",
            "whit monday": "lundi de pentecôte",
            "bastille": "fête nationale|quatorze juillet",
            "assumption": "assomption",
            "halloween": "halloween",
            "all saints": "toussaint",
            "all souls": "jour des morts|fête des morts",
            "armistice": "armistice",
            "saint nicholas": "saint-nicolas|saint nicolas",
            "christmas": "noël|noel|fêtes de noël",
            "christmas eve": "réveillon de noël|veille de noël",
            "christmas day": "jour de noël",
            "corpus christi": "fête-dieu|fête dieu",
            "diwali": "diwali|divali",
            "eid al-fitr": "aïd el-fitr|aïd",
            "eid al-adha": "aïd el-kébir",
        },
        edges={"begin": "début|le début|commencement", "middle": "milieu|mi|mi-|courant", "end": "fin|la fin"},
        few="quelques|plusieurs",
        numbers={
            2: "couple de",
            11: "onze",
            12: "douze",
            14: "quatorze",
            15: "quinze",
            20: "vingt",
            24: "vingt-quatre",
            30: "trente",
        },
        ordinals={
            1: "premier|première",
            2: "deuxième|second|seconde",
            3: "troisième",
            4: "quatrième",
        },
        week_marks="semaine n°|semaine numéro|s",
        hour_marks="h|heures|heure",
        decade_marks="années|les années",
        decades={
            1920: "vingt",
            1960: "soixante",
            1970: "soixante-dix",
            1980: "quatre-vingt|quatre-vingts",
            1990: "quatre-vingt-dix",
        },
        weekdays="lundis mardis mercredis jeudis vendredis samedis dimanches",
        short_months="janv|jan févr|fév mars avr mai juin juil août|aou sept oct nov déc",
        short_weekdays="lun mar mer jeu ven sam dim",
        of="de|du|d|la|le|l|jour",
        leading="en|à|au|aux|dans|durant|pendant|lors|de|du|des|d|vers|ce|pour",
        inside="le|la|les|l|de|du|des|d|à|au|en|l'|d'|jour|il",
        also_words="été|mars|fin|an|mai|hiver|midi|matin|soir|nuit|s|min|a|mi",
        past="a ont avait avaient était étaient fut écrit dit envoyé as avons avez passé",
    ),
    telling_words="""
        le la les est sont était a ont quand qui où pourquoi combien que qu'a qu'est-ce quel quelle de du
        des et avec sur dit mon ma je pour un une ne pas il elle dans tous toutes à au j'ai ce cette est-ce
        quels quelles
    """,
    stop_words="""
        nous vous ils elles aux par ou donc si est-ce qu'il leur leurs sa ses son notre votre y en se
    """,
    amount_words="prix loyer caution salaire frais montant somme taux "
    "remise franchise amende budget acompte tarif coût dépôt cotisation",
    code_words="mot code pin plaque immatriculation numéro identifiant passe",
    copulas="est était a avait devient",
    group_words="famille amis amies copains copines collègues parents "
    "enfants équipe gens filles garçons voisins bande classe",
    small_talk={
        "greeting": "bonjour|salut|bonsoir|coucou|bonjour comment ça va|comment ça va|ça va",
        "thanks": "merci|merci beaucoup|merci bien|un grand merci|ok merci",
        "parting": "au revoir|bonne nuit|à bientôt|à plus tard|à plus",
        "day": (
            "quel jour sommes-nous|quel jour est-on|quel jour on est|on est quel jour|"
            "quel jour sommes-nous aujourd'hui|quelle est la date|quelle est la date d'aujourd'hui|"
            "quelle date sommes-nous|on est quel jour aujourd'hui"
        ),
        "clock": "quelle heure est-il|il est quelle heure|quelle heure il est",
        "self": "qui es-tu|qui êtes-vous|que peux-tu faire|que sais-tu faire|tu es qui|aide",
    },
    idle_words="""
        le la les l l'on un une des de du d au aux à a ai as ont est sont était étaient été y t-il t-elle t
        il elle on nous notre nos mon ma mes en dans sur par pour avec et total tout tous toute toutes
        ensemble exactement déjà jusqu'ici qui que quel quelle quels quelles quand comment où a-t-il
        a-t-elle ont-ils y-a-t-il envoyé envoyée envoyés envoyées écrit écrits écrite écrites message
        messages mail mails discussion discussions groupe groupes conversation conversations personne
        personnes membre membres montre liste donne s'il vous plaît te svp
    """,
    cues=Cues(
        denies=r"ne .{1,20}? (?:pas|plus|jamais|rien)|n['’]\w+ (?:pas|plus|rien)|jamais",
        denies_nothing="n['’]est pas seulement|pas seulement|pas de (?:problème|souci)|ne t['’]inquiète pas",
        decides=(
            r"décidé\w*|convenu|réservé\w*|confirmé\w*|c['’]est (?:bon pour|calé|acté|validé|réglé|décidé)|"
            r"on (?:part sur|prend|garde|fait comme)|signé\w*|commandé\w*|validé\w*|calé\w*|d['’]accord pour"
        ),
        changes=(
            r"reporté\w*|annulé\w*|changé\w*|au lieu de|à la place|changement|déplacé\w*|décalé\w*|avancé\w*|"
            "ne (?:va|vient|fait|peut|se fait) plus|n['’]est plus|finalement (?:non|pas|c['’]est|ce sera|on)|"
            r"nouvelle (?:date|heure|adresse)|nouveau (?:plan|lieu|rendez-vous)|modifié\w*"
        ),
        requests=(
            "peux-tu|pourrais-tu|pouvez-vous|pourriez-vous|quelqu['’]un peut|qui peut|tu peux|vous pouvez|"
            "tu pourrais|s['’]il (?:te|vous) pla[iî]t|stp|svp|merci de|n['’]oublie[sz]? pas|pense[sz]? à|"
            "j['’]ai besoin|il me faut|tu (?:m['’]|me |nous )(?:envoies|ramènes|apportes|rappelles|dis)"
        ),
        promises=(
            "je (?:vais|prends|m['’]occupe|m['’]en occupe|ramène|achète|apporte|fais|m['’]en charge|réserve|"
            "appelle|envoie|passe|demande|paie|paye|prépare|cuisine|viens te chercher|te (?:rappelle|renvoie|fais|"
            "ramène|rembourse)|t['’](?:envoie|appelle|apporte)|vous (?:envoie|rappelle|fais)|lui (?:parle|demande|"
            "dis)|l['’]appelle|la rappelle|le rappelle|le fais|l['’]apporte|peux (?:apporter|amener|prendre|"
            "faire))|j['’](?:apporte|achète|amène|appelle|envoie|irai|apporterai|enverrai|appellerai)|je (?:ferai|"
            "prendrai|passerai|paierai|demanderai|viendrai avec|réserverai|préparerai)"
        ),
        hedges="peut-être|probablement|sans doute|éventuellement|espère|espérons|au cas où",
        weak_hedges=r"pourrai\w*|devrai\w*|propose",
        conditions="si|s['’]il",
        addresses="bonjour|bonsoir|salut|coucou|hey|chère?|merci(?: beaucoup)?",
        first_person=r"je|nous|j['’](?=\w)",
        ours="moi|notre",
        second_person="toi|vous|votre",
        loose_subjects="elle|elles|ils",
        about_the_task="en tant qu['’](?:ia|intelligence)|(?:le|ce) résumé|en résumé",
        articles="le|les|une",
        agrees=(
            "oui|ouais|ok(?:ay)?|d'accord|bien sûr|pas de (?:problème|souci)|c'est fait|je m'en occupe|volontiers|"
            "ça marche|entendu"
        ),
    ),
    cue_examples=Cues(
        denies="Le chalet n'a pas de poêle",
        denies_nothing="Pas de souci, la tente est dans la voiture",
        decides="On a réservé le ferry",
        changes="La réunion est reportée à vendredi",
        requests="Peux-tu apporter la tente ?",
        promises="Je ramène la tente",
        hedges="Peut-être que Jonas vient",
        weak_hedges="Jonas pourrait prendre le bateau",
        conditions="S'il pleut, Tom reste au chalet",
        addresses="Salut Maya !",
        first_person="J'arrive en train",
        ours="C'est notre tente",
        second_person="Vous avez la clé ?",
        loose_subjects="Elle arrive vendredi",
        about_the_task="En résumé, le chalet coûte cher",
        articles="Le chalet est rouge",
        agrees="D'accord, pas de souci",
    ),
    figures=Figures(
        paid="j'ai (?:payé|dépensé|avancé)|on a payé|nous avons payé",
        owes="je (?:te|vous) dois",
        repaid="(?:t'ai|vous ai) (?:remboursé|viré|rendu|envoyé|payé)",
        age="(?:a eu|a fêté ses|vient d'avoir|a) (?:aujourd'hui |hier )?N ans",
        born="née?|naissance|anniversaire",
        due=(
            r"d(?:ois|oit|evons|evez|oivent|û)|chacun\w*|par (?:personne|tête)|vir(?:er|ement|e|ez)|pay\w+|"
            r"rembours\w*|part|caution|loyer|acompte|facture|sous"
        ),
        settled=r"(?:payé\w*|versé\w*|viré\w*|envoyé\w*|remboursé\w*|reçu\w*|réglé\w*|fait le virement)",
    ),
    figure_examples=Figures(
        paid="J'ai payé 50 € pour le chalet",
        owes="Je te dois 30 €",
        repaid="Je t'ai remboursé les 30 €",
        age="Emil a eu 7 ans aujourd'hui",
        born="Emil est né le 5 octobre 2019",
        due="Ça fait 40 € par personne",
        settled="J'ai payé les 40 €",
    ),
    things={
        "photos and videos": "photos et (?:de )?vidéos",
        "videos": "vidéos",
        "stickers": "stickers|autocollants",
        "documents": "documents",
        "voice messages": "messages vocaux|notes vocales|vocaux",
        "media files": "médias",
        "attachments": "pièces jointes",
        "amounts": "montants",
        "phone numbers": "numéros de téléphone",
        "e-mail addresses": "adresses e-?mail|adresses mail",
    },
    how_many="combien (?:de|d')",
    list_all="(?:liste|montre|donne)[sz]?(?:-moi)? tou(?:s|tes) les",
    attendance=Attendance(
        asks="qui (?:vient|est partant|participe|sera là|en est|veut venir|peut venir)",
        comes="(?:je suis|on est|suis) (?:partant|des vôtres|de la partie|dans le coup)e?|je viens|on vient|"
        "je serai là|compte[zs]? sur moi|j'en suis|je participe",
        stays_away="(?:je )?ne? (?:peux|pourrai|viens|viendrai|serai)(?: (?:malheureusement|"
        "finalement))? pas(?: (?:venir|là))?|je peux (?:malheureusement )?pas|sans moi|je passe mon tour|"
        "pas possible pour moi",
        unsure="je ne sais pas(?: encore)?|je sais pas(?: encore)?|peut-être|à voir|pas sûre?",
        same="moi aussi|nous aussi|pareil",
        short_yes="oui|ok pour moi|bien sûr|volontiers",
        short_no="non|moi non",
    ),
    attendance_examples=Attendance(
        asks="Qui vient samedi ?",
        comes="Je suis partante !",
        stays_away="Désolé, je ne peux pas venir",
        unsure="Je ne sais pas encore",
        same="Moi aussi",
        short_yes="volontiers",
        short_no="non",
    ),
    neutral="Maya part demain à Lyon",
    reports="""
        dit écrit mentionne mentionné demande demandé répond répondu propose proposé
    """,
    asks="""
        demande demandé
    """,
    frames=(
        Frame(
            r"^(?:ai-je|est-ce que j'ai) (?:des rendez-vous|quelque chose(?: de prévu)?)\b",
            r"do I have anything",
            "Ai-je quelque chose de prévu ?",
        ),
        Frame(
            r"^quels rendez-vous (?:ai-je|j'ai|y a-t-il)\b",
            r"which appointments do I have",
            "Quels rendez-vous ai-je ?",
        ),
        Frame(
            r"^(?:qu'est-ce (?:que j'ai|qu'on a|qu'il y a|qui est)|qu'ai-je|qu'y a-t-il)(?: de)?"
            r"(?: prévu| au programme| à l'agenda)?(?= (?:in|from) \d|\W*$)",
            r"what do I have on",
            "Qu'est-ce que j'ai de prévu ?",
        ),
        Frame(
            r"\bdans notre (?:chat|conversation|discussion)\b(?! avec)",
            "in our chat",
            "Qu'a dit Maya dans notre conversation ?",
        ),
        Frame(
            r"\bdans (?:le|notre|mon) groupe avec ",
            "in the group with ",
            "Qui écrit dans le groupe avec Maya ?",
        ),
        Frame(
            r"\b(?:dans|de) (?:le|la|ma|mon|notre|nos|mes|les) (?:chats?|conversations?|discussions?|échanges?|fil) avec ",
            "in the chat with ",
            "Combien de messages dans la conversation avec Maya ?",
        ),
        Frame(r"^quel âge a\b", "how old is", "Quel âge a Emil ?"),
        Frame(
            "^combien de jours (?:reste-t-il |il reste )?(?:avant|jusqu'à|jusqu'au) ",
            "how many days until ",
            "Combien de jours reste-t-il avant le vol ?",
        ),
        Frame(
            "^(?:qu'est-ce qui|lequel|laquelle) est (?:le |la )?moins ch(?:er|ère)[,:]? (.+?) ou ",
            r"which is cheaper, \1 or ",
            "Qu'est-ce qui est moins cher, le ferry ou le train ?",
        ),
        Frame(
            "^(?:qu'est-ce qui|lequel|laquelle) est (?:le |la )?plus ch(?:er|ère)[,:]? (.+?) ou ",
            r"which is more expensive, \1 or ",
            "Qu'est-ce qui est plus cher, le ferry ou le train ?",
        ),
        Frame("^combien me doit " + NAME, r"how much does \1 owe me", "Combien me doit Tom ?"),
        Frame(
            "^combien (?:ai-je|j'ai) (?:dépensé|payé) (?:en tout |au total )?pour ",
            "how much did I spend on ",
            "Combien ai-je dépensé en tout pour le chalet ?",
        ),
        Frame(r"\bd'(?=(?-i:[A-ZÀ-Ý]))", "from ", "le lien d'Elena"),
        Frame(
            r"\b(?:ai-je|j'ai) échangée?s?\b(.*?) avec " + NAME,
            r"did I exchange with \2\1",
            "Combien de messages ai-je échangés avec Maya ?",
        ),
        Frame(
            r"^quand " + NAME + r" a(?:-t-(?:il|elle))? écrit pour la première fois\b",
            r"when did \1 first write",
            "Quand Maya a-t-elle écrit pour la première fois ?",
        ),
        Frame(
            r"^qu'a (?:dit|écrit) " + NAME + r" (?:en dernier|pour la dernière fois)\b",
            r"what did \1 last say",
            "Qu'a dit Maya en dernier sur la caution ?",
        ),
        Frame(r"^(?:en |dans )?quel mois\b", "which month", "Quel mois Maya a-t-elle le plus écrit ?"),
        Frame(r"^(?:en |dans )?quelle année\b", "which year", "En quelle année ai-je le plus écrit ?"),
        Frame(r"^quel jour de la semaine\b", "which weekday", "Quel jour de la semaine ai-je le plus écrit ?"),
        Frame(r"^quel jour\b", "which day", "Quel jour ai-je le plus écrit ?"),
        Frame(r"^quelle semaine\b", "which week", "Quelle semaine ai-je le plus écrit ?"),
        Frame(
            r"\b(?:ai-je|j'ai) (?:le plus écrit|écrit le plus)\b", "did I write most", "Quel mois ai-je le plus écrit ?"
        ),
        Frame(
            r"\b(?:ai-je|j'ai) (?:le moins écrit|écrit le moins)\b",
            "did I write least",
            "Quel mois ai-je le moins écrit ?",
        ),
        Frame(
            r"^(which \w+) " + NAME + r" a(?:-t-(?:il|elle))? (?:le plus écrit|écrit le plus)\b",
            r"\1 did \2 write most",
            "which month Maya a-t-elle le plus écrit",
        ),
        Frame(
            r"^\W*(?:ai-je|est-ce que j'ai|j'ai) (?:plus écrit|écrit plus) (?:avec|à) (.+?) ou (?:avec |à )?(.+?)"
            r"(?= (?:(?:el|le|il|em) )?in \d|\W*$)",
            r"did I write more with \1 or with \2",
            "Ai-je plus écrit avec Maya ou avec Tom ?",
        ),
        Frame(
            r"^qui a (?:le plus écrit|écrit le plus|plus écrit|écrit plus)(?=.*\bou (?-i:[A-ZÀ-Ý]))",
            "who wrote more",
            "Qui a écrit le plus, Maya ou Tom ?",
        ),
        Frame(r"\bou (?:avec )?(?=(?-i:[A-ZÀ-Ý]))", "or ", "Maya ou Tom ?"),
        Frame(
            r"^de quoi (?:avons-nous|on a|a-t-on) parlé\b", "what did we talk about", "De quoi avons-nous parlé hier ?"
        ),
        Frame(
            r"^de quoi (?:le |la |les |l')?(.+?) (?:a|ont)(?:-t)?-(?:ils?|elles?|on) parlé\b",
            r"what did the \1 talk about",
            "De quoi la famille a-t-elle parlé ?",
        ),
        Frame(
            r"^de quoi (?:a|ont) parlé (?:le |la |les |l')?(.+?)(?= (?:(?:el|le|il|em) )?in \d|\W*$)",
            r"what did the \1 talk about",
            "De quoi a parlé la famille ?",
        ),
        Frame(
            r"\bquelque chose (?:de |d')(?:important|intéressant|urgent|spécial|nouveau)\b",
            "anything important",
            "Y a-t-il eu quelque chose d'important ?",
        ),
        Frame(
            r"^(?:que s'est-il passé|qu'est-ce qui s'est passé|qu'est-il arrivé)\b",
            "what happened",
            "Que s'est-il passé hier ?",
        ),
        Frame(
            r"^(?:est-ce que )?(?:le |la |les |l')(.+?) a(?:-t-(?:il|elle))? (?:été )?"
            r"(?:changée?|modifiée?|reportée?|annulée?|déplacée?)\b",
            r"has the \1 changed",
            "La date a-t-elle changé ?",
        ),
        Frame(
            r"\b(?:est-ce que )?j'ai (?:envoyée?s?|écrite?s?)\b",
            "did I send",
            "Combien de messages est-ce que j'ai envoyés ?",
        ),
        Frame(
            r"^\W*(?:est-ce que )?(.+?) a(?:-t-(?:il|elle))? écrit plus que\b",
            r"did \1 write more than",
            "Est-ce que Maya a écrit plus que Tom ?",
        ),
        Frame(
            r"^\W*(?:est-ce que )?(.+?) a(?:-t-(?:il|elle))? écrit moins que\b",
            r"did \1 write less than",
            "Tom a-t-il écrit moins que Maya ?",
        ),
        Frame(r"\bavant-hier\b", "the day before yesterday", "Qu'a dit Maya avant-hier ?"),
        Frame(r"\bhier\b", "yesterday", "Qui a écrit hier ?"),
        Frame(r"\baujourd'hui\b", "today", "Qui a écrit aujourd'hui ?"),
        Frame(r"\bla semaine (?:dernière|passée)\b", "last week", "Qu'a dit Tom la semaine dernière ?"),
        Frame(r"\bcette semaine\b", "this week", "les photos de cette semaine"),
        Frame(r"\ble mois (?:dernier|passé)\b", "last month", "Qui a écrit le mois dernier ?"),
        Frame(r"\bce mois-ci\b", "this month", "les factures de ce mois-ci"),
        Frame(r"\bl'année dernière\b|\bl'an dernier\b", "last year", "Où étions-nous l'année dernière ?"),
        Frame(r"\bcette année\b", "this year", "les photos de cette année"),
        Frame(r"\b(MONDAY) dernier\b", r"last \1", "Qu'a dit Maya vendredi dernier ?"),
        Frame(r"\bil y a (\d+) jours?\b", r"\1 days ago", "Qu'a dit Maya il y a 3 jours ?"),
        Frame(r"\bil y a (\d+) semaines?\b", r"\1 weeks ago", "Qui a écrit il y a 2 semaines ?"),
        Frame(r"\bil y a (\d+) mois\b", r"\1 months ago", "Où étions-nous il y a 6 mois ?"),
        Frame(r"\bentre le (.+?) et le\b", r"between \1 and", "entre le 3 mars et le 9 mars"),
        Frame(r"\bdepuis (?:le )?", "since ", "depuis le 3 novembre"),
        Frame(r"\bjusqu'(?:au|à) ", "until ", "jusqu'à vendredi"),
        Frame(r"\b(?:le|en|au mois de|au mois d') ?(?=\d|MONTH|MONDAY)", "in ", "Qui a écrit en octobre ?"),
        Frame(r"\b1er\b", "1", "le 1er mars"),
        Frame(r"^et\b", "and", "Et qu'a dit Tom ?"),
        Frame(r"\bcombien de messages\b", "how many messages", "Combien de messages y a-t-il ?"),
        Frame(r"\bcombien de liens\b", "how many links", "Combien de liens Maya a-t-elle envoyés ?"),
        Frame(r"\bcombien de photos\b", "how many photos", "Combien de photos Tom a-t-il envoyées ?"),
        Frame(r"\bcombien de fois\b", "how many times", "Combien de fois Maya a-t-elle écrit ?"),
        Frame(r"\bqui a (?:écrit )?le plus(?: écrit)?\b", "who wrote most", "Qui a le plus écrit en octobre ?"),
        Frame(
            r"\bqui a mentionné (.+?) en premier\b|\bqui a mentionné en premier (.+?)(?= ?\?|$)",
            r"who first mentioned \1\2",
            "Qui a mentionné la caution en premier ?",
        ),
        Frame(r"^quels liens\b", "which links", "Quels liens Maya a envoyés ?"),
        Frame(r"^quelles photos\b", "which photos", "Quelles photos Tom a envoyées ?"),
        Frame(r"^quelles factures\b", "which invoices", "Quelles factures sont arrivées ?"),
        Frame(r"\bsauf (?:de )?", "except ", "tous les messages sauf de Tom"),
        Frame(r"\bdans (?:le (?:chat|groupe) |la conversation )?", "in ", "Qui écrit dans le groupe Chalet ?"),
        Frame(
            r"\bquand " + NAME + r" a-t-(?:il|elle) écrit pour la dernière fois\b",
            r"when did \1 last write",
            "Quand Maya a-t-elle écrit pour la dernière fois ?",
        ),
        Frame(r"\b(?:le )?dernier message\b", "last message", "Quel est le dernier message de Tom ?"),
        Frame(r"\b(?:le )?premier message\b", "first message", "Quel est le premier message de Maya ?"),
        Frame(
            r"\bderniers (\d+) messages\b|\b(\d+) derniers messages\b",
            r"last \1\2 messages",
            "les 20 derniers messages",
        ),
        Frame(r"^(?:liste|montre|donne)[sz]?(?:-moi)? tous les liens\b", "list all links", "Liste tous les liens"),
        Frame(
            r"^(?:liste|montre|donne)[sz]?(?:-moi)? toutes les factures\b",
            "list all invoices",
            "Montre-moi toutes les factures",
        ),
        Frame(
            r"^(?:liste|montre|donne)[sz]?(?:-moi)? toutes les photos\b",
            "list all photos",
            "Donne-moi toutes les photos",
        ),
        Frame(r"\bmentionnent? ", "mention ", "les messages qui mentionnent la caution"),
        Frame(
            r"\b(?:qu'est-ce que|que|qu')\s*" + NAME + r" a (?:dit|écrit)\b",
            r"what did \1 say",
            "Qu'est-ce que Tom a dit sur la caution ?",
        ),
        Frame(r"\bqu'a (?:dit|écrit) " + NAME, r"what did \1 say", "Qu'a dit Tom sur la caution ?"),
        Frame(
            r"\bj'ai (?:envoyé|écrit)\b|\bai-je (?:envoyé|écrits?|envoyés)\b",
            "did I send",
            "Combien de messages ai-je envoyés ?",
        ),
        Frame(
            r"\b" + NAME + r" a-t-(?:il|elle) (?:envoyés?|écrits?)\b",
            r"did \1 send",
            "Combien de messages Maya a-t-elle envoyés ?",
        ),
        Frame(r"\ba (?:envoyés?|écrits?) " + NAME, r"did \1 send", "les liens qu'a envoyés Tom"),
        Frame(r"\b" + NAME + r" a (?:envoyés?|écrits?)(?!\w)", r"did \1 send", "les liens que Maya a envoyés"),
        Frame(r"\bde " + NAME + r"(?=[\s?]|$)", r"from \1", "le lien de Maya"),
        Frame(r"\bqui d'autre\b", "who else", "Qui d'autre a la clé ?"),
        Frame(r"^quand\b", "when", "Quand part le train ?"),
        Frame(r"^à quelle heure\b", "what time", "À quelle heure part le train ?"),
        Frame(r"^qui\b", "who", "Qui a la clé ?"),
        Frame(r"^où\b", "where", "Où est la clé ?"),
        Frame(r"^pourquoi\b", "why", "Pourquoi Jonas ne vient pas ?"),
        Frame(r"^combien\b", "how much", "Combien coûte le chalet ?"),
        Frame(r"^quels? est\b|^quelle est\b", "what is", "Quel est le code du chalet ?"),
        Frame(r"\b(?:y a-t-il|il y a)(?: eu)?\b", "are there", "Y a-t-il du nouveau ?"),
        Frame(r"^que\b|^quoi\b|^qu'est-ce que\b", "what", "Que faut-il apporter ?"),
        Frame(r"\bmon\b(?= (?:last|first) message)", "my", "Quel est mon dernier message ?"),
        Frame(r"\b(?:ai-je|est-ce que j'ai|j'ai) reçue?s?\b", "did I get", "Combien de messages ai-je reçus ?"),
        Frame(r"\bin (?:le |la |les |l')(?=(?-i:[A-ZÀ-Ý]))", "in ", "Qui écrit in le Chalet ?"),
        Frame(r"^(?:montre|liste|donne)[sz]?(?:-moi)?\b(?: les)?", "show me", "Montre-moi les messages de Maya"),
    ),
)

"""The small words of several languages: they tell which one a text is in, and carry no content."""

from __future__ import annotations

SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """the is are was were did does do has have what when who where why how which of to in and with about say said my
        me i from for on at it""".split()
    ),
    "de": frozenset(
        """der die das den dem ist sind war waren hat haben habe was wann wer wo warum wie viele welche von zu im am und
        mit über sagt gesagt mein ich aus für es ein eine nicht letzte letzten liste alle zeige zuletzt um ging
        geht""".split()
    ),
    "fr": frozenset(
        """le la les est sont était a ont quand qui où pourquoi combien que qu'a qu'est-ce quel quelle de du des et avec
        sur dit mon ma je pour un une ne pas il elle dans tous toutes à au j'ai ce cette est-ce quels
        quelles""".split()
    ),
    "es": frozenset(
        """el los las es era qué cuándo quién dónde cuántos cuántas cuánto cómo de del y con sobre dijo mi yo para un una
        no en todos todas escribió envió la que hay más menos""".split()
    ),
    "it": frozenset(
        """il lo gli è sono era che cosa quando chi dove perché quanti quante quanto di del della e con su detto mio io
        per un una non nel tutti tutte ha ho a ora l'ultima la quant'è qual""".split()
    ),
    "pt": frozenset(
        """o os as é são foi que quando quem onde quantas quantos quanto de do da e com sobre disse meu eu para um uma
        não no na todos todas escreveu enviou a""".split()
    ),
}
"""Words that tell a language, and in a question of it are no content."""

SILENT = (
    frozenset(word for language, small in SMALL_WORDS.items() if language != "en" for word in small)
    | frozenset(
        """dass sich auch noch nur schon oder aber wenn dann sie wir ihr er uns mir dir bei nach vor bis seit zum zur beim
        vom einen einem einer kein keine wird werden kann hab bin bist sein ihre unsere dieser diese dieses
        nous vous ils elles aux par ou donc si est-ce qu'il leur leurs sa ses son notre votre y en se
        nos nosotros ellos ellas al por lo le les su sus muy ya si se como pero más
        noi voi loro ai alla dal dalla sul sulla nella questo questa anche più ma se ci si
        nós eles elas ao aos pelo pela seu sua muito já mas mais se isso esta este
        में से को का की के ने पर है हैं था थी थे और यह वह क्या बारे भी तो ही""".split()
    )
) - frozenset("war con pour son dove hay per sale no sur parte ora mais si".split())
"""Words without content in these languages; left out are those that carry some in English."""

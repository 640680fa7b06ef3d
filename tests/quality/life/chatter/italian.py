"""Italian chatter."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

ITALIAN = Chatter(
    themes={"general": listed("""
Ciao bella, come stai? / stanca morta, tu? / idem
Che fai? / {attivita} / che invidia
Stasera {piatto} / arrivo / ti aspetto
Ho bruciato {piatto} / di nuovo?? / non dire niente
Hai visto {serie}? / solo la prima puntata / continua, merita
Guarda qui https://{sito}/{numero} / ahahah
https://{sito}/{numero} / non ci credo 😂
Il treno per {citta} ha {minuti} minuti di ritardo / strano! / stranissimo
Ci sentiamo {quando}? / {quando} non riesco, {scusa} / allora nel weekend
Ti chiamo {quando} verso le {ora}? / perfetto
Sono al mercato, serve qualcosa? / {spesa} / ok
Qui ci sono {gradi} gradi / qui piove, ovvio
I bambini oggi sono {umore} / anche i miei / sarà il tempo
Mia mamma chiede di te / salutamela tanto! / riferisco
Sono andata a {sport}, non sento più le gambe / brava però
{amica} ti saluta / che cara, ricambia
Cosa regalo a {amica}? / una pianta? / le uccide tutte
Si è rotto {oggetto} / di già? / garanzia scaduta da una settimana
Tornata da {citta} / com'era? / {giudizio}, ma quanta gente
Leggo un libro {tema} / bello? / {giudizio}
Il vicino suona {strumento} da stamattina / poverina
Ti ricordi la notte a {citta}? / come dimenticarla / eravamo matte
Riunione infinita oggi / su cosa? / nessuno lo sa
Buon weekend! / anche a te, bacioni
Mi sono addormentata sul divano / giusto così
Buonanotte, crollo / notte 😴
{amica} cerca casa a {citta} / e la caparra? / sei mesi, follia
ho lasciato le chiavi dentro / chiama {amica} / già fatto
la maestra di {amica} va in pensione / era ora
Non trovo {cosa} / guarda in borsa / era in borsa
Quando vieni a trovarmi? / in primavera, giuro / lo dici ogni anno
""")},
    slots={
        "attivita": parted("bevo un caffè in piazza | lavoro | aspetto l'autobus | stiro | faccio la coda in posta"),
        "piatto": parted("tagliatelle | lasagne | tortellini | polenta | parmigiana | risotto | crescentine | gnocchi"),
        "serie": parted("la serie nuova | quella del faro | il film di ieri | il giallo svedese"),
        "sito": parted("foto.example | notizie.example | video.example | ricette.example"),
        "numero": tuple(str(n) for n in range(1311, 9300, 359)),
        "citta": parted("Modena | Ferrara | Milano | Rimini | Firenze | Parma | Ravenna | Venezia"),
        "minuti": parted("20 | 35 | 50 | quindici"),
        "quando": parted("domani | lunedì | giovedì | stasera | la settimana prossima | dopo"),
        "scusa": parted("ho il dentista | sono dai suoceri | esco tardi | ho le prove"),
        "ora": parted("otto | nove | sei | dieci | sette e mezza"),
        "spesa": parted("pane | pomodori | basilico | latte | parmigiano | uova | limoni"),
        "gradi": parted("36 | 31 | 14 | 5 | 27"),
        "umore": parted("insopportabili | angeli, strano | malati | agitati | dalla nonna"),
        "sport": parted("pilates | nuoto | correre | yoga"),
        "amica": parted("Federica | Giulia M. | Silvia | Donatella | Elisa"),
        "oggetto": parted("il frullatore | il portatile | la lavatrice | il ferro da stiro | la bici"),
        "giudizio": parted("bellissimo | carino | un po' lento | divertente | così così"),
        "tema": parted("sui funghi | sul sonno | sui portici | sul mare | sulle api d'inverno"),
        "strumento": parted("la tromba | il flauto | la batteria"),
        "cosa": parted("gli occhiali | il telefono | l'ombrello | il portafoglio"),
    },
    short=("ok", "ahah", "ahahah", "sì", "no", "😂", "certo", "grazie!", "che bello", "mamma mia", "dai", "davvero?", "",
           "esatto", "❤️", "boh", "va bene", "ci sta", "un bacio", "poi ti racconto"),
    before=parted("senti, | comunque | allora, | guarda, | beh, | a proposito, | oh, | davvero,"),
    after=parted("comunque | come sempre | credo | dice {amica} | dalle {ora} | con {amica} | ahah | 😄 | qui a {citta} | ti racconto {quando} | con {gradi} gradi | almeno così dice {amica} | eh"),
)  # fmt: skip

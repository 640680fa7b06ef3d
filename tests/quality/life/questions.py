"""150 questions with what an answer to them has to hold.

`right` are patterns that must all be in what is answered, `wrong` such that must not be. A count is worked out from the
life. A question without anything right has no answer in the life: the only right one is to say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.quality.life.life import Life
from tests.quality.life.people import PEOPLE
from tests.quality.life.searches import Half, half_of


@dataclass(frozen=True)
class Count:
    """A number of chat messages, as `Life.written` counts them."""

    who: str = ""
    chat: str = ""
    year: int = 0
    word: str = ""

    def pattern(self, life: Life) -> str:
        number = life.written(self.who, self.chat, self.year, self.word)
        return rf"(?<![\d,]){f'{number:,}'.replace(',', ',?')}(?!,?\d)"


@dataclass(frozen=True)
class More:
    """The one of several people who wrote most in a chat: their name."""

    chat: str
    people: tuple[str, ...]
    year: int = 0

    def pattern(self, life: Life) -> str:
        most = max(self.people, key=lambda who: life.written(who, self.chat, self.year))
        return rf"{PEOPLE[most].name.split()[0]}\b.*\bwrote"


Right = str | Count | More


@dataclass(frozen=True)
class Question:
    """One question; `number` decides its half. `gold` marks the passages that it rests on, any of them, as in a search."""

    number: int
    kind: str
    language: str
    text: str
    right: tuple[Right, ...]
    wrong: tuple[str, ...]
    gold: tuple[str, ...]

    @property
    def half(self) -> Half:
        return half_of(self.number)

    @property
    def abstain(self) -> bool:
        return not self.right

    def patterns(self, life: Life) -> tuple[str, ...]:
        """Return all patterns that a right answer matches, without regard to case."""
        return tuple(one if isinstance(one, str) else one.pattern(life) for one in self.right)


Row = tuple[str, str, tuple[Right, ...], tuple[str, ...], tuple[str, ...]]


def q(
    text: str,
    *right: Right,
    gold: tuple[str, ...] | str = (),
    wrong: tuple[str, ...] | str = (),
    language: str = "en",
) -> Row:
    """Return a row of the table: language, text, right, wrong, gold. One marker or wrong pattern needs no brackets."""
    return (
        language,
        text,
        right,
        (wrong,) if isinstance(wrong, str) else wrong,
        (gold,) if isinstance(gold, str) else gold,
    )


_BY_KIND: dict[str, tuple[Row, ...]] = {
    "fact": (
        q(
            "What is our car's license plate?",
            "1-VKT-482",
            wrong="HPF",
            gold=("licence plate 1-VKT-482", "its plate: 1-VKT-482"),
        ),
        q("What is the wifi password at home?", "kasseien-en-regen-9", wrong="meowmeow", gold="kasseien-en-regen-9"),
        q(
            "How much was the final price of the house on Visserij?",
            "342[.,]500",
            gold=("notary says final price is 342,500", "De prijs bedraagt 342.500"),
        ),
        q(
            "What is Rui allergic to?",
            "hazelnut",
            wrong=("kiwi", "lactose", "milk"),
            gold=("hazelnuts, strongly", "allergic to hazelnuts", "Rui no hazelnuts"),
        ),
        q("What is Yasmine allergic to?", "kiwi", wrong="hazelnut(?!.*kiwi)", gold="Yasmine is allergic to kiwi"),
        q("What is Pixel's chip number?", "981 ?100 ?004 ?276 ?553", gold="981 100 004 276 553"),
        q(
            "How much did the removal of the asbestos cost?",
            "1,870",
            wrong="2,340",
            gold="takes the asbestos away for 1,870",
        ),
        q(
            "What is the deposit for the cottage in Durbuy?",
            "220",
            gold=("Durbuy now says deposit 220", "the deposit is 220 euros"),
        ),
        q("How much is the deposit of the flat in Coupure?", "2,685", gold="deposit for the flat of 2,685 euros"),
        q("What is the excess of our home insurance?", "275[.,]40", gold="an excess of 275.40 euros"),
        q(
            "How many days of holiday do I have in my contract?",
            "thirty-two|32",
            gold="thirty-two days of paid holiday",
        ),
        q("What is the interest rate of our mortgage?", "1[.,]63", gold="at a fixed rate of 1.63 percent"),
        q("What colour is the paint in the hall?", "4512|oat", gold="colour 4512"),
        q("What is Rui's blood group?", "0 negative", wrong="A positive", gold="blood group 0 negative"),
        q(
            "How much did the braces cost in all?",
            "2,480",
            gold=("braces will be 2,480", "twenty months and costs 2,480"),
        ),
        q("What is the frame number of my stolen bike?", "WTK ?88213 ?L", gold="WTK 88213 L"),
        q("How long is the warranty of the dishwasher?", "five years", gold="The warranty runs for five years"),
        q("What is the penalty if we answer an alarm too late?", "0\\.5 percent", gold="a penalty of 0.5 percent"),
        q("How much did Fiona's flat cost per month?", "760", gold="Rent is 760"),
        q("What salary did Fiona get in her new job?", "4,150", gold="4,150 gross"),
        q(
            "What is the alarm threshold?",
            "20",
            gold=("20 percent, otherwise we ring", "alarm threshold 20 percent", "20 it is"),
        ),
        q("How much did Jozef get for the caravan?", "6,200", gold="Sold the caravan. 6,200"),
        q("What is the code of the key box in Durbuy?", "5091", gold="key box in Durbuy is 5091"),
        q("What size are Rui's shoes?", "33", gold="shoe size 33"),
        q("How much does Pixel weigh?", "14\\.2", gold="Pixel weighs 14.2 kilos"),
        q("What was the total of the offer for the roof?", "18,463\\.20", gold="The whole work costs 18,463.20"),
        q("What is my customer number at Leiepolis?", "LP-5580193", gold="customer number is LP-5580193"),
        q("How much does the basic package of Spanwatch cost per bridge?", "390", gold="390 per bridge and month"),
        q("What does the after-school care cost?", "1\\.15", gold="After-school care costs 1.15"),
        q("Which error code did the boiler show?", "F28", wrong="F24", gold="Boiler shows F28"),
    ),
    "who": (
        q("Who has Fiona's spare key?", "Peeters", gold=("has my spare key", "Key's still with Mrs Peeters")),
        q(
            "Who serviced the boiler?",
            "Goossens",
            gold=("call Pascal Goossens", "serviced in October by Pascal Goossens"),
        ),
        q("Who operated on Jozef's hip?", "Baert", gold=("Doctor Baert. He has to be there",)),
        q("Who is Lotte's homeroom teacher?", "Vanhaverbeke", wrong="Tine", gold="homeroom teacher is Mr Vanhaverbeke"),
        q("Who is Rui's piano teacher?", "Roels", gold=("piano teacher is Annelies Roels", "piano: Annelies Roels")),
        q("Who is the vet of Pixel?", "Lauwers", gold=("Dr. Lauwers wants to see him", "vet Dr. Lauwers")),
        q(
            "Whose suitcase stayed in Lisbon?",
            "your suitcase|Wouter|my good shoes",
            gold=("your suitcase is still in Lisbon", "With my good shoes in it"),
        ),
        q("Who will become managing director after Duncan?", "Bea", gold="Bea becomes managing director"),
        q("Who owns the renewal of certificates?", "Anjali", gold="renewed by certbot, owner is Anjali"),
        q("Who has Anjali's fondue set?", "Fiona", gold=("has my fondue set", "Guilty. Attic")),
        q("Who is our contact at the city for the Contributie bridge?", "Vermeiren", gold="Contact is Ilse Vermeiren"),
        q("Who is Lotte's orthodontist?", "Wyffels", gold="orthodontist: Dr. Pieter Wyffels"),
    ),
    "when": (
        q("When did we launch Spanwatch 2.0?", "7 Apr|is live", gold=("we launch on 7 April", "Spanwatch 2.0 is live")),
        q(
            "When does our flight to Porto leave after the change?",
            "12:10",
            gold=("leaves at 12:10 instead", "departure 12:10"),
        ),
        q(
            "What time is Fiona's wedding at the town hall?",
            "10:30|half past ten",
            gold=("only has 10:30 left", "half past ten, got it", "Fiona and Ruben: town hall"),
        ),
        q("When was Rui born?", "4:12|2 Oct", gold=("Rui was born at 4:12", "born 2 October 2017", "3,610 grams")),
        q(
            "When does Lotte's passport expire?",
            "21 August",
            gold=("Lotte's expires on 21 August", "passport expires 21 August"),
        ),
        q("When is the school trip to Pairi Daiza?", "23 June", gold="Pairi Daiza is postponed to 23 June"),
        q("When does Duncan retire?", "September", gold="retiring at the end of September"),
        q(
            "When is the anniversary of Hilde and Jozef?",
            "18 Jul",
            gold=("anniversary is on 18 July", "Hilde and Jozef: 45 years"),
        ),
        q("When did we get the keys of the house?", "29 Mar|KEYS", gold="have the KEYS"),
        q("When do the movers come?", "11th of May", gold="movers come at 7:30"),
        q("When is the decision about the Rotterdam offer?", "30 June", gold="decision on 30 June"),
        q(
            "When does mãe arrive in Charleroi?",
            "3 (de julho|Jul)|13[:h]15",
            gold=("Chego a Bruxelas dia 3 de julho", "Mãe arrives"),
        ),
    ),
    "where": (
        q("Where does Fiona live?", "Hoogpoort", gold="A flat in Hoogpoort 61"),
        q(
            "Where is the party for the 45th anniversary?",
            "Pêcheur",
            wrong="^(?!.*Pêcheur).*Boothuis",
            gold=("the party to Auberge du Pêcheur", "Hilde and Jozef: 45 years"),
        ),
        q("Where is the water main?", "under the stairs", gold="water main: behind the wooden panel"),
        q("Where are the birth certificates?", "fireproof box|attic", gold="Birth certificates and deeds"),
        q("Where is Rui's syringe?", "red pouch|hall", gold="red pouch in the hall"),
        q(
            "Where was Lotte treated when she fell off the climbing frame?",
            "Sint-Lucas",
            gold="emergency room at Sint-Lucas",
        ),
        q("Where was the team dinner?", "Oak", gold="Oak restaurant"),
        q("Where is the passport office appointment?", "Stadskantoor", gold="Lotte: passport office"),
        q("Where did we eat in Bologna?", "Bottega", gold="at All'Osteria Bottega"),
        q(
            "Where is the spare key of the car?",
            "drawer",
            wrong="Peeters",
            gold="spare key: drawer under the telephone",
        ),
    ),
    "count": (
        q("How many messages did Fiona write in Thursday Girls?", Count("fiona", "girls")),
        q("How many messages are in the Spanwatch crew chat?", Count(chat="spanwatch")),
        q("How many messages did Duncan write in Spanwatch crew in 2021?", Count("duncan", "spanwatch", 2021)),
        q("How many messages did Lotte write?", Count("lotte")),
        q("How many messages did Ploy send me?", Count("ploy")),
        q("How many messages did I write in Class 4B parents?", Count("bea", "school")),
        q("How many messages from Katrin are there in 2022?", Count("katrin", "", 2022)),
        q("How many messages in Claes & Tavares contain the word hazelnuts?", Count("", "family", 0, "hazelnuts")),
        q("How many messages did Joris send in 2024?", Count("joris", "", 2024)),
        q("How many messages did Étienne write in Spanwatch crew?", Count("etienne", "spanwatch")),
        q("How many messages did Hilde write in Claes & Tavares in 2019?", Count("hilde", "family", 2019)),
        q("How many messages mention asbestos in the chat with Wouter?", Count("", "wouter", 0, "asbestos")),
    ),
    "list": (
        q("Who are the people in Thursday Girls?", "Fiona", "Anjali", "Chiara", "Pilar"),
        q("Which chats is Anjali in?", "Thursday Girls", "Spanwatch crew"),
        q("List all phone numbers that Étienne sent me", "03 20 55 18 40"),
        q("List all amounts in the chat with Katrin in 2024", "3\\.180"),
        q("Which allergies do the children of class 4B have?", "kiwi", "lactose", "hazelnut"),
        q("Who is coming to Bologna?", "I'm in!|Pilar", "me too|Fiona"),
        q("List the phone numbers in Chiara's chat", "338 290 11 67"),
        q("Which books did I read in 2025?", "Haushofer", "Ernaux", gold="The Wall by Marlen Haushofer"),
    ),
    "first and last": (
        q("Who first mentioned asbestos?", "Beatriz|me|you", gold="found asbestos in the garage roof"),
        q("What did Fiona last say about the key?", "Mrs Peeters", gold="Key's still with Mrs Peeters"),
        q("When was the caravan last mentioned?", "15 Mar|Sold the caravan", gold="Sold the caravan"),
        q("When did Anjali first write about holi?", "2024|होली", gold="होली की पार्टी"),
        q(
            "What was the first message in the Spanwatch crew chat?",
            "Welcome to the Spanwatch channel",
            gold="Welcome to the Spanwatch channel",
        ),
        q("What did Jozef last say about the caravan?", "6,200", gold="Sold the caravan. 6,200"),
        q("When did Katrin first mention Jakob?", "3 Feb|3\\.420|Jakob ist da", gold="Jakob ist da"),
        q("Who last mentioned Durbuy?", "Wouter", gold="key box in Durbuy is 5091"),
        q("What was the last thing Duncan said about retiring?", "September", gold="retiring at the end of September"),
        q("Who first mentioned Ruben?", "Fiona", gold="his name is Ruben"),
    ),
    "comparison": (
        q("Who wrote more in Claes & Tavares, Hilde or Jozef?", More("family", ("hilde", "jozef"))),
        q("Which of Duncan or Étienne wrote more in Spanwatch crew?", More("spanwatch", ("duncan", "etienne"))),
        q("Which marathon was faster, Eindhoven or Brussels?", "Eindhoven", gold="Eindhoven marathon 3:47:12"),
        q("Who wrote most in Class 4B parents?", More("school", ("bea", "joris", "samira", "fiona"))),
        q(
            "Was Dewaele cheaper for the asbestos than the other one?",
            "1,870",
            gold="takes the asbestos away for 1,870",
        ),
        q("Who wrote more in Thursday Girls in 2023, Chiara or Pilar?", More("girls", ("chiara", "pilar"), 2023)),
    ),
    "time": (
        q("What happened on 4 June 2020?", "[Aa]sbestos", gold="Asbestos removal, garage"),
        q("What did Duncan write on 26 March 2026?", "retiring", gold="retiring at the end of September"),
        q("What do I have on 25 June 2026?", "Claeskens|Dentist", gold="Dentist, Bea"),
        q(
            "What did the family talk about on 19 October 2021?",
            "Thursday|crutches|toilet",
            gold="He comes home on Thursday",
        ),
        q("What did Fiona write on 06/07/2024?", "proposed", gold="Ruben proposed"),
        q("What's on next Monday?", "passport", gold="Lotte: passport office"),
    ),
    "nothing there": (
        q("When is my sailing exam?"),
        q("What is Wouter's blood group?"),
        q("How much did the helicopter tour cost?"),
        q("What is the name of Fiona's violin teacher?"),
        q("Which hotel did we book in Reykjavik?"),
        q("What is Samira allergic to?"),
        q("Who is Lotte's drum teacher?"),
        q("What is the chip number of Hilde's cat?"),
        q("How much is my motorcycle insurance?"),
        q("When does Jozef's passport expire?"),
        q("What is Duncan's new address?"),
        q("When was Yasmine born?"),
        q("What is the PIN of my bank card?"),
        q("Wie heißt Katrins Steuerberaterin?", language="de"),
        q("¿Cuándo opera el dentista a Pilar?", language="es"),
        q("Quel est le numéro de passeport d'Étienne ?", language="fr"),
    ),
    "language": (
        q(
            "Wie hoch ist die Kaution in Graz?",
            "2\\.400",
            gold=("Kaution ist 2.400 Euro", "Kaution von 2.400 Euro"),
            language="de",
        ),
        q("Wann wurde Jakob geboren?", "2:17|3 Feb", gold="Jakob ist da", language="de"),
        q(
            "Wo hängt der Schlüssel für die Hütte?",
            "Ulli|Vogelhäuschen",
            gold="Der Schlüssel für die Hütte",
            language="de",
        ),
        q("Wie viele Nachrichten hat Katrin geschrieben?", Count("katrin"), language="de"),
        q(
            "¿Cuándo es la boda de Pilar?",
            "18 de junio|18 June",
            gold=("la boda pasa al 18 de junio", "Boda de Pilar"),
            language="es",
        ),
        q("¿Cómo se llama la perra de Pilar?", "Trufa", gold="se llama Trufa", language="es"),
        q("¿Cuánto cuesta la guardería?", "385", gold="La guardería nos cuesta 385", language="es"),
        q(
            "¿Quién tiene las llaves de casa de Pilar?",
            "Begoña",
            gold="He dejado las llaves de casa a Begoña",
            language="es",
        ),
        q("Quel est le code de la porte d'Étienne ?", "47B19", gold="47B19, puis", language="fr"),
        q(
            "Quand est le rendez-vous avec la mairie ?",
            "14 mars",
            gold="la mairie est reporté au 14 mars",
            language="fr",
        ),
        q("Combien a coûté l'opération du chat ?", "430", gold="Le vétérinaire a opéré Moustache", language="fr"),
        q("Quanto costa l'affitto di Chiara?", "850", gold="Affitto 850 più spese", language="it"),
        q("Come si chiama la maestra di Tommaso?", "Ornella", gold="la maestra si chiama Ornella", language="it"),
        q("Dove abita Chiara?", "San Vitale", gold="Casa nuova in via San Vitale 88", language="it"),
        q("Qual é o número do canalizador?", "22 208 7741", gold="O canalizador é o Sr. Abílio", language="pt"),
        q("Quem tem a chave de reserva da mãe?", "Am[ée]lia", gold="A chave de reserva está com", language="pt"),
        q("Quando nasceu a Matilde?", "14h25|5 Dec", gold="Nasceu a Matilde", language="pt"),
        q("गैरेज की चाबी किसके पास है?", "फ़ातिमा", gold="गैरेज की चाबी पड़ोसन", language="hi"),
        q("तारा को किस चीज़ से एलर्जी है?", "मूँगफली", gold="तारा को मूँगफली से", language="hi"),
        q("ร้านกาแฟของพลอยชื่ออะไร", "แมวหลับ", gold="เปิดร้านกาแฟแล้ว", language="th"),
        q("รหัสไวไฟของร้านคืออะไร", "meowmeow2026", gold="รหัสไวไฟของร้านคือ", language="th"),
        q("Waar ligt de sleutel van het tuinhuis?", "bloempot", gold="De sleutel van het tuinhuis", language="nl"),
    ),
    "typos and vague": (
        q("whats the wifi pasword", "kasseien-en-regen-9|gentsewaterzooi", gold="kasseien-en-regen-9"),
        q(
            "who had the spair key of fiona again??",
            "Peeters",
            gold=("has my spare key", "Key's still with Mrs Peeters"),
        ),
        q("that thing with the heron, what was it", "[Hh]eron", gold=("crashed it. into a heron", "Heron is fine")),
        q("when was teh hip operashun", "the 11th|11 Oct", gold=("his date for the hip", "Jozef: hip operation")),
        q("how mutch was the sicond hand vibration table", "4,300", gold="vibration table from the closing-down sale"),
        q("name of the restaurant w the tortellini??", "Bottega", gold="at All'Osteria Bottega"),
    ),
}


def all_questions() -> Iterator[Question]:
    """Yield the questions, numbered from 1."""
    number = 0
    for kind, rows in _BY_KIND.items():
        for row in rows:
            number += 1
            yield Question(number, kind, *row)

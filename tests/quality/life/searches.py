"""150 searches as people type them, with the passages that should be found.

A gold marker is a stretch of text that stands in the wanted passage and nowhere else in the life; where several passages
answer, there are several markers and any will do. A search without markers is for something that isn't there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Half = Literal["tune", "held"]


@dataclass(frozen=True)
class Search:
    """One search. `number` decides its half: even ones are for tuning, odd ones are held back."""

    number: int
    kind: str
    language: str
    text: str
    gold: tuple[str, ...]

    @property
    def half(self) -> Half:
        return half_of(self.number)


def half_of(number: int) -> Half:
    """Return which half a search or question belongs to."""
    return "held" if number % 2 else "tune"


_BY_KIND: dict[str, tuple[tuple[str, str, *tuple[str, ...]], ...]] = {
    # a few words of the passage, as they stand there or nearly
    "keywords": (
        ("en", "deposit flat", "deposit for the flat of 2,685 euros", "deposit two months"),
        ("en", "asbestos garage roof", "found asbestos in the garage roof", "removal of the asbestos roof"),
        ("en", "Durbuy deposit", "Durbuy now says deposit 220", "the deposit is 220 euros", "540 euros, deposit 150",
         "540 euros, the deposit 150"),
        ("en", "boiler F28", "Boiler shows F28"),
        ("en", "spare key fiona", "has my spare key", "Key's still with Mrs Peeters"),
        ("en", "Pairi Daiza postponed", "trip to Pairi Daiza is postponed"),
        ("en", "Pixel chip number", "981 100 004 276 553"),
        ("en", "hazelnut allergy", "hazelnuts, strongly", "allergic to hazelnuts", "Rui no hazelnuts"),
        ("en", "sofa free", "our old sofa? Grey"),
        ("en", "hip operation", "his date for the hip", "Jozef: hip operation"),
        ("en", "launch date spanwatch", "we launch on 7 April", "Launch of Spanwatch 2.0 is set",
         "Launch moves to 17 March", "Spanwatch 2.0 is live"),
        ("en", "bicycle theft report", "registered the theft of your bicycle"),
        ("en", "lice lotion", "dimeticone lotion"),
        ("en", "quince jelly", "made 14 jars of jelly"),
        ("en", "paint hall colour", "colour 4512"),
        ("en", "fondue set", "has my fondue set"),
        ("en", "drum kit", "gave the drum kit back"),
        ("en", "excess home insurance", "an excess of 275.40 euros"),
        ("en", "solar panels offer", "Twelve panels of 440 watt"),
        ("en", "braces price", "braces will be 2,480", "twenty months and costs 2,480"),
    ),
    # a phrase as it was written, without quotes
    "phrase": (
        ("en", "don't be late tomorrow", "Don't be late tomorrow, the photographer"),
        ("en", "nobody touches that date again", "Nobody touches that date again"),
        ("en", "sober on a Monday", "Sober on a Monday, that I can manage"),
        ("en", "he ate a shoe", "eleven weeks and he ate a shoe"),
        ("en", "heron is fine", "Heron is fine"),
        ("en", "a beard and a boat", "he has a beard and a boat"),
        ("en", "best airline mistake ever", "Best airline mistake ever"),
        ("en", "I liked SensorBakery", "I liked SensorBakery"),
        ("en", "love is a matter of ringing twice", "love is a matter of ringing twice"),
        ("de", "im roten wohnt wirklich wer", "Im roten wohnt wirklich wer"),
        ("it", "se metti l'aglio ti tolgo il saluto", "se metti l'aglio ti tolgo il saluto"),
        ("pt", "o pai ficava contente", "O pai ficava contente"),
    ),
    # slips of the keyboard, and real words that must stay as they are
    "typo": (
        ("en", "asbestus removal", "removal of the asbestos roof", "found asbestos in the garage roof",
         "takes the asbestos away"),
        ("en", "maraton time wouter", "Eindhoven marathon 3:47:12", "finished the Brussels marathon in 3:58:24"),
        ("en", "pasport expires lotte", "Lotte's expires on 21 August", "passport expires 21 August 2026"),
        ("en", "orthodontst lotte", "orthodontist: Dr. Pieter Wyffels"),
        ("en", "suitcase reference lisbn", "reference BRUTP47719", "Your delayed suitcase BRUTP47719"),
        ("en", "certifcate message broker outage", "a certificate expired on the message broker"),
        ("en", "exchange rate swiss", "exchange rate in the Swiss offer"),
        ("en", "anniversery hilde jozef", "Our 45th anniversary is on 18 July"),
        ("en", "caravn sold", "Sold the caravan. 6,200"),
        ("en", "retirment duncan", "I'm retiring at the end of September"),
        ("en", "grandpa goose", "Jozef makes the goose"),
        ("de", "Schlaganfal Papa", "Papa hatte einen Schlaganfall"),
        ("es", "embarasada catorce semanas", "Estoy embarazada. De catorce semanas"),
        ("fr", "veterinaire moustahce", "Le vétérinaire a opéré Moustache"),
    ),
    # numbers in another grouping, names of code, parts of words
    "token": (
        ("en", "0498226173", "call Pascal Goossens, he serviced it last time"),
        ("en", "BE91734055182276", "BE91 7340 5518 2276"),
        ("en", "BE47 97301186 4480", "BE47 9730 1186 4480"),
        ("en", "981100004276553", "981 100 004 276 553"),
        ("en", "18463.20", "The whole work costs 18,463.20 euros"),
        ("en", "342500", "notary says final price is 342,500", "De prijs bedraagt 342.500 euro"),
        ("en", "1112,84", "monthly payment is 1,112.84 euros"),
        ("en", "gauge factory", "renamed the class to StrainGaugeFactory"),
        ("en", "bridge parser spans", "BridgeModelParser throws on empty spans"),
        ("en", "wi-fi password", "set the wifi password to", "kasseien-en-regen-9"),
        ("en", "wifi lock antenna", "Gateway on the canal lock has no wi-fi"),
        ("en", "plate 1vkt482", "New car has its plate: 1-VKT-482", "licence plate 1-VKT-482"),
        ("en", "wtk88213l", "WTK 88213 L"),
        ("de", "Kosten Heizkostenabrechnung", "wird bis zum 30. Juni des Folgejahres vorgelegt"),
        ("de", "Waschküche", "Die Waschküchenbenützung ist werktags"),
        ("pt", "garrafas 4300", "deu 4 300 garrafas"),
    ),
    # one sentence in a long contract, letter or mail
    "document": (
        ("en", "rent of our flat per month", "The rent is 895 euros per month"),
        ("en", "flat in square metres", "with a surface of 84 square metres", "second floor, 71 square metres"),
        ("en", "lost key main door costs", "Loss of a key to the main door obliges"),
        ("en", "how many days of holiday contract", "thirty-two days of paid holiday a year"),
        ("en", "work from home days a week", "may work from home on at most two days"),
        ("en", "competitor clause after leaving", "does not work for a competitor within Belgium"),
        ("en", "burst pipe covered", "Damage by water from a burst pipe"),
        ("en", "bicycle insured up to", "Theft of bicycles is covered up to 1,250"),
        ("en", "penalty for late alarm response", "a penalty of 0.5 percent of the monthly fee"),
        ("en", "raw data kept years", "Raw data are kept for seven years"),
        ("en", "scaffolding weeks", "The scaffolding stands for at most five weeks"),
        ("en", "phone taken away at school", "a telephone that was taken away is given back"),
        ("en", "fever stay at home school", "A child with fever above 38 degrees"),
        ("en", "fixed rate mortgage", "at a fixed rate of 1.63 percent"),
        ("en", "dishwasher warranty years", "The warranty runs for five years on all parts"),
        ("de", "Kündigungsfrist Wohnung", "mit einer Frist von drei Monaten zum Monatsletzten"),
        ("fr", "annulation acompte gîte", "Les acomptes versés ne sont pas remboursés"),
        ("nl", "spuit elke avond heup", "elke avond een spuit Clexane"),
    ),
    # whom it is about or from
    "name": (
        ("en", "Annelies Roels", "piano teacher is Annelies Roels", "piano: Annelies Roels", "Annelies Roels, Wednesdays"),
        ("en", "Dr Baert", "Doctor Baert. He has to be there", "overleg met dokter Baert"),
        ("en", "Ilse Vermeiren contact", "Contact is Ilse Vermeiren"),
        ("en", "Nadège sales", "Welcome Nadège, she does sales"),
        ("en", "Ruben violins", "his name is Ruben, he builds violins"),
        ("en", "Vanhaverbeke", "homeroom teacher is Mr Vanhaverbeke"),
        ("en", "notary Van Hoecke file number", "Our file number is 2018/4471-VH"),
        ("en", "Inge Callens physio", "brilliant for backs: Inge Callens", "From Inge Callens: three times"),
    ),
    # a time among the words
    "time": (
        ("en", "flight to Porto march 2024", "TP 605", "TP 603"),
        ("en", "Christmas 2023 at ours", "This year Christmas is at ours"),
        ("en", "hospital wrist october 2020", "left wrist, we're in the emergency room"),
        ("en", "team dinner may 2025", "Team dinner: Friday 9 May"),
        ("en", "Bologna reunion 2022", "all five in Bologna, 7 to 10 October", "Bologna flights: out Friday"),
        ("en", "offer Rotterdam last month", "Offer for Rotterdam went out"),
        ("en", "caravan summer 2020", "The caravan stays at De Lombarde"),
        ("en", "bike stolen june 2023", "my bike is gone from the station", "registered the theft of your bicycle"),
    ),
    # other words than those that were written
    "meaning": (
        ("en", "Fiona's new job salary", "4,150 gross, and a train pass"),
        ("en", "who proposed on the boat", "Ruben proposed. On the ferry"),
        ("en", "car inspection brakes", "front brake discs and one tyre"),
        ("en", "vehicle registration number", "licence plate 1-VKT-482", "New car has its plate: 1-VKT-482"),
        ("en", "dog overweight", "Pixel weighs 14.2 kilos"),
        ("en", "hearing aid lost", "Jozef heeft zijn gehoorapparaat verloren"),
        ("en", "where are the birth certificates", "Birth certificates and deeds: fireproof box"),
        ("en", "insects in the bed", "we have bedbugs"),
        ("en", "grandmother fell on the stairs", "Caí na escada, mas não parti nada"),
        ("en", "turn off the water", "water main: behind the wooden panel"),
        ("en", "what to give Jozef as a present", "Jozef: map of the old railway lines"),
        ("en", "breaking up with her boyfriend", "I've left Mark"),
    ),
    # in the languages of the chats
    "language": (
        ("de", "Kaution Graz", "Die Kaution ist 2.400 Euro", "Die Kaution von 2.400 Euro"),
        ("de", "Kühlschrank Techniker", "Der Techniker von Elektro Hofmann"),
        ("de", "Schlüssel Hütte", "Der Schlüssel für die Hütte hängt bei Ulli"),
        ("de", "Kinderärztin Name", "Die Kinderärztin heißt Frau Dr. Wieser"),
        ("es", "fianza piso", "dos meses, 1.280. Adiós ahorros"),
        ("es", "fecha de la boda", "la boda pasa al 18 de junio", "Me caso con Iñaki"),
        ("es", "guarderia precio", "La guardería nos cuesta 385 al mes"),
        ("fr", "code de la porte", "47B19, puis deuxième escalier"),
        ("fr", "chaudiere numéro", "Pour la chaudière, appelle Monsieur Delattre"),
        ("fr", "rendez-vous mairie reporté", "Le rendez-vous avec la mairie est reporté"),
        ("it", "ricetta ragù", "Il ragù della nonna: tre ore"),
        ("it", "caparra affitto", "Affitto 850 più spese, e tre mesi di caparra"),
        ("it", "ombrellone", "bagno Marconi, ombrellone 46"),
        ("pt", "chave de reserva", "A chave de reserva está com a Dona Amélia"),
        ("pt", "remedio tensão miligramas", "O médico passou-me Losartan", "A médica nova subiu o Losartan"),
        ("pt", "canalizador telefone", "O canalizador é o Sr. Abílio"),
        ("hi", "गैरेज की चाबी", "गैरेज की चाबी पड़ोसन फ़ातिमा"),
        ("hi", "मूँगफली एलर्जी", "तारा को मूँगफली से एलर्जी"),
        ("hi", "नया पता", "मेरा नया पता: कोरेनमार्कट 7"),
        ("th", "แพ้กุ้ง", "ฉันแพ้กุ้งนะ"),
        ("th", "รหัสไวไฟร้าน", "รหัสไวไฟของร้านคือ"),
        ("nl", "sleutel tuinhuis", "De sleutel van het tuinhuis ligt"),
    ),
    # nothing of the kind is anywhere
    "absent": (
        ("en", "sailing licence exam"),
        ("en", "chinchilla cage"),
        ("en", "helicopter tour price"),
        ("en", "pottery kiln temperature"),
        ("en", "Reykjavik hotel booking"),
        ("en", "tattoo appointment"),
        ("en", "bitcoin wallet seed"),
        ("en", "scuba certificate"),
        ("en", "divorce lawyer"),
        ("en", "motorcycle insurance"),
        ("en", "pacemaker battery"),
        ("en", "karaoke machine rental"),
        ("en", "beekeeping course"),
        ("en", "tax audit letter"),
        ("de", "Skipass Kitzbühel"),
        ("es", "clases de guitarra"),
        ("fr", "permis bateau"),
        ("it", "abbonamento teatro"),
        ("pt", "carta de condução caducada"),
        ("hi", "घोड़े की सवारी"),
    ),
}  # fmt: skip


def all_searches() -> Iterator[Search]:
    """Yield the searches, numbered from 1."""
    number = 0
    for kind, rows in _BY_KIND.items():
        for language, text, *gold in rows:
            number += 1
            yield Search(number, kind, language, text, tuple(gold))

"""Mails that tell something, and those that come in any case: newsletters, orders, notices, threads."""

from __future__ import annotations

from dataclasses import dataclass

from tests.quality.life.chatter.base import listed, parted


@dataclass(frozen=True)
class Letter:
    """A mail that tells something. `sender` is a person's key or "Name <address>"; a reply follows the one before it."""

    at: str
    sender: str
    subject: str
    body: str
    reply: bool = False


LETTERS = (
    Letter("2018-11-20 10:12", "Notaris Van Hoecke <kantoor@vanhoecke.example>", "Appointment for Visserij 47",
           "The signing of the deed is planned for Friday 29 March 2019 at 15:00 in our office, Koningin Elisabethlaan 20. "
           "Please bring your identity cards and the proof of the transfer.\n\nOur file number is 2018/4471-VH."),
    Letter("2018-11-20 21:40", "bea", "Re: Appointment for Visserij 47",
           "Thank you, we will both be there. Is a transfer two days before early enough?", reply=True),
    Letter("2018-11-21 09:05", "Notaris Van Hoecke <kantoor@vanhoecke.example>", "Re: Appointment for Visserij 47",
           "Two days before is fine. The costs of the deed come to 9,840 euros and can be paid together with the price.",
           reply=True),
    Letter("2019-06-03 14:20", "Leiepolis <service@leiepolis.example>", "Your customer number",
           "Your customer number is LP-5580193. Keep it at hand when you call us."),
    Letter("2020-02-04 08:31", "Dewaele <info@dewaele.example>", "Asbestos, garage Visserij 47",
           "We confirm the removal of the asbestos roof on Tuesday 17 March, from 8 o'clock. The street has to be free of cars "
           "on the side of the house."),
    Letter("2020-03-16 17:02", "Dewaele <info@dewaele.example>", "Re: Asbestos, garage Visserij 47",
           "Because of the measures against the virus we have to move your date. The new one is Thursday 4 June, same time.",
           reply=True),
    Letter("2021-03-08 11:11", "Stad Gent <vergunningen@gent.example>", "Permit for your roof windows",
           "Your permit OMV_2021014477 has been granted. You may begin 35 days after the poster has been put up."),
    Letter("2021-11-09 16:44", "Elektro Vandeputte <orders@vandeputte.example>", "Your order 220918",
           "Thank you for your order of one dishwasher G 5310 SC. Delivery is on Monday 15 November between 13 and 17."),
    Letter("2022-03-02 20:18", "Colette Hubin <colette@vieuxtilleul.example>", "Gîte Le Vieux Tilleul",
           "Bonjour Madame,\nj'ai bien reçu votre acompte de 130 euros. Le chien est le bienvenu, mais pas sur les lits.\n"
           "Le code du portail est 2846A."),
    Letter("2022-09-01 09:00", "Garage Van Damme <verkoop@vandamme.example>", "Your new car",
           "Your Octavia can be collected on Monday 5 September at 7:30. The chassis number is TMBJR7NX4NY118823."),
    Letter("2023-06-19 10:36", "Politie Gent <aangifte@politie.example>", "Report GE.43.L6.018842/2023",
           "We have registered the theft of your bicycle. Send this number to your insurance company."),
    Letter("2023-08-01 15:09", "Leiepolis <service@leiepolis.example>", "Claim 2023-77120: your bicycle",
           "We have settled your claim. The value was set at 1,215.40 euros; less the excess of 275.40 euros we pay 940 euros."),
    Letter("2024-02-11 15:01", "TAP <bookings@tap.example>", "Your booking QX7M2P",
           "Brussels – Porto, Thursday 28 March 2024, flight TP 603, departure 06:45. Four passengers. Hand luggage only, "
           "one suitcase of 23 kg."),
    Letter("2024-03-20 18:12", "TAP <bookings@tap.example>", "Change to your booking QX7M2P",
           "Your flight has changed. The new flight is TP 605 on Thursday 28 March 2024, departure 12:10. If that does not suit "
           "you, you can have your money back within seven days."),
    Letter("2024-04-08 12:40", "TAP <baggage@tap.example>", "Your delayed suitcase BRUTP47719",
           "Your suitcase has arrived in Brussels and will be delivered tomorrow between 10 and 14."),
    Letter("2024-06-20 10:00", "duncan", "Lab list",
           "Bea,\nthe board wants the list of what we buy for the lab by 5 July. The climate chamber alone is 11,900, so choose "
           "well.\nDuncan"),
    Letter("2024-06-21 08:55", "anjali", "Re: Lab list",
           "My list: climate chamber, two load cells of 50 kN, the vibration table from the closing-down sale in Delft (4,300), "
           "and a proper fume hood.", reply=True),
    Letter("2024-06-21 13:30", "etienne", "Re: Lab list",
           "Add an oscilloscope with four channels please, the Rigol costs 780.", reply=True),
    Letter("2024-10-14 19:22", "fiona", "The day itself",
           "Dearest witness,\nthe town hall is at 11, the photographer at noon on Sint-Michielsbrug, food at 6. Your task: rings, "
           "tissues and keeping my brother away from the microphone. The rings are at Goudsmid Lepoutre, order name Still.\nFi"),
    Letter("2025-01-21 09:47", "Certilab <projects@certilab.example>", "Certification Spanwatch 2.0",
           "The tests for electromagnetic compatibility have to be repeated because of the housing. We expect the certificate on "
           "2 April instead of 25 February."),
    Letter("2025-03-11 17:20", "duncan", "Pricing 2.0",
           "We go with 390 per bridge and month for the basic package and 640 with prediction. No discounts below ten bridges."),
    Letter("2025-05-12 10:10", "De Regenboog <secretariaat@regenboog.example>", "Summer camp",
           "The summer camp takes place from 7 to 11 July in the school. It costs 85 euros; brothers and sisters pay 70. "
           "Registration closes on 6 June."),
    Letter("2025-07-04 21:15", "Ardennes Cottages <stay@ardennes-cottages.example>", "Cottage Durbuy, booking AC-30817",
           "Thank you for your booking from 27 to 30 October. The price is 540 euros, the deposit 150 euros."),
    Letter("2025-07-09 09:30", "Ardennes Cottages <stay@ardennes-cottages.example>", "Re: Cottage Durbuy, booking AC-30817",
           "As you bring a dog, the deposit is 220 euros. We have corrected your booking.", reply=True),
    Letter("2025-09-30 08:00", "Water-link <facturen@waterlink.example>", "Your yearly bill",
           "You used 96 cubic metres of water. The bill comes to 531.72 euros, to be paid by 31 October under the notice "
           "+++218/0047/55391+++."),
    Letter("2025-12-01 07:45", "Solar Leie <offerte@solarleie.example>", "Offer for solar panels",
           "Twelve panels of 440 watt peak with an inverter cost 6,845 euros. They yield about 4,900 kilowatt hours a year."),
    Letter("2026-01-12 11:26", "Dr. Wyffels <praktijk@wyffels.example>", "Treatment plan for Lotte",
           "The treatment takes about twenty months and costs 2,480 euros. An appointment that is not cancelled a day before is "
           "charged with 35 euros."),
    Letter("2026-02-03 16:58", "wouter", "Triptych",
           "The museum in Bruges asks me to look at their wing altar in June. Three weeks, 5,400 euros. Shall I?"),
    Letter("2026-03-27 09:14", "Nadège Pirard <nadege@brugwerk.example>", "Rotterdam tender",
           "The tender for Rotterdam has the reference 2026-OBR-0093. Questions are allowed until 24 April, and the bid has to be "
           "uploaded in one PDF of 40 pages at most."),
    Letter("2026-05-04 18:30", "katrin", "Sommer",
           "Liebe Bea,\nwir kommen am 1. August mit dem Auto und bleiben bis zum 9. Jakob schläft überall, Gregor schnarcht. "
           "Den Kindersitz bringen wir mit.\nBussi, Katrin"),
    Letter("2026-05-11 12:02", "nuno", "Rótulo novo",
           "Mana,\no rótulo do tinto de 2024 está pronto: chama-se “Bisneta”. Saem 3 900 garrafas em outubro, a 9,80 cada.\nNuno"),
    Letter("2026-06-02 10:20", "etienne", "Devis Tournai",
           "Bonjour Bea,\nla ville de Tournai demande un devis pour la passerelle de l'Arche : 14 capteurs, pose comprise, avant le "
           "19 juin. Je propose 23 750 euros hors taxe.\nÉtienne"),
)  # fmt: skip

NEWS = (
    ("Bridge Weekly <digest@bridgeweekly.example>", "Weekly digest #{n}"),
    ("De Gentenaar <nieuws@gentenaar.example>", "Het nieuws van {month}, nummer {n}"),
    ("Recipes for Tired People <hello@tiredrecipes.example>", "Five quick dinners, no. {n}"),
    ("Leie Bookshop <post@leieboek.example>", "New on our tables, issue {n}"),
    ("Runner's Post <news@runnerspost.example>", "Your running week {n}"),
    ("Stadsbibliotheek <info@bib.example>", "What's on at the library ({month})"),
)
NEWS_LINES = listed("""
This week we look at {topic} and why everybody talks about it.
Our readers from {town} send a photo of the {bridge}.
{dish} in {minutes} minutes: easier than you think.
{number2} things that you did not know about {topic}.
New: a {adjective} book about {topic}.
An evening about {topic} at the {place}, {day}, {clock}. Entrance is free.
The {bridge} is closed on {day} for works.
Ask our {trade}: what to do when the {thing} makes a noise?
Members get {number2} % off until {day}.
The best {eatery} of {town}, chosen by you.
""")
NEWS_END = ("You receive this mail because you signed up on our website.\nUnsubscribe: https://mail.example/out/{number} · "
            "Privacy · Terms\n")  # fmt: skip

ORDERS = (
    (
        "Bolsjop <orders@bolsjop.example>",
        "Your order {code} is on its way",
        "Hello Beatriz,\n\nGood news: your {thing} has left our warehouse and arrives {when}.\nTotal: {amount}\nFollow it: https://shop.example/track/{code}\n\nKind regards,\nthe Bolsjop team",
    ),
    (
        "bpost <track@bpost.example>",
        "Your parcel {code}",
        "Dear customer,\n\nyour parcel {code} could not be delivered. It lies at the pick-up point {place} until {day}.\n\nThis is an automatic message, please do not reply.",
    ),
    (
        "NMBS <tickets@rail.example>",
        "Your e-ticket {code}",
        "Dear traveller,\n\nhere is your ticket from Gent-Sint-Pieters to {town}.\nPrice: {amount}\nHave a pleasant journey!",
    ),
    (
        "Leiebank <noreply@leiebank.example>",
        "A new document is waiting",
        "Dear Mrs Tavares,\n\na new statement is waiting in your online bank. For your safety this mail contains no link.\n\nLeiebank NV",
    ),
    (
        "De Regenboog <secretariaat@regenboog.example>",
        "Newsletter of {month}",
        "Dear parents,\n\non {day} the children go to the {place}. Please give them a {clothes} and {food}.\nThe kitchen serves {dish}.\n\nKind regards,\nthe secretariat",
    ),
)

TOPICS = parted("Draft of the report | Drawings for the {bridge} | Agenda for {day} | Site visit | Minutes | Holiday planning | "
                "{ticket} | Your question | Numbers for {month} | Visit from {town}")  # fmt: skip
PARAGRAPHS = listed("""
I have looked at the {artefact} and have {number4} remarks, none of them dramatic.
Could you check {module} before {day}? {friend} found it {adjective}.
The site visit at the {bridge} went well, although the {transport} was {delay}.
As discussed I attach the {artefact} in its new version.
We should talk about this at the {meeting}, {when} at {clock} would suit me.
{friend} from {town} will call you about the {artefact}.
The numbers for pier {number4} are still missing; I hope to have them {when}.
Sorry for the late answer, {excuse}.
I agree with most of it, but the part on {topic} is too long.
Please keep {friend} in copy from now on.
""")
GREETINGS = parted("Dear Bea, | Hi Bea, | Hello all, | Hi, | Good morning, | Hi Beatriz,")
CLOSINGS = parted("Kind regards, | Best, | Cheers, | Thanks and regards, | Have a nice day,")

EVENTS = (
    ("2019-03-29 15:00", "Notary: signing of the deed", "Koningin Elisabethlaan 20, Gent"),
    ("2020-06-04 08:00", "Asbestos removal, garage", "Dewaele; street free of cars"),
    ("2021-10-11 07:00", "Jozef: hip operation", "AZ Maria Middelares, Gent"),
    ("2022-06-18 13:00", "Boda de Pilar e Iñaki", "Bakio"),
    ("2022-10-07 09:55", "Flight to Bologna", "Charleroi, Ryanair"),
    ("2024-03-28 12:10", "Flight TP 605 to Porto", "Zaventem"),
    ("2025-05-17 10:30", "Fiona and Ruben: town hall", "Botermarkt 1, Gent"),
    ("2025-10-27 16:00", "Durbuy: arrival", "cottage AC-30817"),
    ("2026-06-22 09:30", "Lotte: passport office", "Stadskantoor, counter 14; bring two photos"),
    ("2026-06-25 16:20", "Dentist, Bea", "Dr. Claeskens, Kasteellaan 210"),
    ("2026-06-30 20:00", "School play, Rui is the moon", "De Regenboog, gym"),
    ("2026-07-03 13:15", "Mãe arrives", "Charleroi"),
    ("2026-07-18 12:30", "Hilde and Jozef: 45 years", "Auberge du Pêcheur"),
    ("2026-09-14 08:00", "Jakob: Einschulung", "Graz"),
)
DAILY = parted("Standup | Dentist | Piano Rui | Swimming | Site visit {bridge} | Dinner with {friend} | {meeting} | Parents' "
               "evening | Haircut | Call with {town} | Babysitter | Physio | Choir | Garage")  # fmt: skip
OTHERS = (("Pascal Goossens", "+32498226173"), ("Ilse Vermeiren", "+3292665412"), ("Roetveger Lampaert", "+32486932047"),
          ("Inge Callens", "+32479330516"), ("Annelies Roels", "+32472118405"), ("Dr. Sofie Maertens", "+3292237710"),
          ("Elektro Vandeputte", "+3292281199"), ("Garage Van Damme", "+3293725506"))  # fmt: skip

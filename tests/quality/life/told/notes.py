"""Notes in Markdown that tell something, by their file name; and pieces for those that don't."""

from __future__ import annotations

from tests.quality.life.chatter.base import listed, parted

NOTES = {
    "Car.md": """# Car

- Škoda Octavia Combi, bought September 2022 at Garage Van Damme
- licence plate 1-VKT-482
- tyres 205/60 R16, winter set in the cellar, 2.3 bar front and 2.5 rear
- oil 0W-20, serviced every 30,000 km or two years
- spare key: drawer under the telephone
""",
    "House facts.md": """# House facts

Visserij 47, built 1931, terrace, 142 m².

- water main: behind the wooden panel under the stairs, lever to the left is shut
- fuse for the oven is number 11, for the heat in the bathroom number 7
- paint in the hall: Levis Ambiance, colour 4512 “oat”
- paint in the kitchen: colour 7708 “juniper”
- boiler: Vaillant ecoTEC, serviced in October by Pascal Goossens
- chimney sweep: Roetveger Lampaert, 0486 93 20 47
- rubbish: yellow bags on Monday, paper every second Thursday
""",
    "Sourdough.md": """# Sourdough

Starter is called Berta, fed with rye 1:2:2.

500 g flour, 360 g water (72 % hydration), 100 g starter, 10 g salt.
Autolyse one hour, four folds, night in the fridge.
Bake 20 minutes at 250 with lid, 25 minutes at 220 without.
""",
    "Rui.md": """# Rui

- born 2 October 2017, 4:12, 3,610 g
- blood group 0 negative
- allergic to hazelnuts (test of November 2019, specific IgE 18.4)
- EpiPen Junior until 2024, now the adult one; expires November 2026
- paediatrician: Dr. Sofie Maertens, Brugsepoortstraat 55
- shoe size 33 (April 2026)
- piano: Annelies Roels, Wednesday 14:00
""",
    "Lotte.md": """# Lotte

- born 9 May 2011
- blood group A positive
- left wrist cracked in October 2020
- orthodontist: Dr. Pieter Wyffels, every six weeks
- passport expires 21 August 2026
- wants: drums (no), a snake (no), a room with a lock (maybe)
""",
    "Books read 2025.md": """# Books read in 2025

1. The Wall by Marlen Haushofer: best of the year
2. Small Things Like These by Claire Keegan
3. The Years by Annie Ernaux
4. A Month in the Country by J. L. Carr
5. O Ano da Morte de Ricardo Reis by José Saramago: third attempt, finished
""",
    "Gift ideas.md": """# Gift ideas

- Hilde: good secateurs (Felco 6, small hands)
- Jozef: map of the old railway lines
- Fiona: fountain pen with a fine nib
- Wouter: second-hand theodolite!!
- mãe: the blue shawl from the shop in Serpentstraat
""",
    "Speech for Fiona.md": """# Speech for Fiona

Begin with the day she locked us both out on the roof of the library in 2008.
Then the parrot. Then Ruben and the ferry.
Not Mark. Under no circumstances Mark.
Close: “You always said love is a matter of ringing twice.”
""",
    "Garden log.md": """# Garden log

- 2021-04-11 planted the quince tree, variety Vranja
- 2021-10-30 200 bulbs: camassia and narcissus
- 2022-06-02 box moth! cut everything back
- 2023-03-18 compost heap number two
- 2024-05-04 first peas, sown 12 March
- 2025-09-20 quince gave 31 fruits, made 14 jars of jelly
""",
    "Spanwatch decisions.md": """# Spanwatch decisions

- 2019-02: alarm threshold 20 percent
- 2020-11: time series in TimescaleDB, not Influx
- 2022-05: no support for Windows gateways
- 2023-09: certificates are renewed by certbot, owner is Anjali
- 2025-11: releases every second Tuesday
""",
    "Passwords are elsewhere.md": """# Where things are

Passwords are in the manager, not here.
Birth certificates and deeds: fireproof box in the attic, key with the Christmas things.
Vaccination booklets: blue folder. Diplomas: white folder.
Mortgage papers: Leiebank folder, second shelf.
""",
    "Marmelada da avó.md": """# Marmelada da avó

1 kg de marmelo, 800 g de açúcar, casca de um limão.
Cozer os marmelos inteiros com a casca, passar, juntar o açúcar e mexer 40 minutos.
Secar ao sol em tigelas durante três dias.
""",
    "Graz packing list.md": """# Graz, packing list

Passports, night train tickets (coach 263), present for Jakob (wooden crane), hiking boots, rain trousers, Lotte's splint.
Car seat: Katrin has one.
""",
    "Italian words.md": """# Italian words

- scontrino: receipt
- sdraio: deck chair
- arrugginito: rusty
- meriggiare: to rest at noon in a shady place
""",
    "Emergency numbers.md": """# Emergency numbers

- poison centre 070 245 245
- Dr. Mertens (our doctor) 09 224 61 08, out of hours 1733
- vet Dr. Lauwers 09 231 77 40
- neighbour Joris 0477 81 55 30
- Leiepolis insurance 09 330 72 15
""",
    "Knee exercises Wouter.md": """# Knee exercises for Wouter

From Inge Callens: three times 12 step-downs, wall sit 45 seconds, bridge on one leg. Every second day. Ice after.
""",
    "Bridge trip Scotland.md": """# Bridge trip, Scotland 2019

Forth Bridge: 1890, 53,000 tonnes of steel, 6.5 million rivets.
Slept at Mrs Ogilvie's in South Queensferry, 72 pounds with breakfast.
Duncan's aunt in Anstruther makes the best shortbread.
""",
}

TITLES = parted("Meeting notes | To do | Ideas | Shopping | Weekend | Thoughts | Reading | Workshop | Call | Sketch | Plan | "
                "Week")  # fmt: skip
LINES = listed("""
call the bank about the card
ask {friend} about the {thing}
{meeting} moved to {clock}, {friend} brings the {artefact}
buy {food}, {food2}, {fruit}
book about {topic}: {adjective}
check {module} with {friend}
look at the cracks near pier {number4} again
return the {clothes} to the {shop}
idea: a map of all bridges one has walked over
{dish} was {adjective}, next time less salt
repair the {thing} in the {room}
the {bridge}: load case {number4} is still missing
photos of {town} to print
take the {thing2} to the {place}
{friend}: wants to see the {artefact} before {day}
remember to breathe
clean the {room} before {day}
compare {number4} offers for the {room} window
write to {friend} in {town}
""")

"""Scenes at work, in English and some French."""

from __future__ import annotations

WORK = """
@spanwatch 2018-03-05 09:12
d: Welcome to the Spanwatch channel. Bea leads, I pay, nobody panics
e: I panic a little
a: hello from pier 2, it's freezing

@spanwatch 2018-06-21 15:44
a: First sensor live on the Lys footbridge!! 11 microstrain, alive and breathing
b: 🎉🎉 screenshot for the investors please

@spanwatch 2019-04-11 10:20
b: I renamed the class to StrainGaugeFactory, the old name was a joke
e: I liked SensorBakery

@spanwatch 2019-11-18 16:31
e: BridgeModelParser throws on empty spans, see SPW-318
b: fix is in, please test with the Zelzate file

@spanwatch 2020-05-14 11:02
d: Wetteren signed: 48,600 a year, three years
a: that's salaries!
d: that's exactly two thirds of a salary round, but yes

@spanwatch 2021-01-25 14:50
e: server for staging is moved, new address is staging2.spanwatch.example, port 8443
b: old one dies when?
e: end of the month

@spanwatch 2021-08-30 09:41
b: who was at the viaduct on Friday? Gate was left open
a: me, sorry, both hands full. Won't happen again

@spanwatch 2022-02-07 13:15
a: Gateway on the canal lock has no wi-fi, only LTE. I ordered a directional antenna
d: cost?
a: 189

@spanwatch 2022-11-03 17:26
d: We are eleven people as of today. Welcome Nadège, she does sales
e: finally someone who likes the telephone

@spanwatch 2023-09-12 10:08
b: Root cause of the outage: a certificate expired on the message broker at 02:00
d: And the lesson?
b: calendar entry 30 days before, and SPW-402

@spanwatch 2024-06-18 11:37
d: Budget for the lab is approved, 27,500. Spend it before December
a: I have a list since 2019

@spanwatch 2024-10-01 09:30
d: Launch of Spanwatch 2.0 is set: Monday 3 March
b: tight
e: très tight

@spanwatch 2025-01-20 15:18
b: the certification lab needs longer. Launch moves to 17 March
d: Not happy, but better than failing

@spanwatch 2025-03-10 16:45
b: Final word: we launch on 7 April, certificate arrives on the 2nd
d: Agreed. Nobody touches that date again
a: engraving it

@spanwatch 2025-04-07 10:01
b: Spanwatch 2.0 is live 🚀
e: first customer logged in after 4 minutes
d: I owe you all dinner

@spanwatch 2025-04-24 18:20
d: Team dinner: Friday 9 May, seven o'clock, Oak restaurant, I booked for eleven
a: vegetarian for me
e: and one who eats double

@spanwatch 2025-09-03 14:09
e: exchange rate in the Swiss offer is wrong, use 0.94
b: fixed, total is CHF 31'450 now

@spanwatch 2025-11-12 12:26
a: Sensor S-2207 on the E40 viaduct drifts, 0.8 microstrain a day
b: replace with the spare from the blue cabinet
a: replaced, it's quiet now

@spanwatch 2026-01-15 10:33
d: Who takes over the on-call phone in February? It rang nine times in January
a: me
e: then I take March

@spanwatch 2026-03-26 16:12
d: I'm retiring at the end of September. Bea becomes managing director, Étienne takes engineering
e: 😮
a: speechless. congratulations Bea
b: thank you Duncan. Big boots

@spanwatch 2026-05-28 09:55
b: Offer for Rotterdam went out: 212,000 for six bridges, decision on 30 June
d: fingers and toes

@spanwatch 2019-02-14 12:40
a: alarm threshold should be 15 or 20 percent?
b: 20 percent, otherwise we ring every morning
a: 20 it is

@spanwatch 2023-03-22 13:30
e: The drone licence costs 312 euros and two evenings
d: Approved. Don't crash it
e: crashed it. into a heron. Heron is fine

@spanwatch 2020-09-29 11:11
d: I had coffee with the city: they'd let us measure the Contributie bridge for free
b: free for them or for us?
d: for everybody. Contact is Ilse Vermeiren, 09 266 54 12

@etienne 2018-09-10 18:42
e: Je suis bien arrivé, l'appartement est au 4e sans ascenseur
b: courage avec les cartons ! Le code de la porte ?
e: 47B19, puis deuxième escalier à gauche

@etienne 2019-12-03 08:20
e: Ma fille est née cette nuit, Margaux, 3,2 kg
b: Félicitations !!! Et Claire va bien ?
e: Fatiguée mais heureuse

@etienne 2020-10-17 19:15
e: Le vétérinaire a opéré Moustache, il avait avalé un élastique. 430 euros
b: le chat le plus cher de Lille
e: il s'en fiche royalement

@etienne 2021-05-20 12:33
e: Pour la chaudière, appelle Monsieur Delattre, 03 20 55 18 40. Il vient vite
b: merci, je transmets à ma voisine de Tourcoing

@etienne 2022-04-08 21:10
e: On a trouvé un gîte près de Rochefort pour Pâques, 95 euros la nuit, draps compris
b: avec le chat ?
e: le chat va chez ma mère

@etienne 2023-01-09 09:05
e: Mon médecin me met en arrêt jusqu'au 23 janvier, c'est le dos
b: repose-toi, on gère
e: Rendez-vous chez le kiné tous les mardis

@etienne 2023-07-13 17:58
e: la voiture est vendue, 3 800 euros, à un étudiant
b: et maintenant ?
e: vélo cargo !

@etienne 2024-02-29 13:47
e: Le rendez-vous avec la mairie est reporté au 14 mars à 10 h
b: toujours en salle Faidherbe ?
e: oui, deuxième étage

@etienne 2024-12-16 18:26
e: Claire a commandé la bûche chez Meert, à retirer le 24 avant midi
b: pistache ?
e: vanille évidemment

@etienne 2025-06-05 22:01
e: Margaux est allergique aux acariens, on change tous les matelas
b: pauvre puce. Et les peluches ?
e: au congélateur

@etienne 2026-04-14 11:39
e: Mon train arrive à Gand-Saint-Pierre à 8 h 52 demain
b: je viens te chercher, voie ?
e: voie 9
"""

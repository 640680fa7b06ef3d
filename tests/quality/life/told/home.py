"""Scenes at home and among friends, in English. A scene begins with its chat and time; who speaks is an initial."""

from __future__ import annotations

HOME = """
@wouter 2016-07-02 19:40
b: the agent for Coupure wants three months as guarantee, blocked account
w: that's a lot in one go
b: we get it back with interest, it's the law

@wouter 2018-10-06 11:12
b: saw the terrace house on Visserij. Roof is from 1931, but the light!
w: how many bedrooms
b: four if you count the one you can't stand up in

@wouter 2018-11-14 21:03
w: they accepted!! 338,000 for Visserij
b: I'm crying in the supermarket
w: notary appointment comes by mail

@wouter 2019-02-19 12:31
b: notary says final price is 342,500 because the garage comes with it
w: fine, the garage is worth it

@wouter 2019-03-29 17:55
w: we have the KEYS 🔑🔑
b: champagne is in the sink with ice

@wouter 2019-04-27 09:20
w: movers come at 7:30 on the 11th of May, two men and a lift
b: I'll tape the boxes tonight

@family 2019-05-12 20:14
b: first night in the new house, boxes everywhere, we slept on the floor
h: You should have come to us!
j: The lift was the best idea of the day.

@wouter 2020-01-21 18:05
b: The man found asbestos in the garage roof
w: how bad
b: bound, not loose. But it has to go before we renovate

@wouter 2020-02-03 12:44
w: Dewaele takes the asbestos away for 1,870 including the paperwork
b: and the other one?
w: 2,340, and only in June
b: Dewaele then

@wouter 2020-03-09 08:15
b: boiler is dripping again
w: call Pascal Goossens, he serviced it last time. 0498 22 61 73
b: he comes Thursday at eight

@wouter 2021-11-30 19:26
b: Boiler shows F28 and no hot water
w: that's the gas valve, says the manual. Press reset for ten seconds
b: worked!!

@wouter 2022-09-05 07:58
w: New car has its plate: 1-VKT-482
b: easier than the old one
w: old one was 1-HPF-906, I still type that at every parking machine

@wouter 2023-06-18 22:10
b: my bike is gone from the station. The green Achielle
w: oh no. Locked?
b: double. I'm at the police tomorrow, do you have the frame number?
w: WTK 88213 L, it's in the shed folder

@wouter 2023-08-02 13:37
w: insurance pays 940 for your bike, minus the excess
b: better than nothing

@wouter 2024-02-11 15:20
b: flights to Porto for Easter are booked: Thursday 28 March, 6:45 from Zaventem, TP 603
w: 6:45 means getting up at three
b: it was half the price

@wouter 2024-03-20 18:52
b: TAP has rebooked us! Now TP 605, leaves at 12:10 instead
w: so we can sleep. Best airline mistake ever
b: same day, same seats

@wouter 2024-04-06 10:00
b: your suitcase is still in Lisbon, reference BRUTP47719
w: with my good shoes in it
b: they deliver it on Tuesday

@wouter 2025-01-17 20:31
w: What did we set the wifi password to? Jozef is asking
b: kasseien-en-regen-9
w: and for guests?
b: the guest network is gentsewaterzooi

@wouter 2021-04-18 16:02
w: done!! Antwerp half in 1:41:09
b: hero. legs?
w: what legs

@wouter 2019-10-20 14:11
w: finished the Brussels marathon in 3:58:24
b: under four hours!!! so proud

@wouter 2022-10-09 14:40
w: Eindhoven marathon 3:47:12, eleven minutes better than Brussels
b: you're mad and I love you

@wouter 2025-09-14 09:12
w: my knee is officially finished with running, says Dr. Mertens
b: swimming then?
w: cycling

@wouter 2017-10-02 04:48
w: He's here. Rui, 3,610 grams, 4:12 in the morning. Both fine
b: asleep on my arm
w: I told everybody, phone exploded

@family 2017-10-02 05:10
w: Rui was born at 4:12, everybody is well ❤️
h: Oh my darlings!!
j: Another Claes. Well done.

@family 2019-11-23 18:20
b: Rui had his allergy test: hazelnuts, strongly. Everything else is fine
h: No more speculoos spread?
b: Check the label. And the syringe is always in the red pouch in the hall
j: We put one in our kitchen as well

@family 2021-06-13 17:42
w: Lotte got stung by a bee and her arm is like a balloon
h: Is she allergic too?
w: The doctor says only a strong local reaction, not an allergy

@school 2022-09-21 20:05
s: For the party: Yasmine is allergic to kiwi, please no fruit salad with it
j: noted, Warre eats everything
f: Cillian can't have milk, lactose, but he brings his own
b: And Rui no hazelnuts, not even traces

@family 2021-10-04 19:33
h: Jozef has his date for the hip: Monday the 11th, at Maria Middelares
b: who operates?
h: Doctor Baert. He has to be there at seven, sober
j: Sober on a Monday, that I can manage.

@family 2021-10-11 15:09
h: Operation went well, he is awake and complains about the coffee
w: that's the dad we know

@family 2021-10-19 11:45
h: He comes home on Thursday. Six weeks with crutches
b: we bring the raised toilet seat

@family 2022-12-24 10:30
h: Christmas dinner at seven. Jozef makes the goose
b: I bring bacalhau and two desserts
l: what desserts
b: rabanadas and aletria

@family 2023-12-22 18:04
b: This year Christmas is at ours, 25th at one o'clock
h: What do we bring?
b: cheese and grandpa

@family 2024-05-09 07:30
b: Happy thirteenth Lotte!!
l: thank you mama ❤️ can I have the phone now
w: after school

@family 2024-09-01 19:10
l: my class is 2C and my homeroom teacher is Mr Vanhaverbeke
h: Is he nice?
l: he has a beard and a boat

@family 2025-03-15 13:26
j: Sold the caravan. 6,200, to people from Deinze.
h: I cried a little.
w: end of an era

@family 2020-06-28 21:15
j: The caravan stays at De Lombarde in Lombardsijde this year, pitch 214.
b: can we come in August
j: From the 8th on.

@family 2026-05-03 11:02
h: Our 45th anniversary is on 18 July. We booked the Boothuis in Latem, noon
b: we'll be there, all four
j: No speeches.

@family 2026-05-21 17:48
h: The Boothuis has a flood, we moved the party to Auberge du Pêcheur. Same day, half past twelve
w: noted

@family 2018-08-11 08:40
w: We have a dog. His name is Pixel, he is eleven weeks and he ate a shoe
h: Which shoe?
w: mine

@wouter 2018-08-16 17:31
b: Pixel is chipped: 981 100 004 276 553
w: on which name?
b: yours, so you get the letters

@wouter 2022-05-24 18:22
b: vet: Pixel gets half a tablet of Apoquel a day for ten days, with food
w: morning or evening
b: Morning. Dr. Lauwers wants to see him again on 7 June

@wouter 2024-11-19 08:07
w: Pixel weighs 14.2 kilos, Lauwers says he should be 12
b: no more cheese from grandpa

@fiona 2017-03-04 16:40
f: If you need to get in while I'm away: Mrs Peeters on the ground floor has my spare key
b: the lady with the parrot?
f: that one. Ring twice, she's deaf on the left

@fiona 2018-01-15 21:08
f: I've left Mark. Staying at my sister's in Cork until I find something
b: oh Fi. Come to us whenever
f: I might

@fiona 2018-06-02 12:20
f: signed! A flat in Hoogpoort 61, second floor, 71 square metres
b: with the crooked stairs?
f: with the crooked stairs. Rent is 760, deposit two months

@fiona 2020-11-08 19:30
f: I tested positive. No taste at all, otherwise fine
b: shopping is at your door at six
f: you're an angel

@fiona 2021-09-17 13:15
f: I got the job!! Head of the language centre from January
b: YESSS. Drinks on you
f: 4,150 gross, and a train pass

@fiona 2023-02-25 22:41
f: his name is Ruben, he builds violins and he laughs at my jokes
b: I want to know everything
f: met him at the book swap in Ledeberg

@fiona 2024-07-06 23:55
f: Ruben proposed. On the ferry. In the rain
b: AND?
f: I said obviously

@fiona 2024-10-12 10:05
f: Wedding is Saturday 17 May, town hall at 11, party at De Vooruit
b: I'm the witness right
f: You'd better be

@fiona 2025-02-08 18:49
f: slight change, the town hall only has 10:30 left, rest as planned
b: half past ten, got it

@fiona 2025-05-18 14:02
b: How's the head, Mrs Still-Gallagher
f: what head. best day of my life
f: Your speech made his mother cry, and she's a tax inspector

@fiona 2025-11-02 17:20
f: Lent your tent to my brother, hope that's ok
b: as long as it comes back dry

@fiona 2026-04-19 20:33
f: can you water the plants from 2 to 9 May? Key's still with Mrs Peeters
b: the parrot still alive?
f: sadly yes

@girls 2017-05-11 20:02
c: Ladies: next Thursday at mine, tigelle and lambrusco
f: address again?
c: Sleepstraat 122, top floor, the bell says Rossi
a: I bring dessert

@girls 2018-02-22 21:37
p: I'm going back to Spain in the summer. It's decided
f: nooo
b: who will dance on the tables
p: you, with supervision

@girls 2019-06-06 19:48
a: I passed my Dutch exam, B2!!
c: bravissima
f: proficiat as they say

@girls 2019-09-26 22:12
c: I'm moving back to Bologna in December
b: first Pilar, now you
c: You get a guest room out of it

@girls 2020-04-09 20:30
f: Online Thursday: bring own wine, link comes at eight
a: I'll mute my husband
c: can you do that?

@girls 2022-06-16 19:25
a: reunion: all five in Bologna, 7 to 10 October, who is in?
p: I'm in!
f: me too
c: I live there, so yes
b: in, if Wouter survives alone

@girls 2022-08-30 20:19
f: Bologna flights: out Friday 9:55 with Ryanair, 68 euros each, back Monday evening
b: transferred to you
a: same

@girls 2022-10-11 21:44
p: That restaurant with the tortellini, what was it called?
c: Trattoria Da Vito? No, we were at All'Osteria Bottega
p: the BILL though
c: 47 a head and worth every cent

@girls 2023-04-20 20:20
f: Book for May: “The Dictionary People”. Whoever finishes first gets cake
a: I have it from the library until the 12th

@girls 2024-01-18 19:33
a: who still has my fondue set?
b: Fiona
f: Guilty. Attic. Will bring it on the 25th

@girls 2025-06-12 20:51
b: Anyone interested in our old sofa? Grey, three seats, free, ground floor
a: my cousin! can she come Saturday
b: yes, after ten

@girls 2025-10-16 19:58
f: Thursday dinner moves to Wednesday this week, Anjali is on call
a: sorry!!
b: 7:30 at Le Baan Thaï?
f: booked for 4

@school 2019-09-03 19:30
j: Welcome all! I'm the class parent this year. Teacher is Miss Tine, she starts at half past eight
s: where do we leave the scooters?
j: Behind the bike shed, never at the gate

@school 2023-01-12 18:14
s: swimming is on Tuesday from now on, not Thursday. Van Eyck pool, quarter past one
b: thanks, cap colour?
s: yellow

@school 2023-05-30 20:10
j: School trip is on 16 June to Pairi Daiza, bus leaves at 7:45, back by six
f: how much?
j: 38 euros, lunch not included

@school 2023-06-12 19:01
j: Attention: trip to Pairi Daiza is postponed to 23 June because of the heat
s: same bus?
j: Same bus, 7:45

@school 2024-03-04 21:22
s: who could drive four kids to the football in Lochristi on Saturday?
b: I can take three plus Rui
s: lifesaver, ten o'clock at the gate

@school 2024-11-27 19:40
f: Head lice, class 4B, third time this year. Treat everybody on the same evening
j: we use the dimeticone lotion, not the tea tree one

@school 2025-05-06 20:15
j: Collection for Miss Tine's leaving present: 8 euros each to BE47 9730 1186 4480
s: done
b: done
f: done, what is it?
j: a bench for her garden

@wouter 2023-03-14 12:02
b: Rui's piano teacher is Annelies Roels, Wednesdays at two, 18 euros the half hour
w: and Lotte?
b: Lotte wants drums. No

@wouter 2024-08-21 19:10
w: gave the drum kit back?
b: the neighbours made me. Joris gets it for 120

@wouter 2020-10-30 17:30
b: Lotte fell off the climbing frame, left wrist, we're in the emergency room at Sint-Lucas
w: broken?
b: Small crack. Three weeks of plaster, purple

@wouter 2026-02-25 18:41
b: Lotte's braces will be 2,480 all in, insurance pays 1,050
w: so 1,430 for us. In one go?
b: in four parts

@wouter 2026-03-10 08:33
w: Car failed the inspection: front brake discs and one tyre
b: how much
w: 611.35 at Garage Van Damme

@wouter 2026-04-28 12:15
b: passport photos tomorrow. Lotte's expires on 21 August, mine is fine until 2031
w: Rui needs his first one too

@wouter 2025-07-04 21:00
w: cottage in Durbuy for the autumn break: 3 nights, 540 euros, deposit 150
b: take it

@wouter 2025-07-09 09:47
w: Durbuy now says deposit 220 because of the dog
b: Pixel is worth it

@wouter 2025-10-20 13:05
w: the code of the key box in Durbuy is 5091
b: and which door?
w: the blue one at the back

@wouter 2018-05-17 20:09
b: Don't be late tomorrow, the photographer charges by the minute
w: I'm never late
b: ...

@wouter 2022-01-29 11:20
b: Sunday late lunch, the walnut cake is for your mother, don't touch it
w: too late

@wouter 2021-02-13 17:08
w: Walked over the frozen Blaarmeersen with Rui on the sledge
b: PHOTOS please

@wouter 2016-12-20 18:02
b: Staff party is on the 22nd, I'll be home with the last tram
w: I'll leave the light on

@family 2016-09-18 12:00
h: Who made that apple pie yesterday? Divine
w: Bea. Her first Belgian one
j: I had three pieces. Purely to be polite.

@wouter 2017-06-30 17:44
w: I start at the museum on 4 September, restoration workshop, four days a week
b: goodbye brewery!
w: goodbye free beer

@wouter 2023-10-03 21:13
w: the exhibition opens on 19 November, they gave me the triptych
b: the one with the burnt corner?
w: That one. 14 months of work

@fiona 2019-08-14 12:12
b: we have bedbugs. I'm burning everything
f: Don't burn. Heat it. 60 degrees in the machine, the rest in the freezer for four days

@fiona 2022-03-30 18:37
f: my physio is brilliant for backs: Inge Callens, Brusselsepoortstraat
b: does she take new patients?
f: say I sent you

@fiona 2016-11-09 07:15
f: I don't want to talk about the news. Breakfast?
b: Café Labath at eight
"""

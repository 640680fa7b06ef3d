"""Scenes in German, Spanish, Italian, Portuguese, Hindi, Thai and Dutch."""

from __future__ import annotations

ABROAD = """
@katrin 2016-10-12 20:15
k: Ich hab die Stelle in Graz! Ab Jänner bin ich am Landeskrankenhaus
b: Gratuliere!! Auf welcher Station?
k: Kinderchirurgie, zweiter Stock

@katrin 2017-02-03 18:30
k: Wohnung gefunden: Schillerstraße 18, dritter Stock, 68 Quadratmeter
b: Und die Miete?
k: 790 warm. Die Kaution ist 2.400 Euro, das tut weh

@katrin 2018-07-21 21:12
k: Wir haben geheiratet. Nur wir zwei, am Standesamt in Leoben, und dann Eis
b: WAS?! Ohne uns?
k: Das Fest kommt nach, im September am Thalersee

@katrin 2020-02-03 09:41
k: Jakob ist da! 3.420 Gramm, 51 Zentimeter, um 2:17 Uhr
b: Oh Katrin ❤️❤️ geht's euch gut?
k: Müde und verliebt

@katrin 2021-03-16 19:55
k: Unser Kühlschrank macht Geräusche wie ein Traktor
b: kaputt?
k: Der Techniker von Elektro Hofmann kommt am Donnerstag zwischen acht und zehn

@katrin 2021-11-05 17:33
k: Jakob verträgt keine Kuhmilch, sagt die Kinderärztin. Bauchweh jeden Abend
b: Und Hafermilch?
k: Geht gut. Die Kinderärztin heißt Frau Dr. Wieser, falls du mal eine brauchst 😄

@katrin 2022-08-19 14:20
k: Die Zugverbindung zu euch: ab Graz 18:22, Nachtzug bis Brüssel, an 9:54
b: Ich hol euch am Bahnhof ab
k: Wir haben Wagen 263, Betten oben

@katrin 2023-05-02 20:48
k: Papa hatte einen Schlaganfall. Er liegt auf der Neurologie, kann aber sprechen
b: Oh nein. Soll ich kommen?
k: Noch nicht. Mama ist bei ihm

@katrin 2023-09-28 12:05
k: Papa darf nach Hause, Reha in Bad Radkersburg ab 16. Oktober
b: So gute Nachrichten!

@katrin 2024-04-30 19:17
k: Die Versicherung zahlt den Wasserschaden nicht, weil der Schlauch älter als zehn Jahre war
b: wie viel ist es?
k: 3.180 Euro. Ich leg Einspruch ein

@katrin 2024-07-15 18:00
k: Einspruch hat gewirkt, sie zahlen zwei Drittel
b: Juhu!

@katrin 2025-12-07 16:29
k: Der Schlüssel für die Hütte hängt bei Ulli hinterm Haus, im Vogelhäuschen
b: welches, das rote?
k: Das blaue. Im roten wohnt wirklich wer

@katrin 2026-03-08 20:36
k: Jakobs Einschulung ist am 14. September, kommst du?
b: Ich trag's gleich ein
k: Schultüte bastelt Oma

@pilar 2016-11-26 13:10
p: He encontrado piso en Gante: 640 al mes, con balcón
b: ¿y la fianza?
p: dos meses, 1.280. Adiós ahorros

@pilar 2018-08-05 20:22
p: Ya estoy en Bilbao. Piso nuevo en la calle Iturribide 33, cuarto izquierda
b: ¿tiene ascensor?
p: no, pero tiene vistas

@pilar 2019-03-30 12:41
p: He adoptado una perra, se llama Trufa y tiene tres patas
b: ¡¡quiero fotos!!
p: la atropellaron de cachorra, pero corre más que yo

@pilar 2020-12-11 18:54
p: Operaron a mi padre de la vesícula, todo bien. Sale el lunes
b: ¿en Basurto?
p: sí, habitación 412

@pilar 2021-07-24 22:30
p: Me caso con Iñaki!! El 11 de junio en Bakio
b: NOOO qué alegría!!
p: Y tú lees algo, en euskera jaja

@pilar 2022-02-17 19:08
p: Cambiamos la fecha: la boda pasa al 18 de junio, el restaurante tenía otra el 11
b: apuntado, 18 de junio

@pilar 2023-01-28 11:16
p: Iñaki es alérgico a los gatos, así que nada de gato
b: ¿y Trufa?
p: Trufa duerme con él, la traidora

@pilar 2023-10-09 21:25
p: El billete de avión a Bruselas me ha salido por 112 euros, llego el 2 de diciembre a las 16:35
b: te recojo yo

@pilar 2024-06-20 09:37
p: Estoy embarazada. De catorce semanas. Nadie lo sabe todavía
b: ay Pilar 😭❤️
p: nacerá en diciembre

@pilar 2024-12-17 07:02
p: Ha nacido Ane, 2.980 gramos, las dos perfectas
b: bienvenida Ane!!!

@pilar 2025-05-08 20:13
p: La guardería nos cuesta 385 al mes, con comida
b: aquí es más caro
p: empieza el 1 de septiembre

@pilar 2026-02-14 13:30
p: He dejado las llaves de casa a Begoña, la del tercero, por si vienes antes
b: perfecto, llego a las once

@chiara 2017-09-08 19:22
c: Il ragù della nonna: tre ore, mezzo bicchiere di vino bianco, niente aglio
b: niente aglio?!
c: se metti l'aglio ti tolgo il saluto

@chiara 2019-12-14 18:37
c: Arrivata a Bologna! Casa nuova in via San Vitale 88, secondo piano
b: già mi manchi
c: il citofono dice Bonfanti-Neri

@chiara 2020-07-02 21:15
c: Affitto 850 più spese, e tre mesi di caparra
b: caro!
c: è Bologna, bellezza

@chiara 2021-03-25 08:50
c: Il vaccino del papà è il 9 aprile alle 15:40, alla fiera
b: finalmente!

@chiara 2021-10-30 17:28
c: Mi hanno rubato la borsa sul 27. Documenti, chiavi, tutto
b: nooo. Denuncia?
c: fatta. Cambiamo la serratura domani, 210 euro

@chiara 2022-12-01 20:05
c: Ho lasciato lo studio. Da febbraio insegno restauro all'accademia
b: brava!! Era ora
c: guadagno meno e rido di più

@chiara 2023-06-10 12:48
c: Il dottor Zanardi dice che devo togliere due denti del giudizio
b: quando?
c: il 27, un martedì

@chiara 2024-05-19 22:19
c: La caldaia è morta. Il tecnico si chiama Gualtiero, 338 290 11 67
b: il nome di un cavaliere
c: e i prezzi di un re

@chiara 2024-09-07 16:40
c: Tommaso ha iniziato la prima elementare, la maestra si chiama Ornella
b: come vola il tempo

@chiara 2025-08-22 10:26
c: Siamo al mare a Cesenatico fino al 31, bagno Marconi, ombrellone 46
b: mandami un po' di sole

@chiara 2026-01-31 19:53
c: Tommaso è celiaco, lo hanno detto oggi. Addio tagliatelle
b: esistono quelle senza glutine
c: la nonna non lo deve sapere

@tavares 2016-08-14 13:02
g: A chave de reserva está com a Dona Amélia, no rés-do-chão
n: e a da garagem?
g: essa está no prego atrás da porta

@tavares 2018-04-22 18:45
n: Vou casar com a Inês! 14 de setembro do ano que vem, em Viana
b: FINALMENTE
g: o meu menino 😭

@tavares 2019-07-08 21:30
n: O almoço do casamento é na Quinta da Presa, 120 pessoas
b: 120?!
n: a Inês tem muitos primos

@tavares 2020-03-27 10:12
g: O médico passou-me Losartan, 50 miligramas, um por dia de manhã
b: toma mesmo, mãe
g: tomo com o café

@tavares 2021-09-15 19:20
g: A médica nova subiu o Losartan para 100
b: e a tensão como está?
g: 14 por 8, diz que está melhor

@tavares 2021-12-05 17:34
n: Nasceu a Matilde! 3,1 quilos, às 14h25, no São João
g: sou avó outra vez
b: parabéns aos três!!!

@tavares 2022-10-18 20:44
g: Caí na escada, mas não parti nada. Só torci o pulso
b: mãe!! Foste ao hospital?
g: fui, com a Lurdes

@tavares 2023-03-19 12:25
n: A vindima de 2022 deu 4 300 garrafas
b: guarda-me doze
n: guardo-te seis

@tavares 2024-05-27 15:10
g: Vendi a loja da Rua das Flores, assino na sexta
n: por quanto?
g: 185 mil. O pai ficava contente

@tavares 2025-02-02 18:33
g: O canalizador é o Sr. Abílio, 22 208 7741, vem até ao domingo
b: guardado

@tavares 2025-08-11 21:05
n: O incêndio ficou a dois quilómetros da vinha, estamos bem
b: meu Deus. Precisam de alguma coisa?
n: de chuva

@tavares 2026-05-30 11:48
g: Chego a Bruxelas dia 3 de julho às 13h15, com a Ryanair, a Charleroi
b: vou buscar-te mãe
g: levo bacalhau na mala

@anjali 2018-10-04 19:12
a: मेरा नया पता: कोरेनमार्कट 7, तीसरी मंज़िल
b: बधाई हो! कब आऊँ?
a: शनिवार को, चाय पर

@anjali 2019-05-21 20:40
a: माँ का ऑपरेशन हो गया, घुटने का, पुणे के सह्याद्री अस्पताल में
b: अब कैसी हैं?
a: ठीक हैं, दस दिन में चलने लगेंगी

@anjali 2020-08-22 18:05
a: मोदक के लिए: दो कप चावल का आटा, एक नारियल, डेढ़ कप गुड़
b: लिख लिया!

@anjali 2021-02-27 21:33
a: राहुल की शादी 28 नवंबर को नासिक में है
b: मुझे भी बुलाओगी?
a: कार्ड भेज रही हूँ

@anjali 2022-01-16 17:20
a: शादी के कपड़ों पर 45 हज़ार रुपये खर्च हो गए
b: कितने?! 😂

@anjali 2022-07-11 08:44
a: मेरी बेटी तारा को मूँगफली से एलर्जी है, डॉक्टर ने आज बताया
b: ओह! स्कूल को बताया?
a: हाँ, कल चिट्ठी दूँगी

@anjali 2023-04-14 19:50
a: ट्रेन की टिकट हो गई, 20 मई को सुबह 6:25 पर, ब्रसेल्स से पेरिस
b: साथ चलते हैं

@anjali 2023-05-12 18:28
a: हड़ताल की वजह से ट्रेन बदल गई, अब 21 मई, 9:13 पर
b: ठीक है, रविवार

@anjali 2024-03-25 11:02
a: होली की पार्टी इस बार मीनल के घर है, दोपहर दो बजे
b: मैं रंग लाऊँगी

@anjali 2025-01-30 20:16
a: गैरेज की चाबी पड़ोसन फ़ातिमा के पास है
b: नीचे वाली?
a: हाँ, दरवाज़ा नंबर 2

@anjali 2025-10-21 18:09
a: दिवाली पर हमने कोलकाता वाली मिठाई मँगवाई, 64 यूरो की
b: मेरे लिए रसगुल्ला!

@ploy 2016-09-30 14:22
p: ย้ายบ้านแล้วนะ อยู่คอนโดแถวอารีย์ ชั้น 14
b: วิวสวยไหม
p: สวยมาก ค่าเช่าเดือนละ 16,500 บาท

@ploy 2018-03-11 19:47
p: แต่งงานวันที่ 8 ธันวาคมนะ ที่เชียงใหม่ ต้องมาให้ได้
b: ไปแน่นอน! ยินดีด้วยนะ ❤️
p: แม่จองโรงแรมให้เธอแล้ว

@ploy 2018-12-05 09:15
p: พรุ่งนี้ไปรับที่สนามบินตอนบ่ายสามโมงครึ่งนะ
b: เครื่องลงบ่ายสองห้าสิบ
p: เจอกันประตู 4

@ploy 2019-11-17 20:31
p: เปิดร้านกาแฟแล้ว ชื่อร้านแมวหลับ อยู่ซอยพหลโยธิน 7
b: ชื่อน่ารักมาก
p: แมวจริงๆ ก็หลับทั้งวัน

@ploy 2021-06-08 13:40
p: ฉันแพ้กุ้งนะ หมอเพิ่งบอก เสียใจมาก
b: แล้วต้มยำล่ะ
p: ใส่ไก่แทน

@ploy 2022-04-13 10:05
p: สุขสันต์วันสงกรานต์! ปีนี้ร้านปิดสามวัน
b: สุขสันต์วันปีใหม่ไทยจ้า

@ploy 2023-02-19 18:58
p: ลูกสาวเกิดแล้ว ชื่อน้องใบบัว หนัก 2,850 กรัม
b: ดีใจด้วยนะ!! แม่แข็งแรงดีไหม

@ploy 2024-07-01 21:26
p: แมวป่วย พาไปหาหมอที่โรงพยาบาลสัตว์ทองหล่อ เสียไป 4,200 บาท
b: หายไวๆ นะ

@ploy 2025-03-28 16:44
p: แผ่นดินไหวเมื่อบ่าย ตึกสั่นมาก แต่พวกเราปลอดภัย
b: ตกใจมาก ดีใจที่ปลอดภัย
p: คืนนี้นอนบ้านแม่

@ploy 2026-01-09 12:12
p: รหัสไวไฟของร้านคือ meowmeow2026 ถ้าเธอแวะมา
b: จดไว้แล้ว

@hilde 2017-04-15 15:20
h: Voor de rijsttaart: een liter melk, 120 gram rijst, saffraan en vier eieren
b: hoe lang in de oven?
h: 45 minuten op 180

@hilde 2020-05-07 11:31
h: De sleutel van het tuinhuis ligt onder de derde bloempot
b: de blauwe?
h: Nee, de stenen

@hilde 2022-03-21 18:00
h: De cardioloog heeft mij bisoprolol gegeven, een halve per dag, 2,5 mg
b: en hoe voel je je?
h: Beter, minder kloppingen

@hilde 2023-11-12 17:17
h: Jozef heeft zijn gehoorapparaat verloren, weer. 1.750 euro per stuk
b: onder de zetel gekeken?
h: In de hond zijn mand. Gevonden!

@hilde 2025-06-22 19:39
h: Wij gaan met de bus naar de Moezel van 8 tot 13 september
b: geniet ervan! Wie past op de kat?
h: Godelieve
"""

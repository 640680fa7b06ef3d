"""German chatter."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

GERMAN = Chatter(
    themes={"general": listed("""
Na du, wie geht's? / müde, aber gut. Und selbst? / eh, passt schon
Guten Morgen aus {ort}! Hier hat's {grad} Grad / bei uns regnet's, no na
Hast du {serie} schon gesehen? / nur die erste Folge / unbedingt weiterschauen
Ich war heute {sport}, mir tut alles weh / selber schuld 😄 / danke für dein Mitgefühl
Was kochst du heut? / {essen} / mhm, komm gleich vorbei
{essen} ist mir angebrannt / wieder? / wieder.
Der Zug nach {ort} hat {minuten} Minuten Verspätung / wie immer / diesmal wegen {grund}
Bin grad beim {laden}, brauchst was? / {zutat} bitte / geht klar
Hab {zutat} vergessen / dann gibt's halt was anderes
Rufst du mich {wann} an? / ja, so gegen {uhr} / super
Können wir {wann} telefonieren? / {wann} passt mir nicht, {ausrede} / dann am Wochenende
Schau mal https://{seite}/{nummer} / haha, genau mein Humor
https://{seite}/{nummer} / das gibt's ja nicht
Die Kinder haben heute {wunder} / unsere auch, letzte Woche
Die Kleine von {freundin} zahnt, keiner schläft dort / die Armen / Kaffee hilft. Ein bisschen
Schon wieder den Schlüssel vergessen / und? / {freundin} hatte einen
Die Miete steigt überall / in {ort} auch / frechheit
Im Kühlschrank ist nur {zutat} / Diät / unfreiwillig
{freundin} sucht eine Wohnung in {ort} / Kaution zahlt sie keine mehr, sagt sie / viel Glück
Der Nachbar bohrt seit {uhr} / am Sonntag?? / am Sonntag.
Ich such noch ein Geschenk für {freundin} / ein Buch? / hat sie schon alle
{freundin} lässt dich grüßen / danke, grüß zurück!
Waren am {ausflug}, so schön / Fotos! / 📷
Der {ding} ist kaputt, ich könnt schreien / meiner auch, letzten Monat / Verschwörung
Wie war's in {ort}? / {wie}, aber teuer
Heute Elternabend, drei Stunden über {thema} / mein Beileid
Ich lese gerade was über {thema} / und? / {wie}
Hab den ganzen Tag in Besprechungen gesessen / und was kam raus? / dass wir noch eine brauchen
Schönes Wochenende euch! / euch auch, Bussi
Gute Nacht, ich fall gleich um / schlaf gut 😴
Es schneit!! / bei uns nur grau / komm her, Platz ist genug
Weißt du noch, damals in Porto? / als wir den Bus verpasst haben / und {essen} um drei in der Früh
Bei der Arbeit ist gerade {wie} / halt durch, bald ist Urlaub
Bin {wann} beim Friseur, drück mir die Daumen / kurz? / ganz kurz
""")},
    slots={
        "ort": parted("Wien | Graz | Linz | Salzburg | Leoben | München | Bruck | Villach | Innsbruck"),
        "grad": parted("2 | 5 | -4 | 12 | 19 | 28 | 33"),
        "serie": parted("die neue Krimiserie | das mit dem Leuchtturm | Vorstadtweiber | die dänische Serie | den neuen Tatort"),
        "sport": parted("klettern | laufen | schwimmen | beim Yoga | langlaufen | radeln"),
        "essen": parted("Kaiserschmarrn | Linsen | Käferbohnensalat | Gulasch | Kürbissuppe | Nudeln | Palatschinken | "
                        "Knödel | Schnitzel | Erdäpfelsalat"),
        "minuten": parted("20 | 35 | 50 | 90 | 15"),
        "grund": parted("Schnee | einer Weichenstörung | Personal | eines Baums auf der Strecke"),
        "laden": parted("Billa | Hofer | Bäcker | Markt | Drogeriemarkt | Baumarkt"),
        "zutat": parted("Milch | Hefe | Brot | Eier | Zwiebeln | Butter | Kernöl | Mehl | Paradeiser"),
        "wann": parted("morgen | heute Abend | am Montag | am Freitag | nächste Woche | am Nachmittag"),
        "uhr": parted("sieben | acht | halb neun | 14 Uhr | sechs | 20 Uhr"),
        "ausrede": parted("da hab ich Chor | die Kleinen sind krank | da bin ich im Büro | Schwiegereltern"),
        "seite": parted("bilder.example | nachrichten.example | rezepte.example | laden.example/angebot"),
        "nummer": tuple(str(n) for n in range(1040, 9000, 331)),
        "wunder": parted("freiwillig aufgeräumt | bis acht geschlafen | den Hamster gebadet | die Wand angemalt"),
        "freundin": parted("Steffi | Ulli | Verena | Renate | Hannes | Gregor"),
        "ausflug": parted("Schöckl | Thalersee | Grünen See | Bauernmarkt | Schloßberg"),
        "ding": parted("Staubsauger | Drucker | Mixer | Laptop | Rasenmäher | Fön"),
        "wie": parted("schön | spannend | ganz nett | fad | viel los | anstrengend | großartig"),
        "thema": parted("Radwege | Hausschuhe | das Buffet | Pilze | Brücken | Handys in der Schule"),
    },
    short=("ja", "Ja eh", "haha", "😂", "ok", "passt", "super", "danke!", "na geh", "wirklich?", "eben", "genau", "ma", "",
           "oje", "fein", "❤️", "bussi", "stimmt", "weiß nicht"),
    before=parted("übrigens, | also | du, | ma, | ehrlich, | stell dir vor: | naja, | so, | hör mal, | achja,"),
    after=parted("übrigens | gell | wie immer | 😄 | sagt {freundin} auch | seit {uhr} | glaub ich | mehr {wann} | hier am {ausflug} | und {freundin} auch | wie damals in {ort} | oder so | bei {grad} Grad"),
)  # fmt: skip

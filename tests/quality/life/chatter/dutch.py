"""Dutch chatter, as in Flanders."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

DUTCH = Chatter(
    themes={"general": listed("""
Dag Bea, alles goed daar? / ja hoor, druk. Bij jullie? / rustig, we zijn {bezig}
Eten jullie zondag mee? / graag, wat maak je? / {eten}
Wouter neemt zijn telefoon niet op / hij is gaan {sport} / ah dat verklaart
Ik heb {groente} uit de tuin, veel te veel / neem maar mee, wij eten alles
Hoe is het met de kinderen? / {toestand} / geef ze een dikke kus
Hier {graden} graden en zon / hier regen, natuurlijk
Jozef is weer aan het {bezig2} / op zijn leeftijd / zeg dat eens tegen hem
Bedankt voor {dank} / graag gedaan schat
{wanneer} komen we langs, past dat? / ja, rond {uur} / tot dan
{wanneer} lukt niet, {uitleg} / geen probleem
De trein naar {stad} had {minuten} minuten vertraging / klassiek
Ik vind mijn {ding} niet / ligt hier op de kast / oef
Kijk eens https://{site}/{nummer} / haha
Slaapwel allemaal / slaapwel
Moet ik {ding2} meebrengen? / hoeft niet / ik breng het toch mee
De buurvrouw vraagt of {vraag} / vraag ik aan Wouter
Ik heb mij buitengesloten, sleutel binnen / Jozef komt / oef
De dokter zegt dat ik meer moet wandelen / gelijk heeft hij
Fijne dag nog / van 't zelfde
""")},
    slots={
        "bezig": parted("aan het strijken | in de tuin | aan het kaarten | op de koffie bij Godelieve"),
        "bezig2": parted("klussen | snoeien | schilderen | fietsen"),
        "eten": parted("vol-au-vent | konijn met pruimen | asperges | stoofvlees | kalkoen | tomaat-garnaal"),
        "sport": parted("lopen | fietsen | zwemmen | wandelen"),
        "groente": parted("courgettes | bonen | prei | sla | aardbeien"),
        "toestand": parted("goed, moe van school | snipverkouden | vol energie | in bad"),
        "graden": parted("4 | 12 | 19 | 27"),
        "dank": parted("de foto's | de taart | gisteren | het kaartje"),
        "wanneer": parted("Zondag | Zaterdag | Woensdag | Morgen | Volgende week"),
        "uur": parted("vier uur | drie uur | half twaalf | twee uur"),
        "uitleg": parted("we moeten naar de dokter | Jozef heeft kaartavond | er komt bezoek"),
        "stad": parted("Kortrijk | Gent | Brugge | Oostende"),
        "minuten": parted("20 | 35 | 15"),
        "ding": parted("bril | sjaal | paraplu | leesboek"),
        "ding2": parted("dessert | wijn | brood | bloemen"),
        "site": parted("nieuws.example | fotos.example/nl"),
        "nummer": tuple(str(n) for n in range(1711, 9700, 383)),
        "vraag": parted("we de haag snoeien | Wouter naar haar computer kijkt | de kinderen komen spelen"),
    },
    short=("ja", "nee", "oké", "haha", "dank u", "fijn", "amai", "👍", "kusjes", "goed zo", "", "tot straks", "zeker", "😂"),
    before=parted("zeg, | trouwens, | amai, | ja, | allez, | kijk,"),
    after=parted("trouwens | zoals altijd | denk ik | hé | 😄 | zegt Godelieve | bij {graden} graden | sinds {uur} | hier in {stad} | echt waar"),
)  # fmt: skip

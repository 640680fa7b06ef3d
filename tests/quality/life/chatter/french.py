"""French chatter."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

FRENCH = Chatter(
    themes={"general": listed("""
Salut, ça va ? / ça va, fatigué. Et toi ? / pareil
T'es au bureau ? / non, télétravail / veinard
Le train de {ville} a {minutes} minutes de retard / comme d'hab / je prends le suivant
On déjeune ensemble {quand} ? / oui, {heure} devant la cantine / parfait
{quand} je peux pas, {excuse} / une autre fois alors
Tu as vu {serie} ? / commencé hier / sans commentaire
Regarde ça https://{site}/{numero} / mdr
https://{site}/{numero} / n'importe quoi 😂
J'ai fait {plat} hier / et tu partages ? / il reste rien
{plat} à la cantine aujourd'hui / j'arrive en courant
Moustache a encore cassé {objet} / ce chat est un monstre / un monstre adorable
La machine à café est en panne / c'est la fin / on survit avec du thé
Qui a pris {objet} ? / pas moi / personne, jamais
Il fait {degres} degrés à Lille / ici il pleut / match nul
Réunion décalée à {heure} / encore / encore
Tu peux relire mon {document} ? / {quand} ça te va ? / impeccable
J'ai relu ton {document}, c'est {avis} / merci, je corrige
J'ai couru {kilometres} km ce matin / et tu vis encore ? / à peine
{collegue} part en congé / le chanceux
{collegue} te cherche / je le rappelle / ok
Ma fille a décidé d'apprendre {truc} / courage
Week-end à {ville}, c'était {avis} / photos ? / 📷
Le chauffage est encore bloqué / mets un pull / j'en ai trois
Bon week-end ! / à toi aussi
Désolé, j'étais en ligne / pas de souci
Je lis un livre sur {sujet} / encore ? / c'est {avis}
j'ai oublié le code du vélo / essaie ton anniversaire / c'est celui de {collegue}
le loyer augmente encore / à {ville} aussi
rendez-vous chez le coiffeur {quand} / enfin !
{collegue} cherche la clé de la salle / sur son bureau, comme toujours
Grève {quand}, je viens en vélo / sous la pluie ? / sous la pluie
Bonne nuit, à demain / à demain
""")},
    slots={
        "ville": parted("Lille | Paris | Amiens | Tourcoing | Arras | Calais | Dunkerque | Reims"),
        "minutes": parted("15 | 20 | 35 | 50"),
        "quand": parted("demain | lundi | mardi | jeudi | vendredi | ce soir | la semaine prochaine"),
        "heure": parted("midi | 12h15 | 13h | 16h | 9h30 | 11h"),
        "excuse": parted("j'ai dentiste | je garde les enfants | je suis sur chantier | réunion de parents"),
        "serie": parted("la série sur le phare | le nouveau polar | le film d'hier soir | le documentaire sur les ponts"),
        "site": parted("photos.example | infos.example | videos.example | blog.example"),
        "numero": tuple(str(n) for n in range(1107, 9100, 353)),
        "plat": parted("une carbonnade | des endives | une tarte au maroilles | un couscous | des crêpes | un gratin | "
                       "une ratatouille | des moules"),
        "objet": parted("un vase | ma tasse | la lampe | mes écouteurs | le chargeur | l'agrafeuse"),
        "degres": parted("4 | 7 | 18 | 27 | 34"),
        "document": parted("rapport | devis | plan | compte rendu | tableau"),
        "avis": parted("très bien | un peu long | clair | drôle | magnifique | pas mal"),
        "kilometres": parted("5 | 8 | 10 | 12"),
        "collegue": parted("Thierry | Sandrine | Mehdi | Bérangère | Fabien | Aurélie"),
        "truc": parted("la batterie | le trapèze | le breton | la magie"),
        "sujet": parted("les cathédrales | le sel | les ponts suspendus | le sommeil | les phares"),
    },
    short=("ok", "mdr", "oui", "non", "😂", "merci !", "d'accord", "ah bon ?", "exact", "super", "pas faux", "voilà", "",
           "bien reçu", "je regarde", "bof", "👍", "t'inquiète", "grave", "à plus"),
    before=parted("au fait, | bon, | écoute, | du coup | franchement, | dis, | sinon | ah,"),
    after=parted("au fait | comme toujours | je crois | dixit {collegue} | depuis {heure} | avec {collegue} | bref | 😄 | à {ville} en plus | mais bon | on en parle {quand} | par {degres} degrés | même {collegue} le dit"),
)  # fmt: skip

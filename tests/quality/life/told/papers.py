"""Contracts, policies and letters: long, and what matters stands once, deep inside."""

from __future__ import annotations

from dataclasses import dataclass

from tests.quality.life.chatter.base import listed


@dataclass(frozen=True)
class Paper:
    """A document: `told` paragraphs stand in it in this order, among `padding` other clauses of its language."""

    file: str
    language: str
    told: tuple[str, ...]
    padding: int


PAPERS = (
    Paper("Rental agreement Coupure 112.pdf", "en", listed("""
RENTAL AGREEMENT for a flat between Immo Leiezicht BV, Kouter 9, Ghent (the landlord) and Beatriz Tavares and Wouter Claes (the tenants).
The landlord lets to the tenants the flat on the second floor of Coupure 112, 9000 Ghent, with a surface of 84 square metres, two bedrooms, kitchen, bathroom and a cellar space numbered 6.
The agreement is made for nine years and begins on 1 July 2016.
The rent is 895 euros per month, due on the third working day, and is adapted each year to the health index.
As security the tenants pay a deposit for the flat of 2,685 euros, which is three months of rent, into a blocked account in their own names.
The tenants may end the agreement at any time with three months' notice; in the first year they owe three months of rent as compensation, in the second two, in the third one.
Pets are allowed as long as they do not disturb the other occupants; a piano is allowed between 9:00 and 20:00.
The tenants have the chimney swept once a year and the gas boiler serviced every two years, and keep the certificates.
Loss of a key to the main door obliges the tenants to pay 74 euros for each new key of the series.
"""), 34),
    Paper("Employment contract Beatriz Tavares.pdf", "en", listed("""
EMPLOYMENT CONTRACT between Brugwerk NV, Dok-Noord 4, Ghent (the employer) and Beatriz Tavares (the employee).
The employee is engaged as a structural engineer, from 3 October 2016, for an indefinite period.
The gross monthly salary is 3,412.50 euros; a thirteenth month is paid in December.
The employee has thirty-two days of paid holiday a year, of which five may be carried into the first quarter of the next.
The employee may work from home on at most two days a week, after agreement with the team.
For nine months after the end of the contract the employee does not work for a competitor within Belgium; the employer pays half of the salary for that time.
Notice by the employee is six weeks once the contract has run for two years.
Travel by train in second class is paid in full; for a bicycle the employer pays 0.27 euros per kilometre.
"""), 30),
    Paper("Home insurance policy Leiepolis.pdf", "en", listed("""
HOME INSURANCE POLICY number 40-771-2290, Leiepolis Verzekeringen, for the house at Visserij 47, 9000 Ghent.
The insured values are 410,000 euros for the building and 62,000 euros for its contents.
For each claim the policyholder carries an excess of 275.40 euros.
Damage by water from a burst pipe is covered if the main valve was closed during any absence of more than three weeks.
Theft of bicycles is covered up to 1,250 euros each, provided that they were locked to a fixed object.
Solar panels are insured as part of the building as soon as they have been reported to the company.
Damage is to be reported within eight days by telephone on 09 330 72 15 or through the portal.
Glass of greenhouses and cold frames is not covered.
"""), 32),
    Paper("Spanwatch service agreement Wetteren.pdf", "en", listed("""
SERVICE AGREEMENT between Brugwerk NV (the provider) and the town of Wetteren (the customer) on the monitoring of four bridges.
The yearly fee is 48,600 euros, invoiced in advance in two halves.
An alarm of the highest level is answered by an engineer within four hours at any time of day.
For each hour of delay beyond that the provider pays a penalty of 0.5 percent of the monthly fee, and 15 percent at most.
Raw data are kept for seven years and deleted thereafter.
The customer grants access to the abutments on working days between 7:00 and 16:00; the keys are held by the lock keeper.
The agreement ends on 31 May 2023 and is prolonged by a year unless one of the parties objects three months before.
"""), 28),
    Paper("Renovation offer Timmerwerken Dewaele.pdf", "en", listed("""
OFFER number 2020-118 by Timmerwerken Dewaele for the renovation of the roof at Visserij 47.
Removal of the old tiles and battens, insulation with 22 centimetres of wood fibre, new clay tiles of the type Stormpan in slate grey.
Three roof windows of 78 by 118 centimetres with triple glazing, 1,149.00 euros each.
The whole work costs 18,463.20 euros with six percent of value added tax.
An advance of thirty percent is due at the signing, the rest after the handing over.
The scaffolding stands for at most five weeks; the permit for the pavement is requested by the builder.
Payments go to the account BE91 7340 5518 2276 with the number of the offer.
"""), 14),
    Paper("School regulations De Regenboog.docx", "en", listed("""
REGULATIONS of the primary school De Regenboog, Ghent, as of the school year 2023.
Children are received in the playground from 8:05 on; the gate closes at 8:30 sharp.
After-school care costs 1.15 euros for each half hour begun and is open until 18:00, on Wednesday until 17:30.
A child with fever above 38 degrees stays at home until it has been free of fever for a whole day.
Birthdays are celebrated with a fruit or a dry cake; balloons, presents and sweets are not handed out.
Telephones are switched off and stay in the satchel; a telephone that was taken away is given back to a parent on Friday.
The maximum bill for the year is 105 euros for excursions and 520 euros for stays of several days over the whole of primary school.
Medicines are given only with the form signed by a doctor, and are kept in the fridge of the secretariat.
"""), 26),
    Paper("Warranty dishwasher.pdf", "en", listed("""
WARRANTY CERTIFICATE for the dishwasher model G 5310 SC, serial number 62 104877 31.
The purchase was made on 9 November 2021 at Elektro Vandeputte for 949 euros.
The warranty runs for five years on all parts and for ten years on the protection against water.
Salt is filled up when the lamp with the letter S is lit; the hardness is set to level 4 in Ghent.
Error F24 means that the heating of the water failed; switch off the machine and call the service.
"""), 10),
    Paper("Mietvertrag Schillerstraße 18.docx", "de", listed("""
MIETVERTRAG zwischen der Hausverwaltung Murblick GmbH, Graz (Vermieterin) und Dr. Katrin Oberhauser (Mieterin) über die Wohnung Schillerstraße 18, Top 9.
Die Miete beträgt 790 Euro einschließlich der Betriebskosten und ist am Fünften jedes Monats fällig.
Die Kaution von 2.400 Euro wird auf einem Sparbuch hinterlegt und nach der Rückgabe der Wohnung samt Zinsen ausbezahlt.
Die Mieterin kann den Vertrag mit einer Frist von drei Monaten zum Monatsletzten kündigen.
Die Heiz\u00adkosten\u00adabrechnung wird bis zum 30. Juni des Folgejahres vorgelegt.
Das Fahrrad ist im Keller abzustellen; im Stiegenhaus darf nichts gelagert werden.
Die Waschküchenbenützung ist werktags von sieben bis zwanzig Uhr gestattet.
"""), 16),
    Paper("Contrat de location gîte Rochefort.pdf", "fr", listed("""
CONTRAT DE LOCATION saisonnière entre Madame Colette Hubin, Rochefort (la propriétaire) et Beatriz Tavares (la locataire).
Le gîte Le Vieux Tilleul est loué du 15 au 18 avril 2022 pour quatre adultes et deux enfants.
Le prix est de 95 euros par nuit, draps compris, et de 45 euros pour le ménage.
Les acomptes versés ne sont pas remboursés si l'annulation a lieu moins de trente jours avant l'arrivée.
La clé se trouve chez la boulangère, Madame Bodart, rue de Behogne 12, jusqu'à dix-neuf heures.
Le bois pour le poêle est dans l'appentis ; un panier par jour est compris.
"""), 14),
    Paper("Contrato de arrendamento Rua das Flores.docx", "pt", listed("""
CONTRATO DE ARRENDAMENTO comercial entre Graça Tavares (senhoria) e Papelaria Ribeiro Lda (inquilina) sobre a loja da Rua das Flores, 203, Porto.
A renda mensal é de 620 euros, paga por transferência até ao dia oito.
A inquilina entregou uma caução de 1.860 euros, devolvida no fim do contrato se não houver estragos.
O contrato dura cinco anos, com início em 1 de fevereiro de 2017.
As obras de conservação da montra ficam a cargo da inquilina.
"""), 10),
    Paper("Póliza de viaje Echeverría.docx", "es", listed("""
PÓLIZA DE SEGURO DE VIAJE número 7714-B, Aseguradora Cantábrica, a nombre de Pilar Echeverría y Beatriz Tavares.
La cobertura por gastos médicos en el extranjero llega hasta 60.000 euros por persona.
La cancelación se reembolsa al ochenta por ciento si se comunica al menos diez días antes de la salida.
El equipaje perdido se indemniza con un máximo de 700 euros, previa denuncia a la compañía aérea.
El teléfono de asistencia, abierto las veinticuatro horas, es el 944 012 336.
"""), 10),
    Paper("Preventivo cucina Bonfanti.docx", "it", listed("""
PREVENTIVO numero 88/2020 della Falegnameria Montanari per la cucina di Chiara Bonfanti in via San Vitale 88, Bologna.
Mobili in rovere con piano in gres, montaggio compreso, per un totale di 7.940 euro.
La consegna avviene otto settimane dopo la conferma e il versamento dell'acconto del quaranta per cento.
Gli elettrodomestici non sono compresi, salvo la cappa aspirante.
La garanzia sulle cerniere è di quindici anni.
"""), 8),
    Paper("Ontslagbrief Jozef Claes.docx", "nl", listed("""
ONTSLAGBRIEF van het ziekenhuis Maria Middelares betreffende de heer Jozef Claes, geboren op 30 januari 1951.
De patiënt kreeg op 11 oktober 2021 een totale heupprothese rechts, zonder verwikkelingen.
Hij neemt gedurende vijf weken elke avond een spuit Clexane van 40 mg.
De hechtingen worden op 25 oktober door de huisarts verwijderd.
Autorijden is pas toegelaten na zes weken en na overleg met dokter Baert.
"""), 8),
    Paper("Verkoopovereenkomst Visserij 47.pdf", "nl", listed("""
VERKOOPOVEREENKOMST tussen de heer Albert Duprez (verkoper) en Beatriz Tavares en Wouter Claes (kopers) betreffende het rijhuis Visserij 47 te Gent.
De prijs bedraagt 342.500 euro, de garage inbegrepen.
Het kadastraal inkomen bedraagt 1.018 euro.
Het huis wordt overgedragen met een energiescore van 412 en zonder conforme stookolietank.
De akte wordt verleden voor notaris Van Hoecke te Gent, uiterlijk op 29 maart 2019.
"""), 10),
    Paper("Mortgage letter Leiebank.docx", "en", listed("""
MORTGAGE LOAN offered by Leiebank NV to Wouter Claes and Beatriz Tavares for the purchase of the house at Visserij 47.
The sum of 274,000 euros is lent for twenty-five years at a fixed rate of 1.63 percent a year.
The monthly payment is 1,112.84 euros, taken from the account on the fifth.
For early repayment the borrowers owe three months of interest.
A life insurance covering the whole debt on the elder borrower and half of it on the other is a condition of the loan.
"""), 18),
)  # fmt: skip

CLAUSES = {
    "en": listed("""
Any change to this document is valid only if it has been agreed in writing and signed by both parties.
If one of these provisions proves to be invalid, the others remain in force and the parties replace it by one that comes closest to its purpose.
The parties choose as their domicile the addresses that are stated at the top, and inform each other without delay when these change.
Disputes are first submitted to a mediator; if no agreement is reached within sixty days, the courts of Ghent have jurisdiction.
The headings serve for orientation only and have no influence on the interpretation.
Each party has received a copy of this document and declares that it has read and understood it.
Personal data are processed only as far as this is necessary for carrying out the agreement, and are protected by suitable measures.
Force majeure releases the parties from their duties for as long as it lasts, provided that the other party was informed within a week.
Fees for registration and stamps are borne by the party that the law names.
The party that is in default owes interest at the legal rate without further notice.
All sums are stated in euros; bank charges are carried by the one who pays.
Neither party may transfer its rights to a third person without the consent of the other.
Works that affect the structure require a prior permission, which may be tied to conditions.
The common parts are kept free at all times; prams and scooters are put in the place that is meant for them.
An inventory with photographs is made at the beginning and compared with the state at the end.
Normal wear and what follows from age or from circumstances beyond one's control is not charged.
Small repairs are carried out by the user; larger ones are reported as soon as they are noticed.
The meters are read in the presence of both parties and the readings are noted in the annex.
Notices are sent by registered letter or by electronic mail with confirmation of receipt.
The provider takes all reasonable care but does not guarantee a particular result.
Liability for indirect damage, lost profit and loss of data is excluded as far as the law allows.
The annexes form an integral part of this document; in case of contradiction the document itself prevails.
Confidential information is not disclosed to others, during the agreement and for two years after it.
Should a party fail to exercise a right, this does not mean that it gives up that right.
Silence does not count as consent, unless the law provides otherwise.
Complaints are handled by the service named in the annex, which answers within fifteen working days.
Costs of reminders may be charged from the second reminder on.
The calendar year counts as the reference for all yearly amounts, and parts of a year count in proportion.
Installations that were added with permission may be left behind or taken away, in which case the original state is restored.
A list of the persons who may be contacted is kept by both sides and updated when needed.
"""),
    "de": listed("""
Änderungen dieses Vertrages bedürfen der Schriftform und der Unterschrift beider Seiten.
Sollte eine Bestimmung unwirksam sein, so bleiben die übrigen davon unberührt.
Gerichtsstand ist Graz, soweit das Gesetz nichts anderes vorsieht.
Kleinere Ausbesserungen nimmt die Mieterin auf eigene Kosten vor, größere Schäden meldet sie unverzüglich.
Die Hausordnung liegt bei und ist Bestandteil des Vertrages.
Bauliche Veränderungen dürfen nur mit Zustimmung der Vermieterin vorgenommen werden.
Die gewöhnliche Abnützung wird nicht in Rechnung gestellt.
Mitteilungen gelten als zugegangen, wenn sie an die zuletzt bekannte Anschrift gesandt wurden.
Beide Seiten haben eine Ausfertigung erhalten.
"""),
    "fr": listed("""
Toute modification du présent contrat se fait par écrit et porte la signature des deux parties.
Les lieux sont rendus dans l'état où ils ont été trouvés, poubelles vidées et vaisselle rangée.
La locataire s'assure contre les risques qui lui incombent et en fournit la preuve sur demande.
Un état des lieux est dressé à l'arrivée et au départ.
En cas de litige, les tribunaux de Namur sont seuls compétents.
Le nombre d'occupants ne peut dépasser celui qui est indiqué.
Chaque partie reconnaît avoir reçu un exemplaire.
"""),
    "pt": listed("""
Qualquer alteração a este contrato só é válida por escrito e assinada por ambas as partes.
As partes escolhem o tribunal do Porto para qualquer litígio.
As despesas de água e de luz são da responsabilidade de quem utiliza o espaço.
O local destina-se apenas ao comércio indicado e não pode ser cedido a terceiros.
Cada parte fica com um exemplar.
"""),
    "es": listed("""
Las condiciones generales se entregan junto con este documento y forman parte de él.
El asegurado comunica cualquier cambio de domicilio en el plazo de quince días.
Las reclamaciones se presentan por escrito al servicio de atención al cliente.
Quedan excluidos los daños causados de forma intencionada.
La jurisdicción es la del domicilio del asegurado.
"""),
    "it": listed("""
Il presente documento è valido per trenta giorni dalla data di emissione.
Eventuali modifiche vengono concordate per iscritto e possono comportare un supplemento.
I dati personali sono trattati secondo la legge.
Le misure sono da verificare sul posto prima dell'ordine.
"""),
    "nl": listed("""
De partijen kiezen woonplaats op het hierboven vermelde adres.
Wijzigingen zijn slechts geldig indien zij schriftelijk en door beide partijen zijn ondertekend.
De kosten van de akte zijn ten laste van wie de wet aanwijst.
Elke partij erkent een exemplaar te hebben ontvangen.
Voor vragen kunt u elke werkdag terecht op het secretariaat.
"""),
}  # fmt: skip

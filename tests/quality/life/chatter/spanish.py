"""Spanish chatter."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

SPANISH = Chatter(
    themes={"general": listed("""
Buenos días guapa, ¿qué tal? / aquí, con sueño ¿y tú? / igual jaja
¿Qué haces? / {plan} / qué envidia
Hoy he hecho {plato} / ¿me guardas un poco? / ya no queda 😂
se me ha quemado {plato} / otra vez no / otra vez
¿Has visto {serie}? / dos capítulos / pues el tercero es buenísimo
Mira esto https://{sitio}/{numero} / jajaja me muero
https://{sitio}/{numero} / no me lo creo
El tren a {lugar} va con {minutos} minutos de retraso / qué novedad / ya, paciencia
¿Hablamos {cuando}? / {cuando} no puedo, {excusa} / pues el finde
¿Te llamo {cuando}? / sí, sobre las {hora} / vale
Estoy en {tienda}, no hay nadie / compra {cosa} / hecho
Hace {grados} grados aquí, no se puede vivir / aquí llueve, te lo cambio
Los niños están {estado} / los míos igual / será la luna
El jefe quiere otra reunión / ¿sobre qué? / sobre las reuniones
Mi madre pregunta por ti / dale un beso muy fuerte / de tu parte
He ido a {deporte} y no puedo ni andar / eso es bueno, dicen / dicen
{amiga} te manda recuerdos / ay, qué maja / a ver si nos vemos todas
¿Qué le regalo a {amiga}? / un libro, unas flores / qué original
Se ha roto {aparato} / ¿otra vez? / no duran nada
Acabo de llegar de {lugar} / ¿y qué tal? / {como}, pero carísimo
Estoy leyendo algo sobre {tema} / ¿y te gusta? / {como}
Feliz finde!! / igualmente, besos
Me he quedado dormida en el sofá / como debe ser
¿Te acuerdas de aquella noche en {lugar}? / cómo olvidarla / qué jóvenes éramos
El vecino está con el taladro desde las {hora} / pobre de ti
Buenas noches, mañana más / descansa 😘
{amiga} se va de boda {cuando} / ¿quién se casa? / una prima
otra vez sin llaves en la puerta / llama a {amiga} / ya viene
los pisos están imposibles en {lugar} / y piden fianza de tres meses / locura
No encuentro {cosa2} / mira en el bolso / ahí estaba, claro
¿Vienes a Gante en verano? / lo estoy mirando / ¡di que sí!
""")},
    slots={
        "plan": parted("tomando un café | en la playa | trabajando, qué remedio | de compras | esperando el autobús"),
        "plato": parted("tortilla | lentejas | croquetas | marmitako | paella | pisto | unas alubias | gazpacho"),
        "serie": parted("la serie nueva esa | la del faro | la de las monjas | la película de anoche"),
        "sitio": parted("fotos.example | noticias.example | videos.example | recetas.example"),
        "numero": tuple(str(n) for n in range(1203, 9200, 347)),
        "lugar": parted("Bilbao | Madrid | Santander | Vitoria | Sevilla | Logroño | San Sebastián | Burgos"),
        "minutos": parted("20 | 35 | 50 | quince"),
        "cuando": parted("mañana | el lunes | el jueves | esta noche | la semana que viene | luego"),
        "excusa": parted("tengo médico | estoy con mis suegros | salgo tarde | tengo ensayo"),
        "hora": parted("ocho | nueve | siete y media | seis | diez"),
        "tienda": parted("el mercado | la frutería | el súper | la librería | la farmacia"),
        "cosa": parted("pan | tomates | leche | huevos | aceite | café | queso"),
        "cosa2": parted("las gafas | el móvil | el paraguas | la cartera | los auriculares"),
        "grados": parted("38 | 35 | 31 | 12 | 8"),
        "estado": parted("insoportables | malos | de exámenes | en casa de la abuela | rarísimos"),
        "deporte": parted("pilates | nadar | correr | remar | yoga"),
        "amiga": parted("Maite | Leire | Nerea | Begoña | Amaia | Idoia"),
        "aparato": parted("la lavadora | el portátil | la cafetera | el aire | la tele"),
        "como": parted("precioso | muy bien | regular | divertido | un poco lento"),
        "tema": parted("los faros | el sueño | las setas | la guerra | el mar"),
    },
    short=("vale", "jaja", "jajaja", "sí", "no", "😂", "claro", "ya", "gracias!", "qué bien", "madre mía", "ok", "venga", "",
           "besos", "de verdad?", "exacto", "❤️", "ni idea", "luego te cuento"),
    before=parted("oye, | pues | por cierto, | mira, | a ver, | bueno, | ay, | la verdad, | que sepas que"),
    after=parted("por cierto | como siempre | jaja | dice {amiga} | creo | desde las {hora} | o eso dice {amiga} | ya te contaré {cuando} | con {amiga} | aquí en {lugar} | y a {grados} grados | 😄 | de verdad"),
)  # fmt: skip

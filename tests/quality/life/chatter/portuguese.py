"""Portuguese chatter, as in Porto."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

PORTUGUESE = Chatter(
    themes={"general": listed("""
Bom dia meus amores / bom dia mãe / bom dia!
Como estão os meninos? / {estado} / manda um beijinho
Já almoçaram? / {prato} / que bom, aqui foi sopa
Hoje faço {prato} / guarda para mim / anda cá buscar 😄
O comboio para {cidade} está atrasado {minutos} minutos / outra vez / é o costume
Ligas-me {quando}? / sim, por volta das {hora} / está bem
{quando} não posso, {desculpa} / então no domingo
Vejam isto https://{sitio}/{numero} / ahahah
https://{sitio}/{numero} / não acredito
Está um frio que não se pode / aqui {graus} graus / tens o casaco bom?
Fui à {loja}, tudo caro / está tudo pela hora da morte / comprei só {compra}
A {vizinha} pergunta por ti / diz-lhe que em breve vou aí
Viste o jogo? / nem me fales / roubados, como sempre
O nosso FCP ganhou!! / até que enfim
Choveu a noite toda / aqui também / parece que vai continuar
Estou a ver {serie} / é boa? / {opiniao}
Já cheguei a casa / boa / descansa
A vindima este ano está {opiniao} / quantas caixas? / ainda não sei, muitas
Avariou-se a {avaria} / chama o {homem} / só vem {quando}
Bom fim de semana / igualmente, beijos
Que saudades / também temos / o verão já não demora
Tirei fotografias da varanda / 📷 / que lindo
Perdi a chave outra vez / vê no casaco / estava no casaco
O médico mandou-me andar mais / faz ele bem
A renda da {vizinha} subiu / está tudo a subir
A {vizinha} ensinou os miúdos a dizer {palavra} / ahahah
Fui caminhar até à {sitio2} / sozinha? / com a {vizinha}
Boa noite, durmam bem / boa noite mãe
Dormi mal, {desculpa2} / toma um chazinho
A {vizinha} fez anos ontem / e houve bolo? / de laranja
""")},
    slots={
        "estado": parted("bem, a fazer asneiras | constipados | na escola | crescidos | cansados"),
        "prato": parted("caldo verde | arroz de pato | rojões | bacalhau com natas | pataniscas | cozido | sardinhas | "
                        "francesinha"),
        "cidade": parted("Braga | Lisboa | Aveiro | Coimbra | Guimarães | Viana | Régua"),
        "minutos": parted("20 | 35 | 50 | quinze"),
        "quando": parted("amanhã | logo à noite | na segunda | na quinta | para a semana | mais tarde"),
        "hora": parted("oito | nove | sete e meia | seis"),
        "desculpa": parted("tenho consulta | vou à feira | trabalho até tarde | tenho ensaio do coro"),
        "desculpa2": parted("foi o vento | foi o calor | os cães ladraram | sonhei com o avô"),
        "sitio": parted("fotos.example | noticias.example | videos.example | receitas.example"),
        "numero": tuple(str(n) for n in range(1411, 9400, 367)),
        "graus": parted("6 | 9 | 14 | 22 | 33"),
        "loja": parted("praça | mercearia | farmácia | peixaria | drogaria"),
        "compra": parted("pão | maçãs | batatas | azeite | duas alfaces"),
        "vizinha": parted("Dona Rosa | tia Céu | prima Lurdes | Dona Amélia | Fátima"),
        "serie": parted("a novela | a série do farol | o concurso | um filme antigo"),
        "opiniao": parted("boa | fraca | uma maravilha | mais ou menos | melhor do que o ano passado"),
        "avaria": parted("máquina de lavar | televisão | luz da cozinha | torneira"),
        "homem": parted("Sr. Abílio | Sr. Quim | eletricista"),
        "palavra": parted("“carago” | “obrigado avó” | “pastel de nata” | “comboio”"),
        "sitio2": parted("Foz | Ribeira | Afurada | marginal"),
    },
    short=("ok", "ahah", "sim", "não", "😂", "pois", "claro", "obrigada!", "que bom", "ai meu Deus", "está bem", "beijinhos",
           "", "é verdade", "❤️", "sei lá", "boa", "logo vejo", "já vou", "🙏"),
    before=parted("olha, | então | pois | a propósito, | ai, | bem, | sabes, | imagina,"),
    after=parted("como sempre | acho eu | diz a {vizinha} | ahah | 😄 | desde as {hora} | com a {vizinha} | aqui em {cidade} | conto-vos {quando} | com {graus} graus | se Deus quiser | ou assim diz a {vizinha}"),
)  # fmt: skip

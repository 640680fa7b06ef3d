"""English chatter: at home, among friends, at work, at school, and the long hunt for a house."""

from __future__ import annotations

from tests.quality.life.chatter.base import Chatter, listed, parted

HOME = listed("""
Anyone passing the {shop}? / I can in {minutes} minutes / {food} and {food2} please / ok
we're out of {food} again / again?? / {kid} eats it by the bucket
Can you pick {kid} up {when}? I have a {meeting} / sure / thanks 🙏
Running late, the {transport} is {delay} / no worries / start without me
the {transport} is {delay} again, typical / want me to come get you? / no I'll walk, it stopped raining
What's for dinner / {dish}? / we had that on {day} / then {dish2}
{dish} tonight, be home by {clock} / on my way / take an umbrella
Did you feed the dog / yes at {clock} / he says you didn't 😂
Pixel rolled in something horrible at the {place} / no bath without me / too late, the whole hall is wet
who left the {thing} in the {room} / not me / not me either / so it walked there by itself
{thing} is broken again / have you tried switching it off and on / very funny / I'll look at it {when}
Parcel arrived for you, big box / that's the {thing} / another one? / it was on sale
the neighbours asked if we can water their plants {when} / yes fine / I said yes already
{kid} has a temperature, {temp} / poor thing. Staying home? / yes, I'll work from the kitchen
{kid} refuses to wear the {clothes} / let it go, choose your battles / it's {temp2} degrees outside!
washing machine done, can somebody hang it up / I'm in the bath / you're always in the bath
I'm at the {shop}, they have {food} for half price / how much is half / {amount} / get two
did you see my {thing2}? / look in the {room} / looked / look again with your eyes / found it 🙈
Tell {kid} to call me / in the shower / ok later then
The heating makes that noise again / which one / like somebody knocking / I'll bleed the radiators {when}
Who's home {when}? The man comes for the meter / I am until {clock} / perfect
Rubbish out please, it's {day} / did it / you're a hero
Shall we do the {place} on {day}? / if the weather holds / and if not? / museum
Your mother called / what did she want / nothing, just to talk. call her back / will do
{kid}'s shoes are too small again / we bought those in {month}! / feet grow, apparently
Do we still have {food2}? / half a pack / that'll do
there's a cat in our garden / the ginger one? / no a new one, fat and very sure of itself
did you find the key? / which key / the one of the shed, it was in your coat
passport office is closed on {day}, of course / then {when}
what was the password of the streaming thing / same as always / it isn't
the boiler man sends his regards / did he find anything? / only a dead spider
bottle deposit: {amount}! / rich at last
the roof of the {place} leaks on the ice cream / tragedy
{kid} says homework makes {kid} allergic / clever / a rash of excuses
who moved the car / me, street cleaning / and where is it? / near the {place}
the bike needs air / the bike needs love
insurance sent another letter nobody understands / put it on the pile
I'll be in {town} all {day}, back around {clock} / drive safely
forgot my lunch on the counter / saw it. it was delicious / 😤
""")

GENERAL = listed("""
{greeting} how are you all? / fine, tired, you? / same same
Happy birthday!! 🎂🎉 / thank youuu / have a lovely day
look at this https://{site}/{path}/{number}
https://{site}/{path}/{number} / haha no way / I can't stop laughing
Has anybody seen {series}? / two episodes, fell asleep twice / it gets better / they always say that
Started {series} last night / no spoilers!! / I would never
{place} on {day}? / I'm in / can't, {excuse} / next time then
who's coming {when}? / me / me too / maybe, {excuse}
I can't make it {when}, {excuse} / oh no / we'll miss you
What a match yesterday / don't, I'm still upset / {number2} minutes and then that
It's {temp2} degrees and people are in shorts / people are strange
that storm last night, did you hear it / a tree came down near the {place} / everyone ok? / yes only a bike under it
Does anyone know a good {trade}? / ours moved away / ask around, I'll ask too / thanks
I've been to that new {eatery} by the {place} / and? / slow, loud, {adjective} {dish}
Made {dish} / photo or it didn't happen / 📷
Reading a book about {topic}, surprisingly {adjective} / lend it to me after
Forwarded: A {animal} walks into a bar and asks for {food}. The barman says: that'll be {number2} euros. / groan / that one is older than me
Forwarded: Please do NOT answer calls from unknown numbers {number3}, tell everybody!!! / that's a hoax / are you sure / it goes round every {month}
My {gadget} died / again? / dropped it on the {place} / of course you did
good night all 😴 / night / sleep well
my train friends are back, the man with the {thing2} and the woman who knits / living the dream
tried {sport} with {friend}, everything hurts / I told you / never again (until {day})
{friend} sends greetings from {town} / jealous / me too, it's grey here
Are we still on for {day}? / yes, {clock} / see you there / can't wait
do I need a coat / always / it's Belgium
Just saw {friend} at the {shop} / how is she / good, new haircut / suits her?
The queue at the {shop} is unbelievable / go at {clock}, it's empty then
so tired today / coffee / had {number4} already
Weekend plans? / {place}, {sport}, sleep / in that order? / in the opposite order
oops wrong chat / story of my life
How was {town}? / {adjective}, rained the whole time, would go again
is it me or is the internet slow / it's you / turn it off and on / ...it was me
I cooked {dish} and set off the alarm / how 😂 / don't ask
the new {series} is out {when} / popcorn at ours? / yes!
bring {food} and good mood / I only have {food}
anybody want {number4} kilos of {fruit}? our tree went mad / me! / jam season
the flight was bumpy but we're home / welcome back!
wedding photos of {friend} are online / that hat! / whose idea were the pigeons
deposit for the tent is {amount}, who pays? / me / I'll pay you back {when}
flat tyre at {clock} in the rain / the flat or the tyre? / very funny
marathon of {series} {when}? / only if there is {food}
such a hip new {eatery} / hip as in expensive
who has the address of {friend}? / I'll look it up {when}
{friend} has a new flat near the {place} / rent? / don't ask
my doctor says I should drink less coffee / change the doctor
{friend} is looking for a piano teacher / mine retired years ago
launch party of the {eatery} on {day} / free {food}?
got a parking ticket again, {amount} / ouch / at the {place}, of course
""")

WORK = listed("""
Standup in five / joining / mic is broken, I'll type
{ticket} is on staging, could someone look / looking / looks good, one remark
who broke the build / sorry, me, fixing / green again
Review for {ticket}? https://code.example/{path}/merge/{number} / on it after lunch / thx
The client asks about the {artefact} again / which version / the {adjective} one / I'll write to them
can we move the {meeting} to {clock} / fine for me / me too
tests on {module} are flaky again, {number4} out of {number2} fail / seed issue? / rerun and hope
Site visit {when}: helmets and boots please / mine are in the other van / there's a spare set
drone pictures of the {bridge} are on the share / nice, crack number {number4} is clearer there
strain on the {bridge} went up {number4} % overnight / temperature? / yes, frost
meeting room is double booked, we take the kitchen / bring the {thing2}
I'm off {when}, {excuse} / enjoy / phone stays off
train to {town} is {delay}, start the {meeting} without me / ok, notes will be in the wiki
Deploy at {clock}? / after the backup / agreed
The sensor at pier {number4} sends zeros / battery / changed it in {month} / then the cable
Who has the {artefact}? / in the folder, version {number4} / there are three versions {number4} 🙄
coffee machine shows error {number3} / that's the holidays of the coffee machine
Please fill in your hours, it's the end of {month} / done / doing it now / will do tonight, promise
Invoice for the {bridge} went out, {amount} / finally
{friend} from procurement asks for the {artefact} in triplicate / what year is it
lunch? / {dish} at the corner / {minutes} minutes
Parser chokes on {module} when the file is empty / guard it / done, {ticket}
logs are full of timeouts since {clock} / the provider has an incident / of course on a {day}
slides for the {meeting} are {adjective}, thanks / credit goes to whoever made the chart
launch of the new website went fine, by the way / which website / exactly
the service agreement template is outdated, page {number4} / legal has a new one {when}
password of the test account expired / reset it, two minutes
certificate for the {meeting} room projector, who has it? / certificates for projectors?!
the sensor shop raised its prices by {number4} % / call them / called them
offer for the {bridge} needs your signature / signed / thanks
penalty kicks at lunch, courtyard / {dish} first
our alarm went off at {clock}, only the cleaner / poor cleaner
I broke my own branch / git reflog is your friend / it is indeed
calibration of the new gauges took {number4} hours / without me? / without you, it was peaceful
""")

SCHOOL = listed("""
Does anyone have the homework for {day}? / page {number2}, exercises {number4} to 9 / thank you!
is there swimming {when}? / I think so / bring the cap
{kid2} lost a {clothes}, blue, name inside / I'll look in the lost and found / found a green one
Who brings {food} for the class party? / me / I'll do {fruit} / then I take plates
the bus was {delay} this morning / ours too / they all came in late together
Lice again in {number4}A 🙈 / nooo / checked, we're fine
Photo day is {day}, don't forget / what do they wear / clean
Parents' evening list is on the door / I took {clock} / is there still something after {clock}?
Strike {when}? / only the kitchen, bring sandwiches / thx
{kid2} can play with us {when} / lovely, I'll pick up at {clock}
Has anyone a spare {thing}? for the theatre / we have one / you're a star
they need cardboard boxes {when} / how many / as many as you can carry
{kid2}'s party is at {clock}, no presents please / and the cake? / store bought, no nuts I think
teacher is ill {when}, they'll be spread over the other classes / again?
the deposit for the costumes comes back {when} / how much was it / {amount}
trip money has to be in the envelope by {day} / which envelope / the blue one
could someone take {kid2} home {when}? {excuse} / yes no problem / 🙏
Excursion to {town}: lunch box, raincoat, no sweets / no sweets? / a few sweets
what was the name of that game they all play / no idea / ask the kids
Thanks for the lovely party, {kid2} slept like a stone / so did I
""")

HUNT = listed("""
https://shop.example/flat/{number} / too small / next
look: https://homes.example/house/{number} / kitchen like my grandmother's / garden though
https://homes.example/flat/{number} {amount2} / over budget / a bit over
{amount2} for that? they must be joking / two bedrooms and a view of a wall
viewing on {day} at {clock}, flat near the {place} / can you take photos / will do
the flat near the {place} is gone / already?? / {number4} people before us
https://shop.example/flat/{number} / has it a cellar? / doesn't say / then no
saw the house in {town}: damp in the {room}, nice stairs / no
agent says the owner wants {amount2}, no less / then he can keep it
https://homes.example/house/{number} look at the ceiling! / look at the price!
Deposit, agent's fee, notary, tax... I'm dizzy / one flat after the other, we'll find it
maybe rent another year? / and pay the rent of a house for a flat / true
flat on the {number4}th floor, no lift / with the pram? no thank you
""")

SLOTS = {
    "shop": parted("Delhaize | Colruyt | bakery | market | pharmacy | garden centre | butcher's | organic shop | Spar | "
                   "hardware store | fish shop | bookshop"),
    "food": parted("milk | eggs | rye bread | oat flakes | rice | onions | butter | coffee | tomatoes | yoghurt | cheese | "
                   "lemons | pasta | flour | mustard | bananas | tofu | toilet paper | olive oil | chocolate spread"),
    "food2": parted("carrots | cream | spinach | potatoes | dog food | sugar | apples | ham | washing powder | tea | "
                    "chickpeas | garlic | crisps | orange juice | peas | basil"),
    "fruit": parted("plums | cherries | pears | apples | figs | quinces | mirabelles"),
    "kid": parted("Rui | Lotte | the little one | the big one | your son | your daughter"),
    "kid2": parted("Rui | Cillian | Yasmine | Warre | Finn | Noor | Elif | Jules | Marie-Lou"),
    "when": parted("tomorrow | tonight | on Monday | on Tuesday | on Wednesday | on Thursday | on Friday | on Saturday | "
                   "this weekend | later | next week | after work | in the morning"),
    "day": parted("Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday"),
    "month": parted("January | March | April | May | June | August | September | October | November"),
    "clock": parted("8:15 | 9 | 10:30 | noon | 13:00 | 2pm | half past three | 16:45 | 5 pm | 17:30 | six | 18:20 | 7 | "
                    "19:15 | eight"),
    "minutes": parted("5 | ten | 15 | twenty | 30 | 40"),
    "delay": parted("late | delayed | cancelled | full | stuck in a tunnel | twenty minutes late | not moving"),
    "transport": parted("tram | train | bus | ferry | number 4 | IC to Brussels"),
    "meeting": parted("meeting | call with the client | workshop | dentist thing | retro | budget round | presentation | "
                      "planning | steering committee"),
    "dish": parted("lasagne | waterzooi | stoofvlees | pea soup | mussels | curry | pancakes | risotto | bacalhau | ramen | "
                   "shakshuka | quiche | meatballs | stir fry | chicory with ham"),
    "dish2": parted("pizza | soup | omelette | leftovers | salad | fries | toast"),
    "thing": parted("drill | toaster | vacuum cleaner | lamp | printer | hoover | blender | ladder | sewing machine | fan | "
                    "bike pump | helmet | curtain rail | wheelbarrow"),
    "thing2": parted("glasses | scarf | charger | purse | umbrella | headphones | blue notebook | scissors | badge | "
                     "thermos"),
    "room": parted("hall | kitchen | bathroom | attic | cellar | garden | living room | shed"),
    "clothes": parted("coat | jumper | hat | mittens | wellies | scarf | raincoat"),
    "temp": parted("38.1 | 38.4 | 38.7 | 39.0 | 37.9"),
    "temp2": parted("3 | 4 | 6 | 8 | 11 | 13 | 21 | 27 | 31"),
    "place": parted("park | canal | beach | Citadelpark | Vrijdagmarkt | Graslei | station | swimming pool | library | "
                    "cinema | Blaarmeersen | playground | Patershol | Dampoort"),
    "town": parted("Antwerp | Bruges | Leuven | Ostend | Lille | Kortrijk | Mechelen | Namur | Brussels | Liège | Aalst | "
                   "Rotterdam"),
    "amount": tuple(f"{n},{c:02} €" for n, c in ((4, 95), (7, 20), (12, 50), (18, 99), (23, 0), (31, 40), (44, 90), (58, 0))),
    "amount2": parted("€ 289.000 | € 305.000 | € 318.500 | € 335.000 | € 349.000 | € 365.000 | € 372.500 | € 398.000"),
    "greeting": parted("Morning! | hi all | Hello hello | hey | Good evening | hiya | Helloooo"),
    "site": parted("news.example | clips.example | recipes.example | pics.example | shop.example | maps.example | "
                   "blog.example | petition.example"),
    "path": parted("a | story | watch | item | v | list | post | share | p"),
    "series": parted("the Danish thing | that baking show | the new detective one | the one with the lighthouse | "
                     "Undercover | the cooking series | the one about chess | that space thing"),
    "excuse": parted("I'm with the in-laws | the kids are ill | deadline | already have plans | no babysitter | "
                     "work dinner | I'm away | I promised my sister"),
    "trade": parted("plumber | electrician | hairdresser | tailor | gardener | painter | physio | babysitter | locksmith"),
    "eatery": parted("ramen place | brunch bar | tapas bar | pizzeria | tea room | noodle bar | Lebanese place"),
    "adjective": parted("great | lovely | boring | dry | funny | cold | strange | decent | overpriced | charming | "
                        "average | brilliant"),
    "topic": parted("canals | trees | medieval bridges | sleep | the plague | mushrooms | octopuses | the sea | salt | "
                    "handwriting"),
    "animal": parted("duck | horse | penguin | snail | goat | bear | pigeon"),
    "gadget": parted("phone | tablet | laptop | watch | e-reader | camera"),
    "sport": parted("padel | yoga | climbing | bouldering | running | badminton | squash | rowing"),
    "friend": parted("Marijke | Tom | Els | Bram | Saskia | Nadia | Koen | Liesbeth | Omar | Griet"),
    "ticket": tuple(f"SPW-{n}" for n in range(101, 297, 7)),
    "artefact": parted("report | load table | drawing | calibration sheet | offer | risk register | test protocol | "
                       "data export"),
    "module": parted("the importer | the alarm service | the map view | the exporter | the login | the report page | "
                     "the scheduler"),
    "bridge": parted("Contributie bridge | Zelzate bridge | railway viaduct | Lys footbridge | Meulestede bridge | "
                     "E40 viaduct | canal lock"),
    "number": tuple(str(n) for n in range(118, 988, 13)),
    "number2": parted("12 | 17 | 23 | 38 | 45 | 62 | 74 | 90"),
    "number3": parted("0900 | E14 | E27 | 0033 | 404 | 0044"),
    "number4": parted("2 | 3 | 4 | 5 | 6 | 7 | 8"),
}  # fmt: skip

ENGLISH = Chatter(
    themes={"home": HOME, "general": GENERAL, "work": WORK, "school": SCHOOL, "hunt": HUNT},
    slots=SLOTS,
    short=(
        "ok", "Ok", "haha", "hahaha", "lol", "yes", "Yes!", "no", "nope", "thanks", "thx", "👍", "😂😂", "❤️", "true", "oh no",
        "great", "sure", "why", "what?", "me too", "same", "good idea", "nice", "Nice!!", "hmm", "let me check", "one sec",
        "on it", "perfect", "see you", "wow", "really?", "🙈", "exactly", "noted", "all good", "fingers crossed", "", "", "",
    ),
    before=parted("honestly, | btw | so | oh, | well | by the way, | sorry but | wait, | listen: | between us: | update: | ah and | hm, | you know what, | fyi | ok so | quick one: | just saying, | hey, | no joke,"),
    after=parted("as always | by the way | tbh | again | anyway | 😄 | just saying | haha | you know how it is | I think | for once | as {friend} would say | don't tell {friend} | since {day} | {friend} says hi | written on the {transport} | and it's only {day} | from the {place} | with {friend} | typical {month} | see you {when} | more {when} | (I'm at the {shop}) | after {number4} coffees | or so {friend} says"),
)  # fmt: skip

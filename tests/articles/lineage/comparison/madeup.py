"""Made-up news articles: outlets, people and places are invented. Everything follows from the seed."""

from articles.lineage.comparison import Block


def _list(words):
    return words.split("|")


NAMES = _list("Mira Oduya|Tomas Brekke|Anwar Salib|Lena Kovarik|Jude Amadi|Petra Lindqvist|Samir Haddad|Ines Carvalho")
PLACES = _list("Port Selwick|Varna Cross|the Orle valley|Kesten|the northern district|Old Harrow|Dunmere|Lake Tarn")
BODIES = _list(
    "the harbour council|the water board|the interior ministry|the ferry union|the Evening Ledger|the relief agency"
    "|the regional court|the city police|the grain exchange|the army command"
)
THINGS = _list("bridge|water station|ferry line|grain store|power plant|clinic|rail depot|checkpoint|school|airfield")
ADJECTIVES = _list("old|new|northern|damaged|temporary|disputed|main|small|guarded|flooded")
DAYS = _list("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday")
MONTHS = _list("January|March|May|July|September|November")

SENTENCES = [
    "{Body} said on {day} that the {thing} in {place} would stay closed until {month}.",
    "The {adj} {thing} was hit at dawn, and {num} families left their homes.",
    "“We have asked for help three times, and nobody has answered,” said {name}, who runs the {thing}.",
    "Repairs will cost {num} million crowns, according to {body}.",
    "{name} told {body} that the talks had failed.",
    "Residents of {place} said the water had been brown for {few} days.",
    "The convoy of {num} lorries left {place} on {day} and was expected in {place2} by nightfall.",
    "Nobody from {body} was available for comment.",
    "Photographs taken on {day} show trenches near the {thing} and a line of parked vehicles.",
    "In a statement, {body} called the report “false and misleading” and said it would publish its own figures.",
    "The {thing} supplies about {num} households in {place}, most of them on the {adj} side of the river.",
    "It rained.",
    "Officials disagreed about the cause.",
    "The fire was out by noon.",
    "According to {name}, the {adj} {thing} had been inspected in {month} and found to be safe.",
    '"The agreement is dead," {name} said. "The agreement was dead before we signed it."',
    "The ministry and the council and the union met for {few} hours on {day}, but the ministry and the union "
    "left early.",
    "{Body} has denied that it knew of the plan, which was first described by {body2} in {month}.",
    "Some {num} people, among them {few} doctors, signed a letter that was read out in {place} on {day}.",
    "The letter, which was seen by {body}, names the {thing}, the {thing2} and the road between them.",
    "„Wir warten seit {few} Tagen“, said a driver at the {thing}.",
    "A spokesman for {body}, {name}, said the {adj} {thing} and the {adj2} {thing2} would be handed over together.",
    "The price of bread rose by {num} per cent in {month}.",
    "The river rose, the road was cut, and the {thing} could be reached only by boat.",
    "Under the memorandum the zone is closed to aircraft, to lorries and to anybody without a permit.",
    "Whether the {thing} can be saved is not known.",
    "{name}, {num2}, has lived in {place} all her life and does not want to leave.",
    "“They came at night [on {day}] and took the generators,” {name} said, “and the fuel, and the pumps.”",
    "The court heard {few} witnesses, of whom {few2} had worked at the {thing} when it was closed.",
    "By {day} evening the {adj} part of {place} was without power, and by {day2} all of it was.",
    "“I said to them: ‘Show me the order.’ They had no order,” {name} recalled.",
    "The council – which has met twice since {month} – did not vote.",
    "Traffic was diverted through {place} (population {num},000) and the {adj} tunnel.",
    "A second {thing} is planned, but the money for a second {thing} has not been found.",
    "The soldiers said that they had been told that the {thing} was empty.",
    "Five years ago, {body} promised a new {thing}; five years later there is no new {thing}.",
    "« Nous n’avons rien vu », said {name}, a guard at the {thing2}.",
    "{Body}’s own figures show that the number of accidents fell from {num} to {num2} within a year.",
    "At the {thing}, at the {thing2} and at the market, people said the same thing.",
    "He said he had seen the report; she said she had not.",
    "The United Harbour Workers (UHW) called for a strike.",
    "More than half of the {num} beds in the {adj} clinic were taken on {day}, the highest share since {month}.",
]
HEADLINES = [
    "{thing} in {place} closed after attack", "Talks on the {thing} fail again", "{num} families leave {place}",
    "Who pays for the {adj} {thing}?", "{name}: “We had no choice”",
]  # fmt: skip
NOTICES = ["Follow us on the usual channels.", "Copyright © {num} The Evening Ledger. All rights reserved."]

WORDS_PUT_IN = _list("reportedly|covertly|so-called|foreign-backed|illegal|allegedly|again|very|the|unelected|also")
PHRASES_PUT_IN = _list(
    "supported covertly by the port|on orders from the capital|despite repeated warnings|of the old guard"
    "|in what critics call a cover-up|and the army command|paid by the ferry union|with the knowledge of the ministry"
    "|who is under investigation|a former minister|as {body} had asked|in {month} and again in {month2}"
)
SENTENCES_PUT_IN = [
    "The port has long been run by criminals.",
    "Nobody believes the ministry any more.",
    "The {thing} had been used to store weapons.",
    "Critics say that the council knew.",
    "It was the third such failure in {few} years, and {body} had been warned of the first, the second and the third.",
    "“We knew,” an official said.",
    "The council was told on {day}.",
    "{name} is a cousin of the governor.",
    "Not one of them was charged.",
]


def filled(template, chance):
    body, body2 = chance.sample(BODIES, 2)
    thing, thing2 = chance.sample(THINGS, 2)
    day, day2 = chance.sample(DAYS, 2)
    month, month2 = chance.sample(MONTHS, 2)
    text = template.format(
        name=chance.choice(NAMES), place=chance.choice(PLACES), place2=chance.choice(PLACES), body=body, body2=body2,
        Body=body[0].upper() + body[1:], thing=thing, thing2=thing2, adj=chance.choice(ADJECTIVES),
        adj2=chance.choice(ADJECTIVES), day=day, day2=day2, month=month, month2=month2, num=chance.randint(13, 980),
        num2=chance.randint(20, 90), few=chance.choice(["two", "three", "six"]), few2=chance.choice(["one", "four"]),
    )  # fmt: skip
    return text[0].upper() + text[1:]


def paragraph(chance, longest=5):
    return " ".join(filled(t, chance) for t in chance.sample(SENTENCES, chance.choice([1, 1, 2, 2, 3, 4, longest])))


def article(chance, paragraphs):
    """An article of so many body paragraphs, with its headline, standfirst, caption and notices."""
    blocks = [Block("headline", filled(chance.choice(HEADLINES), chance))]
    if chance.random() < 0.6:
        blocks.append(Block("standfirst", paragraph(chance, 2)))
    blocks.append(Block("byline", f"By {chance.choice(NAMES)}"))
    for _ in range(paragraphs):
        slot = "quotation" if chance.random() < 0.06 else "body"
        blocks.append(Block(slot, paragraph(chance)))
        if chance.random() < 0.05:
            blocks.append(Block("caption", f"The {chance.choice(THINGS)} on {chance.choice(DAYS)}. Photo: T. Brekke"))
    return blocks + [Block("notice", filled(text, chance)) for text in NOTICES]

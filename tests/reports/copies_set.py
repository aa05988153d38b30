"""The test set for copies and versions: own texts about invented countries, written before the code that it tests.

Every pair is judged by how it was made. A *copy* is one text that another house prints: with its own dateline and quote marks, cut
short, with a paragraph of its own put in, or copy-edited. A *version* is the same address with new figures and a new paragraph.
*Different* are the hard cases: bulletins from one template on two days, two reporters on one event, a follow-up that repeats the
background of an older item, and items with nothing in common.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from detente.reports import Moment, Report

Judgement = Literal["copy", "version", "different"]


@dataclass(frozen=True)
class Pair:
    kind: str
    first: Report
    second: Report
    judgement: Judgement


ITEMS: dict[str, tuple[str, ...]] = {
    "canal": (
        "Norvia closed the Selm canal to foreign tankers on Tuesday, a day after a patrol boat was rammed near the southern lock.",
        "The foreign minister, Ilse Varga, told parliament that the closure would last until Kesh had paid for the damage.",
        '"We did not ask for this quarrel, and we shall not be the ones to lengthen it," she said.',
        "Kesh denied that any of its ships had been within 20 miles of the lock and offered to open its logbooks to inspectors.",
        "About 14 percent of the region's crude oil passes through the canal, and insurers raised their rates within hours.",
        "Analysts in the port city of Ondra said a long closure would hurt Norvia more than its neighbour.",
        "The two countries fought a border war in 1987 that neither of them won.",
    ),
    "talks": (
        "Envoys of Arden and Bel met for nine hours in a hotel on the lake on Saturday and parted without a joint statement.",
        "A diplomat who was in the room said that the two sides had agreed on an agenda but not on who would sign first.",
        "Bel wants prisoners exchanged before any withdrawal; Arden insists on the opposite order.",
        '"There was coffee, there was patience, there was no text," the diplomat said.',
        "The mediator, a former judge from Ostrava, is expected to carry a new draft to both capitals next week.",
        "Shelling along the river continued while they talked, according to villagers on the eastern bank.",
    ),
    "dam": (
        "Engineers began to fill the reservoir behind the Great Teva dam on Friday despite a protest note from the states downstream.",
        "Satellite pictures taken over the weekend show the water already 11 metres above the old river bed.",
        "The water ministry of Teva said that the filling would take three rainy seasons and that nobody would go thirsty.",
        "Officials in Marun called the step a breach of the treaty of 1959 and said they would turn to the court.",
        "Farmers on the lower river have begun to dig wells, and the price of seed has doubled since May.",
        "The dam has cost 4.2 billion crowns and is to feed six turbines.",
    ),
    "vote": (
        "Counting began in Lesk on Sunday evening after the calmest election that the island republic has held in a generation.",
        "Partial returns gave the harbour workers' union list 38 percent and the governing Concord party 35 percent.",
        "Turnout was put at 71 percent, although heavy rain kept the northern stations closed until noon.",
        "The head of Concord, Dario Mell, said it was too early to speak of defeat and asked his followers to go home.",
        "Observers from three neighbouring states reported a few quarrels over ink and none over ballots.",
        "A coalition is likely, since no list has ever won a majority of its own.",
        "The new assembly has to choose a president within 40 days.",
    ),
    "hostages": (
        "Two aid workers who had been held in the Karst mountains since January were freed early on Monday, their organisation said.",
        "They were driven to the border post at Uhl and handed over to doctors, who found them tired but unhurt.",
        "Neither the organisation nor the government of Kesh would say whether a ransom had been paid.",
        "A spokesman for the Free Valleys movement claimed that they had been guests and not captives.",
        "Eleven foreigners have been seized on the mountain road in the past two years, and four of them have died.",
    ),
    "sanctions": (
        "The Northern League froze the accounts of 23 officials from Sarn on Wednesday and barred the export of drilling equipment.",
        "The measures had been held up for a month by Halvia, which buys most of its gas from Sarn.",
        "The League's foreign affairs chief, Petra Oland, said the list could grow and could also shrink.",
        "Sarn called the step childish and recalled its ambassador for consultations.",
        "Economists expect little effect before the winter, when contracts for spare parts run out.",
        "Shipping firms asked for a period of grace to finish voyages that are under way.",
        "It is the third round of measures since the annexation of the Brell peninsula.",
    ),
    "strike": (
        "Air traffic over eastern Arden came to a halt on Thursday when controllers walked out over pay and night shifts.",
        "The airport of Tolm cancelled 212 flights and put up beds for passengers in a hangar.",
        "The transport minister said that the strike was illegal and that the army would take over two radar stations.",
        "A union leader answered that soldiers might read the screens but could not read the sky.",
        "Mediation is to begin on Friday at the labour court, which settled a similar quarrel six years ago.",
    ),
    "quake": (
        "An earthquake of magnitude 6.4 shook the coast of Ume before dawn on Sunday and cut the only road to the fishing town of Pell.",
        "Rescuers reached the first houses by boat and counted nine dead and more than 80 injured.",
        "Most of the houses in the old quarter are of mud brick and fell in on themselves.",
        "The prime minister, Ana Sorel, cut short a visit abroad and asked her neighbours for helicopters.",
        "Marun, which has no diplomatic relations with Ume, sent two within three hours.",
        "Seismologists warned of strong aftershocks in the coming days.",
        "A quake in the same fault killed 400 people in 1931.",
    ),
    "missile": (
        "Sarn tested a missile on Monday that flew 900 kilometres and fell into the sea short of the fishing grounds of Halvia.",
        "The defence ministry in Sarn said that the launch had been announced to shipping and had endangered nobody.",
        "Halvia's government called it a threat dressed up as an experiment and summoned the charge d'affaires.",
        "Trackers on two continents said that the second stage had burned longer than in the tests of last year.",
        "A treaty that bound both countries to ranges below 500 kilometres ran out in March.",
        "Talks on a new one have been put off three times.",
    ),
    "budget": (
        "The parliament of Ostrava passed a budget on Tuesday night that raises military spending by a fifth and freezes pensions.",
        "The finance minister, Jon Adler, said the country could no longer live on the protection of others.",
        "The opposition walked out before the vote, which the government won by 64 to 61.",
        "Pensioners had filled the square since noon, and some of them banged on saucepans.",
        "The largest part of the new money goes to two frigates and to a cyber school in the capital.",
        "Rating agencies said they would wait for the figures of the second quarter.",
    ),
    "border": (
        "Soldiers from Arden and Bel pulled back 500 metres from the bridge at Kolm on Friday, the first such step in four years.",
        "Monitors counted the vehicles and locked the barrier, which had been painted in both countries' colours.",
        "A farmer who owns fields on both sides crossed on foot an hour later and was cheered.",
        "The agreement covers one bridge of eleven and can be ended by either side with a day's notice.",
        "Commanders have exchanged telephone numbers and promised to answer within ten minutes.",
    ),
    "refugees": (
        "More than 6,000 people have crossed from the Brell peninsula into Halvia since Sunday, the border police said on Wednesday.",
        "Most came by ferry with hand luggage only, and many had walked the last miles because the buses had stopped.",
        "The mayor of the border town of Ister opened the theatre and two schools and asked for blankets.",
        "The authorities on Brell said that nobody was being driven out and that those who left were free to return.",
        "Relief agencies expect 20,000 by the end of the month if the shelling goes on.",
        "The interior minister of Halvia ruled out camps and spoke of rooms in private houses.",
        "A telephone line for offers took 3,100 calls on its first day.",
    ),
    "trial": (
        "A court in Teva sentenced the former intelligence chief, Oren Dask, to eleven years in prison on Thursday for selling licences.",
        "The judges found that he had taken at least three million crowns from two mining companies.",
        "Dask, who is 66, listened standing and said afterwards that the wrong man had been tried.",
        "His lawyers announced an appeal and asked for house arrest on grounds of health.",
        "Two ministers of the former government are to be heard in the autumn as witnesses.",
        "The companies have paid fines without admitting guilt.",
    ),
    "grain": (
        "Marun lifted its ban on grain exports on Monday after rain in the south had saved half of the harvest.",
        "Ships that had waited for six weeks off the port of Anse began to load the same evening.",
        "The price of wheat fell by seven percent within the day.",
        "The minister of agriculture said that a third of the crop would be kept back until the spring.",
        "Traders doubted it and pointed to silos that had not been repaired since the floods.",
        "Ume, the largest buyer, had begun to ration flour in April.",
    ),
    "island": (
        "The coast guard of Lesk took down a flag on Thursday that fishermen from Kesh had raised on the uninhabited Gannet rock.",
        "Nobody was hurt, but water was sprayed and a wheelhouse window broken, both governments said.",
        "Each of them claims the rock, which is smaller than a football field at high tide, and the seabed around it.",
        "The foreign ministry of Kesh said the fishermen had acted on their own and called them patriots.",
        "Lesk has offered to let a tribunal decide, an offer that Kesh has turned down twice.",
        "Gas was found 40 miles to the west in 2009.",
    ),
    "hacking": (
        "Computers of the health service of Ostrava were still dark on Saturday, three days after an attack for which nobody has claimed credit.",
        "Hospitals wrote prescriptions by hand and sent home patients whose operations could wait.",
        "The government said that it knew where the attack had come from and would not say so yet.",
        "Specialists found parts of a program that had been used against a power company in Halvia the year before.",
        "Sarn, which was blamed at that time, said that it was tired of being everybody's excuse.",
        "No data of patients had been offered for sale by Saturday evening.",
    ),
}

SECOND_ACCOUNTS: dict[str, tuple[str, ...]] = {
    "canal": (
        "Tankers were turning back from the Selm canal on Tuesday after Norvia shut the waterway to all but its own flag.",
        "Ilse Varga, the foreign minister, announced the step in parliament and tied its end to compensation from Kesh for Monday's ramming.",
        "In Kesh, officials said their fleet had been nowhere near the southern lock and that the logbooks would prove it.",
        "Oil prices rose, and brokers at Ondra spoke of the worst day since the border war of 1987.",
    ),
    "talks": (
        "No communique, no handshake, and a draft that changed nine times: that was the Saturday that Arden and Bel spent by the lake.",
        "The order of steps divides them still, with prisoners first for Bel and troops first for Arden.",
        "A retired judge from Ostrava who mediates between them will travel on to both capitals.",
        "On the river the guns were heard all day.",
    ),
    "dam": (
        "The river behind the Great Teva dam is rising, and so is the anger of those who live below it.",
        "Marun said on Saturday that it would sue under the treaty of 1959, hours after the first pictures showed a lake.",
        "Teva answers that three rainy seasons are enough to fill the basin without harming anybody.",
        "Downstream, wells are being sunk and seed is dear.",
    ),
    "vote": (
        "The dock workers' list led by three points in Lesk when a third of the ballots had been counted late on Sunday.",
        "Concord, in power for eleven years, would have to look for partners or go into opposition, and its leader Dario Mell counselled patience.",
        "Rain delayed the vote in the north, yet seven in ten citizens turned out.",
        "Foreign observers praised a quiet day.",
    ),
    "quake": (
        "Helicopters from a country with which Ume does not speak were the first to land in Pell on Sunday.",
        "The fishing town had been cut off by an earthquake of magnitude 6.4 that left at least nine people dead.",
        "Old houses of mud brick collapsed in seconds, survivors said.",
        "Prime Minister Ana Sorel is on her way back from a state visit, and geologists expect further shocks.",
    ),
    "missile": (
        "A new missile of Sarn's has flown farther than any before it, and farther than the treaty would have allowed that lapsed in March.",
        "It came down on Monday in open water west of where Halvia's boats fish.",
        "Halvia protested to the charge d'affaires; Sarn said that seafarers had been warned.",
        "Nobody could say on Monday when the talks, postponed three times, would be taken up.",
    ),
    "budget": (
        "With three votes to spare, the government of Ostrava has pushed through the largest rise in military spending in its history.",
        "Finance minister Jon Adler defended two new frigates and frozen pensions in a debate that ended near midnight.",
        "The benches of the opposition were empty by then, while saucepans could be heard from the square.",
        "What the agencies make of the figures will be known in summer.",
    ),
    "refugees": (
        "The theatre of Ister has no empty row left, though nothing is being played there.",
        "Families from the Brell peninsula sleep on its floor, a part of the 6,000 who, by police figures, have come into Halvia since Sunday.",
        "They tell of buses that ceased to run and of miles on foot to the ferry.",
        "The government in Halvia wants no camps; the authorities on Brell say that nobody is expelled.",
    ),
    "trial": (
        "Eleven years for Oren Dask: with this sentence a court in Teva closed on Thursday the affair of the mining licences.",
        "The man who once ran the country's spies had been paid millions of crowns by two firms, in the judges' view.",
        "Dask denied it to the end, and his lawyers will appeal.",
        "In autumn it will be for two former ministers to say what they knew.",
    ),
    "island": (
        "A flag, a water cannon and a broken window were enough on Thursday to bring Lesk and Kesh back to their oldest quarrel.",
        "The Gannet rock belongs to both of them, if one believes both of them, and with it goes the gas that may lie around it.",
        "Fishermen had hoisted the colours of Kesh there before the coast guard of Lesk arrived.",
        "A tribunal could decide, says Lesk; not this one, says Kesh.",
    ),
    "hacking": (
        "Pens and paper are back in the hospitals of Ostrava, whose computers an unknown attacker put out of action on Wednesday.",
        "Planned operations have been postponed and nobody knows for how long.",
        "Experts see a likeness to last year's attack on a power company in Halvia, for which Sarn was held responsible and which it denies.",
        "The government hints that it knows more than it says.",
    ),
    "grain": (
        "Cranes moved again in Anse on Monday, and with them the price of bread in half a dozen countries.",
        "Marun has ended the export ban with which it had answered the drought, since the rain came in time for part of the crop.",
        "A third is to stay in the country until spring, if the ministry of agriculture has its way.",
        "In Ume, where flour has been rationed since April, queues had grown shorter by the evening.",
    ),
}

FOLLOW_UPS: dict[str, tuple[str, ...]] = {
    "canal": (
        "Kesh sent its logbooks to the inspectors of the canal authority on Thursday and asked for the lock to be opened the same day.",
        "The inspectors will need a week for 400 pages, their chairman said, and promised to read at night.",
        "In Norvia two parties of the coalition called the closure a mistake.",
    ),
    "dam": (
        "The court in the capital of the river union agreed on Monday to hear Marun's complaint in the autumn.",
        "Its president asked both sides to do nothing until then that could not be undone.",
        "Teva's agent said that water could not be asked to wait.",
    ),
    "sanctions": (
        "Halvia asked the Northern League on Friday for money to make up for gas that it no longer buys.",
        "Its energy minister named a sum of two billion crowns a year and called it modest.",
        "Petra Oland promised to look into the figures after the summer.",
    ),
    "vote": (
        "The union list and two small parties agreed on Wednesday on a programme of nine pages and a president.",
        "It would be the first government of Lesk without Concord since 1998.",
        "Dario Mell wished his successors luck and calm seas.",
    ),
    "quake": (
        "Schools reopened in tents in Pell on Thursday, and the first lorries came over the repaired road.",
        "The government put the cost of rebuilding at 300 million and asked the League for half of it.",
        "Engineers want to forbid mud brick; the builders have nothing else.",
    ),
    "missile": (
        "Halvia will place radar on two of its outer islands, its cabinet decided on Wednesday.",
        "Sarn said that it would look upon the islands as military targets from that day on.",
        "Fishermen in both countries have asked to be left out of it.",
    ),
    "border": (
        "A second bridge was handed to the monitors on Monday, three weeks after the first.",
        "Traders set up stalls on both banks, and the customs officers found that they had no forms.",
        "An old dispute about a mill was settled on the spot.",
    ),
    "refugees": (
        "Some 900 people went back to the Brell peninsula on Friday after a ceasefire had held for a week.",
        "They found most of their houses standing and many of them emptied.",
        "In Ister the curtain rose again for the first time.",
    ),
    "trial": (
        "The court of appeal in Teva sent Oren Dask home on Tuesday with a bracelet on his ankle.",
        "His heart, three doctors had said, would not stand the summer in a cell.",
        "The prosecutors spoke of a sick joke.",
    ),
    "strike": (
        "The controllers of eastern Arden went back to their screens on Sunday with four percent more pay.",
        "The night shifts will be shorter from the autumn on, the labour court ruled.",
        "Tolm airport sent its camp beds to the earthquake region.",
    ),
    "grain": (
        "The ban is back: Marun stopped all grain exports again on Friday after inspectors had found the silos half empty.",
        "Prices took back in an hour what they had lost in a week.",
        "The minister of agriculture resigned in the evening.",
    ),
    "island": (
        "Lesk put a lamp on the Gannet rock on Saturday, to protect shipping, as its coast guard said.",
        "Kesh protested against the light and the cable.",
        "By Sunday somebody had painted the lamp green.",
    ),
}

_TEMPLATES: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "ceasefire": (
        "The monitoring mission recorded {0} violations of the ceasefire along the river in the past 24 hours, its daily bulletin of {1} says. "
        "Of these, {2} were explosions and {3} were bursts of small-arms fire, most of them near {4}. "
        "Two patrols were turned back at the checkpoint of {5}; the sides were reminded of the mission's freedom of movement. "
        "The mission counted {6} heavy weapons outside the agreed storage sites. No casualties were confirmed.",
        (
            ("41", "3 March", "12", "29", "Kolm", "Uhl", "7"), ("18", "4 March", "5", "13", "Ister", "Vane", "9"),
            ("77", "5 March", "31", "46", "Kolm", "Marl", "12"), ("23", "6 March", "8", "15", "Tarn", "Uhl", "4"),
        ),
    ),
    "market": (
        "The crown closed at {0} to the thaler on {1}, after {2} the day before. The index of leading shares in Ondra {3} by {4} percent to {5} points. "
        "Turnout at the central bank's auction was {6}, dealers said. Oil for delivery next month stood at {7} a barrel. "
        "Dealers named the tension over the canal as the main reason and expect quiet trading ahead of the holiday.",
        (
            ("4.12", "Monday", "4.09", "fell", "0.7", "2,311", "low", "81.40"), ("4.18", "Tuesday", "4.12", "fell", "1.9", "2,267", "brisk", "84.15"),
            ("4.15", "Wednesday", "4.18", "rose", "0.4", "2,276", "average", "83.70"), ("4.02", "Thursday", "4.15", "rose", "2.2", "2,326", "high", "79.95"),
        ),
    ),
    "quakes": (
        "An earthquake of magnitude {0} was recorded at {1} on {2}, {3} kilometres {4} of {5}, at a depth of {6} kilometres, the seismological service said. "
        "It was felt in {7}. There were no reports of damage or injuries, and no tsunami warning was issued. "
        "The region lies on the boundary of two plates and has several hundred such tremors a year.",
        (
            ("4.1", "03:12", "5 May", "14", "north", "Pell", "11", "Pell and two villages"), ("3.8", "17:40", "8 May", "52", "east", "Anse", "23", "the harbour quarter of Anse"),
            ("4.7", "22:05", "19 May", "31", "west", "Ondra", "8", "most of the capital"), ("4.0", "09:31", "2 June", "9", "south", "Pell", "15", "the islands off Pell"),
        ),
    ),
    "toll": (
        "At least {0} people were killed and {1} wounded in fighting in the district of {2} on {3}, the regional health office said. "
        "{4} of the dead were civilians, among them {5}. The office's figures could not be checked independently. "
        "Fighting in the Karst mountains has killed more than {6} people since the truce broke down in the spring of last year.",
        (
            ("12", "40", "Vane", "Sunday", "Seven", "two teachers", "1,900"), ("5", "11", "Marl", "Tuesday", "All", "a family of four", "2,000"),
            ("31", "87", "Uhl", "Friday", "Nineteen", "patients of a clinic", "2,100"), ("8", "20", "Tarn", "Saturday", "None", "no children", "2,150"),
        ),
    ),
    "briefing": (
        "SPOKESMAN HALE: Good afternoon, everybody. A word on the minister's travel before your questions. She will be in {0} on {1} for talks on {2} and will return the same evening.\n\n"
        "QUESTION: Will she meet the envoy of {3} there?\n\nSPOKESMAN HALE: {4}\n\nQUESTION: And on {5}, has the position changed?\n\n"
        "SPOKESMAN HALE: {6} I have nothing to add to what was said this morning. Thank you very much.",
        (
            ("Ostrava", "Monday", "fishing", "Bel", "No such meeting is planned.", "the prisoners", "It has not."),
            ("Halvia", "Thursday", "gas", "Sarn", "That depends on Sarn.", "the peninsula", "We do not speculate about borders."),
            ("Tolm", "Friday", "air traffic", "Arden", "She meets whoever comes to the table.", "the strike", "We wish the mediators well."),
            ("Ister", "Tuesday", "refugees", "the League", "Yes, over breakfast.", "the camps", "There will be none."),
        ),
    ),
    "district": (
        "With all votes counted in the district of {0}, the union list has won {1} percent and Concord {2} percent, the electoral commission announced on {3}. "
        "Turnout was {4} percent. The seat goes to {5}, {6}. Complaints can be lodged within three days at the commission's office.",
        (
            ("North Harbour", "44.1", "30.7", "Monday", "73", "Mara Ilk", "a crane driver"), ("Hill Town", "29.8", "47.5", "Monday", "69", "Pel Ostrow", "a notary"),
            ("Saltmarsh", "37.2", "36.9", "Tuesday", "64", "Ines Dorr", "a teacher"), ("Old City", "33.0", "33.4", "Tuesday", "75", "Tam Velde", "a baker"),
        ),
    ),
}  # fmt: skip


def _report(
    name: str,
    paragraphs: tuple[str, ...] | list[str],
    *,
    url: str | None = None,
    title: str | None = None,
    day: str = "2016-03-01",
) -> Report:
    text = "\n\n".join(paragraphs)
    return Report(
        id=name,
        file=f"{name}.txt",
        title=title,
        text=text,
        url=url,
        published=Moment(day, "day", "stated"),
        publisher=name,
    )


def _house_style(lines: tuple[str, ...]) -> list[str]:
    curly = [re.sub(r'"([^"]*)"', "“\\1”", line).replace("'", "’") for line in lines]
    curly[0] = f"ONDRA, March 1 (Agency) - {curly[0]}"
    return [*curly, "(Reporting by the Ondra bureau; editing by the night desk)"]


def _cut(lines: tuple[str, ...]) -> list[str]:
    return list(lines[:3])


def _localised(lines: tuple[str, ...]) -> list[str]:
    own = "Readers of this newspaper will remember the letters that we printed on the question last winter, few of which took the side that now prevails."
    return [lines[0], own, *(line for place, line in enumerate(lines) if place not in (0, 3))]


def _edited(lines: tuple[str, ...]) -> list[str]:
    swaps = (
        (" percent", " per cent"), (" said that ", " said "), ("kilometres", "km"), (" began to ", " started to "), ("neighbour", "neighbor"),
        ("metres", "meters"), ("defence", "defense"), (" has begun ", " has started "), ("About ", "Some "), ("More than ", "Over "),
    )  # fmt: skip
    edited = list(lines)
    for old, new in swaps:
        edited = [line.replace(old, new) for line in edited]
    return edited


def _updated(lines: tuple[str, ...]) -> list[str]:
    renewed = [re.sub(r"\b(\d{1,3})\b", lambda found: str(int(found[1]) + 3), line) for line in lines]
    return [renewed[0], "There was no immediate comment from the other governments of the region.", *renewed[1:]]


def pairs() -> list[Pair]:
    """All pairs of the set, in a fixed order."""
    found: list[Pair] = []
    for name, lines in ITEMS.items():
        whole = _report(name, lines, url=f"https://wire.example/{name}")
        for kind, change in (
            ("house-style", _house_style),
            ("cut", _cut),
            ("localised", _localised),
            ("edited", _edited),
        ):
            other = _report(
                f"{name}-{kind}", change(lines), url=f"https://{kind}.example/{name}", title=f"Otherwise headed {name}"
            )
            found.append(Pair(kind, whole, other, "copy"))
        again = _report(f"{name}-again", _updated(lines), url=f"https://wire.example/{name}?utm_source=feed")
        found.append(Pair("updated", whole, again, "version"))
    for name, lines in SECOND_ACCOUNTS.items():
        found.append(Pair("second-account", _report(name, ITEMS[name]), _report(f"{name}-second", lines), "different"))
    for name, lines in FOLLOW_UPS.items():
        later = _report(f"{name}-later", [*lines, *ITEMS[name][-2:]], day="2016-03-04")
        found.append(Pair("follow-up", _report(name, ITEMS[name]), later, "different"))
    for name, (template, fillings) in _TEMPLATES.items():
        days = [
            _report(f"{name}-{n}", template.format(*filling).split("\n\n"), day=f"2016-03-{n + 10}")
            for n, filling in enumerate(fillings)
        ]
        found += [Pair("template", first, second, "different") for first, second in itertools.combinations(days, 2)]
    names = list(ITEMS)
    for name, other_name in zip(names, names[1:] + names[:1], strict=True):
        found.append(Pair("unrelated", _report(name, ITEMS[name]), _report(other_name, ITEMS[other_name]), "different"))
    return found

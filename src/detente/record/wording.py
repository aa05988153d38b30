"""Sentences as sequences of concepts: stems, with the common synonyms of diplomacy and war joined and countries by their codes.

The lists below were written from the vocabulary of the field at large (event ontologies, wire style), before and apart from any
passage that the record is measured on; none of them names an issue, a person or a crisis.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.case import Actor
from detente.record.actors.gazetteer import packaged
from detente.record.actors.phrases import Word, words_of

__all__ = [
    "ANTONYMS",
    "STOPS",
    "WORDING_VERSION",
    "Concept",
    "Names",
    "Piece",
    "Words",
    "concept_key",
    "concepts_in",
    "concepts_of",
    "names_of",
    "piece_of",
    "pieces_of",
    "sentences_of",
    "stem",
    "words_in",
]

WORDING_VERSION = 1  # raised when equal texts give other pieces, so that kept ones are parted anew
STOPS = frozenset(
    "a an the of to in on at for by with from as and or but nor so if then than that this these those there here it its he she they them his her "
    "their we us our i me my you your who whom which what when where why how is are was were be been being am do does did done have has had "
    "having will would shall should can could may might must not no never ever also just only very too more most much many any some all each "
    "every both either neither such own same other others about into over under out up down off after before between among during through "
    "while because since until against per via s t re ve ll d m well yes like get got go goes going went come comes came make makes made take "
    "takes took say says said tell tells told think thinks thought know knows want wants see sees seen look looks let one thing things way back "
    "lot kind sort way really certainly obviously clear clearly course now today still again even itself himself themselves"
    " re ve don doesn didn won wouldn couldn isn aren wasn weren hasn haven hadn shouldn cannot cant dont doesnt didnt wont wouldnt couldnt isnt arent wasnt "
    "werent hasnt havent hadnt shouldnt im ive ill id were youre theyre theyve weve well hes shes thats theres lets".split()
)
_GROUPS = (
    "coordinate coordination cooperate cooperation collaborate collaboration partner partnership team joint jointly alongside",
    "talk speak conversation discussion discuss dialogue negotiate negotiation engage engagement consult consultation contact meet meeting",
    "airstrike strike bomb bombing bombardment drone",
    "troop soldier personnel boot serviceman servicemember",
    "adviser advisor advise trainer train training",
    "help assist assistance aid support offer",
    "arm weapon equipment equip armament arms",
    "attack assault offensive invade invasion intervene intervention",
    "sanction embargo penalty restriction",
    "inclusive representative nonsectarian unity",
    "unify unified unite united whole undivided intact",
    "split partition divide division secede secession autonomy breakup separatism",
    "link tie connect condition predicate contingent hinge depend leverage lever precondition",
    "separate independent unrelated delink decouple apart distinct",
    "resign oust replace remove depart replacement ouster",
    "authorize authorization approval approve permission permit vote",
    "ceasefire truce armistice cessation",
    "withdraw withdrawal pullout pull retreat evacuate evacuation leave",
    "send deploy deployment dispatch",
    "border frontier boundary",
    "release free freedom liberate hostage captive prisoner swap",
    "pay payment paid money ransom financial cash fund",
    "sign issue order decree executive",
    "blame fault responsible responsibility failure fail culpable owe",
    "enrich enrichment centrifuge uranium",
    "nuclear atomic",
    "missile rocket projectile",
    "election vote ballot poll",
    "government administration regime cabinet",
    "leader leadership politician",
    "official diplomat envoy negotiator",
    "share exchange pass",
    "information intelligence",
    "recognize recognition acknowledge",
    "blockade block closure close seal",
    "tariff duty duties levy",
    "refugee migrant asylum displaced",
    "inspect inspection inspector verification verify monitor",
    "combat fight fighting battle",
    "settle settlement solve solution resolve resolution",
    "force military militarily army armed",
    "congress congressional parliament parliamentary legislature legislative senate",
    "immunity protection assurance guarantee",
)  # fmt: skip
ANTONYMS = (
    ("link", "separate"),
    ("unify", "split"),
    ("one", "split"),
    ("stay", "split"),
    ("stay", "withdraw"),
    ("stay", "resign"),
    ("send", "withdraw"),
    ("arm", "disarm"),
    ("open", "blockade"),
    ("ceasefire", "attack"),
    ("accept", "reject"),
    ("support", "oppose"),
    ("sufficient", "inadequate"),
    ("sufficient", "insufficient"),
    ("adequate", "inadequate"),
    ("adequate", "insufficient"),
    ("war", "peace"),
    ("alone", "together"),
    ("raise", "lift"),
    ("impose", "lift"),
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in "tied:tie ties:tie tying:tie met:meet sent:send paid:pay pays:pay left:leave held:hold fought:fight brought:bring built:build struck:strike "
    "broke:break broken:break gave:give given:give went:go ceded:cede sought:seek began:begin begun:begin chose:choose chosen:choose led:lead "
    "spoke:speak spoken:speak withdrew:withdraw withdrawn:withdraw owed:owe owes:owe owing:owe used:use bought:buy sold:sell won:win lost:lose "
    "kept:keep stood:stand stopped:stop stepped:step women:woman men:man people:people forces:force lives:life ran:run drew:draw drawn:draw".split()
)
_ENDINGS = (
    ("izations", 4), ("ization", 4), ("izing", 4), ("ized", 4), ("izes", 4), ("ize", 4), ("ations", 4), ("ation", 4), ("ating", 4), ("ated", 4),
    ("ates", 4), ("ative", 4), ("ate", 4), ("ingly", 3), ("edly", 4), ("ments", 4), ("ment", 4), ("ances", 4), ("ance", 4), ("ences", 4), ("ence", 4),
    ("iveness", 3), ("ively", 4), ("ive", 4), ("ions", 4), ("ion", 4), ("ers", 4), ("ors", 4), ("ing", 3), ("ily", 4), ("ies", 2), ("ied", 3), ("ally", 4),
    ("al", 5), ("ly", 4), ("ed", 3), ("er", 4), ("or", 5), ("es", 3), ("s", 3), ("e", 3), ("y", 3),
)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\s--\s(?=[A-Z])|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Adm|Lt|Col|St|No|Jr|Sr|vs|U\.S|U\.N|a\.m|p\.m|[A-Z]))\.$"
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One content word: its key (a stem, a group, or ``@`` and a country's code), the stem itself, and where it stands."""

    key: str
    root: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a text: its span, its concepts, their keys and stems as sets, and its words, folded, with blanks around each."""

    start: int
    end: int
    concepts: tuple[Concept, ...]
    keys: frozenset[str]
    roots: frozenset[str]
    said: str


@dataclass(frozen=True, slots=True)
class Words:
    """The concepts of a text, and its stems, each once."""

    keys: frozenset[str]
    roots: frozenset[str]


Names = Mapping[str, str]
"""Folded names of one to three words, and the concept that they are."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A folded word without its ending; a light form of Porter's (1980) idea, enough to bring the forms of one word together."""
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or word[0].isdigit():
        return word
    for ending, keep in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= keep and not (ending == "s" and word.endswith("ss")):
            root = word[: -len(ending)]
            return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz" else root
    return word


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, str]:
    """Each stem's group, called by the group's first word."""
    found: dict[str, str] = {}
    for group in _GROUPS:
        words = group.split()
        for word in words:
            found.setdefault(stem(word), words[0])
    return found


@lru_cache(maxsize=65_536)
def concept_key(word: str) -> str | None:
    """The concept of a folded word, None for one without content."""
    if word in STOPS or (len(word) < 2 and not word.isdigit()):
        return None
    root = stem(word)
    return _groups().get(root, root)


def names_of(actors: Mapping[str, Actor]) -> Names:
    """Names of countries, peoples and places, the case's own names first."""
    names = dict(_packaged_names())
    for name, actor in actors.items():
        code = actor.code if actor.sector in (None, "GOV") and actor.part_of is None else None
        for alias in (name, *actor.aliases):
            names[" ".join(w.key for w in words_of(alias) if w.key not in ("the", "a"))] = f"@{code or name}"
    return names


@lru_cache(maxsize=1)
def _packaged_names() -> Names:
    table = packaged()
    found: dict[str, str] = {}
    for key in table.names:
        if key.count(" ") > 2:
            continue
        entry = next((e for e in table.find(key) if e.kind in ("country", "people", "place") and e.code), None)
        if entry is not None and not (entry.kind == "place" and key in STOPS):
            found[key] = f"@{entry.code}"
    return found


def concepts_of(text: str, names: Names) -> list[Concept]:
    """The concepts of ``text`` in order; names of up to three words count as one, if they begin with a capital."""
    return concepts_in(words_of(text), names)


def concepts_in(words: list[Word], names: Names) -> list[Concept]:
    """:func:`concepts_of` words that are parted already."""
    found: list[Concept] = []
    at = 0
    while at < len(words):
        size = _name_at(words, at, names) if words[at].capital else 0
        if size:
            key = names[" ".join(w.key for w in words[at : at + size])]
            found.append(Concept(key, key, words[at].start, words[at + size - 1].end))
            at += size
            continue
        key_or_none = concept_key(words[at].key)
        if key_or_none is not None:
            found.append(Concept(key_or_none, stem(words[at].key), words[at].start, words[at].end))
        at += 1
    return found


def _name_at(words: list[Word], at: int, names: Names) -> int:
    for size in (3, 2, 1):
        part = words[at : at + size]
        if (
            len(part) == size
            and " ".join(w.key for w in part) in names
            and (size > 1 or part[0].key not in STOPS or part[0].text.isupper())
        ):
            return size
    return 0


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Rough sentences of a statement, as spans; abbreviations do not end one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        if _ABBREVIATED.search(text[start : match.start()]) and "\n" not in match.group():
            continue
        if text[start : match.start()].strip():
            spans.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def pieces_of(text: str, names: Names) -> tuple[Piece, ...]:
    """The sentences of ``text`` that have any concept."""
    found = []
    for start, end in sentences_of(text):
        words = words_of(text[start:end])
        concepts = concepts_in(words, names)
        if concepts:
            found.append(piece_of(start, end, concepts, f" {' '.join(w.key for w in words)} "))
    return tuple(found)


def words_in(pieces: Sequence[Piece]) -> Words:
    """The words of a text by its pieces."""
    return Words(frozenset().union(*(p.keys for p in pieces)), frozenset().union(*(p.roots for p in pieces)))


def piece_of(start: int, end: int, concepts: Sequence[Concept], said: str) -> Piece:
    """A piece with these concepts and words."""
    return Piece(
        start, end, tuple(concepts), frozenset(c.key for c in concepts), frozenset(c.root for c in concepts), said
    )

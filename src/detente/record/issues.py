"""Which statements are about an issue of the case: by the words of its question and of its `about`, `for` and `against` phrases.

A sentence is about an issue by the share of the question's concepts that it holds, each weighted by how rare it is among the case's
statements (inverse document frequency: Spärck Jones 1972), and by phrases that it holds whole. What the question before it or the
sentences around it name counts half: answers leave their topic unsaid.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.case import Issue
from detente.record.actors.gazetteer import packaged
from detente.record.actors.offices import TITLES
from detente.record.actors.phrases import words_of
from detente.record.actors.sightings import singular
from detente.record.wording import ANTONYMS, Concept, Names, Piece, Words, concept_key, concepts_of

__all__ = ["About", "Profile", "about", "profile_of", "rarities"]

UNPLACED = 0.5  # without the question's countries: enough for a position, not for a change of one
NEAR = 90  # characters within which the concepts of a phrase must stand


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the issue: its words, concepts and stems; ``orientation`` +1, -1 (it speaks against, or names the opposite) or 0 (a
    topic); ``need`` its concepts as a set."""

    words: str
    keys: tuple[str, ...]
    roots: tuple[str, ...]
    orientation: int
    need: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """An issue as concepts: those of its question, those of them that name who acts (people, roles), its phrases, the opposites of
    its concepts, everything by which a sentence can be about it, and the country that acts, if the question begins with one."""

    issue: Issue
    question: frozenset[str]
    parties: frozenset[str]
    phrases: tuple[Phrase, ...]
    opposites: Mapping[str, str]
    vocabulary: frozenset[str]
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """How far a sentence is about an issue (0 to about 1.5), and ``firm``: how far by its own words alone, single common words and
    countries left out; the spans of the words that say so, the most telling first, what they share with the issue, and whether they name
    its opposite (-1)."""

    score: float
    firm: float
    foci: tuple[tuple[int, int], ...]
    shared: frozenset[str]
    orientation: int


def profile_of(issue: Issue, names: Names) -> Profile:
    """The issue's concepts."""
    asked = concepts_of(issue.question, names)
    question = frozenset(c.key for c in asked)
    agent = asked[0].key if asked and asked[0].key.startswith("@") else None
    phrases = [_phrase(p, 0, question, names) for p in issue.about]
    phrases += [_phrase(p, 1, question, names) for p in issue.pro]
    phrases += [_phrase(p, -1, question, names) for p in issue.against]
    phrases = [p for p in phrases if p.keys]
    opposites = {o: key for key in sorted(question) for o in sorted(_opposites().get(key, ()))}
    words = {k for k in (*question, *opposites, *(k for p in phrases for k in p.keys)) if not k.startswith("@")}
    return Profile(issue, question, _parties(issue.question), tuple(phrases), opposites, frozenset(words), agent)


def _parties(question: str) -> frozenset[str]:
    """The concepts of a question's people and roles: family names that the gazetteer knows, role nouns and words of office."""
    found = set()
    for word in words_of(question):
        role = any(e.kind == "role" for k in (word.key, singular(word.key)) for e in packaged().find(k))
        if role or word.key in TITLES or (word.capital and word.key in packaged().families):
            key = concept_key(word.key)
            if key is not None:
                found.add(key)
    return frozenset(found)


def _phrase(text: str, orientation: int, question: frozenset[str], names: Names) -> Phrase:
    concepts = concepts_of(text, names)
    keys = tuple(dict.fromkeys(c.key for c in concepts))
    if orientation == 0 and any(_opposites().get(k, frozenset()) & question for k in keys):
        orientation = -1
    return Phrase(
        " ".join(w.key for w in words_of(text)),
        keys,
        tuple(dict.fromkeys(c.root for c in concepts)),
        orientation,
        frozenset(keys),
    )


@lru_cache(maxsize=1)
def _opposites() -> Mapping[str, frozenset[str]]:
    """The concepts that are opposites of each concept."""
    found: dict[str, frozenset[str]] = {}
    for pair in ANTONYMS:
        left, right = (concept_key(word) or word for word in pair)
        found[left] = found.get(left, frozenset()) | {right}
        found[right] = found.get(right, frozenset()) | {left}
    return found


def rarities(documents: Iterable[Words], profiles: Iterable[Profile]) -> tuple[Mapping[str, float], float]:
    """The inverse document frequency of the concepts of issues, and of the stems of their phrases (after ``=``), between 0.3 and about 8;
    and that of a word which one document has, for those that none has."""
    wanted = list(profiles)
    asked = frozenset().union(*(p.question for p in wanted), *(ph.keys for p in wanted for ph in p.phrases))
    asked_roots = frozenset().union(*(ph.roots for p in wanted for ph in p.phrases))
    keys, roots = Counter[str](), Counter[str]()
    number = 0
    for document in documents:
        number += 1
        keys.update(document.keys & asked)
        roots.update(document.roots & asked_roots)

    def rarity(count: int) -> float:
        return max(0.3, math.log((number + 10) / (count + 1)))

    counted = (*keys.items(), *((f"={root}", count) for root, count in roots.items()))
    return {word: rarity(count) for word, count in counted}, rarity(1)


def about(
    piece: Piece,
    around: frozenset[str],
    lands: frozenset[str],
    own: frozenset[str],
    profile: Profile,
    rarity: Mapping[str, float],
    unknown: float,
) -> About | None:
    """How far a sentence is about the issue; ``around`` are the concepts of its surroundings, ``lands`` the countries among them, ``own``
    those of the speaker's country, which goes without saying. None where it holds nothing of the issue but countries."""
    sentence, keys, roots = piece.concepts, piece.keys, piece.roots
    if profile.vocabulary.isdisjoint(keys):
        return None
    wanted = profile.question
    reach = keys | lands
    phrases = [p for p in profile.phrases if p.need <= reach and _near(sentence, [k for k in p.keys if k in keys])]
    opposed = (keys & profile.opposites.keys()) - wanted
    met = wanted & (keys | {profile.opposites[o] for o in opposed})
    shared = met | {k for p in phrases for k in p.keys}
    if not any(not k.startswith("@") for k in shared):
        return None
    topic = _share(wanted, met, around, rarity, unknown)
    best = max(phrases, key=lambda p: _weight(p, roots, rarity, unknown), default=None)
    bonus = _weight(best, roots, rarity, unknown) if best is not None else 0.0
    orientation = (best.orientation if best is not None else 0) or (-1 if opposed else 1)
    core = {k for k in shared | opposed if not k.startswith("@")}
    matter = (met - profile.parties or met) if orientation > 0 else opposed
    foci = _foci(sentence, phrases, matter, core, opposed=orientation < 0)
    firm = _firm(roots, piece.said, profile, met, phrases, keys | around, own, rarity, unknown)
    return About(topic + bonus, firm, foci, shared | opposed, orientation)


def _foci(
    sentence: Sequence[Concept], phrases: Sequence[Phrase], met: frozenset[str], core: set[str], *, opposed: bool
) -> tuple[tuple[int, int], ...]:
    """The runs of words at which the stance may be read, the most telling first: what the question says is done, if two or more words of
    it are there, or the words for its opposite; phrases, those with a side and the longer first; then whatever is shared."""
    matter = {k for k in met if not k.startswith("@")}
    groups = [set(p.keys) for p in sorted(phrases, key=lambda p: (-abs(p.orientation), -len(p.keys)))]
    groups.insert(0 if len(matter) > 1 or opposed else len(groups), matter)
    keys = {c.key for c in sentence}
    return tuple(dict.fromkeys(_focus(sentence, g) for g in [*groups, core] if g & keys))


def _firm(
    roots: frozenset[str],
    said: str,
    profile: Profile,
    met: frozenset[str],
    phrases: Sequence[Phrase],
    near: frozenset[str],
    own: frozenset[str],
    rarity: Mapping[str, float],
    unknown: float,
) -> float:
    """The evidence of the sentence's own words: the share of the question's matter (who acts counts half), a phrase of several words, a
    rare single word. None where a country of the question, the speaker's own aside, is named neither in the sentence nor around it (the
    analyst's own phrase, standing there word for word, is worth ``UNPLACED`` at most without them), or where nothing of what is done is."""
    lands = {k for k in profile.question if k.startswith("@")}
    placed = lands - own <= near
    if not placed and not any(_literal(p, roots, said) for p in phrases):
        return 0.0
    matter = {k: rarity.get(k, unknown) * (0.5 if k in profile.parties else 1.0) for k in profile.question - lands}
    acts = matter.keys() - profile.parties
    if acts and not acts & met and not any(set(p.keys) - profile.parties - lands for p in phrases):
        return 0.0
    share = sum(w for k, w in matter.items() if k in met) / (sum(matter.values()) or 1.0)
    several = (
        0.5 if any(sum(not k.startswith("@") for k in p.keys) > 1 or _literal(p, roots, said) for p in phrases) else 0.0
    )
    singles = [_rare(p, roots, rarity, unknown) for p in phrases if len(p.keys) == 1 and not p.keys[0].startswith("@")]
    firm = share + max(several, 0.5 * min(1.0, max(0.0, (max(singles, default=0.0) / unknown - 0.5) / 0.3)))
    return firm if placed else min(firm, UNPLACED)


def _literal(phrase: Phrase, roots: frozenset[str], said: str) -> bool:
    """Whether a phrase of several words stands there in its own words, not in synonyms."""
    return " " in phrase.words and (
        (len(phrase.roots) > 1 and set(phrase.roots) <= roots) or f" {phrase.words} " in said
    )


def _share(
    wanted: frozenset[str], met: frozenset[str], around: frozenset[str], rarity: Mapping[str, float], unknown: float
) -> float:
    """The share of the question that the sentence holds: its matter counts for 0.7, the countries in it for 0.3."""
    share = 0.0
    lands = frozenset(k for k in wanted if k.startswith("@"))
    for part, worth in ((wanted - lands, 0.7 if lands else 1.0), (lands, 0.3 if wanted - lands else 1.0)):
        weight = {k: rarity.get(k, unknown) for k in part}
        total = sum(weight.values())
        if total:
            share += worth * sum(w if k in met else w / 2 if k in around else 0.0 for k, w in weight.items()) / total
    return share


def _weight(phrase: Phrase, roots: frozenset[str], rarity: Mapping[str, float], unknown: float) -> float:
    """What a phrase found whole is worth: most where its very words stand there, least where it is one common word."""
    rare = _rare(phrase, roots, rarity, unknown)
    if " " in phrase.words:
        literal = set(phrase.roots) <= roots
        return min(0.7 if literal else 0.5, (rare + 2.0 * literal) / 10)
    return min(0.4, rare / 14)


def _rare(phrase: Phrase, roots: frozenset[str], rarity: Mapping[str, float], unknown: float) -> float:
    """How rare a phrase's words are together: by its stems where they stand there, else by its concepts."""
    if set(phrase.roots) <= roots:
        return sum(rarity.get(f"={r}", unknown) for r in phrase.roots)
    return sum(rarity.get(k, unknown) for k in phrase.keys)


def _near(sentence: Sequence[Concept], keys: Sequence[str]) -> bool:
    """Whether the concepts stand within reach of one another (none is out of reach of nothing)."""
    places = [[c.start for c in sentence if c.key == k] for k in keys]
    return bool(places) and any(all(any(abs(b - a) <= NEAR for b in other) for other in places) for a in places[0])


def _focus(sentence: Sequence[Concept], keys: Iterable[str]) -> tuple[int, int]:
    """The narrow run of words that holds the wanted concepts: from the first to the last within reach of the first."""
    wanted = set(keys)
    found = [c for c in sentence if c.key in wanted]
    if not found:
        return sentence[0].start, sentence[-1].end
    first = found[0]
    last = [c for c in found if c.start - first.start <= NEAR][-1]
    return first.start, last.end

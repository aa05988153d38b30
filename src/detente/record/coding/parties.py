"""Who acted and on whom: the phrases of a clause looked up in who-is-who."""

from __future__ import annotations

from detente.record.actors.coreference import Memory
from detente.record.actors.who import WhoIsWho
from detente.record.coding.tree import Tree
from detente.record.nouns import EventParty

__all__ = ["Parties"]

_PRONOUNS = frozenset(
    "he she it they we i him her them us me who which that his its their our my himself itself themselves".split()
)
_EVENTFUL = frozenset({"NN", "NNS", "VBG", "JJ"})


class Parties:
    """Looks phrases up for one sentence after another of a report, with what the report named before."""

    def __init__(self, who: WhoIsWho, memory: Memory, day: str | None) -> None:
        self._who = who
        self._memory = memory
        self._day = day

    def known(self, tree: Tree, token: int) -> bool:
        """Whether the phrase around ``token`` stands for an actor, by a country, an organisation or a role."""
        if _is_pronoun(tree, token):
            return tree.tags[token] == "PRP" and tree.words[token] != "it"
        first, last = tree.phrase(token)
        return self._who.code_and_sector(tree.printed(first, last), self._day) != (None, None)

    def actor(self, tree: Tree, token: int) -> EventParty | None:
        """The party whose phrase stands around ``token``: whole, with titles, apposition and what is attached to it."""
        if _is_pronoun(tree, token) or tree.tags[token] in ("EX", "WDT"):
            return self._pronoun(tree, token)
        party = self._party(tree, *tree.phrase(token))
        if party.code is None:
            for kid in tree.below[token]:
                if tree.relations[kid] in ("appos", "nmod", "nmod:poss", "compound", "flat", "acl"):
                    first, last = tree.phrase(kid)
                    code, sector = self._look_up(tree, first, last)
                    if code is not None:
                        return EventParty(party.spans, party.text, code, party.sector or sector)
        return party

    def recipient(self, tree: Tree, aims: tuple[int, ...], taken: range) -> EventParty | None:
        """The first of ``aims`` that is known to belong to a country or an organisation, else the first with a role or a name."""
        unknown: EventParty | None = None
        for token in aims:
            if token in taken:
                continue
            if _is_pronoun(tree, token):
                party = (
                    self._pronoun(tree, token)
                    if tree.words[token] not in ("it", "that", "which", "its", "their")
                    else None
                )
            else:
                party = self._named(tree, token, taken)
            if party is None:
                continue
            if party.code is not None:
                return party
            if party.sector is not None and tree.tags[token] == "NNP":
                return party
            if unknown is None and (party.sector is not None or tree.tags[token] in ("NNP", "NNPS")):
                unknown = party
        return unknown

    def _named(self, tree: Tree, token: int, taken: range) -> EventParty | None:
        first, last = tree.phrase(token)
        if _overlap(first, last, taken):
            first, last = tree.phrase(token, trailing=False)
            if _overlap(first, last, taken):
                return None
        short_first, short_last = tree.phrase(token, trailing=False)
        code, sector = self._look_up(tree, short_first, short_last)
        if code is not None:
            if tree.tags[token] in _EVENTFUL and self._look_up(tree, token, token) == (None, None):
                return self._modifier(tree, token, short_first, short_last) or self._party(
                    tree, short_first, short_last
                )
            return self._party(tree, first, last)
        code, _ = self._look_up(tree, first, last)
        if sector is not None and (code is not None or tree.tags[token].startswith("NN")):
            return self._party(tree, first, last)
        return EventParty((tree.span(first, last),), tree.printed(first, last), None, sector)

    def _modifier(self, tree: Tree, token: int, first: int, last: int) -> EventParty | None:
        """The possessor or the adjective that makes "an Indian proposal" India's."""
        for kid in tree.below[token]:
            if tree.relations[kid] in ("nmod:poss", "amod", "compound", "nmod") and first <= kid <= last:
                party = self._party(tree, *tree.phrase(kid))
                if party.code is not None:
                    return party
        return None

    def _pronoun(self, tree: Tree, token: int) -> EventParty | None:
        found = self._memory.resolve(tree.printed(token, token), tree.spans[token][0])
        return EventParty((tree.spans[token],), tree.printed(token, token), found.code, found.sector)

    def _party(self, tree: Tree, first: int, last: int) -> EventParty:
        code, sector = self._look_up(tree, first, last)
        return EventParty((tree.span(first, last),), tree.printed(first, last), code, sector)

    def _look_up(self, tree: Tree, first: int, last: int) -> tuple[str | None, str | None]:
        return self._who.code_and_sector(tree.printed(first, last), self._day, self._memory.home)


def _is_pronoun(tree: Tree, token: int) -> bool:
    """Whether it is a pronoun, and not "US" or "IT"."""
    return tree.words[token] in _PRONOUNS and not (tree.printed(token, token).isupper() and len(tree.words[token]) > 1)


def _overlap(first: int, last: int, taken: range) -> bool:
    return first < taken.stop and last >= taken.start

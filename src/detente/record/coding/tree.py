"""A parsed sentence and the ways through it: subjects, objects, what a preposition brings, the words of a phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.record.actors.sightings import singular
from detente.record.coding.parser import Parse

__all__ = ["CLAUSES", "Tree"]

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"})
_OUTSIDE = CLAUSES | {
    "punct",
    "cc",
    "conj",
    "appos",
    "case",
    "mark",
    "discourse",
    "list",
    "dep",
    "nsubj",
    "nsubj:pass",
    "cop",
    "aux",
    "advmod",
}
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december today yesterday tomorrow tonight week month year day morning evening night afternoon weekend time spring summer autumn fall winter".split()
)
_TITLED = frozenset(
    "leader minister candidate president secretary chief negotiator spokesman spokeswoman general envoy premier newspaper chairman king".split()
)
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "EX", "JJ", "FW", "ADD", "GW"})


class Tree:
    """One sentence: words, their spans in the text, Penn tags, heads and relations; token numbers count from 0."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], parse: Parse) -> None:
        self.text = text
        self.spans = spans
        self.words = [text[a:b].lower().replace("’", "'") for a, b in spans]
        self.tags = parse.tags
        self.heads = parse.heads
        self.relations = parse.relations
        self.below: list[list[int]] = [[] for _ in spans]
        for token, head in enumerate(parse.heads):
            if head >= 0:
                self.below[head].append(token)

    def kids(self, token: int, *relations: str) -> list[int]:
        """The dependents of ``token`` in one of ``relations``, in order."""
        return [k for k in self.below[token] if self.relations[k] in relations]

    def kid(self, token: int, *relations: str) -> int | None:
        """The first of :meth:`kids`, or None."""
        return next((k for k in self.below[token] if self.relations[k] in relations), None)

    def is_verb(self, token: int) -> bool:
        """Whether it is tagged as a verb."""
        return self.tags[token].startswith("VB")

    def is_time(self, token: int) -> bool:
        """Whether it names a day, a month or another time."""
        return self.words[token] in _TIMES

    def is_passive(self, token: int) -> bool:
        """Whether the verb is a passive with its auxiliary, or a participle after its noun."""
        if self.tags[token] != "VBN":
            return False
        if self.kid(token, "aux:pass", "nsubj:pass", "obl:agent") is not None:
            return True
        if self.relations[token] == "acl" and self.kid(token, "obj") is not None:
            return False
        return self.relations[token] in ("acl", "amod") or (
            self.relations[token] == "conj" and self.is_passive(self.heads[token]) and self.kid(token, "nsubj") is None
        )

    def marks(self, token: int) -> set[str]:
        """The words that bring a phrase or a clause in: prepositions, "to", "that", "if"."""
        return {self.words[k] for k in self.kids(token, "case", "mark")}

    def with_preposition(self, token: int, *words: str) -> list[int]:
        """Nouns below ``token`` (or below its object) that one of the prepositions brings in."""
        heads = [token, *self.kids(token, "obj", "nsubj:pass", "compound:prt", "advmod")]
        found = [
            k
            for h in heads
            for k in self.kids(h, "obl", "nmod", "obl:agent", "advcl", "acl")
            if self.marks(k) & set(words)
        ]
        return sorted(set(found))

    def subject(self, token: int, depth: int = 0) -> int | None:
        """The subject of a verb, its own or shared: with the verb before it in a chain, with the clause above a participle or an infinitive,
        with the noun that a clause describes."""
        own = self.kid(token, "nsubj", "nsubj:pass", "csubj", "expl")
        if own is not None:
            if self.words[own] in ("who", "which", "that") and self.relations[token] == "acl:relcl":
                return self.heads[token]
            return own
        head, relation = self.heads[token], self.relations[token]
        if depth > 6 or head < 0:
            return None
        if relation == "acl":
            return head
        if relation == "xcomp" and (pulled := self.kid(head, "obj", "iobj")) is not None:
            return pulled
        if relation in ("conj", "xcomp", "advcl", "parataxis", "aux", "cop"):
            return self.subject(head, depth + 1)
        return None

    def left_noun(self, token: int) -> int | None:
        """The head of the first noun phrase before a verb: its subject where the parser hung that elsewhere."""
        for at in range(token):
            if (
                self.tags[at].startswith("NN")
                and self.relations[at] not in ("compound", "nmod", "nmod:poss", "flat", "obl", "nummod")
                and not self.is_time(at)
            ):
                return at
        return None

    def phrase(self, head: int, *, trailing: bool = True) -> tuple[int, int]:
        """First and last token of the noun phrase around ``head``, without its preposition, clauses and punctuation. ``trailing``: with
        what prepositions attach to it, names in apposition and joined names."""
        members = [head]
        stack = [head]
        while stack:
            at = stack.pop()
            for kid in self.below[at]:
                relation = self.relations[kid]
                inside = relation not in _OUTSIDE and (trailing or relation != "nmod")
                joined = trailing and relation in ("conj", "appos") and self.tags[kid] in _NOUNS
                if (
                    at == head
                    and self.relations[head] not in ("nmod", "nmod:poss")
                    and relation == "case"
                    and self.words[kid] in ("'s", "'")
                ):
                    inside = False
                elif relation in ("case", "cc", "punct", "advmod") and at != head:
                    inside = True
                if inside or joined:
                    members.append(kid)
                    stack.append(kid)
        first, last = min(members), max(members)
        while last > head and self.words[last] in (",", ".", ";", ":", "-", "'", '"', "and"):
            last -= 1
        while first < head and (self.words[first] in (",", "'", '"', "“", "and") or self.relations[first] == "case"):
            first += 1
        first, last = self._grown(first, last)
        while last > head and (
            self.is_time(last) or self.words[last] in ("on", "in", "last", "this", "during", "late", "early")
        ):
            last -= 1
        return first, last

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters from one token to another."""
        return self.spans[first][0], self.spans[last][1]

    def noun_after(self, verb: int) -> int | None:
        """The head of the noun phrase right after a verb: its object where the parser hung that elsewhere."""
        head = None
        for at in range(verb + 1, min(verb + 9, len(self.words))):
            tag = self.tags[at]
            if self.is_time(at) and head is None:
                continue
            if tag.startswith("NN"):
                head = at
            elif head is not None or tag not in (
                "DT",
                "JJ",
                "CD",
                "RB",
                "PRP$",
                "JJR",
                "JJS",
                "POS",
                "HYPH",
                "VBN",
                "$",
                "RP",
            ):
                break
        return head

    def _grown(self, first: int, last: int) -> tuple[int, int]:
        """The phrase with the parts of a name that the parser cut off at its end or its start."""
        while last + 1 < len(self.words) and self._same_name(last, last + 1):
            last += 1
        while first > 0 and self._same_name(first - 1, first):
            first -= 1
        return first, last

    def _same_name(self, left: int, right: int) -> bool:
        named = self.tags[right] in ("NNP", "NNPS") and (
            self.tags[left] in ("NNP", "NNPS") or self.words[left] in _TITLED
        )
        return named and not self.is_time(left) and not self.is_time(right)

    def printed(self, first: int, last: int) -> str:
        """The text from one token to another."""
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def nouns(self, head: int, depth: int = 0) -> set[str]:
        """The nouns, in the singular, that tell what a phrase is about: its head, what is compounded with it, what stands after "of"."""
        found = {singular(self.words[head]), self.words[head]}
        for kid in self.below[head]:
            relation = self.relations[kid]
            if relation in ("compound", "amod", "flat", "nummod", "appos", "conj") and depth < 2:
                found |= {singular(self.words[kid]), self.words[kid]}
                if relation in ("conj", "appos", "compound"):
                    found |= self.nouns(kid, depth + 1)
            elif relation == "nmod" and depth < 2 and self.marks(kid) & {"of", "for"}:
                found |= self.nouns(kid, depth + 1)
        return found

    def below_all(self, token: int, stop: Iterable[str] = ()) -> list[int]:
        """Everything below ``token``, nearest first, not going into the relations of ``stop``."""
        halted = set(stop)
        found: list[int] = []
        queue = [token]
        while queue:
            at = queue.pop(0)
            for kid in self.below[at]:
                if self.relations[kid] not in halted:
                    found.append(kid)
                    queue.append(kid)
        return found

"""The stance of a sentence: polarity with the scope of negation, modality, firmness, condition.

A sentence takes a stance on what its focus names (the words that belong to the issue). Read, for the clause of the focus:
1. noncommittal formulas ("refer you to", "prejudge", "declined to say", "for the Iraqi people to decide") come first;
2. negations and negative predicates whose scope covers the focus are counted; "without" before the end of the focus undoes the negation before it,
   and a negation of an exclusion ("not rule out", "not impossible") leaves it open (double negation weakens: Horn 1989);
3. modals and verbs of weighing leave it open; the rest is flat;
4. firmness starts from the modality and is lowered by hedges in time and scope, raised by words of resolve.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.nouns import Stance

__all__ = ["Taken", "condition_in", "declined_in", "stance_in"]

_I = re.IGNORECASE
_NONCOMMITTAL = re.compile(
    r"\b(?:refer (?:you|them|him|her|that|those|questions?|people)\b|prejudg|speculat|no comment|not comment|n[’']t comment|declin\w+ (?:to (?:say|comment|discuss|answer|specify|speculate)|comment)|"
    r"(?:don[’']t|do not|didn[’']t|did not|haven[’']t|have not|no) (?:have |got )?(?:a|any|anything|an|no|the)? ?(?:new |specific |further |additional |particular )*(?:comments?|announcements?|updates?|reaction|guidance|information|details?|"
    r"view|position)\b|get(?:ting)? ahead of|(?:not|n[’']t) (?:going to |gonna |be |want to )*(?:get into|weigh in|go into|discuss|parse|characterize|read out|detail|confirm or deny)|neither confirm|"
    r"(?:a |the )?(?:decisions?|question|matter|choice|issue|something)(?: \w+){0,6} (?:for|up to) (?:the )?[\w ’']{0,30}(?:people|government|leaders?|leadership|parliament|voters?|country|them|him|her)\b|"
    r"(?:should|must|will|needs? to|has to|ought to|to|can only) be (?:determined|decided|made|chosen|settled|resolved|answered) by\b|up to (?:the )?[\w ]{0,24}(?:people|voters|parliament|leaders?|government)\b|"
    r"(?:not|n[’']t|never) (?:yet )?(?:made|taken|reached|come to) (?:a|any|the|that|those) (?:final )?(?:decisions?|conclusions?|determination)|no (?:final )?decisions? (?:has|have|had) been|leave (?:it|that) to\b|"
    r"won[’']t say|would not say|wouldn[’']t say whether|not say whether|whether or not)",
    _I,
)  # fmt: skip
_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nothing|nobody|without|cannot|hardly|scarcely)\b|\b\w+n[’']t\b|\bcan[’']t\b",
    _I,
)
_EXCLUSION = re.compile(
    r"\b(?:rul(?:e|es|ed|ing) (?:it |that |this |anything |something |them |\w+ )?out|exclud\w*|preclud\w*|foreclos\w*|out of the question|off the table|impossible|unthinkable|take\w* \w+(?: \w+)? off the table)\b",
    _I,
)
_AGAINST = re.compile(
    r"\b(?:refus(?:e|es|ed|ing|al)|reject\w*|oppos(?:e|es|ed|ing|ition to)|objects? to|objected|condemn\w*|critical of|criticis\w*|criticiz\w*|den(?:y|ies|ied|ying)|unwilling|reluctan\w+|resist(?:s|ed|ing|ance)?|"
    r"avoid\w*|prevent\w*|(?:is|are|was|were|be|argu\w+|advis\w+|warn\w*|vot\w+|decid\w+|speak|spoke|stand|came out) against|stop(?:s|ped|ping)?|halt\w*|cancel\w*|abandon\w*|dismiss\w*|instead of|rather than|"
    r"too (?:much|far|early|soon) to|far from|fail(?:s|ed|ing|ure)? to|lack of|declin(?:e|ed|es|ing) to|forswor\w+|renounc\w+|unlikely|concerned about|skeptical|opposed|ban(?:s|ned|ning)?|forbid\w*|block(?:s|ed|ing)?|end(?:s|ed|ing)? )\b",
    _I,
)
_COMMITTED = re.compile(
    r"\b(?:will|shall|must|should|need(?:s|ed)? to|going to|want(?:s|ed)?|support\w*|back(?:s|ed)|favou?r\w*|welcom\w+|endors\w+|agree[sd]?|accept\w*|commit\w*|continu\w+|decid\w+|direct(?:s|ed|ing)|order(?:s|ed|ing)|announc\w+|"
    r"pledg\w+|promis\w+|vow\w*|urg\w+|call(?:s|ed|ing)? (?:for|on)|ask(?:s|ed|ing)|request\w*|demand\w*|insist\w*|requir\w+|has been|have been|disappoint\w*|sen(?:d|t|ding)|offer\w*|propos\w+|plan(?:s|ned|ning)? to|intend\w*|hav(?:e|ing) \w+ed|has \w+ed)\b",
    _I,
)
_WRONG = re.compile(
    r"\b(?:inaccurate|false|untrue|wrong|wasted|inadequate|insufficient|unacceptable|a mistake|unlikely|folly|out of the question|unthinkable|dangerous)\b",
    _I,
)
_OPEN = re.compile(
    r"\b(?:could|might|may|possib\w+|potential\w*|perhaps|consider\w*|weigh(?:s|ed|ing)?|explor\w+|options?|open to|opens? the door|on the table|contemplat\w+|review\w*|stud(?:y|ies|ying)|look(?:s|ing)? at|discuss\w* whether|whether|"
    r"tasked|prepared to|willing(?:ness)? to|ready to|reserv\w+ the right|if necessary|where necessary|as necessary|when necessary)\b",
    _I,
)
_MODAL = re.compile(r"could|might|may|possib\w+|potential\w*|perhaps", _I)
_STRONG = re.compile(
    r"\b(?:will never|never|will not|won[’']t|under no circumstances|categorical\w*|absolutely|unequivocal\w*|crystal clear|very clear|firm\w*|in no way|ruled out|has ruled|insist\w*|must|vow\w*|pledg\w*|guarantee\w*|completely|"
    r"entirely|at all|strongest|will only|determined|committed|directed|ordered|decided)\b",
    _I,
)
_HEDGE_TIME = re.compile(
    r"\b(?:at th(?:is|e) (?:point|moment|time|stage|juncture)|right now|for now|currently|presently|for the moment|for the time being|as of (?:now|today)|so far|thus far|to date|yet|at present|today)\b",
    _I,
)
_HEDGE_SCOPE = re.compile(
    r"\b(?:I think|I believe|I[’']m not sure|not sure|essentially|basically|generally|in principle|mostly|largely|some\w*|somewhat|a little|sort of|kind of|to some extent|partly|solely|alone|probably|likely|would like|like to see|hop(?:e|es|ed|ing)|wish|"
    r"appears?|seems?|suggest\w*|too much to say|go so far|anticipat\w*|expect\w*|more comfortable|direct(?:ly)?)\b",
    _I,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided(?: that)?|as long as|so long as|on (?:the )?condition that|only (?:after|when|if)|until|except if|in case|assuming(?: that)?|predicated on|contingent (?:up)?on|conditional on|depend(?:s|ing|ent) on)\b[^,;.!?]*",
    _I,
)
_AGAIN = re.compile(r"\b(?:do(?:ing)? (?:so|that|it)|happen)\b|\bbut (?:that )?(?:it|they|these|those|this)\b", _I)
_PARTLY = re.compile(
    r"(?:not|never|n[’']t)(?: (?:be|been|simply|just|necessarily))? (?:the |a |an )?(?:whole|only|entire|sole|complete|just|merely|solely)\b",
    _I,
)
_ANY = re.compile(r"\bany (?:[\w’']+ ){0,2}$", _I)
_ALREADY = re.compile(r"\balready\b", _I)
_UNFINISHED = re.compile(r"\b(?:still|yet|n[’']t been|not been)\b", _I)
_RELEASED = re.compile(r"(?:\w*n[’']t|not|no) (?:have to|need|necessarily|require)", _I)
_NEGATED = re.compile(r"(?:\b(?:not|never|cannot)|n[’']t)(?: (?!and\b|but\b|or\b)[\w’']+){0,3} $", _I)
_DOING = re.compile(r"\s+\w+ing\b", _I)
_OURS = re.compile(r"\b(?:I|we|us|our|president|administration|and)\b", _I)
_PREPOSITION = re.compile(r"\b(?:with|from|to|in|into|on|for|by|at|against|between)\s+(?:the\s+)?[\w’']+$", _I)
_PREDICATE = re.compile(
    r"\W*(?!(?:that|who|which|to|of|because|as)\b)(?:[\w’']+\W+){0,4}?(?:is|are|was|were|will|would|has|have|had|be|does|do|did|can|could|should|may|might)?\W*",
    _I,
)
_COUNTERFACTUAL = re.compile(
    r"\b[Hh]ad (?:(?:he|she|it|we|they|I|you|the [\w’'-]+)|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}) not\b(?! to\b)"
)
"""What would not be so "had the President not decided" to go: that he did. It and the clause before it negate nothing."""
REACH = 7  # words that may stand between a negative predicate and what it is about
_BOUNDARY = re.compile(
    r"[;:]|\s--?\s|—|–|,? (?:but|although|though|whereas|while|however|because|which|so that|even though|except)\b|, [“\"‘]*(?:so|none of|not (?:to|for|as))\b",
    _I,
)
_COMMA = re.compile(r",\s+(?:and|or|so|then)\b|,")


@dataclass(frozen=True, slots=True)
class Taken:
    """A stance read from one sentence. ``condition`` is the conditional clause, as a span of the sentence; ``sure`` between 0 and 1:
    how plainly the words say it; ``why`` the cue words; ``hedged``: bounded to the present ("at this point")."""

    stance: Stance
    firmness: float
    negated: bool
    condition: tuple[int, int] | None
    sure: float
    why: str
    hedged: bool = False


def condition_in(sentence: str) -> tuple[int, int] | None:
    """The first conditional clause of a sentence."""
    match = _CONDITION.search(sentence)
    return match.span() if match else None


def declined_in(text: str) -> str | None:
    """The words by which a speaker declines to say, or None."""
    match = _NONCOMMITTAL.search(text)
    return match.group() if match else None


def stance_in(sentence: str, focus: tuple[int, int], orientation: int = 1, others: Sequence[int] = ()) -> Taken:
    """The stance of ``sentence`` on what stands at ``focus``. ``orientation`` is -1 where the words at the focus name the opposite of the
    issue ("separate" of a link). ``others`` are the ends of other countries' names: what one of them did not do is no refusal of the
    speaker's. A later clause that takes the matter up again ("..., but it is not impossible that we do so") has the
    last word if it leaves it open."""
    condition = condition_in(sentence)
    declined = _NONCOMMITTAL.search(sentence)
    if declined:
        return Taken("noncommittal", 0.0, bool(_NEGATION.search(declined.group())), condition, 0.8, declined.group())
    again = _AGAIN.search(sentence, focus[1])
    if again:
        last = _read(sentence, again.span(), 1, condition, ())
        if last.stance == "open":
            return last
    return _read(sentence, focus, orientation, condition, others)


def _read(
    sentence: str, focus: tuple[int, int], orientation: int, condition: tuple[int, int] | None, others: Sequence[int]
) -> Taken:
    if condition is not None and condition[0] <= focus[0] and focus[1] <= condition[1]:
        return Taken("open", 0.2, False, condition, 0.3, sentence[slice(*condition)])
    start, end = _clause(sentence, focus)
    cues = _Cues(sentence[start:end], focus[0] - start, focus[1] - start, [o - start for o in others])
    negated = bool(cues.negations)
    hedged = cues.hedged
    if cues.exclusions:
        if cues.not_excluded or (negated and cues.negations[0].start() < cues.exclusions[0].end()):
            return Taken("open", cues.firm(0.4, least=True), True, condition, 0.9, cues.why, hedged)
        stance: Stance = "against" if orientation > 0 else "for"
        return Taken(stance, cues.firm(0.95), negated, condition, 0.9, cues.why, hedged)
    if cues.opens and not cues.against and not negated and orientation > 0:
        bare = all(_MODAL.fullmatch(m.group()) for m in cues.opens)
        return Taken("open", cues.firm(0.4, least=True), False, condition, 0.6 if bare else 0.7, cues.why, hedged)
    if cues.opens and cues.against and negated:
        return Taken("open", 0.4, True, condition, 0.4, cues.why, hedged)
    pro = orientation * (-1) ** (len(cues.against) + negated) > 0
    return Taken(
        "for" if pro else "against",
        cues.firm(0.8 if condition is None else 0.7),
        negated,
        condition,
        cues.sure(named=orientation < 0),
        cues.why,
        hedged,
    )


class _Cues:
    """The cue words of a clause that bear on its focus."""

    def __init__(self, clause: str, begin: int, end: int, others: Sequence[int]) -> None:
        self._clause = clause
        self._others = others
        self._begin = max(0, begin)
        supposed = max((m.end() for m in _COUNTERFACTUAL.finditer(clause, 0, self._begin)), default=0)
        self.negations: list[re.Match[str]] = []
        for m in _NEGATION.finditer(clause, supposed):
            if self.negations and m.end() <= end and m.group().casefold() == "without":
                self.negations.pop()  # what "cannot take place without elections" is held to take them
            elif _covers(clause, m, end) and not _PARTLY.match(clause, _verb(m)):
                self.negations.append(m)
        self.exclusions = list(_EXCLUSION.finditer(clause))
        # "asked whether he saw talks ... he would not rule it out": the exclusion's own negation need not reach the focus
        self.not_excluded = any(_NEGATED.search(clause, 0, m.start()) for m in self.exclusions)
        self.against = [
            m for m in _AGAINST.finditer(clause) if m.end() <= begin and _words(clause[m.end() : begin]) <= REACH
        ]
        # what is refused "as folly" is refused once
        self.against = self.against or list(_WRONG.finditer(clause, max(0, end)))
        self.opens = [m for m in _OPEN.finditer(clause) if m.start() < end or _words(clause[end : m.start()]) <= 3]
        self.why = ", ".join(m.group() for m in (*self.negations, *self.exclusions, *self.against, *self.opens))
        tail = _HEDGE_TIME.search(clause, max(0, end))
        self.hedged = bool(_HEDGE_TIME.search(clause, 0, self._begin)) or (
            tail is not None and _words(clause[end : tail.start()]) <= 2
        )

    def sure(self, *, named: bool) -> float:
        """How plainly a flat stance is worded: a negation close by, a negative predicate, a verb of commitment, words that name a side of
        themselves, or a bare mention."""
        if self.negations and (
            self.against or self._of_others(self.negations[-1].start()) or _UNFINISHED.search(self._clause)
        ):
            return 0.4
        if (
            self.negations
            and _DOING.match(self._clause[self.negations[-1].end() :])
            and self.negations[-1].end() + 1 >= self._begin
        ):
            return 0.5  # "is not talking" tells what is, not what one is for
        if self.negations:
            between = self._clause[self.negations[-1].end() : self._begin]
            return round(0.9 - 0.06 * max(0, _words(between) - 4), 2)
        if self.against and _ALREADY.search(self._clause):
            return 0.4  # who denies that it is so already does not refuse it
        if self.against or named:
            return 0.75
        if _ANY.search(self._clause, 0, self._begin):
            return 0.4  # "any talks would be ..." supposes, and takes no side
        committed = (
            m
            for m in _COMMITTED.finditer(self._clause, 0, self._begin)
            if _words(self._clause[m.end() : self._begin]) <= REACH + 3
        )
        return 0.75 if any(committed) else 0.5

    def _of_others(self, at: int) -> bool:
        """Whether another country is the subject of the verb that is negated at ``at``: named just before it, after no preposition."""
        for end in self._others:
            between = self._clause[max(0, end) : at]
            if (
                0 < end <= at
                and _words(between) <= 4
                and not _OURS.search(between)
                and not _PREPOSITION.search(self._clause[:end])
            ):
                return True
        return False

    def firm(self, base: float, *, least: bool = False) -> float:
        """Firmness from the modality's base, hedges and resolve, within 0.2 and 1; ``least``: an open stance, never over 0.5."""
        firmness = (
            base
            + 0.1 * bool(_STRONG.search(self._clause))
            - 0.2 * self.hedged
            - 0.1 * bool(_HEDGE_SCOPE.search(self._clause))
        )
        return round(max(0.2, min(0.5 if least else 1.0, firmness)), 2)


def _clause(sentence: str, focus: tuple[int, int]) -> tuple[int, int]:
    """The part of the sentence around the focus that negation and modality may reach: up to the nearest strong boundary on either side."""
    start = 0
    end = len(sentence)
    for match in _BOUNDARY.finditer(sentence):
        if match.end() <= focus[0]:
            start = match.end()
        elif match.start() >= focus[1]:
            end = match.start()
            break
    return start, end


def _covers(clause: str, negation: re.Match[str], focus_end: int) -> bool:
    """Whether a negation's scope reaches the focus: it stands before its end with no new clause begun between, or in the predicate that
    follows it at once ("... is not on the table")."""
    if negation.start() < focus_end:
        between = clause[negation.end() : focus_end]
        return len(_COMMA.findall(between)) < 2 and not re.search(
            r"\b(?:that|who|which) (?:we|he|she|they|it|the)\b[^,]*,", between
        )
    return bool(_PREDICATE.fullmatch(clause[focus_end : negation.start()]))


def _verb(negation: re.Match[str]) -> int:
    """Where a negation's own word begins: "n't" hangs on the verb before it."""
    text = negation.group()
    return negation.end() - 3 if len(text) > 3 and text.casefold().endswith(("n't", "n’t")) else negation.start()


def _words(text: str) -> int:
    return len(text.split())

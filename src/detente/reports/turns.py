"""Speaker turns of transcripts: ``MR. CARNEY:``, ``THE PRESIDENT:``, ``QUESTION:``, ``Q    ``, ``Defence Minister Oren:``.

1. Every line start is tried as a label, in three forms: capitals before a colon, a title or repeated name before a colon, ``Q``.
2. A text is a transcript only if labels of a speaking role, or several labels that answer each other, start early in it;
   otherwise ``Note:`` or ``WASHINGTON:`` in a news item would pass for a speaker. One label alone must open the text, whose words then say "I" or "we".
3. Within a transcript, a label whose colon was forgotten or mistyped is still taken where the same label stood properly before.
4. A turn runs to the next label or to the ``END`` line; stage directions such as "(Laughter.)" stay in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from detente.reports.report import Turn

__all__ = ["turns_of"]

_GAP = r"[ \t\u00a0\u2000-\u200b]"
_PARTICLE = r"(?:(?:al|el|ad|as|an|ar|bin|ibn|ben|de|del|den|der|di|du|la|le|van|von|zu|of|the|for|and|to)[ -])"
_CAPS = rf"{_PARTICLE}*(?:Mc|Mac|[DLO]['’]|De|Di|La|Le|Van|al-|el-)?[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ0-9.'’/-]*"
_NAME = rf"{_PARTICLE}*(?:al-|el-|[DO]['’]|Mc)?[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_REMARK = rf"(?:{_GAP}*[(\[][^()\[\]\n]{{1,80}}[)\]])?"
_JOIN = rf"(?:,?{_GAP}+|{_GAP}*&{_GAP}*)"
_CAPS_LABEL = re.compile(rf"(?P<label>(?:THE{_GAP}+)?{_CAPS}(?:{_JOIN}{_CAPS}){{0,7}}){_REMARK}{_GAP}*:{_GAP}*")
_NAME_LABEL = re.compile(rf"(?P<label>{_NAME}(?:{_JOIN}{_NAME}){{0,7}}){_REMARK}:{_GAP}+(?=\S)")
_Q_LABEL = re.compile(rf"(?P<label>Q)(?:[:.;]{_GAP}*|{_GAP}+)(?!(?:and|&|AND){_GAP}+A\b)(?=\S)")
_A_LABEL = re.compile(rf"(?P<label>A)[:.]{_GAP}+(?=\S)")
_LINE_START = re.compile(rf"^{_GAP}*[*>]{{0,2}}(?=[^\s*>])", re.MULTILINE)
_END = re.compile(
    rf"^{_GAP}*(?:[-–—*(]*{_GAP}*(?:END|End)\b(?!{_GAP}+[a-z]{{2}})[^\n]{{0,60}}|(?:#{_GAP}*){{2,}}|-{_GAP}*30{_GAP}*-)"
    rf"{_GAP}*$",
    re.MULTILINE,
)
_ROLES = frozenset(
    "mr mrs ms miss dr sir lady lord dame president vice prime minister premier secretary secretary-general "
    "under undersecretary deputy assistant ambassador envoy general gen lt lieutenant maj major brig brigadier admiral adm "
    "rear col colonel capt captain cmdr commander sgt sergeant chief senator sen congressman congresswoman representative rep "
    "governor gov mayor chancellor foreign defence defense finance interior speaker spokesman spokeswoman spokesperson director "
    "administrator chairman chairwoman chair commissioner attorney judge justice professor prof king queen prince princess "
    "sheikh emir sultan ayatollah pope cardinal bishop rabbi imam reverend rev moderator interviewer interviewee host anchor "
    "reporter journalist question questioner answer q operator translator interpreter senior official officials staff press "
    "participant participants audience first counselor adviser advisor the madam madame monsieur herr voice member delegate "
    "representative".split()
)
_ASKERS = frozenset({"q", "question", "questions", "reporter", "interviewer", "journalist", "questioner"})
_NOT_SPEAKERS = frozenset(
    "note source sources update updated breaking correction corrections clarification photo photos image credit credits video "
    "audio map chart contact contacts subject from to date time where when who what why how location venue topic topics issues "
    "background summary index transcript participants end present re cc tel fax email web website url rights publisher related "
    "reporting editing more also see listen watch share tags tag category filed published posted by copyright warning "
    "important disclaimer example ps postscript analysis opinion comment editorial briefing agenda notice part section chapter "
    "title abstract keywords introduction conclusion corrected end2 background-briefing on-the-record".split()
)
_QUOTED = re.compile(r"[\"“][^\"”]*(?:[\"”]|\Z)")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|us)\b")
_LATEST_FIRST_LABEL, _EARLY_SHARE = 4_000, 0.25
"""The first label of a real transcript stands behind at most a heading and a list of those present."""
_LONGEST_LABEL, _MOST_WORDS = 90, 7


@dataclass(frozen=True, slots=True)
class _Start:
    """A possible label: where it stands, where its turn's words begin, and how sure its form is."""

    begin: int
    end: int
    body: int
    text: str
    form: str


def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of ``text`` in order, or none where it is no transcript. Every offset counts characters of ``text``."""
    starts = _accepted(text, _candidates(text))
    if not starts:
        return ()
    ends = [found.start() for found in _END.finditer(text)]
    turns = []
    for position, start in enumerate(starts):
        limit = starts[position + 1].begin if position + 1 < len(starts) else len(text)
        limit = next((end for end in ends if start.body <= end < limit), limit)
        body = text[start.body : limit]
        if body.strip():
            turns.append(Turn((start.begin, start.end), (start.body, start.body + len(body.rstrip()))))
    return tuple(turns)


def _candidates(text: str) -> list[_Start]:
    found = []
    for line in _LINE_START.finditer(text):
        at = line.end()
        for form, pattern in (("q", _Q_LABEL), ("caps", _CAPS_LABEL), ("a", _A_LABEL), ("name", _NAME_LABEL)):
            match = pattern.match(text, at, at + 2 * _LONGEST_LABEL)
            if match is not None and match.end("label") - at <= _LONGEST_LABEL:
                start = _start(match, form)
                if start is not None:
                    found.append(start)
                break
    return found


def _start(match: re.Match[str], form: str) -> _Start | None:
    label = match["label"]
    words = _words(label)
    if form in ("caps", "name") and (not words or len(words) > _MOST_WORDS or _no_speaker(words)):
        return None
    return _Start(match.start("label"), match.end("label"), match.end(), " ".join(label.split()), form)


def _words(label: str) -> list[str]:
    return [word.strip(".,'’") for word in label.lower().split() if word.strip(".,'’")]


def _no_speaker(words: list[str]) -> bool:
    return words[0] in _NOT_SPEAKERS or (len(words) == 1 and words[0].isdigit())


def _accepted(text: str, candidates: list[_Start]) -> list[_Start]:
    """The candidates that are labels, none where the text as a whole is no transcript."""
    counts = Counter(start.text for start in candidates)
    asked = sum(start.form == "q" or start.text.lower() in _ASKERS for start in candidates)
    sure = [start for start in candidates if _has_role(start)]
    repeated = {label for label, number in counts.items() if number > 1}
    talk = len(sure) + asked >= 1 or len(repeated) >= 2
    kept = [start for start in candidates if _fits(start, repeated, asked=asked, sure=len(sure), talk=talk)]
    others = [start for start in kept if start.form != "q"]
    if len(candidates) == 1 and _speaks(text, candidates[0]):
        return candidates
    if not others or (len(others) == 1 and not asked and not _has_role(others[0])):
        return []
    early = max(_LATEST_FIRST_LABEL, int(_EARLY_SHARE * len(text)))
    if kept[0].begin > early:
        return []
    return _with_forgotten_colons(text, kept)


def _speaks(text: str, start: _Start) -> bool:
    """Whether all of ``text`` are words of the one whose label in capitals opens it: they say "I" or "we", and not only within quotation marks, as
    a news item may after "LONDON:"."""
    words = _QUOTED.sub("", text[start.body :])
    return start.form == "caps" and not text[: start.begin].strip() and bool(_FIRST_PERSON.search(words))


def _has_role(start: _Start) -> bool:
    if start.form in ("q", "a"):
        return False
    words = _words(start.text)
    if start.form == "name":
        # "First: ..." and "The question: ..." are prose; a titled name has a word behind the title
        return words[0] in _ROLES - {"the", "first", "senior", "question", "answer"} and (
            len(words) > 1 or words[0] in _ASKERS
        )
    return bool(_ROLES.intersection(words))


def _fits(start: _Start, repeated: set[str], *, asked: int, sure: int, talk: bool) -> bool:
    if start.form == "q":
        return True
    if start.form == "a":
        return asked > 0
    if start.text.lower() in _ASKERS or _has_role(start):
        return True
    if start.form == "caps":
        return talk
    return start.text in repeated and (asked > 0 or sure > 0 or len(repeated) >= 2)


def _with_forgotten_colons(text: str, kept: list[_Start]) -> list[_Start]:
    """Adds lines that begin with a label of capitals known from elsewhere, but with another mark or none behind it."""
    labels = sorted({s.text for s in kept if s.form == "caps" and len(s.text) > 3}, key=len, reverse=True)
    if not labels:
        return kept
    known = "|".join(_GAP + "+" if not part else re.escape(part).replace(r"\ ", _GAP + "+") for part in labels)
    bare = re.compile(rf"(?P<label>{known})(?:{_GAP}*(?:[.,;]|--?|–|—){_GAP}+|{_GAP}+)(?=[A-Z“\"(])")
    taken = {start.begin for start in kept}
    added = []
    for line in _LINE_START.finditer(text):
        match = bare.match(text, line.end())
        if match is not None and match.start() not in taken and not text[match.end() :][:2].isupper():
            added.append(_Start(match.start(), match.end("label"), match.end(), match["label"], "caps"))
    return sorted([*kept, *added], key=lambda start: start.begin)

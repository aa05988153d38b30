"""Denials: a speaker disowns words ("did not suggest", "those are your words") or calls a report or a conclusion wrong."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Denial", "denial_in"]

Denial = Literal["denies-saying", "denies-report"]

_SAY = r"(?:sa(?:y|ys|id|ying)|suggest\w*|impl(?:y|ies|ied|ying)|claim\w*|propos\w*|promis\w*|mean(?:t|ing)?|told|call(?:ed|ing) for|ask(?:ed|ing) for|hint\w*|indicat\w*|state[ds]?|announc\w*|threaten\w*)"
_SAYING = re.compile(
    rf"\b(?:den(?:y|ies|ied|ying)\b[^.;]{{0,50}}?\b(?:ha(?:d|s|ve|ving) (?:ever )?{_SAY}|(?:suggest|say|imply|claim|propos|promis)ing)\b"
    rf"|(?:did not|didn[’']t|never|have not|haven[’']t|has not|hasn[’']t|had not|hadn[’']t) (?:\w+ ){{0,2}}?(?:suggest\w*|impl(?:y|ied)|sa(?:y|id) (?:that|so|any such)|quite sa(?:y|id)|claim\w*|propos\w*)\b"
    r"|(?:those|these|they|that|it)(?: (?:are|were|is|was)|[’']re|[’']s) (?:your|not my|not our|not his|not her|not the \w+[’']s) (?:words?|phrase|characterization|description)"
    r"|not (?:exactly )?what (?:I|we|he|she|they|the \w+|\w+ \w+) (?:\w+ )?(?:said|suggested|meant|was saying|were saying|am saying)"
    r"|(?:never|not|n[’']t) (?:ever )?(?:sp(?:oke|oken) of|utter\w*|used? (?:that|those|such|the) (?:word|phrase|expression)s?)"
    r"|(?:said|promised|proposed|suggested|offered|threatened) (?:nothing of the (?:kind|sort)|no such thing)|nothing of the (?:kind|sort) (?:was|had been|has been) (?:said|promised|suggested|offered|agreed)"
    r"|(?:gave|given|made|used|uttered|wrote) no such (?:\w+ )?(?:word|promise|undertaking|pledge|assurance|threat|expression|remark|statement|offer)s?|gave no (?:undertaking|promise|pledge|assurance)"
    r"|no such (?:sentence|words|remark|promise|conversation) (?:was|were|had|has)|(?:was|were) no such (?:sentence|words?|remark|promise|conversation)"
    r"|misquot\w+|quoted out of|twist\w* (?:my|his|her|our|their|the \w+[’']s) words|put(?:ting)? (?:words|a word) in|put into (?:my|his|her|our|their) mouths?)",
    re.IGNORECASE,
)
_REPORT_NOUN = r"(?:reports?|stor(?:y|ies)|accounts?|claims?|rumou?rs?|allegations?|assertions?|characterizations?|premise|conclusions?|suggestions?|notion|idea that|speculation|accusations?|charges?|impression|tales?|articles?|leaks?)"
_REPORT = re.compile(
    rf"\b(?:{_REPORT_NOUN}(?: [\w’']+){{0,8}}? (?:is|are|was|were|[’']s) (?:\w+ )?(?:inaccurate|false|untrue|wrong|incorrect|baseless|erroneous|mistaken|unfounded|nonsense|rubbish|invented|(?:an? )?(?:\w+ )?(?:invention|fabrication|fiction|fantasy|lie|hoax)|not (?:\w+ )?(?:true|accurate|right|correct))"
    rf"|(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|disput(?:e|es|ed|ing)|disagree with|refut\w+|take issue with) (?:[\w’']+ ){{0,3}}{_REPORT_NOUN}"
    rf"|call(?:s|ed|ing)? (?:[\w’']+ ){{0,4}}{_REPORT_NOUN} (?:an? )?(?:\w+ )?(?:inaccurate|false|untrue|baseless|unfounded|nonsense|invention|fabrication|fiction|fantasy|lie)"
    r"|no truth (?:in|to) (?:it|that|them|this|the)|(?:den(?:y|ies|ied)) (?:it|this|that|them)(?= (?:for|on|in|at)\b|[.,;])"
    r"|(?:do not|don[’']t|does not|doesn[’']t|did not|didn[’']t) (?:\w+ )?(?:differ|contradict|conflict)\b"
    r"|(?:there (?:is|was)|there[’']s) (?:absolutely )?no (?:difference|contradiction|daylight|inconsistency|disagreement)\b"
    r"|nothing (?:is|has been|was) (?:taken )?off the table|not off the table"
    r"|(?:that|this|it)(?:[’']s| is| was) (?:just |simply |absolutely |flatly |patently )*(?:inaccurate|false|untrue|wrong|incorrect|not (?:\w+ )?(?:true|accurate|correct|the case|right(?=\s*(?:[.,;!]|$)))))(?![\w-])",
    re.IGNORECASE,
)


def denial_in(text: str) -> tuple[Denial, str] | None:
    """The first denial in ``text``: its kind and the words, or None."""
    saying, report = _SAYING.search(text), _REPORT.search(text)
    if saying and (report is None or saying.start() <= report.start()):
        return "denies-saying", saying.group()
    return ("denies-report", report.group()) if report else None

"""Pronouns: what each may go back to."""

from __future__ import annotations

from detente.record.actors.shapes import Shape, head_of, shape_of
from detente.record.actors.who import Resolution

__all__ = ["HE", "HIM_OR_HER", "IT", "I_OR_WE", "SUBJECTS", "THEY", "WHO", "YOU", "source_shape"]

HE = frozenset({"he", "him", "himself", "his"})
HIM_OR_HER = HE | frozenset({"she", "her", "herself", "hers"})
I_OR_WE = frozenset({"i", "me", "my", "we", "us", "our", "ourselves", "myself"})
YOU = frozenset({"you", "your", "yours", "yourself"})
THEY = frozenset({"they", "them", "their"})
IT = frozenset({"it", "its", "itself"})
WHO = frozenset({"who", "whom", "which", "that"})
SUBJECTS = frozenset({"i", "we", "he", "she"})


def source_shape(phrase: str, found: Resolution) -> Shape:
    """What a source stands for, a pronoun by its number; "the office of Ms. Pohl" is no person."""
    key = phrase.lower()
    if key in HIM_OR_HER:
        return "person"
    if key in IT or key in THEY:
        return "body" if key in IT else "group"
    told = shape_of(phrase)
    head = head_of(phrase)
    if found.person is None or (head is not None and not head.capital and told in ("body", "group")):
        return told
    return "person"

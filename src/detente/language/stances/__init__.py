"""The stance reader: where a passage stands on a question, by a trained network."""

from detente.language.stances.encoding import Passage, Question
from detente.language.stances.reading import STANCES, Leaning, StanceReader

__all__ = ["STANCES", "Leaning", "Passage", "Question", "StanceReader"]

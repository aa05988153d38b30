"""A report's text in, sentences, mentions and attributions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.language.reader import Analysis, Attribution, Mention, Reader

if TYPE_CHECKING:
    from detente.language.stances import StanceReader

__all__ = [
    "DEFAULT_READER",
    "Analysis",
    "Attribution",
    "Mention",
    "Reader",
    "reader_named",
    "stances_beside",
]

DEFAULT_READER = "model"


def reader_named(name: str | Reader = DEFAULT_READER) -> Reader:
    """The reader of that name: ``model`` (trained), ``rules``, or ``openai`` (a language model at an address named in the environment);
    a reader is given back as it is. Raises Refused for another name, and where openai has no address or model."""
    if not isinstance(name, str):
        return name
    if name == "rules":
        from detente.language.rules import RuleReader

        return RuleReader()
    if name == "model":
        from detente.language.model import ModelReader

        return ModelReader()
    if name == "openai":
        from detente.language.proposing import reader_of_environment

        return reader_of_environment()
    from detente.errors import Refused, did_you_mean

    raise Refused(
        "there is no such reader", where="--reader", found=name, mend=did_you_mean(name, ("model", "rules", "openai"))
    )


def stances_beside(reader: Reader) -> StanceReader | None:
    """The reader of stances that goes with a reader of attributions: beside the trained one the trained one, beside others none."""
    if not reader.name.startswith("model"):
        return None
    from detente.language.stances import StanceReader

    return StanceReader()

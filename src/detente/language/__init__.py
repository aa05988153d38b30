"""A report's text in, sentences, mentions and attributions out."""

from detente.language.reader import Analysis, Attribution, Mention, Reader

__all__ = ["DEFAULT_READER", "Analysis", "Attribution", "Mention", "Reader", "reader_named"]

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

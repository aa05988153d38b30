"""The trained reader: an encoder with label chains and links, int8, and the decoder around it."""

from detente.language.model.reader import ModelReader

__all__ = ["ModelReader"]

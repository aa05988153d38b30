"""The version of détente."""

__version__ = "0.1.0"

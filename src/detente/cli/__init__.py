"""The command line: one function a command, no logic of its own.

``app`` holds what all commands share; ``reading``, ``modelling``, ``looking`` and ``publishing`` hold the commands of the two
wings, of the outlook and of brief and desk. Heavy rooms are imported inside the commands, so that ``--help`` stays quick.
"""

from detente.cli.app import run

__all__ = ["run"]

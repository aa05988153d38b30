"""The desk: the case in a browser. The same findings as the command line, from the same functions, with the analyst's hand on them.

``desk_app`` is the application of one case, ``serve`` runs it. Nothing outside the case folder is read or written.
"""

from detente.desk.serving import DeskOptions, desk_app, serve

__all__ = ["DeskOptions", "desk_app", "serve"]

"""The brief: findings in, a page that an editor would print out, as HTML, Markdown, JSON and PDF.

``compose`` makes the brief, ``write`` puts it into files, ``rendered`` gives one format's bytes.
"""

from detente.brief.compose import compose
from detente.brief.nouns import Brief, Entry, Figure, Group, Note, Section, Source
from detente.brief.writing import FORMATS, rendered, write

__all__ = ["FORMATS", "Brief", "Entry", "Figure", "Group", "Note", "Section", "Source", "compose", "rendered", "write"]

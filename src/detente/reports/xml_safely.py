"""XML without surprises: no entity of the file's own, nothing fetched, a cut file read as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.errors import ReportRefused
from detente.reports.decoding import Decoded, decoded, lines_unified

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["children", "first", "markup_of", "name_of", "parsed", "text_of", "xml_text"]

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PROLOGUE = 1 << 16


def xml_text(data: bytes, *, where: str, charset: str | None = None) -> Decoded:
    """The characters of an XML file without its declaration; raises ReportRefused where it declares entities of its own."""
    read = decoded(data, declared=charset)
    text = _NO_XML.sub("", lines_unified(_DECLARATION.sub("", read.text)))
    if "<!ENTITY" in text[:_PROLOGUE].upper():
        line = text[: text.upper().index("<!ENTITY")].count("\n") + 1
        raise ReportRefused(
            "declares entities of its own, which can expand without end",
            where=f"{where}:{line}",
            found="<!ENTITY",
            mend="remove the DOCTYPE block if you trust the file",
        )
    return Decoded(text, read.encoding, read.warning)


def parsed(text: str, *, where: str) -> tuple[_Element, str | None]:
    """The root element and what was not well-formed, if anything. Raises ReportRefused where there is no root."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as fault:
        raise ReportRefused("not XML", where=where, found=str(fault), mend="fetch or copy it again") from fault
    if root is None:
        raise ReportRefused("not XML", where=where, mend="fetch or copy it again")
    faults = [entry for entry in parser.error_log if entry.level_name in ("ERROR", "FATAL")]
    if not faults:
        return root, None
    return root, f"not well-formed on line {faults[0].line} ({faults[0].message}); read as far as it goes"


def name_of(element: _Element) -> str:
    """The element's name without its namespace, in lower case."""
    return str(element.tag).rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """The children called ``name``, whatever their namespace."""
    for child in element if element is not None else ():
        if name_of(child) == name:
            yield child


def first(element: _Element | None, *path: str) -> _Element | None:
    """The first element along a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: _Element | None) -> str | None:
    """All text within an element on one line, None where there is none."""
    if element is None:
        return None
    return " ".join("".join(str(part) for part in element.itertext()).split()) or None


def markup_of(element: _Element) -> str:
    """The element's content as HTML, its namespaces dropped."""
    from lxml import etree

    text = etree.tostring(element, encoding="unicode", with_tail=False, method="xml")
    return re.sub(r"(</?)[A-Za-z][\w.-]*:(?=[A-Za-z])", r"\1", text)

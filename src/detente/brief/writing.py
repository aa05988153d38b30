"""A brief onto disk, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from detente.brief.nouns import Brief
from detente.errors import CaseRefused, did_you_mean
from detente.replacing import write_whole

__all__ = ["FORMATS", "rendered", "write"]

FORMATS = ("html", "md", "json", "pdf")


def rendered(brief: Brief, form: str) -> bytes:
    """The brief in one of ``FORMATS``. Raises CaseRefused for another."""
    if form == "html":
        from detente.brief.html import to_html

        return to_html(brief).encode("utf-8", "replace")
    if form == "md":
        from detente.brief.markdown import to_markdown

        return to_markdown(brief).encode("utf-8", "replace")
    if form == "json":
        from detente.brief.data import to_json

        return to_json(brief).encode("utf-8", "replace")
    if form == "pdf":
        from detente.brief.pdf import to_pdf

        return to_pdf(brief)
    raise CaseRefused("a brief has no such format", where="--format", found=form, mend=did_you_mean(form, FORMATS))


def write(folder: Path, brief: Brief, formats: Iterable[str] = ("html", "md", "json")) -> list[Path]:
    """Write ``brief.html``, ``brief.md``, ... into ``folder`` and return their paths.

    A variant has its own name (``brief-card.html``, ``brief-since-2014-06-18.html``), so that it never writes over the whole.
    A file appears only once it is complete. Raises CaseRefused where the folder cannot be written to.
    """
    stem = {"full": "brief", "card": "brief-card", "since": f"brief-since-{brief.since}"}[brief.form]
    made = [(folder / f"{stem}.{form}", rendered(brief, form)) for form in dict.fromkeys(formats)]
    for path, content in made:
        write_whole(path, content, CaseRefused, "the brief cannot be written here")
    return [path for path, _ in made]

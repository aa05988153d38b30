"""The 40 tab-separated columns of POLECAT (Halterman et al. 2023), and back to rows.

What détente does not know stays empty: intensities, Wikipedia, COW and GeoNames numbers. Status and spans have no column there; they are
found by the event's id in the other formats. Only what a report tells as done is written: POLECAT has no column to say that it was
denied, planned or supposed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from detente.errors import Refused, shown
from detente.record.leaving import Leaving
from detente.record.nouns import EventParty
from detente.version import __version__

__all__ = ["COLUMNS", "QUADS", "polecat_lines", "read_polecat"]

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "VERBAL COOPERATION"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "MATERIAL COOPERATION"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "VERBAL CONFLICT"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "MATERIAL CONFLICT"),
}


def polecat_lines(record: Leaving) -> Iterator[str]:
    """The events told as done, one a line under the names of the columns."""
    yield _written(dict(zip(COLUMNS, COLUMNS, strict=True)))
    for event in record.events():
        if event.status != "reported":
            continue
        report = record.report(event.report)
        row = {
            "Event ID": event.id,
            "Event Date": event.date or "",
            "Event Type": event.type,
            "Event Mode": event.mode or "",
            "Quad Code": QUADS[event.type],
            "Raw Placename": event.place or "",
            "Source": (report.publisher if report else None) or "",
            "Publication Date": report.published.iso[:10] if report and report.published else "",
            "Language": (report.language if report else None) or "en",
            "Version": f"detente {__version__}",
        }
        cells = row | _party("Actor", event.actor) | _party("Recipient", event.recipient)
        yield _written({column: " ".join(cell.split()) for column, cell in cells.items()})  # a row is one line


def _written(cells: Mapping[str, str]) -> str:
    line = io.StringIO(newline="")
    csv.DictWriter(line, COLUMNS, restval="", delimiter="\t", lineterminator="\n").writerow(cells)
    return line.getvalue()


def read_polecat(text: str) -> list[dict[str, str]]:
    """The rows of a POLECAT file, by column. Raises Refused where the 40 columns do not stand there."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    if rows.fieldnames is None or tuple(rows.fieldnames) != COLUMNS:
        raise Refused(
            what="not POLECAT's 40 columns",
            where="line 1",
            found=shown(rows.fieldnames),
            mend="give a POLECAT .tsv file",
        )
    found = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise Refused(
                what="a row that is not 40 cells long",
                where=f"line {number}",
                found=shown(list(row.values())[:3]),
                mend="export it again",
            )
        found.append(dict(row))
    return found


def _party(role: str, party: EventParty | None) -> dict[str, str]:
    if party is None:
        return {}
    return {
        f"{role} Name": party.text,
        f"{role} Country": party.code or "",
        f"Primary {role} Sector": party.sector or "",
        f"{role} Sectors": party.sector or "",
        f"{role} Name Raw": party.text,
    }

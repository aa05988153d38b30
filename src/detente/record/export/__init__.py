"""The record in the formats that the field uses.

| format | file | what it carries |
|---|---|---|
| ``plover`` | events.plover.jsonl | events, with the attribution of the sentence they stand in |
| ``polecat`` | events.polecat.tsv | events in the 40 columns of POLECAT |
| ``csv`` | statements.csv, events.csv, positions.csv, shifts.csv, reports.csv, datapackage.json | everything, with a data dictionary |
| ``parquet`` | the same names with .parquet | everything, the dictionary in the files themselves (extra ``parquet``) |
| ``annotations`` | statements.jsonld | statements as W3C Web Annotations with schema.org bodies |
| ``gexf``, ``graphml`` | actors.gexf, actors.graphml | the network of actors |
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from detente.errors import Refused, did_you_mean, shown
from detente.record.export.annotations import annotations_pieces
from detente.record.export.network import gexf_text, graphml_text, network_of
from detente.record.export.parquet import write_parquet
from detente.record.export.plover import plover_lines
from detente.record.export.polecat import polecat_lines
from detente.record.export.tables import csv_texts
from detente.record.leaving import Leaving

__all__ = ["FORMATS", "export"]

FORMATS = ("plover", "polecat", "csv", "parquet", "annotations", "gexf", "graphml")


def export(record: Leaving, form: str, folder: Path) -> tuple[Path, ...]:
    """Write ``record`` (:class:`~detente.record.leaving.Held` for one in memory) into ``folder`` (made if missing) in one of FORMATS and return the files; older files of these names are replaced.

    Raises Refused for a format that is not known or a folder that cannot be written, and MissingExtra for ``parquet`` without pyarrow.
    """
    if form not in FORMATS:
        raise Refused(what="unknown format", where="export", found=shown(form), mend=did_you_mean(form, FORMATS))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if form == "parquet":
            return write_parquet(record, folder)
        written = []
        for name, pieces in _texts(record, form).items():
            path = folder / name
            with path.open("w", encoding="utf-8", newline="") as out:
                out.writelines(pieces)
            written.append(path)
        return tuple(written)
    except OSError as fault:
        raise Refused(
            what="cannot write", where=str(folder), found=fault.strerror or str(fault), mend="choose another folder"
        ) from fault


def _texts(record: Leaving, form: str) -> dict[str, Iterable[str]]:
    """The files of a format that is text: names, and contents piece by piece."""
    if form == "plover":
        return {"events.plover.jsonl": plover_lines(record)}
    if form == "polecat":
        return {"events.polecat.tsv": polecat_lines(record)}
    if form == "csv":
        return csv_texts(record)
    if form == "annotations":
        return {"statements.jsonld": annotations_pieces(record)}
    network = network_of(record)
    return {"actors.gexf": [gexf_text(network)]} if form == "gexf" else {"actors.graphml": [graphml_text(network)]}

"""An updated report shows what changed in it."""

from __future__ import annotations

from detente.language import reader_named
from detente.record.pipeline import build
from detente.record.revisions import revisions_of
from record.conftest import Making

FIRST = "Corvia closed the lock at dawn. Twelve ships waited below the bridge on Monday. President Anna Veld said that the canal would open soon."
LATER = (
    "Corvia closed the lock at dawn. Twenty ships waited below the bridge on Monday. Marrow protested in the evening."
)


def page(published: str, body: str) -> str:
    return f"url: https://lisk.example/canal\ndate: {published}\npublisher: The Lisk Courier\n\n{body}\n"


def test_sentences_added_removed_and_reworded_are_told_between_versions(make_case: Making) -> None:
    case = make_case({"a.txt": page("2030-05-06", FIRST), "b.txt": page("2030-05-07", LATER)})
    assert revisions_of(case) == ()  # nothing has been read yet
    record = build(case, reader_named("rules"))
    (revision,) = revisions_of(case)
    assert (revision.old.file, revision.new.file) == ("a.txt", "b.txt")
    assert [(c.kind, c.old and c.old[:6], c.new and c.new[:6]) for c in revision.changes] == [
        ("reworded", "Twelve", "Twenty"),
        ("removed", "Presid", None),
        ("added", None, "Marrow"),
    ]
    assert {s.report for s in record.statements} <= {revision.new.id}


def test_a_copy_at_another_address_is_no_version(make_case: Making) -> None:
    case = make_case(
        {"a.txt": page("2030-05-06", FIRST), "b.txt": page("2030-05-06", FIRST).replace("lisk.", "tessel.")}
    )
    assert len(build(case, reader_named("rules")).copies) == 1
    assert revisions_of(case) == ()

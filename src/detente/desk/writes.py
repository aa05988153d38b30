"""What the desk writes: a review, a preference moved, the model as typed, a line turned round, an undo.

Every write holds the keeper's lock, names the digest of the file that its page was made from, and keeps what the file held before.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import get_args

from detente.case import Case
from detente.desk import journal
from detente.desk.files import ChangedUnderneath, digest_of, put, text_of
from detente.desk.keeper import Keeper
from detente.desk.snapshot import Snapshot
from detente.desk.wishes import MARKS, marked, moved
from detente.errors import CaseRefused
from detente.record.nouns import Event, EventType, Statement, Status
from detente.record.reviewing import anchored, entry_for, entry_for_event
from detente.record.reviews import append_review, nearest

__all__ = ["WRITES", "Form", "Write"]

Form = Mapping[str, str]
Write = Callable[[Keeper, Snapshot, Form], str]
"""Does what a form asks for and returns the address to go to. Raises ChangedUnderneath and Refused."""
SETTABLE = ("actor", "person", "office", "said_on", "venue", "source", "content", "issue", "stance", "firmness")
MOST_TEXT = 4_000  # characters of one field of a correction
SHOWN = 70


def review(keeper: Keeper, held: Snapshot, form: Form) -> str:
    """Confirm, reject or correct a statement: an entry at the end of reviews.yaml."""
    one = held.statements.get(form.get("statement", ""))
    if one is None or one.report not in held.report:
        raise CaseRefused("the statement is not in the record any more", where="reviews.yaml", mend="reload the page")
    do = _verdict(form)
    settings = _settings(held, one, form) if do == "correct" else {}
    _judge_settings(do, settings)
    entry = entry_for(held.report[one.report], one, do, None, _today(), settings)
    _append(keeper, entry, form, f"{do}: {_short(one.text)}")
    return _then(form)


def review_event(keeper: Keeper, held: Snapshot, form: Form) -> str:
    """Confirm, reject or correct an event: an entry at the end of reviews.yaml."""
    one = next((e for e in held.record.events if e.id == form.get("event", "")), None)
    if one is None or one.report not in held.report:
        raise CaseRefused("the event is not in the record any more", where="reviews.yaml", mend="reload the page")
    do = _verdict(form)
    settings = _event_settings(one, form) if do == "correct" else {}
    _judge_settings(do, settings)
    entry = entry_for_event(held.report[one.report], one, do, None, _today(), settings)
    _append(keeper, entry, form, f"{do}: {one.type} {one.actor.text if one.actor else '?'}")
    return _then(form)


def _event_settings(one: Event, form: Form) -> dict[str, object]:
    """The fields of a correction that differ from what was coded."""
    now = {
        "type": one.type, "mode": one.mode, "actor": one.actor.text if one.actor else None,
        "recipient": one.recipient.text if one.recipient else None, "date": one.date, "place": one.place, "status": one.status,
    }  # fmt: skip
    found = {name: value for name, known in now.items() if (value := _typed(name, form)) and value != (known or "")}
    for name, known in (("type", get_args(EventType)), ("status", get_args(Status))):
        if name in found and found[name] not in known:
            raise CaseRefused(
                f"there is no such {name}", where="reviews.yaml", found=str(found[name]), mend="choose from the list"
            )
    return found


def _verdict(form: Form) -> str:
    do = form.get("do", "")
    if do not in ("confirm", "reject", "correct"):
        raise CaseRefused(
            "a review confirms, rejects or corrects", where="reviews.yaml", found=do, mend="use the buttons"
        )
    return do


def _judge_settings(do: str, settings: Mapping[str, object]) -> None:
    if do == "correct" and not settings:
        raise CaseRefused("nothing has been corrected", where="reviews.yaml", mend="change a field, or confirm it")


def add(keeper: Keeper, held: Snapshot, form: Form) -> str:
    """Add a statement that the reading missed, by exact words of the report."""
    report = held.report.get(form.get("report", ""))
    if report is None:
        raise CaseRefused("there is no such report", where="reviews.yaml", mend="reload the page")
    words = form.get("quote", "").replace("\r\n", "\n").strip()[:MOST_TEXT]
    near = int(form["at"]) if form.get("at", "").isdecimal() else 0
    place = nearest(report.text, words, near) if words else None
    if place is None:
        raise CaseRefused(
            "the words do not stand in the report",
            where=report.file,
            found=_short(words),
            mend="select them in the text",
        )
    setting = {name: value for name in SETTABLE if name != "content" and (value := _typed(name, form))}
    entry = {**anchored(report, place, place + len(words)), "do": "add", "set": setting, "on": _today()}
    _append(keeper, entry, form, f"add: {_short(words)}")
    return _then(form)


def _settings(held: Snapshot, one: Statement, form: Form) -> dict[str, object]:
    """The fields of a correction that differ from what was read; a stance counts where its issue is named."""
    source = one.source
    now = {
        "actor": source.actor, "person": source.person, "office": source.office, "said_on": one.said_on, "venue": one.venue,
        "source": source.text, "content": one.text,
    }  # fmt: skip
    found: dict[str, object] = {}
    for name, known in now.items():
        value = _typed(name, form)
        if value and value != (known or ""):
            found[name] = value
    issue, stance = _typed("issue", form), _typed("stance", form)
    held_now = {p.issue: p for p in held.positions_of.get(one.id, ())}
    if issue and stance and (issue not in held_now or held_now[issue].stance != stance or _typed("firmness", form)):
        found |= {"issue": issue, "stance": stance}
        if firmness := _typed("firmness", form):
            found["firmness"] = firmness
    return found


def _typed(name: str, form: Form) -> object:
    """A field as reviews.yaml holds it. Raises CaseRefused for a day or a number that is none."""
    word = form.get(name, "").replace("\r\n", "\n").strip()[:MOST_TEXT]
    try:
        if word and name in ("said_on", "date"):
            return datetime.date.fromisoformat(word).isoformat()
        if word and name == "firmness":
            return float(word)
    except ValueError as fault:
        raise CaseRefused(
            f"`{name}` cannot be read", where="reviews.yaml", found=word, mend="write YYYY-MM-DD, or 0 to 1"
        ) from fault
    return word


def _append(keeper: Keeper, entry: dict[str, object], form: Form, did: str) -> None:
    entry["by"] = form.get("by", "").strip()[:200] or None
    entry["why"] = form.get("why", "").strip()[:MOST_TEXT] or None
    case = keeper.case
    _unchanged(case, "reviews.yaml", form)
    before = journal.before_text(case.reviews)
    append_review(case, entry)
    journal.note_change(case, case.reviews, did, before)


def move(keeper: Keeper, held: Snapshot, form: Form) -> str:
    """Move a preference statement of a party to another place."""
    party, place, to = form.get("party", ""), form.get("place", ""), form.get("to", "")
    if not (place.isdecimal() and to.isdecimal()):
        raise CaseRefused("a move names two places", where="conflict.yaml", mend="reload the page")
    case = keeper.case
    source = text_of(case.conflict)
    _unchanged(case, "conflict.yaml", form)
    if place == to:
        return "/model"
    changed = moved(source, party, int(place), int(to))
    name = _wanted(held, party, int(place))
    number = _put_model(case, changed, form, f"{party}: {name} from place {int(place) + 1} to {int(to) + 1}")
    return f"/model?against={number}&moved={_anchor_of(held, party, int(to))}"


def mark(keeper: Keeper, held: Snapshot, form: Form) -> str:
    """Mark a preference statement as unsure or as strongly wanted, or take the mark off."""
    party, place = form.get("party", ""), form.get("place", "")
    asked = [(name, form[name] == "true") for name in MARKS if name in form]
    if not place.isdecimal() or len(asked) != 1:
        raise CaseRefused("a mark names one statement", where="conflict.yaml", mend="reload the page")
    [(name, on)] = asked
    _unchanged(keeper.case, "conflict.yaml", form)
    changed = marked(text_of(keeper.case.conflict), party, int(place), name, on)
    did = f"{party}: {_wanted(held, party, int(place))} {'marked' if on else 'no longer marked'} {name}"
    number = _put_model(keeper.case, changed, form, did)
    return f"/model?against={number}&moved={_anchor_of(held, party, int(place))}"


def _wanted(held: Snapshot, party: str, place: int) -> str:
    """A statement as the file has it, for the list of changes."""
    wishes = (
        next((p.preference.wishes for p in held.conflict.parties if p.name == party), None) if held.conflict else None
    )
    return _short(wishes[place].text) if wishes and place < len(wishes) else f"statement {place + 1}"


def _anchor_of(held: Snapshot, party: str, place: int) -> str:
    at = next((at for at, one in enumerate(held.conflict.parties) if one.name == party), 0) if held.conflict else 0
    return f"wish-{at}-{place}"


def retype(keeper: Keeper, _held: Snapshot, form: Form) -> str:
    """conflict.yaml as typed, once it has been judged."""
    from detente.conflict.file import read_text

    text = form.get("text", "").replace("\r\n", "\n")
    text += "" if text.endswith("\n") else "\n"
    read_text(text)
    number = _put_model(keeper.case, text, form, "the file typed over")
    return f"/model?against={number}"


def turn(keeper: Keeper, _held: Snapshot, form: Form) -> str:
    """Turn a strained line round, or keep it with a reason; noted in the file's history."""
    from detente.outlook import amend

    case = keeper.case
    _unchanged(case, "conflict.yaml", form)
    before = journal.before_text(case.conflict)
    today = datetime.datetime.now(datetime.UTC).date()
    if form.get("do") == "accept":
        done = amend.accept(case.conflict, form.get("line", ""), today)
        did = f"turned round: {_short(done.before)}"
    else:
        why = form.get("why", "").strip()[:MOST_TEXT]
        if not why:
            raise CaseRefused("a line is kept for a reason", where="conflict.yaml", mend="say why")
        done = amend.dismiss(case.conflict, form.get("line", ""), why, today)
        did = f"kept: {_short(done.before)}"
    change = journal.note_change(case, case.conflict, did, before)
    return f"/model?against={change.number}"


def take_back(keeper: Keeper, _held: Snapshot, form: Form) -> str:
    """Undo a change of the desk."""
    number = form.get("number", "")
    journal.undo(keeper.case, int(number) if number.isdecimal() else 0)
    return _then(form)


def _put_model(case: Case, text: str, form: Form, did: str) -> int:
    before = journal.before_text(case.conflict)
    put(case.conflict, text, form.get("digest", ""))
    return journal.note_change(case, case.conflict, did, before).number


def _unchanged(case: Case, file: str, form: Form) -> None:
    path = case.folder / file
    if digest_of(path) != form.get("digest", ""):
        raise ChangedUnderneath(path)


def _then(form: Form) -> str:
    """Where to go after a write: an address of this desk, nothing else."""
    there = form.get("then", "/")
    plain = there.startswith("/") and not there.startswith(("//", "/\\")) and there.isprintable() and "\\" not in there
    return there if plain and len(there) < 2_000 else "/"


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


WRITES: Mapping[str, tuple[str, Write]] = {
    "/review": ("reviews.yaml", review),
    "/review-event": ("reviews.yaml", review_event),
    "/add": ("reviews.yaml", add),
    "/model/move": ("conflict.yaml", move),
    "/model/mark": ("conflict.yaml", mark),
    "/model/text": ("conflict.yaml", retype),
    "/strain": ("conflict.yaml", turn),
    "/undo": ("", take_back),
}
"""Each write by its path, with the file whose digest its form carries."""

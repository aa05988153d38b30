"""The names, offices and codes of case.yaml, made ready to be looked up as the gazetteer's are."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case import Actor, Holder
from detente.record.actors.gazetteer import Entry, packaged
from detente.record.actors.phrases import folded

__all__ = ["actors_by_code", "case_entries", "code_of", "top_of"]


def top_of(actors: Mapping[str, Actor], name: str) -> str:
    """The actor that ``name`` belongs to at the top of ``part_of``, or itself."""
    seen = {name}
    while name in actors and actors[name].part_of is not None:
        name = str(actors[name].part_of)
        if name in seen:
            break
        seen.add(name)
    return name


def code_of(actors: Mapping[str, Actor], name: str) -> str | None:
    """An actor's own code, else that of the actor that it belongs to."""
    if name not in actors:
        return None
    own = actors[name].code
    top = top_of(actors, name)
    return own or (actors[top].code if top in actors else None)


def actors_by_code(actors: Mapping[str, Actor]) -> dict[tuple[str, str | None], str]:
    """The case's actors by code and sector; a state is the one without a sector, or with GOV."""
    found: dict[tuple[str, str | None], str] = {}
    for name, actor in actors.items():
        if actor.code is not None and actor.part_of is None:
            sector = None if actor.sector == "GOV" else actor.sector
            found.setdefault((actor.code, sector), name)
    return found


def case_entries(actors: Mapping[str, Actor]) -> list[Entry]:
    """The names and office holders of case.yaml as entries."""
    entries: list[Entry] = []
    for name, actor in actors.items():
        code = code_of(actors, name)
        entries += [Entry("actor", n, name, code, actor.sector) for n in (name, *actor.aliases)]
        for office, holders in actor.offices.items():
            sector = actor.sector or ("GOV" if code else None)
            entries += [
                Entry("holder", h.who, name, code, sector, office, _day(h.start), _day(h.end), _sex(h)) for h in holders
            ]
    return entries


def _sex(holder: Holder) -> str:
    """The gender of a holder that the gazetteer knows by the same name, else unknown."""
    return next((e.gender for e in packaged().find(" ".join(folded(holder.who))) if e.gender), "")


def _day(value: object) -> str:
    return "" if value is None else str(value)

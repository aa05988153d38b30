"""The network of actors: who acted on whom, how often, of which type; as GEXF 1.3 and GraphML.

A node is an actor by its code, with its sector where one is known, else by the words of the report; an arrow joins actor and recipient
of the events that a report tells as done, its weight their number, one arrow for each type.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from detente.record.leaving import Leaving
from detente.record.nouns import EventParty

__all__ = ["Network", "gexf_text", "graphml_text", "network_of"]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes as (id, label, code, sector), sorted; edges as (actor's id, recipient's id, type, number of events), sorted."""

    nodes: tuple[tuple[str, str, str, str], ...]
    edges: tuple[tuple[str, str, str, int], ...]


def network_of(record: Leaving) -> Network:
    """The network of the events told as done that have both an actor and a recipient."""
    nodes: dict[str, tuple[str, str, str, str]] = {}
    edges: Counter[tuple[str, str, str]] = Counter()
    for event in record.events():
        if event.actor is not None and event.recipient is not None and event.status == "reported":
            ends = [_node(p) for p in (event.actor, event.recipient)]
            nodes.update((n[0], n) for n in ends)
            edges[ends[0][0], ends[1][0], event.type] += 1
    return Network(tuple(nodes[k] for k in sorted(nodes)), tuple((*k, edges[k]) for k in sorted(edges)))


def gexf_text(network: Network) -> str:
    """GEXF 1.3."""
    nodes = "".join(
        f'   <node id={_q(i)} label={_q(label)}><attvalues><attvalue for="code" value={_q(code)}/><attvalue for="sector" value={_q(sector)}/></attvalues></node>\n'
        for i, label, code, sector in network.nodes
    )
    edges = "".join(
        f'   <edge id="{n}" source={_q(a)} target={_q(b)} label={_q(kind)} weight="{count}"><attvalues><attvalue for="type" value={_q(kind)}/></attvalues></edge>\n'
        for n, (a, b, kind, count) in enumerate(network.edges)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n <graph defaultedgetype="directed" mode="static">\n'
        '  <attributes class="node"><attribute id="code" title="code" type="string"/><attribute id="sector" title="sector" type="string"/></attributes>\n'
        '  <attributes class="edge"><attribute id="type" title="type" type="string"/></attributes>\n'
        f"  <nodes>\n{nodes}  </nodes>\n  <edges>\n{edges}  </edges>\n </graph>\n</gexf>\n"
    )


def graphml_text(network: Network) -> str:
    """GraphML."""
    nodes = "".join(
        f'  <node id={_q(i)}><data key="label">{_x(label)}</data><data key="code">{_x(code)}</data><data key="sector">{_x(sector)}</data></node>\n'
        for i, label, code, sector in network.nodes
    )
    edges = "".join(
        f'  <edge id="e{n}" source={_q(a)} target={_q(b)}><data key="type">{_x(kind)}</data><data key="weight">{count}</data></edge>\n'
        for n, (a, b, kind, count) in enumerate(network.edges)
    )
    keys = "".join(
        f' <key id="{k}" for="node" attr.name="{k}" attr.type="string"/>\n' for k in ("label", "code", "sector")
    )
    keys += ' <key id="type" for="edge" attr.name="type" attr.type="string"/>\n <key id="weight" for="edge" attr.name="weight" attr.type="int"/>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{keys} <graph id="actors" edgedefault="directed">\n{nodes}{edges} </graph>\n</graphml>\n'


def _node(party: EventParty) -> tuple[str, str, str, str]:
    code, sector = party.code or "", party.sector or ""
    label = code or " ".join(party.text.split())
    identity = f"{label} {sector}".strip()
    return identity, identity, code, sector


def _q(text: str) -> str:
    return quoteattr(_printable(text))


def _x(text: str) -> str:
    return escape(_printable(text))


def _printable(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n" or (ord(c) >= 32 and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )

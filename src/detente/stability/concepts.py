"""The six individual solution concepts, by the names that files and results use.

State s is stable for party i when each of i's improvements x from s is deterred:

- `nash`  there is no improvement (Nash 1951).
- `gmr`   the others can reach from x, by a legal sequence of moves, a state no better than s for i (Howard 1971).
- `smr`   such a state from which i has no move to one better than s (Howard 1971).
- `seq`   as gmr, each move being an improvement for its mover (Fraser and Hipel 1979).
- `sseq`  as smr, by improvements of the others; i's way out may be any move (Rego and Vieira 2017).
- `sim`   each other party stays or takes one improvement from s; x with all of these at once is feasible and no better
          than s for i (Fraser and Hipel 1979). Option form only.

A legal sequence is one or more moves by the others in which no party moves twice in a row (Fang, Hipel and Kilgour 1993);
a party may move again later. Equally good deters everywhere.
"""

from __future__ import annotations

from typing import Final

CONCEPTS: Final = ("nash", "gmr", "smr", "seq", "sseq", "sim")
SEQUENTIAL: Final = ("nash", "gmr", "smr", "seq", "sseq")  # decided by reachability; graph form has these

TITLES: Final = {
    "nash": "Nash stability",
    "gmr": "general metarationality",
    "smr": "symmetric metarationality",
    "seq": "sequential stability",
    "sseq": "symmetric sequential stability",
    "sim": "simultaneous stability",
}

WITHIN: Final = (
    ("nash", "sseq"),
    ("sseq", "seq"),
    ("seq", "gmr"),
    ("sseq", "smr"),
    ("smr", "gmr"),
    ("nash", "smr"),
    ("nash", "sim"),
)
"""Each pair (a, b): whatever is stable under a is stable under b, for every party of every model."""

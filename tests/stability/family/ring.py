"""A family of conflicts of any size whose equilibria are known by construction: the ring of neighbours.

n parties stand in a ring. In each layer a party has one option, "contribute". It cares about layer 1 first, then layer 2, and so
on, and within a layer first about its neighbour's contribution, then about its own:

    dilemma layers    c_next, not c_own    (each prefers its neighbour to contribute, and itself not to)
    habit layers      c_next, c_own        (each would contribute anyway)
    idle layers       nobody cares

The dilemma layers come first. Call an option that is not as its owner would have it a *deviation*: contributing in a dilemma
layer, not contributing in a habit layer. A move is an improvement for its mover exactly if the first layer in which it changes
anything takes a deviation away. Write L_i for the first layer in which i deviates (none: infinity) and C_i for the first
layer in which i contributes. Then, with j the neighbour of i,

    Nash   nobody deviates
    GMR    for each i: L_i is infinite or C_j <= L_i. (The others can always stop contributing; i can secure "j contributes
           nowhere, i deviates nowhere", and s is at least as good as that exactly under this condition.)
    SEQ    for each i: L_i is infinite or j contributes in some dilemma layer up to L_i. (Only in a dilemma layer is it an
           improvement for j to stop contributing, and only the first change of a move has to please the mover.) Round the
           ring this forces everybody to deviate first in one and the same dilemma layer, or nobody anywhere.

Idle layers multiply every count by 2 for each party.
"""

from __future__ import annotations

from detente.conflict.model import Conflict, Option, Party, Preference, Wish
from detente.conflict.statements import Expr, Not, Taken, written

NEVER = 10**9


def ring(parties: int, dilemma: int, habit: int, idle: int = 0) -> Conflict:
    """The conflict with so many parties and layers of each kind."""
    layers = dilemma + habit + idle

    def option(party: int, layer: int) -> str:
        return f"c{layer}_{party}"

    people = []
    for party in range(parties):
        options = tuple(
            Option(option(party, layer), f"{party} contributes in layer {layer}", f"P{party}", party * layers + layer)
            for layer in range(layers)
        )
        wanted: list[Expr] = []
        for layer in range(dilemma + habit):
            own = Taken(option(party, layer))
            wanted += [Taken(option((party + 1) % parties, layer)), Not(own) if layer < dilemma else own]
        wishes = tuple(Wish(expr, written(expr)) for expr in wanted)
        people.append(Party(f"P{party}", options, Preference(wishes=wishes)))
    return Conflict(f"ring of {parties}, layers {dilemma} + {habit} + {idle}", tuple(people))


def known_counts(parties: int, dilemma: int, habit: int, idle: int = 0) -> dict[str, int]:
    """How many equilibria the ring has under nash, gmr and seq, from the argument above and without any solver."""
    kinds = [(layer, layer, 2 ** (dilemma - layer + habit)) for layer in range(1, dilemma + 1)]  # (L, C, how many)
    kinds.append((NEVER, dilemma + 1 if habit else NEVER, 1))
    kinds += [(dilemma + first, dilemma + 1, 2 ** (habit - first)) for first in range(2, habit + 1)]
    kinds += [(dilemma + 1, dilemma + run + 1, 2 ** (habit - run - 1)) for run in range(1, habit)]
    if habit:
        kinds.append((dilemma + 1, NEVER, 1))
    steps = [
        [many if first == NEVER or neighbour <= first else 0 for _, neighbour, _ in kinds] for first, _, many in kinds
    ]
    round_the_ring = steps
    for _ in range(parties - 1):
        round_the_ring = [
            [sum(row[at] * steps[at][to] for at in range(len(steps))) for to in range(len(steps))]
            for row in round_the_ring
        ]
    factor = 2 ** (idle * parties)
    return {
        "nash": factor,
        "gmr": factor * sum(round_the_ring[at][at] for at in range(len(kinds))),
        "seq": factor * (1 + sum((2 ** (dilemma - layer + habit)) ** parties for layer in range(1, dilemma + 1))),
    }

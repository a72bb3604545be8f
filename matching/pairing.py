"""From scored edges to tables of two and three: the sum of the scores is the largest there is. Pure.

The dispatcher hands in who suits whom; nothing here knows what a person is but a number. The same edges give
the same tables.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final

import rustworkx

_TURN: Final = 2_654_435_761  # spreads neighbouring numbers over the draws
_DRAWS: Final = 1 << 32

Edge = tuple[int, int, int]  # two people, the smaller number first, and the score of the two
Group = tuple[int, ...]  # two people, or three of whom each suits the others


def groups(edges: Sequence[Edge], *, matched_most: int | None = None) -> list[Group]:
    """Pair people up, then seat those left over as third at a table where they suit both.

    Shape: nobody twice; each two at a table share an edge; best first by score, ties by number.
    `matched_most`: only so many best edges a person take part in the pairing, which is quicker.
    """
    scores = {(one, other): score for one, other, score in edges}
    paired = list(pair_up(edges if matched_most is None else best_of_each(edges, matched_most)))
    if matched_most is not None:
        # Who was nobody's best may still suit somebody else who was not.
        seated = {person for pair in paired for person in pair}
        paired += pair_up([edge for edge in edges if seated.isdisjoint(edge[:2])])
    pairs = sorted(paired, key=lambda pair: (-scores[pair], pair))
    third = thirds(pairs, scores)
    return [(*pair, third[pair]) if pair in third else pair for pair in pairs]


def pair_up(edges: Sequence[Edge]) -> Iterator[tuple[int, int]]:
    """The maximum-weight matching, area by area: whom no chain of edges joins does not concern the others."""
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    people = sorted({person for one, other, _score in edges for person in (one, other)})
    node_of = dict(zip(people, graph.add_nodes_from(people), strict=True))
    graph.add_edges_from([(node_of[one], node_of[other], score) for one, other, score in sorted(edges)])
    for area in rustworkx.connected_components(graph):
        part = graph.subgraph(sorted(area))
        for a, b in rustworkx.max_weight_matching(part, weight_fn=int):
            one, other = sorted((part[a], part[b]))
            yield one, other


def thirds(
    pairs: Sequence[tuple[int, int]], scores: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Who of those left over joins which pair: suiting both, best sum first, one a pair at most."""
    partner = {person: pair for pair in pairs for person in pair}
    suits: Counter[tuple[int, tuple[int, int]]] = Counter()
    edges_to: Counter[tuple[int, tuple[int, int]]] = Counter()
    for (one, other), score in scores.items():
        for alone, seated in ((one, other), (other, one)):
            if alone not in partner and seated in partner:
                edges_to[alone, partner[seated]] += 1
                suits[alone, partner[seated]] += score
    found: dict[tuple[int, int], int] = {}
    seated_now: set[int] = set()
    for (alone, pair), _sum in sorted(suits.items(), key=lambda one: (-one[1], one[0])):
        if edges_to[alone, pair] == 2 and alone not in seated_now and pair not in found:
            found[pair] = alone
            seated_now.add(alone)
    return found


def best_of_each(edges: Sequence[Edge], most: int) -> list[Edge]:
    """The edges that are among the best so many of at least one of their two; equals are drawn, not queued.

    (By number the first few people would be everybody's best where all scores are alike.)
    """
    count: Counter[int] = Counter()
    kept = []
    drawn = sorted(edges, key=lambda edge: ((edge[0] ^ edge[1]) * _TURN % _DRAWS, edge))
    for edge in sorted(drawn, key=itemgetter(2), reverse=True):
        one, other, _score = edge
        if count[one] < most or count[other] < most:
            kept.append(edge)
            count[one] += 1
            count[other] += 1
    return kept

"""From scored edges to tables: nobody twice, everybody suits everybody, no other pairing is worth more."""

from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from matching import pairing

PEOPLE = 9
EDGES = st.dictionaries(
    st.tuples(st.integers(0, PEOPLE), st.integers(0, PEOPLE)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(35, 100),
    max_size=30,
).map(lambda scores: [(*pair, score) for pair, score in scores.items()])


def scores_of(edges):
    return {(one, other): score for one, other, score in edges}


def worth(groups, edges):
    """The sum over the pairs; a third adds nothing to it."""
    return sum(scores_of(edges)[group[:2]] for group in groups)


def greedy(edges):
    """The best edge first, then the best of those left: what a queue would do."""
    taken, total = set(), 0
    for one, other, score in sorted(edges, key=lambda edge: -edge[2]):
        if not {one, other} & taken:
            taken |= {one, other}
            total += score
    return total


def best(edges):
    """The worth of the best pairing, by trying all of them."""
    if not edges:
        return 0
    (one, other, score), *rest = edges
    without = [edge for edge in rest if not {one, other} & set(edge[:2])]
    return max(best(rest), score + best(without))


@given(EDGES)
def test_nobody_sits_twice_and_each_two_at_a_table_suit_each_other(edges):
    groups = pairing.groups(edges)
    seated = [person for group in groups for person in group]
    assert len(seated) == len(set(seated))
    assert {len(group) for group in groups} <= {2, 3}
    for group in groups:
        assert {tuple(sorted(two)) for two in combinations(group, 2)} <= scores_of(edges).keys()


@given(EDGES)
def test_no_other_pairing_is_worth_more(edges):
    assert greedy(edges) <= worth(pairing.groups(edges), edges) == best(edges)


@given(EDGES, st.randoms(use_true_random=False))
def test_the_same_edges_in_any_order_give_the_same_tables(edges, dice):
    shuffled = list(edges)
    dice.shuffle(shuffled)
    assert pairing.groups(shuffled) == pairing.groups(edges)


@given(EDGES)
def test_nobody_is_left_over_who_suits_both_of_a_pair_alone(edges):
    groups, scores = pairing.groups(edges), scores_of(edges)
    seated = {person for group in groups for person in group}
    alone = {person for edge in edges for person in edge[:2]} - seated
    for group in groups:
        if len(group) == 2:
            assert [one for one in alone if all(tuple(sorted((one, two))) in scores for two in group)] == []


@given(EDGES)
def test_people_whom_nothing_joins_do_not_change_each_others_tables(edges):
    apart = [(one + 100, other + 100, score) for one, other, score in edges]
    both = pairing.groups([*edges, *apart])
    assert sorted(both) == sorted(
        [
            *pairing.groups(edges),
            *(tuple(person + 100 for person in group) for group in pairing.groups(edges)),
        ]
    )


def test_the_odd_one_of_three_who_suit_each_other_is_seated():
    assert pairing.groups([(0, 1, 90), (0, 2, 50), (1, 2, 40)]) == [(0, 1, 2)]


def test_a_table_never_has_four():
    edges = [(one, other, 90 if (one, other) == (0, 1) else 40) for one, other in combinations(range(4), 2)]
    assert sorted(map(len, pairing.groups(edges))) == [2, 2]
    star = [(0, 1, 99), (0, 2, 40), (1, 2, 40), (0, 3, 41), (1, 3, 41)]
    assert pairing.groups(star) == [(0, 1, 3)]


def test_the_middle_of_a_chain_is_not_taken_from_both_ends():
    """Greedy takes the 60 in the middle and leaves two people alone; two times 50 is more."""
    edges = [(0, 1, 50), (1, 2, 60), (2, 3, 50)]
    assert (worth(pairing.groups(edges), edges), greedy(edges)) == (100, 60)


@given(EDGES, st.integers(1, 3))
def test_seeing_the_best_of_each_alone_leaves_no_two_alone_who_suit_each_other(edges, most):
    seated = {person for group in pairing.groups(edges, matched_most=most) for person in group}
    assert [edge for edge in edges if seated.isdisjoint(edge[:2])] == []


def test_where_all_suit_alike_everybody_is_paired():
    edges = [(one, other, 50) for one, other in combinations(range(60), 2)]
    assert len(pairing.groups(edges, matched_most=8)) == 30
    assert len(list(pairing.pair_up(pairing.best_of_each(edges, 8)))) == 30


@given(EDGES, st.integers(1, 4))
@example([(0, 1, 50), (0, 2, 49), (0, 3, 48)], 1)
def test_the_best_of_each_keeps_the_best_edge_of_everybody(edges, most):
    kept = set(pairing.best_of_each(edges, most))
    assert kept <= set(edges)
    for person in {person for edge in edges for person in edge[:2]}:
        best = max(edge[2] for edge in edges if person in edge[:2])
        assert best in {edge[2] for edge in kept if person in edge[:2]}

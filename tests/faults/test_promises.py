"""A fault that breaks one promise is told by that one; a control that finds nothing is told too."""

from dataclasses import replace
from math import inf

import pytest

from tests.faults.checker import Verdict
from tests.faults.faults import FAULTS, Fault, nothing
from tests.faults.history import Began, Heard
from tests.faults.promises import Line, quickness, table
from tests.faults.standing import EventRow, Rows

WELL = Verdict(operations=3, confirmed=3, staleness=[0.1], away=[1.0])
FAULT = Fault("name", "breaks", "heals", nothing, p99_s=2.0)
CONTROL = Fault("control", "breaks", "never", nothing, finds="lost")


def broken(verdict, fault=FAULT):
    return Line(fault, verdict).broken


def test_what_is_well_breaks_nothing():
    assert broken(WELL) == []


@pytest.mark.parametrize("kind", ["lost", "doubled", "out_of_order", "deaf", "broken", "unsaid"])
def test_one_of_anything_that_must_not_be_is_told(kind):
    [said] = broken(replace(WELL, **{kind: ["this one"]}))
    assert said.startswith("1 ")
    assert said.endswith("as: this one")


def test_errors_on_invitations_are_told_where_only_redis_is_dead():
    failed = replace(WELL, errors=["this one"])
    assert broken(failed) == []
    assert broken(failed, replace(FAULT, redis_dead=True)) == ["1 5xx on invitations and yeses, as: this one"]


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ({"staleness": [0.1] * 199 + [25.1]}, "25.1 s from commit to phone, of 25"),
        ({"staleness": [0.1] * 97 + [2.1] * 3}, "2.1 s from commit to phone at p99, of 2"),
        ({"away": [1.0, 30.1]}, "30.1 s without a line, of 30"),
    ],
    ids=["worst", "p99", "away"],
)
def test_what_comes_too_late_is_told(late, said):
    assert broken(replace(WELL, **late)) == [said]


def test_where_nothing_was_confirmed_nothing_is_proven():
    assert broken(replace(WELL, confirmed=0)) == ["nothing was confirmed: nothing is proven"]


def test_a_control_must_be_found():
    assert broken(WELL, CONTROL) == ["the control is not found: nothing lost"]
    assert broken(replace(WELL, lost=["this one"]), CONTROL) == []


@pytest.mark.parametrize(("heard_at", "again_s"), [(95.5, 0.5), (None, inf)], ids=["heard", "nothing"])
def test_who_hears_nothing_at_the_end_is_not_quick_again(heard_at, again_s):
    lived = [Began(1.0, "0.0", "ann", 0)]
    lived += [Heard(heard_at, "0.0", 1, 1, "x", "", is_applied=True)] if heard_at else []
    rows = Rows([EventRow("ann", 1, "x", "", 95.0, 95.0)], [], [], [])
    assert quickness(lived, rows, quiet_at=100.0) == again_s


def test_the_table_has_a_line_for_each_and_says_which_broke_what_was_promised():
    lines = [Line(FAULT, WELL), Line(FAULT, replace(WELL, lost=["one"])), Line(CONTROL, WELL)]
    printed = table(lines).splitlines()
    assert [len(printed), *(line.split()[-1] for line in printed[1:])] == [4, "0", "KEPT", "KEPT"]


def test_every_fault_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)

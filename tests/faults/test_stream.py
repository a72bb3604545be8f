"""The phones of the fault suite do as the page does, by the same numbers."""

import re
from pathlib import Path

import pytest

from tests.faults import stream
from tests.faults.stream import Stream

JS = Path(__file__).parents[2] / "static/js"
PAGE = (JS / "live.js").read_text() + (JS / "lib/stream.js").read_text()
NUMBERS = ("FIRST_WAIT", "LONGEST_WAIT", "POLLING_AFTER", "SILENT_AFTER", "ANSWER_WITHIN")


@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_are_the_pages(name):
    [said] = re.findall(rf"^const {name}_MS = ([\d_]+);", PAGE, re.MULTILINE)
    assert int(said.replace("_", "")) == getattr(stream, f"{name}_S") * 1000


def event(seq):
    return {"type": "event", "seq": seq, "name": "x"}


def test_only_the_next_number_is_applied_and_what_is_missing_is_asked_for():
    mine = Stream("e", 3)
    first, again, gap = mine.receive(event(4)), mine.receive(event(4)), mine.receive(event(6))
    assert ([one["seq"] for one in first.apply], first.ask) == ([4], False)
    assert (again.apply, again.ask) == ([], False)
    assert (gap.apply, gap.ask, mine.seq) == ([], True, 4)


def test_a_head_beyond_is_asked_for():
    assert [Stream("e", 3).receive({"type": "heads", "head": head}).ask for head in (3, 4)] == [False, True]


def test_a_sync_is_applied_in_order_and_what_it_leaves_out_is_skipped():
    mine = Stream("e", 3)
    heard = mine.receive({"type": "sync", "epoch": "e", "head": 9, "events": [event(3), event(4), event(5)]})
    assert ([one["seq"] for one in heard.apply], heard.skip_to, mine.seq) == ([4, 5], 9, 9)


def test_another_counting_is_begun_anew():
    mine = Stream("e", 3)
    assert mine.receive({"type": "sync", "epoch": "f", "head": 1, "events": [event(1)]}).skip_to == 1
    assert (mine.epoch, mine.seq) == ("f", 1)


def test_waits_grow_to_half_a_minute_at_most():
    assert [stream.wait_s(attempt, 1) for attempt in (0, 1, 2, 6, 99)] == [0.5, 1, 2, 30, 30]

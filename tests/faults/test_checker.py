"""The checker finds each thing that can go wrong, in a history made by hand that is right but for that."""

from dataclasses import replace

import pytest

from tests.faults.checker import verdict
from tests.faults.history import Asked, Began, Closed, Ended, Heads, Heard, Opened, Skipped, Tried
from tests.faults.standing import CallRow, EventRow, InvitationRow, MeetingRow, Rows

ANN, BEN = "ann", "ben"
API = "/api/v1"


def tried(verb, about, key, path, *, by, made="", status=200, t=10.0):
    return Tried(t, by, verb, about, key, f"{API}/{path}", 0.1, status, "", made)


def heard(t, phone, seq, name, about, *, applied=True, line=1):
    return Heard(t, phone, line, seq, name, about, applied)


INVITE = tried("invite", BEN, "k1", "invitations", by=ANN, made="i", status=201)
ACCEPT = tried("accept", "i", "k2", "invitations/i/acceptance", by=BEN, made="m", t=12.0)
CANCEL = tried("cancel", "m", "k3", "meetings/m/cancellation", by=BEN, t=14.0)
ANN_HEARD = [
    heard(11.0, "0.0", 4, "invitation-sent", "i"),
    heard(13.0, "0.0", 5, "invitation-accepted", "i"),
    heard(13.0, "0.0", 6, "meeting-agreed", "m"),
    heard(15.0, "0.0", 7, "meeting-cancelled", "m"),
]
BEN_HEARD = [
    heard(11.0, "1.0", 1, "invitation-received", "i"),
    heard(13.0, "1.0", 2, "invitation-accepted", "i"),
    heard(13.0, "1.0", 3, "meeting-agreed", "m"),
    heard(15.0, "1.0", 4, "meeting-cancelled", "m"),
]
HISTORY = [
    Began(1.0, "0.0", ANN, 3), Began(1.0, "1.0", BEN, 0),
    Asked(2.0, "0.0", 1, 3), Asked(2.0, "1.0", 1, 0), Opened(3.0, "0.0", 1), Opened(3.0, "1.0", 1),
    INVITE, ACCEPT, CANCEL, *ANN_HEARD, *BEN_HEARD, Ended(100.0),
]  # fmt: skip


def stands(person, seq, name, about, at):
    return EventRow(person, seq, name, about, at, at)


EVENTS = [
    *(stands(ANN, one.seq, one.name, one.about, one.t - 0.5) for one in ANN_HEARD),
    *(stands(BEN, one.seq, one.name, one.about, one.t - 0.5) for one in BEN_HEARD),
]
ROWS = Rows(
    EVENTS,
    [InvitationRow("i", ANN, BEN, "accepted")],
    [MeetingRow("m", "i", (ANN, BEN), "cancelled")],
    [CallRow(one.person, one.path, one.key, one.status) for one in (INVITE, ACCEPT, CANCEL)],
)
EMPTY = {"lost": [], "doubled": [], "out_of_order": [], "deaf": [], "broken": [], "errors": [], "unsaid": []}


def found(history=HISTORY, rows=ROWS):
    """What is wrong, by kind."""
    judged = verdict(history, rows)
    return {kind: getattr(judged, kind) for kind in EMPTY if getattr(judged, kind)}


def without(*gone):
    return [one for one in HISTORY if one not in gone]


def instead(old, *new):
    return [part for one in HISTORY for part in (new if one == old else [one])]


def test_nothing_is_wrong_with_what_is_right():
    judged = verdict(HISTORY, ROWS)
    assert found() == {}
    assert (judged.operations, judged.confirmed, judged.worst_s, judged.p99_s) == (3, 3, 0.5, 0.5)


def test_a_confirmed_change_without_its_row_is_lost():
    assert found(rows=replace(ROWS, invitations=[]))["lost"][0] == (
        "invite by ann at 10.0: 201: confirmed, and there is no row"
    )


@pytest.mark.parametrize("call", ROWS.calls, ids=lambda call: call.key)
def test_a_confirmed_change_that_is_not_remembered_is_lost(call):
    kept = replace(ROWS, calls=[one for one in ROWS.calls if one != call])
    assert [one.endswith("confirmed, and not remembered") for one in found(rows=kept)["lost"]] == [True]


def test_a_meeting_still_running_after_it_was_called_off_is_lost():
    runs = replace(ROWS, meetings=[MeetingRow("m", "i", (ANN, BEN), "agreed")])
    assert len(found(rows=runs)["lost"]) == 1


@pytest.mark.parametrize("verb", ["refuse", "extend", "withdraw"])
def test_an_answer_without_its_mark_is_lost(verb):
    answered = tried(verb, "i", "k4", f"invitations/i/{verb}", by=BEN)
    kept = replace(ROWS, calls=[*ROWS.calls, CallRow(BEN, answered.path, "k4", 200)])
    assert len(found([*HISTORY, answered], kept)["lost"]) == 1


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: f"{event.person}-{event.name}")
def test_a_change_of_which_no_event_speaks_is_lost(event):
    """As when events are written after the change is committed, and the process dies in between."""
    its_own = {(one.name, one.about, one.seq): one for one in ANN_HEARD + BEN_HEARD}
    unheard = without(its_own[event.name, event.about, event.seq])
    untold = replace(ROWS, events=[one for one in EVENTS if one != event])
    assert f"{event.person} is told by no event: {event.name} {event.about}" in found(unheard, untold)["lost"]


def test_the_last_event_not_heard_is_lost():
    assert found(without(BEN_HEARD[-1]))["lost"] == ["1.0 never heard 4 meeting-cancelled"]


def test_an_event_that_a_phone_was_told_to_skip_is_lost():
    skipped = instead(BEN_HEARD[-1], Skipped(15.0, "1.0", 3, 4))
    assert found(skipped)["lost"] == ["1.0 never heard 4 meeting-cancelled"]


def test_who_lacks_more_than_one_answer_holds_reads_the_present_instead():
    many = [stands(BEN, seq, "x", "", 15.0) for seq in range(5, 520)]
    rows = replace(ROWS, events=[*EVENTS, *many])
    assert found([*HISTORY, Skipped(16.0, "1.0", 4, 519)], rows) == {}


def test_two_invitations_under_one_key_are_doubled():
    twice = replace(ROWS, invitations=[*ROWS.invitations, InvitationRow("j", ANN, BEN, "sent")])
    told = [stands(ANN, 8, "invitation-sent", "j", 20.0), stands(BEN, 5, "invitation-received", "j", 20.0)]
    told_rows = replace(twice, events=[*EVENTS, *told])
    heard_too = [
        heard(20.5, "0.0", 8, "invitation-sent", "j"), heard(20.5, "1.0", 5, "invitation-received", "j")
    ]  # fmt: skip
    assert found([*HISTORY, *heard_too], told_rows) == {"doubled": ["2 invitations of ann to ben by 1 keys"]}


def test_one_key_answered_with_two_things_is_doubled():
    again = replace(INVITE, made="j")
    assert "ann was answered 2 things under one key k1" in found([*HISTORY, again])["doubled"]


def test_two_meetings_of_one_invitation_are_doubled():
    two = replace(ROWS, meetings=[*ROWS.meetings, MeetingRow("n", "i", (), "cancelled")])
    assert found(rows=two)["doubled"] == ["2 meetings of invitation i"]


def test_a_number_applied_twice_is_doubled():
    again = replace(BEN_HEARD[0], t=11.5)
    assert "1.0 applied 1 twice" in found([*HISTORY, again])["doubled"]


def test_a_number_sent_twice_on_one_line_is_doubled_though_it_was_passed_over():
    again = replace(BEN_HEARD[0], t=11.5, is_applied=False)
    assert found([*HISTORY, again]) == {"doubled": ["1.0 was sent 1 twice"]}


def test_a_number_sent_again_to_who_asked_again_is_as_it_should_be():
    again = [Asked(16.0, "1.0", 1, 3), replace(BEN_HEARD[3], t=16.5, is_applied=False)]
    assert found([*HISTORY, *again]) == {}


def test_a_number_applied_before_the_one_that_is_next_is_out_of_order():
    early = [replace(BEN_HEARD[2], t=13.5), replace(BEN_HEARD[1], t=13.6)]
    history = [*without(BEN_HEARD[1], BEN_HEARD[2]), *early]
    assert "1.0 applied 3 after 1" in found(history)["out_of_order"]


def test_a_number_sent_after_a_gap_is_out_of_order():
    by_poll = replace(BEN_HEARD[1], line=0)
    assert found(instead(BEN_HEARD[1], by_poll)) == {"out_of_order": ["1.0 was sent 3 after 1"]}


def test_an_open_line_that_is_behind_for_longer_than_may_be_is_deaf():
    late = replace(BEN_HEARD[-1], t=14.5 + 25.1)
    assert found(instead(BEN_HEARD[-1], late)) == {"deaf": ["1.0 was deaf from 4 on, for 1 events"]}


def test_a_little_less_is_late_and_not_deaf():
    late = replace(BEN_HEARD[-1], t=14.5 + 24.9)
    assert found(instead(BEN_HEARD[-1], late)) == {}
    assert verdict(instead(BEN_HEARD[-1], late), ROWS).worst_s == pytest.approx(24.9)


def test_what_was_heard_by_asking_beside_an_open_line_leaves_the_line_deaf():
    beside = replace(BEN_HEARD[-1], line=0)
    assert found(instead(BEN_HEARD[-1], beside)) == {"deaf": ["1.0 was deaf from 4 on, for 1 events"]}
    assert found([*instead(BEN_HEARD[-1], beside), Closed(14.5 + 24.9, "1.0", 1, 1006)]) == {}


def test_a_line_that_only_answers_is_deaf():
    answered = instead(
        BEN_HEARD[-1], Asked(36.0, "1.0", 1, 3), replace(BEN_HEARD[-1], t=36.1, is_answer=True)
    )
    assert found(answered) == {"deaf": ["1.0 was deaf from 4 on, for 1 events"]}
    assert found([*answered, Heads(34.0, "1.0", 1, 4)]) == {}


def test_a_line_that_says_where_the_person_stands_and_never_what_is_deaf():
    assert set(found([*without(BEN_HEARD[-1]), Heads(34.0, "1.0", 1, 4)])) == {"lost", "deaf"}


def test_what_the_phone_says_on_a_new_line_is_owed_by_that_line_no_more():
    anew = [Closed(16.0, "1.0", 1, 1006), Asked(17.0, "1.0", 2, 4), Opened(17.1, "1.0", 2)]
    assert found([*HISTORY, *anew]) == {}


def test_who_has_no_line_is_away_and_not_deaf():
    gone = [Closed(14.0, "1.0", 1, 1006), Opened(60.0, "1.0", 2), Asked(60.0, "1.0", 2, 3)]
    history = [*without(BEN_HEARD[-1]), *gone, replace(BEN_HEARD[-1], t=60.1, line=2)]
    assert found(history) == {}
    assert verdict(history, ROWS).away == [46.0]


def test_who_never_comes_back_is_away_to_the_end():
    assert verdict([*HISTORY, Closed(50.0, "1.0", 1, 1006)], ROWS).away == [50.0]


def test_what_was_heard_and_does_not_stand_is_broken():
    """As when an event is told before its change is committed, and the change is rolled back."""
    assert found([*HISTORY, heard(16.0, "1.0", 5, "meeting-ended", "m")])["broken"] == [
        "1.0 heard 5 meeting-ended, which does not stand"
    ]


def test_a_row_dated_by_another_clock_is_broken():
    dated = [replace(EVENTS[0], at=EVENTS[0].at - 600), *EVENTS[1:]]
    assert found(rows=replace(ROWS, events=dated)) == {"broken": ["4 of ann is dated -600 s off"]}


def test_a_broken_rule_of_the_database_is_told():
    assert found(rows=replace(ROWS, broken={"one running meeting a person": 2})) == {
        "broken": ["one running meeting a person: 2"]
    }


@pytest.mark.parametrize(
    ("verb", "kinds"), [("invite", {"errors"}), ("accept", {"errors"}), ("cancel", set())]
)
def test_an_error_answered_to_an_invitation_or_a_yes_is_told(verb, kinds):
    failed = tried(verb, BEN, "k9", "x", by=ANN, status=503)
    assert set(found([*HISTORY, failed])) == kinds


def test_an_error_that_does_not_say_when_to_come_again_is_told_of_any_command():
    failed = replace(tried("cancel", "m", "k9", "x", by=ANN, status=500), is_said=False)
    assert set(found([*HISTORY, failed])) == {"unsaid"}

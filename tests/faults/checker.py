"""Compares what people did and heard with the rows in PostgreSQL. Pure: a history and rows in, a verdict out.

In the manner of Jepsen: nothing here knows how the product works, only what it promised.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil

from tests.faults.history import Asked, Began, Closed, Ended, Heard, Opened, Phone, Record, Skipped, Tried
from tests.faults.lines import lines_of
from tests.faults.listening import Listener, listeners, owed_to
from tests.faults.standing import InvitationRow, Rows

DEAF_AFTER_S = 25.0  # an open socket may be behind so long, Redis or no Redis
CLOCK_OFF_S = 60.0  # further apart than any wait for a lock: the row was dated by another clock


@dataclass
class Verdict:
    """What one fault came to. Each list holds sentences, one for each thing that is wrong."""

    operations: int = 0
    confirmed: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    deaf: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)  # answers of 500 and more to invitations and yeses
    unsaid: list[str] = field(default_factory=list)  # those of any command that do not say when to come again
    unanswered: int = 0
    staleness: list[float] = field(default_factory=list)
    polled: int = 0  # events applied by polling
    away: list[float] = field(default_factory=list)  # seconds without a line, each time one was lost

    @property
    def worst_s(self) -> float:
        return max(self.staleness, default=0.0)

    @property
    def p99_s(self) -> float:
        ordered = sorted(self.staleness)
        return ordered[ceil(len(ordered) * 0.99) - 1] if ordered else 0.0


def verdict(history: Iterable[Record], rows: Rows, *, deaf_after_s: float = DEAF_AFTER_S) -> Verdict:
    """Judge everything that was recorded."""
    records = sorted(history, key=lambda record: record.t)
    tried = [record for record in records if isinstance(record, Tried)]
    phones = listeners(records)
    return Verdict(
        operations=len({(one.person, one.key) for one in tried}),
        confirmed=len({(one.person, one.key) for one in tried if 200 <= one.status < 300}),
        lost=[*_without_row(tried, rows), *_unheard_of(phones, rows), *_missed(phones, rows)],
        doubled=[*_rows_doubled(tried, rows), *_heard_twice(records)],
        out_of_order=list(_disordered(records)),
        deaf=list(_deaf(records, phones, rows, deaf_after_s)),
        broken=[*_broken(rows), *_untrue(phones, rows), *_dated_wrongly(rows)],
        errors=[_said(one) for one in tried if one.status >= 500 and one.verb in {"invite", "accept"}],
        unsaid=[_said(one) for one in tried if one.status >= 500 and not one.is_said],
        unanswered=sum(not one.status for one in tried),
        staleness=list(_staleness(phones, rows)),
        polled=sum(isinstance(one, Heard) and one.is_applied and not one.line for one in records),
        away=list(_away(records)),
    )


# --- Lost --------------------------------------------------------------------------------------------------


def _without_row(tried: list[Tried], rows: Rows) -> Iterator[str]:
    """What was confirmed and does not stand."""
    invitations = {row.id: row for row in rows.invitations}
    meetings = {row.id: row for row in rows.meetings}
    calls = {(row.person, row.path, row.key) for row in rows.calls}
    for one in tried:
        if not 200 <= one.status < 300:
            continue
        if (one.person, one.path, one.key) not in calls:
            yield f"{_said(one)}: confirmed, and not remembered"
        if one.verb == "invite":
            stands = one.made in invitations
        elif one.verb == "accept":
            stands = one.made in meetings and meetings[one.made].invitation == one.about
        elif one.verb == "cancel":
            stands = one.about in meetings and meetings[one.about].state not in {"agreed", "under-way"}
        else:
            stands = _stands(one.verb, invitations.get(one.about))
        if not stands:
            yield f"{_said(one)}: confirmed, and there is no row"


def _stands(verb: str, row: InvitationRow | None) -> bool:
    if row is None:
        return False
    return {"refuse": row.is_refused, "extend": row.is_extended, "withdraw": row.state == "withdrawn"}[verb]


def _unheard_of(phones: dict[Phone, Listener], rows: Rows) -> Iterator[str]:
    """Changes that stand and of which no event speaks."""
    told = {(event.person, event.name, event.about) for event in rows.events}
    people = {phone.person for phone in phones.values()}
    for expected in sorted(_expected(rows) - told):
        if expected[0] in people:
            yield f"{expected[0]} is told by no event: {expected[1]} {expected[2]}"


def _expected(rows: Rows) -> set[tuple[str, str, str]]:
    expected = set()
    for row in rows.invitations:
        both = (row.sender, row.invitee)
        expected |= {(row.sender, "invitation-sent", row.id), (row.invitee, "invitation-received", row.id)}
        if row.state != "sent":
            expected |= {(person, f"invitation-{row.state}", row.id) for person in both}
        if row.is_refused:
            expected.add((row.invitee, "invitation-refused", row.id))
        if row.is_extended:
            expected |= {(person, "invitation-extended", row.id) for person in both}
    for meeting in rows.meetings:
        expected |= {(person, "meeting-agreed", meeting.id) for person in meeting.people}
        if meeting.state == "cancelled":
            expected |= {(person, "meeting-cancelled", meeting.id) for person in meeting.people}
    return expected


def _missed(phones: dict[Phone, Listener], rows: Rows) -> Iterator[str]:
    """Events that a phone of their person has not applied when it is switched off."""
    for phone in phones.values():
        excused = phone.excused | {one.seq for one in phone.applied}
        for event in owed_to(phone, rows):
            if event.seq not in excused:
                yield f"{phone.name} never heard {event.seq} {event.name}"


# --- Doubled, out of order ---------------------------------------------------------------------------------


def _rows_doubled(tried: list[Tried], rows: Rows) -> Iterator[str]:
    """More rows than keys, or one key answered with two."""
    asked = _by(((one.person, one.about), one.key) for one in tried if one.verb == "invite")
    stand = _by(((row.sender, row.invitee), row.id) for row in rows.invitations)
    for pair, ids in stand.items():
        if len(ids) > len(asked[pair]):
            yield f"{len(ids)} invitations of {pair[0]} to {pair[1]} by {len(asked[pair])} keys"
    for (person, key), ids in _by(((one.person, one.key), one.made) for one in tried if one.made).items():
        if len(ids) > 1:
            yield f"{person} was answered {len(ids)} things under one key {key}"
    for (invitation,), ids in _by(((row.invitation,), row.id) for row in rows.meetings).items():
        if len(ids) > 1:
            yield f"{len(ids)} meetings of invitation {invitation}"


def _by(pairs: Iterable[tuple[tuple[str, ...], str]]) -> defaultdict[tuple[str, ...], set[str]]:
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for group, one in pairs:
        found[group].add(one)
    return found


def _heard_twice(records: list[Record]) -> Iterator[str]:
    """A number applied twice by a phone, or sent twice on one line to who had not asked again."""
    applied: set[tuple[Phone, int]] = set()
    came: defaultdict[tuple[Phone, int], set[int]] = defaultdict(set)
    for one in records:
        if isinstance(one, Asked):
            came[one.phone, one.line].clear()
        if not isinstance(one, Heard):
            continue
        if one.is_applied and (one.phone, one.seq) in applied:
            yield f"{one.phone} applied {one.seq} twice"
        if one.is_applied:
            applied.add((one.phone, one.seq))
        if one.line and one.seq in came[one.phone, one.line]:
            yield f"{one.phone} was sent {one.seq} twice"
        came[one.phone, one.line].add(one.seq)


def _disordered(records: list[Record]) -> Iterator[str]:
    """A number that is not the next one: of those a phone applied, and of those that came on one line."""
    yield from _applied_out_of_order(records)
    yield from _sent_out_of_order(records)


def _applied_out_of_order(records: list[Record]) -> Iterator[str]:
    last: dict[Phone, int] = {}
    for one in records:
        match one:
            case Began(phone=phone, seq=seq) | Skipped(phone=phone, to=seq):
                last[phone] = seq
            case Heard(phone=phone, seq=seq, is_applied=True):
                if seq != last[phone] + 1:
                    yield f"{phone} applied {seq} after {last[phone]}"
                last[phone] = max(last[phone], seq)


def _sent_out_of_order(records: list[Record]) -> Iterator[str]:
    last: dict[tuple[Phone, int], int] = {}
    for one in records:
        if isinstance(one, Asked):
            last[one.phone, one.line] = one.since
        elif isinstance(one, Heard) and one.line:
            before = last[one.phone, one.line]
            if not before <= one.seq <= before + 1:
                yield f"{one.phone} was sent {one.seq} after {before}"
            last[one.phone, one.line] = max(before, one.seq)


# --- Late --------------------------------------------------------------------------------------------------


def _deaf(records: list[Record], phones: dict[Phone, Listener], rows: Rows, after_s: float) -> Iterator[str]:
    """Lines that were open, and behind, for longer than anybody may be, however their phones heard of it.

    What came by asking beside the line is not heard on it, and a line that only answers does not tell.
    """
    for line in lines_of(records):
        phone = phones[line.phone]
        late = [
            event.seq
            for event in owed_to(phone, rows)
            for since in [max(event.committed, line.begins)]
            if event.seq not in phone.excused
            and event.committed < line.ends
            and since + after_s < line.ends
            and not (
                line.knew(event.seq, by=since + after_s) and line.told(event.committed, within_s=after_s)
            )
        ]
        if late:
            yield f"{phone.name} was deaf from {late[0]} on, for {len(late)} events"


def _staleness(phones: dict[Phone, Listener], rows: Rows) -> Iterator[float]:
    for phone in phones.values():
        committed = {event.seq: event.committed for event in owed_to(phone, rows)}
        for one in phone.applied:
            if one.seq in committed:
                yield max(0.0, one.t - committed[one.seq])


def _away(records: list[Record]) -> Iterator[float]:
    since: dict[Phone, float] = {}
    for one in records:
        if isinstance(one, Closed):
            since[one.phone] = one.t
        elif isinstance(one, Opened) and one.phone in since:
            yield one.t - since.pop(one.phone)
        elif isinstance(one, Ended):
            yield from (one.t - t for t in since.values())
            return


# --- Broken ------------------------------------------------------------------------------------------------


def _broken(rows: Rows) -> Iterator[str]:
    yield from (f"{rule}: {count}" for rule, count in rows.broken.items())


def _untrue(phones: dict[Phone, Listener], rows: Rows) -> Iterator[str]:
    """What was heard and does not stand, or stands otherwise."""
    stands = {(event.person, event.seq): (event.name, event.about) for event in rows.events}
    for phone in phones.values():
        for one in phone.applied:
            if stands.get((phone.person, one.seq)) != (one.name, one.about):
                yield f"{phone.name} heard {one.seq} {one.name}, which does not stand"


def _dated_wrongly(rows: Rows) -> Iterator[str]:
    for event in rows.events:
        if abs(event.at - event.committed) > CLOCK_OFF_S:
            yield f"{event.seq} of {event.person} is dated {event.at - event.committed:+.0f} s off"


def _said(one: Tried) -> str:
    return f"{one.verb} by {one.person} at {one.t:.1f}: {one.status} {one.code}".strip()

"""Socket, then push, then mail: what no open page has acknowledged is told otherwise, while it is worth it.

Only the task calls. A row is claimed before anything is sent, by moving its time on under a lock that others
skip: two workers never take the same, and what a dead one took is due again after `policy.CLAIMED_FOR`. A run
may outlast many claims, so it is handed the clock and asks it for each.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject

from notifications import policy
from notifications.alarms import BY_NAME, is_ring
from notifications.carriers import email, web_push
from notifications.carriers.web_push import Answer, Push
from notifications.models import Event, Notification, NotificationState, Preference, PushSubscription

Clock: TypeAlias = Callable[[], datetime]

_ONE_AT_A_TIME = 8030_1  # an advisory lock: the budget is counted by one worker at a time


@dataclass(frozen=True, slots=True)
class Rung:
    """What is claimed together, how much of it, how it is carried, and when another worker may try."""

    is_other: bool
    is_mail: bool
    most: int
    claimed_for: timedelta
    carry: Callable[[Sequence[Notification], Clock], None]


def climb_due(*, clock: Clock) -> int:
    """Tell what is due by the next rung and return how many rows were tried.

    Safe to run twice and by many at once.
    """
    done = 0
    for rung in _rungs():
        while claimed := _claim(rung, now=clock()):
            done += len(claimed)
            rung.carry(claimed, clock)
            if rung.is_mail or len(claimed) < rung.most:
                break  # further mails wait for the next run, behind whatever rings by then
    return done


def _rungs() -> Iterable[Rung]:
    for is_other in (False, True):
        yield Rung(is_other, False, policy.MOST_AT_ONCE, policy.CLAIMED_FOR, _push_all)
    yield Rung(True, True, policy.MAILS_AT_ONCE, policy.MAIL_CLAIMED_FOR, _mail_all)


@transaction.atomic
def _claim(rung: Rung, *, now: datetime) -> list[Notification]:
    """Take what is due; of what is in the budget only what the budget and the hour allow."""
    if rung.is_other and not _is_alone():
        return []
    due = Notification.objects.waiting().filter(
        is_other=rung.is_other, subscription__isnull=rung.is_mail, due_at__lte=now
    )
    rows = list(due.order_by("due_at", "pk").select_for_update(skip_locked=True)[: rung.most])
    if not rows:
        return []
    ends = _ends(rows, now=now)
    for state, ended in ends.items():
        Notification.objects.filter(pk__in=ended).update(state=state)
    over = {pk for ended in ends.values() for pk in ended}
    left = [row for row in rows if row.pk not in over]
    Notification.objects.filter(pk__in=[row.pk for row in left]).update(
        due_at=now + rung.claimed_for, tries=F("tries") + 1, tried_at=Coalesce("tried_at", now)
    )
    return left


def _hold(row: Notification, *, now: datetime) -> bool:
    """Claim anew what waited for those before it; not what is over, was seen, or another worker has taken."""
    mine = Notification.objects.waiting().filter(pk=row.pk, tries=row.tries + 1, until__gt=now)
    return bool(mine.update(due_at=now + policy.MAIL_CLAIMED_FOR))


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        [(is_alone,)] = cursor.fetchall()
    return bool(is_alone)


def _ends(rows: Sequence[Notification], *, now: datetime) -> dict[str, list[int]]:
    """Return which of these are not told at all, by why."""
    ends: dict[str, list[int]] = defaultdict(list)
    people = {row.stream_id for row in rows if row.is_other}
    quiet, told = _quiet(people, now=now), _told(people, now=now)
    overtaken = _overtaken(rows)
    for row in rows:
        if row.until <= now or row.pk in overtaken:
            ends[NotificationState.LATE].append(row.pk)
        elif row.is_other and row.stream_id in quiet:
            ends[NotificationState.QUIET].append(row.pk)
        elif row.is_other and not _is_in_budget(row, told[row.stream_id], now=now):
            ends[NotificationState.OVER_BUDGET].append(row.pk)
    return ends


def _overtaken(rows: Sequence[Notification]) -> set[int]:
    """Return rings that were taken back, and what a newer word about the same replaces on the same phone.

    So two words of one matter are never on their way together, and none comes back by its retry.
    """
    same = {field: OuterRef(field) for field in ("stream", "subscription", "about")}
    newer = Notification.objects.filter(seq__gt=OuterRef("seq"), **same)
    later = Event.objects.filter(_ENDINGS, stream=OuterRef("stream"), seq__gt=OuterRef("seq"))
    here = Notification.objects.filter(pk__in=[row.pk for row in rows])
    return set(here.filter(Exists(newer) | Exists(later)).values_list("pk", flat=True))


_ENDINGS = reduce(
    or_,
    (
        Q(
            name__in=[event.name for event in alarm.ended_by],
            payload__contains=JSONObject(**{alarm.about: OuterRef("about")}),
        )
        for alarm in BY_NAME.values()
        if alarm.ended_by
    ),
)


def _quiet(people: Iterable[UUID], *, now: datetime) -> set[UUID]:
    wishes = Preference.objects.filter(person__in=people, quiet_from__isnull=False)
    return {
        wish.person_id
        for wish in wishes
        if policy.is_quiet(
            now.astimezone(ZoneInfo(wish.time_zone)).time(), start=wish.quiet_from, end=wish.quiet_until
        )
    }


def _told(people: Iterable[UUID], *, now: datetime) -> dict[UUID, dict[int, datetime]]:
    """Return what each has been told within the budget's day: which event, when."""
    told: dict[UUID, dict[int, datetime]] = defaultdict(dict)
    counted = Notification.objects.filter(stream__in=people).counted(since=now - policy.COUNTED_FOR)
    for person, seq, at in counted.values_list("stream_id", "seq", "tried_at"):
        told[person][seq] = at or now  # never empty: what was not tried is not counted
    return told


def _is_in_budget(row: Notification, told: dict[int, datetime], *, now: datetime) -> bool:
    """One event counts once, however many browsers ring for it and however often one is tried."""
    others = [at for seq, at in told.items() if seq != row.seq]
    last_hour = sum(at > now - timedelta(hours=1) for at in others)
    fits = last_hour < policy.OTHERS_AN_HOUR and len(others) < policy.OTHERS_A_DAY
    if fits:
        told.setdefault(row.seq, now)
    return fits


def _push_all(rows: Sequence[Notification], clock: Clock) -> None:
    now = clock()
    browsers = PushSubscription.objects.filter(pk__in={row.subscription_id for row in rows})
    # A browser that somebody else has taken over is still the same row, and none of this person's any more.
    whose = {(browser.pk, browser.person_id): browser for browser in browsers.working(now=now)}
    mine = {row.pk: whose[way] for row in rows if (way := (row.subscription_id, row.stream_id)) in whose}
    _end([row for row in rows if row.pk not in mine], NotificationState.GONE)
    reached = [(row, mine[row.pk]) for row in rows if row.pk in mine]
    pushes = [_push(row, browser, now=now) for row, browser in reached]
    answers = web_push.send(pushes, now=now) if pushes else []
    answered_at = clock()
    for (row, browser), answer in zip(reached, answers, strict=True):
        _note_answer(row, browser, answer, now=answered_at)


def _push(row: Notification, browser: PushSubscription, *, now: datetime) -> Push:
    return Push(
        browser=browser, name=row.name, about=row.about, is_urgent=is_ring(row.name),
        ttl_s=max(1, int((row.until - now).total_seconds())),
    )  # fmt: skip


def _note_answer(row: Notification, asked: PushSubscription, answer: Answer, *, now: datetime) -> None:
    # Unless the browser has got another address meanwhile, of which this answer says nothing.
    browser = PushSubscription.objects.filter(pk=asked.pk, endpoint=asked.endpoint)
    if answer.is_taken:
        browser.update(succeeded_at=now, refused_at=None)
        _end([row], NotificationState.SENT)
    elif answer.is_gone:
        browser.delete()
        _end([row], NotificationState.GONE)
        _fall_to_mail(row, now=now)
    elif answer.is_passing:
        _try_later(row, answer.retry_after, now=now)
    else:
        browser.update(refused_at=now)  # it does not ring; whose page is opened next asks the browser anew
        _end([row], NotificationState.FAILED)
        _fall_to_mail(row, now=now)


def _try_later(row: Notification, said: timedelta | None, *, now: datetime) -> None:
    due_at = now + max(policy.retry_after(row.tries + 1), said or timedelta())
    if due_at >= row.until:
        _end([row], NotificationState.LATE)
    else:
        Notification.objects.waiting().filter(pk=row.pk, tries=row.tries + 1).update(due_at=due_at)


def _fall_to_mail(row: Notification, *, now: datetime) -> None:
    """The last browser is gone: what is not urgent may still go by mail, where that is allowed."""
    others = PushSubscription.objects.for_person(row.stream_id).working(now=now)
    may_mail = Preference.objects.filter(person=row.stream_id, may_mail=True)
    if row.is_other and may_mail.exists() and not others.exists():
        Notification.objects.bulk_create(
            [
                Notification(
                    stream_id=row.stream_id, seq=row.seq, name=row.name, about=row.about, is_other=True,
                    created_at=row.created_at, due_at=now, until=row.until,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip


def _mail_all(rows: Sequence[Notification], clock: Clock) -> None:
    with email.Line() as line:
        for row in rows:
            if _hold(row, now=clock()):
                _mail(row, line, clock)


def _mail(row: Notification, line: email.Line, clock: Clock) -> None:
    wish = Preference.objects.filter(person=row.stream_id, may_mail=True).first()
    person = get_user_model().objects.filter(pk=row.stream_id, is_active=True).first()
    if wish is None or person is None:
        _end([row], NotificationState.GONE)
    elif line.send(address=person.email, language=wish.language, name=row.name, about=row.about):
        _end([row], NotificationState.SENT)
    else:
        _try_later(row, None, now=clock())


def _end(rows: Iterable[Notification], state: str) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)

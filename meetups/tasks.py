"""What beat runs for meetups. Each calls one stage and is safe to run twice."""

from celery import shared_task

from kernel import clock
from meetups import dispatch, forgetting, invitations, meetings, tables


@shared_task
def expire_due() -> int:
    """Tell both people of the invitations that ran out."""
    return invitations.expire_due(now=clock.now())


@shared_task
def close_due() -> int:
    """Close the meetings that have run their time."""
    return meetings.close_due(now=clock.now())


@shared_task
def dispatch_due() -> int:
    """Ring whoever asked to be surprised, two or three at a time."""
    return dispatch.dispatch_due(now=clock.now())


@shared_task
def pass_due() -> int:
    """Tell people of the tables whose time is over."""
    return tables.expire_due(now=clock.now())


@shared_task
def forget_due() -> int:
    """Forget where people met and what came of nothing, once it is old."""
    return forgetting.forget_due(now=clock.now())

"""Forgetting what sign-in no longer needs. Called by the periodic task; safe to run twice."""

from datetime import datetime

from accounts.sign_in import allowances, asking, codes


def sweep_due(now: datetime) -> None:
    """Delete provisional accounts after a day, codes that are over, and counts whose window has closed."""
    codes.forget_due(now)
    allowances.forget_due(now)
    asking.forget_due(now)

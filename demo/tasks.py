"""What beat runs for the demo city. Each calls one stage or two and is safe to run twice."""

from urllib.parse import urlsplit

from celery import shared_task
from django.conf import settings

from demo import city, cues, driver, guests
from demo.client import Site
from kernel import clock


@shared_task
def live() -> int:
    """Let the people of the city do what is due, each by phone."""
    now = clock.now()
    cues.give_due(now=now)
    site = Site(settings.KAIROS_INTERNAL_URL, urlsplit(settings.SITE_URL).netloc)
    return driver.tick(now=now, site=site)


@shared_task
def sweep_due() -> int:
    """Forget yesterday's guests."""
    return guests.sweep_due(now=clock.now())


@shared_task
def refresh() -> None:
    """Begin a new day: everybody may be met again."""
    city.refresh(now=clock.now())

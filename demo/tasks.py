"""What beat runs for the demo city. Each is safe to run twice."""

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
    site = Site(settings.KAIROS_INTERNAL_URL, host=urlsplit(settings.SITE_URL).netloc)
    return driver.tick(now=now, site=site)


@shared_task
def sweep_due() -> None:
    """Forget yesterday's guests, and let residents be met again."""
    now = clock.now()
    guests.sweep_due(now=now)
    city.refresh(now=now)

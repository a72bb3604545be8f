"""A phone in somebody's hand: a browser context with languages, a theme and a position, its taps counted."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

expect.set_options(timeout=25_000)

ROOT = Path(__file__).parents[2]
SCREEN = {"width": 412, "height": 915}
DESK = {"width": 1280, "height": 800}
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

LOOK_FOR_FLAWS = """async (rules) => (await axe.run({runOnly: rules})).violations.map(
  (one) => `${location.pathname} ${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`)"""


class Phone:
    """Finds things as people do, by role and name, and counts what a person has to do."""

    def __init__(
        self, browser: Browser, *, languages: str, theme: str, place: tuple[float, float], **more: Any
    ) -> None:
        lon, lat = place
        self.context = browser.new_context(
            extra_http_headers={"Accept-Language": languages}, color_scheme=theme,
            viewport=more.pop("viewport", SCREEN), device_scale_factor=2, has_touch=True,
            reduced_motion="reduce", permissions=["geolocation"], timezone_id="Europe/Helsinki",
            geolocation={"longitude": lon, "latitude": lat, "accuracy": 15}, **more,
        )  # fmt: skip
        self.name = f"{languages[:2]}-{theme}"
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(25_000)  # a list is fetched again every 10 s
        self.taps = 0
        self.wrong: list[str] = []
        self.page.on("pageerror", self.complain)
        self.page.on("console", lambda line: self.wrong.append(line.text) if line.type == "error" else None)

    def complain(self, error: Any) -> None:
        """Note what broke in the page; a fade that a quick hand overtakes breaks nothing."""
        if "Transition was" not in str(error):  # skipped, or aborted with the page that is left
            self.wrong.append(f"{self.page.url}: {error}")

    def forgives(self, text: str) -> None:
        """Drop the complaints that this test has caused."""
        self.wrong = [line for line in self.wrong if text not in line]

    def tap(self, role: Any, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Tap what has this role and this name."""
        (within or self.page).get_by_role(role, name=name).first.click()
        self.taps += 1

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Write into the field with this label; getting there is a tap."""
        self.page.get_by_label(label).first.fill(text)
        self.taps += 1

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until the text can be seen."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_live(self) -> None:
        """Wait until the page says that it hears what happens. (The running time says the word too.)"""
        self.page.get_by_role("status").get_by_text("Live", exact=True).wait_for()

    def keeps_words(self) -> None:
        """Note from here on, in `words`, what the page says of its connection."""
        self.page.evaluate(
            "document.body.addEventListener('kairos:connection',"
            " ({detail}) => (window.words ??= []).push(detail.state))"
        )

    def arrives_at(self, path: str) -> None:
        """Wait until the address matches a pattern."""
        expect(self.page).to_have_url(re.compile(path))

    def shows(self, name: str, path: str) -> tuple[str, "Phone"]:
        """Go to a page; returns the name of the screen with the phone that shows it."""
        self.page.goto(path)
        return name, self

    def comes_to(self, name: str, path: str) -> tuple[str, "Phone"]:
        """Wait until the phone is on a page that it goes to by itself."""
        self.page.wait_for_url(f"**{path}")
        return name, self

    def sends(self, name: str, path: str, form: str, **fields: str) -> tuple[str, "Phone"]:
        """Fill in a form of a page by its id and send it; a field left standing keeps its address."""
        if not self.page.url.endswith(path):
            self.page.goto(path)
        for field, text in fields.items():
            self.page.locator(f"#{form} [name={field}]").fill(text)
        with self.page.expect_navigation():
            self.page.locator(f"button[form={form}]").click()
        return name, self

    def says_wrong(self, name: str, field: str, text: str) -> tuple[str, "Phone"]:
        """Send what the page will not have, and wait until it says so."""
        self.page.locator(f"[name={field}]").fill(text)
        self.page.keyboard.press("Enter")
        self.page.locator(".field-error").first.wait_for()
        self.forgives("422")
        return name, self

    def says(self, script: str) -> list[str]:
        """What a script finds on the page."""
        return list(self.page.evaluate(script))

    def picture(self, folder: Path, name: str) -> None:
        """Keep what the screen shows, for people to look at."""
        folder.mkdir(exist_ok=True)
        self.page.screenshot(path=folder / f"{name}-{self.name}.png")

    def flaws(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA on the page as it stands."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            LOOK_FOR_FLAWS,
            RULES,
        )
        return list(found)

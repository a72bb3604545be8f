"""What a robot's log says while the tests run, so that it tells something wherever it is cut off.

A failure is shown when it happens, not at the end; what takes minutes is named, with the time of day.
"""

import os
from datetime import datetime

import pytest

LONG_S = 60
LINES = 40  # of a failure, from its end


class RobotLog:
    """Writes between the dots."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.say(report, "failed")
            for line in report.longreprtext.splitlines()[-LINES:]:
                self.terminal.write_line(f"    {line}")
        elif report.duration > LONG_S:
            self.say(report, "passed")

    def say(self, report: pytest.TestReport, what: str) -> None:
        """One line: when, which test, what came of it, how long it took."""
        self.terminal.ensure_newline()
        test = f"{datetime.now().astimezone():%H:%M:%S} {report.nodeid} ({report.when})"
        self.terminal.write_line(f"{test} {what}, {report.duration:.0f} s")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and terminal and not hasattr(config, "workerinput"):
        config.pluginmanager.register(RobotLog(terminal))

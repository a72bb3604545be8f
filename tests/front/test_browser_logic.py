"""The pure modules of the browser, run in node."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.test.js")), ids=lambda file: file.name)
def test_a_pure_module_keeps_what_its_tests_say(file: Path) -> None:
    run = subprocess.run(["node", "--test", str(file)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_browser_code_type_checks() -> None:
    tsc = settings.NODE_MODULES / ".bin/tsc"
    run = subprocess.run(
        [str(tsc), "--project", "tsconfig.json"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout

"""Both languages are complete, and what they say can be formatted."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_sentence_has_its_french():
    done = subprocess.run(
        [sys.executable, "bin/translations.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_placeholders_survive_translation():
    for catalogue in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", catalogue], check=True)

"""Fail when a sentence of the interface has no French, or only a guess. Called by `bin/check` and a test."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
APPS = ("kernel", "notifications", "accounts", "places", "matching", "meetups", "moderation", "demo")
LANGUAGE = "fr"


def missing() -> list[str]:
    """Return the sentences that the sources hold and the translation lacks, extracted into a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (*APPS, "config", "templates", "locale"):
            if (ROOT / name).exists():
                shutil.copytree(ROOT / name, copy / name)
        (copy / "locale").mkdir(exist_ok=True)
        extract = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, "--verbosity", "0"]
        subprocess.run(extract, cwd=copy, check=True, env={"PATH": _path()})
        catalogue = polib.pofile(str(copy / f"locale/{LANGUAGE}/LC_MESSAGES/django.po"))
        return [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]


def _path() -> str:
    gettext = shutil.which("xgettext")
    if not gettext:
        sys.exit("There is no xgettext here: run bin/kairos set-up")
    return str(Path(gettext).parent)


if __name__ == "__main__":
    sentences = missing()
    for sentence in sentences:
        print(f"no {LANGUAGE}: {sentence!r}")
    sys.exit(bool(sentences))

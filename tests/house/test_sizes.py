"""Files that have grown past their size are named. A size is a smell to follow, so this never fails."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = {"*.py": 300, "*.html": 120, "*.js": 200, "*.css": 300}
FOLDERS = [
    *("bench", "bin", "config", "demo", "moderation", "meetups", "matching", "places", "accounts"),
    *("notifications", "kernel", "static", "templates", "tests"),
]


def test_files_stay_small_enough_to_read(capsys):
    with capsys.disabled():
        for file, lines, most in too_long():
            print(f"\n  {file.relative_to(ROOT)}: {lines} lines, aim at most at {most}", end="")


def too_long():
    for folder in FOLDERS:
        for pattern, most in MOST_LINES.items():
            for file in sorted((ROOT / folder).rglob(pattern)):
                lines = len(file.read_text().splitlines())
                if lines > most:
                    yield file, lines, most

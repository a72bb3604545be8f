"""The victim's phone: the real modules in node, between a trace of fixes and what is sent."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODULES = ROOT / "static" / "js"


@dataclass(frozen=True)
class Fix:
    """Where a phone believes it is, and how surely."""

    lon: float
    lat: float
    accuracy_m: float


@dataclass(frozen=True)
class Edit:
    """A change to one of the phone's modules: what stands there once, and what shall stand instead."""

    file: str
    was: str
    becomes: str


class Phone:
    """One phone. What it sends is returned by the call that made it send."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self) -> None:
        """A phone fresh from the shop: nothing stored."""
        self._told("forget")

    def judge(self, known: list[str], fix: Fix, *, wide: bool = False) -> tuple[str, list[str]]:
        """The cell that these modules would publish, and the cells that they would know afterwards."""
        cell, knows = self._told("judge", known=known, fix=asdict(fix), wide=wide)["answer"]
        return cell, knows

    def stand(self, fix: Fix) -> list[Any]:
        return self._sent("stand", fix=asdict(fix))

    def submit(self, path: str, *, wide: bool = False, **fields: str) -> list[Any]:
        """Press the button of a form that asks where one is; `wide`: its person chose the wider area."""
        return self._sent("submit", path=path, fields=fields, wide=wide, waits=True)

    def walk(self, point: dict[str, float], fixes: Iterable[Fix]) -> list[Any]:
        """Look at one's own walk and at the arrow while moving."""
        return self._sent("walk", point=point, fixes=[asdict(fix) for fix in fixes])

    def listen(self, heartbeat: str, csrf: str) -> list[Any]:
        """Open a page and put it away: it goes on listening."""
        return self._sent("listen", heartbeat=heartbeat, csrf=csrf)

    def wait(self) -> list[Any]:
        """Half a minute of a hidden page."""
        return self._sent("pass")

    def _sent(self, command: str, **said: Any) -> list[Any]:
        sent: list[Any] = self._told(command, **said)["sent"]
        return sent

    def _told(self, command: str, **said: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"command": command, **said}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


class Phones:
    """Phones that are kept: starting one takes longer than most of what is done with it."""

    def __init__(self, until: ExitStack) -> None:
        self._until = until
        self._kept: dict[tuple[Any, ...], Phone] = {}

    def one(self, number: int, edits: tuple[Edit, ...] = ()) -> Phone:
        """The phone of this number among those with these edits."""
        key = (number, edits)
        if key not in self._kept:
            self._kept[key] = self._until.enter_context(phone(*edits))
        return self._kept[key]


@contextmanager
def phone(*edits: Edit) -> Iterator[Phone]:
    """A phone that runs the modules as they are served, but for these edits."""
    with TemporaryDirectory(prefix="kairos-phone-") as folder:
        modules = edited(Path(folder), edits)
        command = [node(), HERE / "phone.mjs", modules]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield Phone(process)
            finally:
                process.kill()


def edited(folder: Path, edits: Iterable[Edit]) -> Path:
    """A copy of the modules with the edits made. An edit that finds nothing is an error, no harmless leak."""
    modules = folder / "js"
    shutil.copytree(MODULES, modules)
    (modules / "package.json").write_text('{"type": "module"}')  # as a browser reads them
    for edit in edits:
        file = modules / edit.file
        text = file.read_text()
        assert text.count(edit.was) == 1, edit
        file.write_text(text.replace(edit.was, edit.becomes))
    return modules


def node() -> str:
    found = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    assert found, "no node here to run the phone's modules"
    return found

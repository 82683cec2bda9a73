"""Checkpoints in `out/checkpoints/`, a folder a step: the state, `course.json` with what was heard by then, and
`files.json` with the digests of the state's files, by which a damaged one is known wherever it is carried."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

from weft_runner.errors import RunnerError
from weft_runner.out.whole import whole_folder, write_json
from weft_runner.training.course import Course
from weft_runner.training.state import RunState, read_state, write_state

_NAME = re.compile(r"^\d{6,}$")
#: Whole states that are kept: should the newest be damaged, there is one before it.
_KEPT_STATES = 2


class Checkpoints:
    """Those of one run."""

    def __init__(self, out: Path) -> None:
        self.folder = out / "checkpoints"

    def write(self, state: RunState, course: Course) -> Path:
        """Keeps a state, and lets older ones go."""
        path = self.folder / f"{state.step:06d}"
        with whole_folder(path) as partial:
            write_state(partial, state)
            digests = {
                file.name: hashlib.sha256(file.read_bytes()).hexdigest()
                for file in sorted(partial.iterdir())
            }
            write_json(partial / "files.json", digests)
            write_json(partial / "course.json", course.json())
        for _step, old in self.states()[:-_KEPT_STATES]:
            shutil.rmtree(old)
        return path

    def states(self) -> list[tuple[int, Path]]:
        """Steps that can be gone on from, the newest last."""
        if not self.folder.is_dir():
            return []
        found = [path for path in self.folder.iterdir() if _NAME.match(path.name)]
        return sorted((int(path.name), path) for path in found)

    def newest(self) -> tuple[RunState, Course] | None:
        """Where the run goes on from; None where there is no checkpoint yet. Raises RunnerError where the
        newest is damaged: which one the run is to go on from instead is for its person to say."""
        states = self.states()
        if not states:
            return None
        _step, path = states[-1]
        try:
            course = Course(**json.loads((path / "course.json").read_text("utf-8")))
            return read_state(path), course
        except (OSError, ValueError, TypeError, RunnerError) as error:
            if isinstance(error, RunnerError) and error.code != "state-damaged":
                raise
            what = error.message if isinstance(error, RunnerError) else "course.json can't be read."
            raise RunnerError(
                "checkpoint-damaged",
                f"The checkpoint in {path} is damaged: {what}",
                "Delete that folder: the run then goes on from the checkpoint before it.",
            ) from error

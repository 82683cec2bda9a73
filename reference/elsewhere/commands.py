"""Runs a script of a bundle among programs that do nothing but note what they were told."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

#: What the scripts call. `python` is asked where the model lies, and says it.
PROGRAMS = ("pip", "git", "curl", "hf", "accelerate", "python", "weft-runner")
NOTE = """#!/bin/bash
number=$(ls "$WEFT_CALLS" | wc -l)
printf '%s\\0' "${0##*/}" "$@" > "$WEFT_CALLS/$(printf %04d "$number")"
[ "${0##*/}" != python ] || echo the-model
"""


def calls_of(command: list[str], place: Path, **variables: str) -> list[list[str]]:
    """The programs with their arguments, in the order in which they were called. Raises where the script fails."""
    with tempfile.TemporaryDirectory() as work:
        programs, calls = Path(work, "programs"), Path(work, "calls")
        programs.mkdir()
        calls.mkdir()
        for name in PROGRAMS:
            program = programs / name
            program.write_text(NOTE)
            program.chmod(0o755)
        environment = {
            **os.environ,
            **variables,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "WEFT_CALLS": str(calls),
        }
        subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
        notes = sorted(calls.iterdir())
        return [note.read_bytes().decode().split("\0")[:-1] for note in notes]


def launched(calls: list[list[str]], script: str) -> list[str]:
    """What a training script was started with."""
    for call in calls:
        if call[0] not in ("accelerate", "python"):
            continue
        for place, word in enumerate(call):
            if word.rpartition("/")[2] == script:
                return call[place + 1 :]
    raise LookupError(f"nothing starts {script}")

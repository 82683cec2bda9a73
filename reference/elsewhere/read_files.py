"""Has a part of an unpacked bundle read by what is to read it, and prints what that makes of it as JSON.

python read_files.py PART BUNDLE ENGINES

ENGINES is the folder with checkouts of diffusers, sd-scripts and ai-toolkit, see scripts/reference/engines.mjs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import engines
import places

PARTS = {
    "diffusers": engines.diffusers,
    "kohya": engines.kohya,
    "ai-toolkit": engines.toolkit,
    "skypilot": lambda bundle, _engines: places.skypilot(bundle),
    "kubeflow": lambda bundle, _engines: places.kubeflow(bundle),
    "hugging-face-jobs": lambda bundle, _engines: places.hugging_face_jobs(bundle),
    "dockerfile": lambda bundle, _engines: places.dockerfile(bundle),
}


def main(part: str, bundle: str, checkouts: str) -> None:
    read = PARTS[part](Path(bundle).resolve(), Path(checkouts).resolve())
    # Whatever a library prints before stands on lines of its own.
    print(f"\n{json.dumps(read, default=str)}")


if __name__ == "__main__":
    main(*sys.argv[1:])

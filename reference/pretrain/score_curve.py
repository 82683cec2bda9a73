"""A line of the curve: what the checkpoint has seen, and what the judge finds in what it draws.

    python score_curve.py --work $W --out ../checkpoint/curve.jsonl --prompts 104

Exports the averaged weights as they are, draws the first of the judge's prompts, and appends the
scores. Run it between sittings.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from checkpoint import load_checkpoint

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from judge.model import Model  # noqa: E402
from judge.net import WEIGHTS, load_judge  # noqa: E402
from judge.prompts import base_prompts  # noqa: E402
from judge.scores import heeded  # noqa: E402


def export(work: Path, folder: Path) -> None:
    """Writes the starter as it is now."""
    parts = {"--vae": "vae.pt", "--text": "text.pt", "--denoiser": "denoiser.pt"}
    arguments = [str(each) for name, file in parts.items() for each in (name, work / file)]
    command = [sys.executable, str(HERE / "export.py"), *arguments]
    tokenizer = ("--tokenizer", str(work / "tokenizer"))
    subprocess.run([*command, *tokenizer, "--out", str(folder)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    parser.add_argument("--judge", type=Path, default=WEIGHTS)
    parser.add_argument("--prompts", type=int, default=104)
    parser.add_argument("--steps", type=int, default=25)
    options = parser.parse_args()
    folder = options.work / "starter"
    export(options.work, folder)
    prompts = base_prompts(options.prompts)
    scores = heeded(load_judge(options.judge), Model(folder, options.steps).draw(prompts), prompts)
    seen = load_checkpoint(options.work / "denoiser.pt")["seen"]
    shares = {name: round(score["share"], 3) for name, score in scores.items()}
    line = json.dumps({**seen, "prompts": len(prompts), **shares})
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("a") as file:
        file.write(line + "\n")
    print(line)


if __name__ == "__main__":
    main()

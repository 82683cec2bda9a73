"""Writes `tests/fixtures/<subject>/`: small models, and what diffusers, transformers, PEFT and
PyTorch compute with them. The engine's tests hold it against the same numbers.

    python reference/parity/write_fixtures.py [--out FOLDER] [--only SUBJECT ...]

`npm run reference` writes them anew and compares them with those that are kept.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

# Before torch is imported: one order of sums on every x86 processor with AVX2, so that files come out the same to the byte.
os.environ.update(
    OMP_NUM_THREADS="1",
    MKL_CBWR="AVX2",
    ATEN_CPU_CAPABILITY="avx2",
    ONEDNN_MAX_CPU_ISA="AVX2",
    HF_HUB_OFFLINE="1",
)

import subject_adapters  # noqa: E402
import subject_draw_over  # noqa: E402
import subject_embeddings  # noqa: E402
import subject_few_step  # noqa: E402
import subject_images  # noqa: E402
import subject_lycoris  # noqa: E402
import subject_reduced_sd2  # noqa: E402
import subject_prompt_syntax  # noqa: E402
import subject_reduced_sd15  # noqa: E402
import subject_samplers  # noqa: E402
import subject_scores  # noqa: E402
import subject_starter  # noqa: E402
import subject_seamless  # noqa: E402
import subject_thrift  # noqa: E402
import subject_tiny  # noqa: E402
import subject_tokenizer  # noqa: E402
import subject_training  # noqa: E402
import subject_training_rules  # noqa: E402
import torch  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
#: A subject is a module with `write(folder)`, which fills that folder and no other.
SUBJECTS = {
    "adapters": subject_adapters.write,
    "embeddings": subject_embeddings.write,
    "images": subject_images.write,
    "lycoris": subject_lycoris.write,
    "reduced-sd15": subject_reduced_sd15.write,
    "reduced-sd2": subject_reduced_sd2.write,
    "samplers": subject_samplers.write,
    "scores": subject_scores.write,
    "starter": subject_starter.write,
    "tiny": subject_tiny.write,
    "tokenizer": subject_tokenizer.write,
    # Reads models that are written before it.
    "draw-over": subject_draw_over.write,
    "few-step": subject_few_step.write,
    "prompt-syntax": subject_prompt_syntax.write,
    "seamless": subject_seamless.write,
    "thrift": subject_thrift.write,
    "training": subject_training.write,
    "training-rules": subject_training_rules.write,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "fixtures")
    parser.add_argument("--only", nargs="*", choices=SUBJECTS, default=list(SUBJECTS))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for subject in arguments.only:
        folder = arguments.out / subject
        folder.mkdir(parents=True, exist_ok=True)
        SUBJECTS[subject](folder)
        print(subject, "written", flush=True)


if __name__ == "__main__":
    main()

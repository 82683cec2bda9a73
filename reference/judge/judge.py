"""Scores models and pictures, as JSON.

    cd reference
    python -m judge.judge score ../public/models/starter
    python -m judge.judge subject ../public/models/starter --lora lora.safetensors \\
        --without-prior lora-without.safetensors
    python -m judge.judge pictures FOLDER --originals ../public/samples
    python -m judge.judge score ../public/models/starter --steps 4 \\
        --few-step ../public/models/starter/few-steps/lcm-lora.safetensors
    python -m judge.judge accuracy --held-out $W/judged-held-out
    python -m judge.judge weights --judge $W/judge.pt

`score`: 500 prompts, and how often the judge finds what they name. `subject`: what a LoRA or an
embedding did: contexts and styles kept, subject fidelity, diversity, copying, drift, and whether
its family is found in cloth and on things (`--family medallion`). `pictures`:
the same of PNGs that the studio saved, whose prompts stand in the files; what needs the base
model's pictures is there if `--base` names a folder of PNGs drawn without the subject. `weights`
writes those of a checkpoint of `train_judge` as they are kept beside the code, where all others
find them unless `--judge` names a checkpoint.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from .accuracy import accuracy
from .labels import read_world
from .model import FEW_STEP_GUIDANCE, GUIDANCE, Model
from .names import FAMILY_NAMES
from .net import WEIGHTS, Judge, load_judge, save_judge
from .pictures import drawn_by_studio, read_folder
from .prompts import Prompt, base_prompts, subject_prompts
from .scores import copying, diversity, drift, heeded, kept, recognised, subject_score, textures

SUBJECT_WORD = "sks"
LEARNT_WORD = "<african-fabric>"  #: the studio's placeholder
SAMPLES = Path(__file__).resolve().parents[2] / "public" / "samples"


def _model(options: argparse.Namespace) -> Model:
    guidance = options.guidance or (FEW_STEP_GUIDANCE if options.few_step else GUIDANCE)
    return Model(options.model, options.steps, guidance, options.few_step)


def score_base(options: argparse.Namespace, judge: Judge) -> dict:
    """How often the model draws what its prompts name."""
    prompts = base_prompts(options.prompts)
    pictures = _model(options).draw(prompts)
    photographs = [i for i, prompt in enumerate(prompts) if prompt.wanted.style == "photograph"]
    return {
        "prompts": len(prompts),
        "all": heeded(judge, pictures, prompts),
        "photographs": heeded(judge, pictures[photographs], [prompts[i] for i in photographs]),
    }


def _draw_grids(model: Model, grids: dict[str, list[Prompt]]) -> dict[str, torch.Tensor]:
    return {name: model.draw(prompts) for name, prompts in grids.items()}


def _personalised(options: argparse.Namespace, lora: Path | None) -> Model:
    model = _model(options)
    if lora:
        model.add_lora(lora)
    if options.embedding:
        model.add_embedding(options.embedding, LEARNT_WORD)
    return model


def score_subject(options: argparse.Namespace, judge: Judge) -> dict:
    """What a personalised run keeps, reaches and spoils."""
    grids = subject_prompts(LEARNT_WORD if options.embedding else SUBJECT_WORD, options.seeds)
    # A word that is yet to be learnt would be split into letters: the base model is asked by its own.
    base_grids = subject_prompts(SUBJECT_WORD, options.seeds)
    originals = read_folder(options.originals)
    real = textures(judge, originals)
    before = _draw_grids(_model(options), base_grids)
    after = _draw_grids(_personalised(options, options.lora), grids)
    drawn, base = textures(judge, after["subject"]), textures(judge, before["subject"])
    classes = [textures(judge, pictures["class"]) for pictures in (after, before)]
    result = {
        "contexts kept": kept(judge, after["contexts"], grids["contexts"], styles=False),
        "styles kept": kept(judge, after["styles"], grids["styles"], styles=True),
        "of the base model": {
            "contexts": kept(judge, before["contexts"], grids["contexts"], styles=False),
            "styles": kept(judge, before["styles"], grids["styles"], styles=True),
        },
        "subject fidelity": subject_score(drawn, base, real),
        "diversity": diversity(after["subject"], drawn),
        "diversity of the base model": diversity(before["subject"], base),
        "copying": copying(after["subject"], originals),
        "drift of the class": drift(*classes, real),
    }
    if options.family:
        result["its family"] = {
            "in cloth": recognised(judge, after["subject"], options.family),
            "on things": recognised(judge, after["worn"], options.family),
        }
    if options.without_prior:
        other = _personalised(options, options.without_prior).draw(grids["class"])
        loose = drift(textures(judge, other), classes[1], real)
        result["drift of the class without prior preservation"] = loose
        tight = result["drift of the class"]
        result["drift with against without"] = {name: tight[name] / loose[name] for name in tight}
    return result


def score_pictures(options: argparse.Namespace, judge: Judge) -> dict:
    """The same of pictures that lie in a folder."""
    pictures, prompts = drawn_by_studio(options.folder)
    result: dict = {"pictures": len(pictures), "heeded": heeded(judge, pictures, prompts)}
    if not options.originals:
        return result
    originals = read_folder(options.originals)
    cloth = [i for i, prompt in enumerate(prompts) if _shows_cloth(prompt)]
    if not cloth:
        return result
    drawn = textures(judge, pictures[cloth])
    result["copying"] = copying(pictures[cloth], originals)
    if len(cloth) > 1:
        result["diversity"] = diversity(pictures[cloth], drawn)
    if options.base:
        others, told = drawn_by_studio(options.base)
        base = textures(judge, others[[i for i, p in enumerate(told) if _shows_cloth(p)]])
        result["subject fidelity"] = subject_score(drawn, base, textures(judge, originals))
    return result


def _shows_cloth(prompt: Prompt) -> bool:
    return prompt.wanted.thing == "cloth" and prompt.wanted.style == "photograph"


def state_accuracy(options: argparse.Namespace, judge: Judge) -> dict:
    """The judge's own accuracy on pictures of the world that it hasn't learnt from."""
    pictures, wanted = read_world(options.held_out, options.pictures)
    return {"pictures": len(pictures), **accuracy(judge, pictures, wanted)}


def write_weights(options: argparse.Namespace, judge: Judge) -> dict:
    """Writes the judge's weights in half precision, to be kept."""
    save_judge(judge, options.out)
    return {"weights": str(options.out), "bytes": options.out.stat().st_size}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    works = parser.add_subparsers(required=True)

    def work(name: str, run) -> argparse.ArgumentParser:
        sub = works.add_parser(name, help=run.__doc__)
        sub.add_argument("--judge", type=Path, default=WEIGHTS, help="or a checkpoint")
        sub.set_defaults(run=run)
        return sub

    def drawn(name: str, run) -> argparse.ArgumentParser:
        sub = work(name, run)
        sub.add_argument("model", type=Path)
        sub.add_argument("--steps", type=int, default=25)
        sub.add_argument("--guidance", type=float, help="7.5, or 1 with --few-step")
        sub.add_argument("--few-step", type=Path, help="a LoRA to draw with by LCM's sampler")
        return sub

    base = drawn("score", score_base)
    base.add_argument("--prompts", type=int, default=500)
    subject = drawn("subject", score_subject)
    subject.add_argument("--lora", type=Path)
    subject.add_argument("--embedding", type=Path, help="learnt by textual inversion")
    subject.add_argument("--without-prior", type=Path, help="a LoRA without prior preservation")
    subject.add_argument("--originals", type=Path, default=SAMPLES)
    subject.add_argument("--family", choices=FAMILY_NAMES, help="that of the originals")
    subject.add_argument("--seeds", type=int, default=4)
    pictures = work("pictures", score_pictures)
    pictures.add_argument("folder", type=Path)
    pictures.add_argument("--originals", type=Path)
    pictures.add_argument("--base", type=Path)
    own = work("accuracy", state_accuracy)
    own.add_argument("--held-out", type=Path, required=True)
    own.add_argument("--pictures", type=int, default=2000)
    weights = work("weights", write_weights)
    weights.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    print(json.dumps(options.run(options, load_judge(options.judge)), indent=2))


if __name__ == "__main__":
    main()

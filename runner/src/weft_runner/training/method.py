"""A run made ready: its pictures encoded, its prompts, what learns, and the batches of each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from weft_runner.bundle.run import Bundle, Module
from weft_runner.bundle.settings import InversionSettings, LoraSettings
from weft_runner.model.layers import in_text_encoder, layers_that_learn
from weft_runner.model.nets import Nets
from weft_runner.model.prompts import Word, conditioning, encode_prompt
from weft_runner.training.batches import (
    BatchRules,
    Kind,
    OwnPrediction,
    Prompt,
    Sample,
    Shown,
    inversion_step,
    lora_step,
)
from weft_runner.training.learner import InversionLearner, Learner, LoraLearner
from weft_runner.training.pictures import Latents, encode_picture, encode_views, read_picture


@dataclass(frozen=True)
class Method:
    """What the steps of a run are made of."""

    learner: Learner
    batches: Callable[[int, torch.Generator], list[list[Sample]]]
    #: The prompt that the evaluation loss is measured in.
    measured_in: Prompt
    trained: list[Latents]
    held_out: list[Latents]
    #: A LoRA's layers in θ's order; None for a word.
    modules: list[Module] | None
    #: Kinds of sample: instance, and class where the prior is preserved, by whatever.
    kinds: int


def _encoded_pictures(
    folder: Path, bundle: Bundle, nets: Nets
) -> tuple[list[list[Latents]], list[str], list[Latents]]:
    """Views and captions of those to learn from, and those held out, each in the run's order."""
    views, captions, held_out = [], [], []
    for picture in bundle.pictures:
        pixels = read_picture(folder / picture.file, bundle.size)
        if picture.held_out:
            held_out.append(encode_picture(nets, pixels))
        else:
            views.append(encode_views(nets, pixels, bundle.settings.mirror))
            captions.append(picture.caption)
    return views, captions, held_out


@torch.no_grad()
def lora_method(
    folder: Path,
    bundle: Bundle,
    settings: LoraSettings,
    nets: Nets,
    class_pictures: list[Path],
    generator: torch.Generator,
) -> Method:
    """DreamBooth with a LoRA. θ's first numbers are drawn from the generator."""
    modules = layers_that_learn(nets, settings, bundle.modules)
    text_learns = any(in_text_encoder(module.name) for module in modules)
    known: dict[str, Prompt] = {}

    def prompt_of(text: str) -> Prompt:
        if text not in known:
            encoded = encode_prompt(nets, text)
            known[text] = Prompt(encoded, None if text_learns else conditioning(nets, [encoded]))
        return known[text]

    views, captions, held_out = _encoded_pictures(folder, bundle, nets)
    shown = [
        Shown(own, prompt_of(caption if caption.strip() else settings.instance_prompt))
        for own, caption in zip(views, captions, strict=True)
    ]
    kinds = [Kind(shown, 1.0)]
    if settings.prior == "class-images":
        prompt = prompt_of(settings.class_prompt)
        drawn = [
            Shown(encode_views(nets, read_picture(path, bundle.size), settings.mirror), prompt)
            for path in class_pictures
        ]
        kinds.append(Kind(drawn, settings.prior_weight))
    rules = BatchRules(
        settings.batch_size,
        settings.accumulation,
        settings.min_snr_gamma,
        settings.noise_offset,
        OwnPrediction(prompt_of(settings.class_prompt), settings.prior_weight)
        if settings.prior == "own-prediction"
        else None,
        settings.caption_dropout,
        prompt_of("") if settings.caption_dropout > 0 else None,
    )
    learner = LoraLearner(nets, modules, settings.rank, settings.lora_alpha, generator)

    def batches(done: int, generator: torch.Generator) -> list[list[Sample]]:
        drawn = lora_step(nets, kinds, done, generator, rules)
        if settings.micro_batches:
            return [[sample] for batch in drawn for sample in batch]
        return drawn

    return Method(
        learner,
        batches,
        prompt_of(settings.instance_prompt),
        [own[0] for own in views],
        held_out,
        modules,
        1 if settings.prior is None else 2,
    )


@torch.no_grad()
def inversion_method(
    folder: Path, bundle: Bundle, settings: InversionSettings, nets: Nets
) -> Method:
    """Textual inversion: a word's rows, in the templates."""
    word = Word(settings.placeholder, settings.vectors)
    prompts = [
        Prompt(encode_prompt(nets, template.replace("{}", word.token), word))
        for template in settings.templates
    ]
    views, _captions, held_out = _encoded_pictures(folder, bundle, nets)
    return Method(
        InversionLearner(nets, word, settings.initializer),
        lambda done, generator: inversion_step(
            nets, views, prompts, settings.batch_size, done, generator
        ),
        prompts[0],
        [own[0] for own in views],
        held_out,
        None,
        1,
    )

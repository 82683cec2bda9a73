"""Textual inversion's loss: its gradient with respect to the rows of a new word, and a run of fifty steps as diffusers'
textual_inversion takes them, by transformers, diffusers and PyTorch in float64.

The tokenizer is given the new words and the text encoder's table as many rows; the optimizer walks the whole table, of
which all other rows are put back after each step. Random numbers are drawn in the engine's order.
"""

from __future__ import annotations

import copy

import torch
from training_model import TrainingModel, draw_images, draw_sample

#: The prompts that a word is learnt in, as in diffusers' example.
TEMPLATES = (
    "a photo of a {}",
    "a rendering of a {}",
    "a cropped photo of the {}",
    "the photo of a {}",
    "a photo of a clean {}",
    "a photo of a dirty {}",
    "a dark photo of the {}",
    "a photo of my {}",
    "a photo of the cool {}",
    "a close-up photo of a {}",
    "a bright photo of the {}",
    "a cropped photo of a {}",
    "a photo of the {}",
    "a good photo of the {}",
    "a photo of one {}",
)
SETTINGS = {
    "placeholder": "<african-fabric>",
    "initializer": "pattern",
    "vectors": 2,
    "templates": TEMPLATES,
    "images": 3,
    "batchSize": 2,
    "imageSeed": 21,
    "gradient": {"seed": 22, "scale": 0.1},
    "run": {"seed": 23, "steps": 50, "learningRate": 5e-3},
}
ADAMW = {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-2}


class Run:
    """A text encoder with a new word, and what it is learnt from."""

    def __init__(self, model: TrainingModel) -> None:
        self.model = model
        self.text = copy.deepcopy(model.text)
        self.tokenizer = copy.deepcopy(model.tokenizer)
        self.words = [SETTINGS["placeholder"]]
        self.words += [f"{SETTINGS['placeholder']}_{i}" for i in range(1, SETTINGS["vectors"])]
        if self.tokenizer.add_tokens(self.words) != len(self.words):
            raise ValueError(f"the tokenizer already has one of {self.words}")
        self.rows = self.tokenizer.convert_tokens_to_ids(self.words)
        self.text.resize_token_embeddings(len(self.tokenizer), mean_resizing=False)
        self.table = self.text.get_input_embeddings().weight.requires_grad_(True)
        generator = torch.Generator().manual_seed(SETTINGS["imageSeed"])
        # Each picture and its mirror image: two distributions, of which either is drawn by chance.
        views = draw_images(model, 2 * SETTINGS["images"], generator)
        self.images = list(zip(views[::2], views[1::2], strict=True))

    def ids(self, prompt: str) -> torch.Tensor:
        """Token ids [1, 77] of a prompt in which `{}` stands for the new word."""
        return self.tokenizer(
            prompt.replace("{}", " ".join(self.words)),
            padding="max_length",
            truncation=True,
            return_tensors="pt",
        ).input_ids

    def losses(self, step: int, generator: torch.Generator) -> torch.Tensor:
        """Mean squared errors of a batch, [b]."""

        def pick(count: int) -> int:
            return int(torch.randint(count, (1,), generator=generator))

        batch = SETTINGS["batchSize"]
        ids, drawn = [], []
        for i in range(batch):
            ids.append(self.ids(TEMPLATES[pick(len(TEMPLATES))]))
            views = self.images[(step * batch + i) % len(self.images)]
            drawn.append(draw_sample(self.model, views[pick(2)], generator))
        noisy, target, timesteps = (torch.cat(parts) for parts in zip(*drawn, strict=True))
        states = self.text(torch.cat(ids)).last_hidden_state
        output = self.model.unet(noisy, timesteps, states).sample
        return (output - target).square().mean((1, 2, 3))

    def place(self, rows: torch.Tensor) -> None:
        """Puts rows [vectors, width] into the table."""
        with torch.no_grad():
            self.table[self.rows] = rows.to(self.table.dtype)


def _gradient(run: Run) -> dict[str, torch.Tensor]:
    settings = SETTINGS["gradient"]
    generator = torch.Generator().manual_seed(settings["seed"])
    shape = (SETTINGS["vectors"], run.table.shape[1])
    drawn = torch.randn(torch.Size(shape).numel(), generator=generator) * settings["scale"]
    run.place(drawn.reshape(shape))
    losses = run.losses(0, generator)
    (gradient,) = torch.autograd.grad(losses.mean(), run.table)
    return {
        "inversion.gradient": gradient[run.rows].flatten().float(),
        "inversion.gradientLosses": losses.detach().float(),
    }


def _steps(run: Run) -> dict[str, torch.Tensor]:
    settings = SETTINGS["run"]
    generator = torch.Generator().manual_seed(settings["seed"])
    (start,) = run.tokenizer.encode(SETTINGS["initializer"], add_special_tokens=False)
    run.place(run.table[start].detach().expand(SETTINGS["vectors"], -1))
    before = run.table.detach().clone()
    others = torch.ones(len(before), dtype=torch.bool)
    others[run.rows] = False
    optimizer = torch.optim.AdamW([run.table], lr=settings["learningRate"], **ADAMW)
    kept = []
    for step in range(settings["steps"]):
        losses = run.losses(step, generator)
        optimizer.zero_grad()
        losses.mean().backward()
        optimizer.step()
        with torch.no_grad():
            run.table[others] = before[others]
        kept.append(losses.detach())
    return {
        "inversion.theta": run.table[run.rows].detach().flatten().float(),
        "inversion.losses": torch.stack(kept).float(),
    }


#: Prompts that show how the new word is told from the text around it.
PROMPTS = (
    "{}",
    "a photo of a {}, red",
    "a{}b",
    "({}) {}!",
    "{}{}",
    "the african fabric",
    "<african-fabric",
    "café {} façade 🧵{}",
    " ".join(["fabric"] * 74) + " {} red",
)


def inversion(model: TrainingModel) -> dict[str, torch.Tensor]:
    """`inversion.gradient` and `inversion.theta` [vectors · width], `inversion.gradientLosses` [b] and
    `inversion.losses` [steps, b]."""
    run = Run(model)
    return _gradient(run) | _steps(run)


def placeholder_ids(model: TrainingModel) -> list[dict]:
    """Prompts with the new word, and their ids; those of its rows follow the vocabulary's last."""
    run = Run(model)
    word = SETTINGS["placeholder"]
    return [
        {"prompt": prompt.replace("{}", word), "ids": run.ids(prompt)[0].tolist()}
        for prompt in PROMPTS
    ]

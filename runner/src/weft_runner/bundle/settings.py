"""A run's settings, with the bounds of the studio's forms (`src/contract/settings`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from weft_runner.bundle.parsed import Parsed, Seed

MOST_STEPS = 1_000_000

Prompt = Annotated[str, Field(max_length=2000)]
Every = Annotated[int, Field(ge=0, le=MOST_STEPS)]
PriorSource = Literal["class-images", "own-prediction"]
Target = Literal["attention", "feed-forward", "projections", "convolutions", "text-encoder"]


class Sampling(Parsed):
    """How pictures are drawn, whatever they show."""

    sampler: Literal[
        "dpmsolver++",
        "dpmsolver++ karras",
        "unipc",
        "unipc karras",
        "euler",
        "euler karras",
        "euler ancestral",
        "ddim",
        "lcm",
    ]
    sampling_steps: int = Field(ge=1, le=150)
    guidance_scale: float = Field(ge=1, le=20)


class RunSettings(Parsed):
    """What runs of every method have."""

    adapter_name: str = Field(min_length=1, max_length=80)
    steps: int = Field(ge=1, le=MOST_STEPS)
    learning_rate: float = Field(gt=0, le=0.1)
    batch_size: int = Field(default=1, ge=1, le=256)
    resolution: int = Field(default=0, ge=0, le=4096)
    mirror: bool = False
    seed: Seed
    checkpoint_every: Every
    eval_every: Every
    hold_out: int = Field(ge=0, le=100)
    patience: int = Field(default=0, ge=0, le=100)
    sample_every: Every
    sample_prompt: Prompt = ""

    @model_validator(mode="after")
    def _can_stop_early(self) -> RunSettings:
        if self.patience > 0 and (self.hold_out == 0 or self.eval_every == 0):
            raise ValueError(
                "patience must be 0 while no images are held out, or no loss is measured"
            )
        return self


class LoraSettings(RunSettings):
    """A DreamBooth run with a LoRA."""

    method: Literal["lora"]
    instance_prompt: Prompt
    class_prompt: Prompt
    rank: int = Field(ge=1, le=1024)
    lora_alpha: float = Field(gt=0, le=4096)
    prior_from: PriorSource = "class-images"
    class_images: int = Field(ge=0, le=10_000)
    own_class_images: bool = False
    prior_weight: float = Field(ge=0, le=10)
    targets: tuple[Target, ...] = Field(default=("attention",), min_length=1)
    up_blocks_only: bool = False
    micro_batches: bool = False
    accumulation: int = Field(default=1, ge=1, le=1024)
    schedule: Literal["constant", "linear", "cosine"] = "constant"
    warmup_steps: Every = 0
    beta1: float = Field(default=0.9, ge=0, le=0.9999)
    beta2: float = Field(default=0.999, ge=0, le=0.9999)
    epsilon: float = Field(default=1e-8, ge=1e-12, le=0.1)
    weight_decay: float = Field(default=0.01, ge=0, le=1)
    max_gradient_norm: float = Field(default=1, ge=0, le=100)
    min_snr_gamma: float = Field(default=0, ge=0, le=20)
    noise_offset: float = Field(default=0, ge=0, le=1)
    ema_decay: float = Field(default=0, ge=0, le=0.9999)
    caption_dropout: float = Field(default=0, ge=0, le=1)
    keep_checkpoints: bool = False
    show_forgetting: bool = False

    @property
    def prior(self) -> PriorSource | None:
        """What the class is held to; None where nothing is, as at a weight of 0."""
        if self.prior_weight == 0 or (self.prior_from == "class-images" and self.class_images == 0):
            return None
        return self.prior_from


class InversionSettings(RunSettings):
    """A run of textual inversion."""

    method: Literal["textual-inversion"]
    placeholder: str = Field(min_length=1, max_length=80, pattern=r"^\S+$")
    initializer: str = Field(min_length=1, max_length=80)
    vectors: int = Field(ge=1, le=64)
    templates: tuple[Prompt, ...] = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _name_the_word(self) -> InversionSettings:
        if any("{}" not in template for template in self.templates):
            raise ValueError("templates must each have {} where the word goes")
        return self


Settings = Annotated[LoraSettings | InversionSettings, Field(discriminator="method")]

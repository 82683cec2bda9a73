"""A tiny Stable Diffusion XL of random numbers, in the sizes of diffusers' own tests, and runs on it as plain loops on diffusers and
PEFT: nothing of them is the runner's but the order in which random numbers are drawn."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import torch
from conftest import TINY
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DDPMScheduler,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from peft import LoraConfig
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

SIDE = 64


def write_tiny_xl(folder: Path) -> Path:
    """Writes it in diffusers' layout."""
    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        block_out_channels=(32, 64),
        layers_per_block=2,
        sample_size=32,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=80,
        cross_attention_dim=64,
    )
    vae = AutoencoderKL(
        block_out_channels=[32, 64],
        down_block_types=["DownEncoderBlock2D"] * 2,
        up_block_types=["UpDecoderBlock2D"] * 2,
        latent_channels=4,
        sample_size=SIDE,
        scaling_factor=0.13025,
    )
    tokenizer = CLIPTokenizer.from_pretrained(TINY / "tokenizer")
    about = {
        "hidden_size": 32,
        "intermediate_size": 37,
        "num_hidden_layers": 5,
        "num_attention_heads": 4,
        "hidden_act": "gelu",
        "projection_dim": 32,
        "vocab_size": len(tokenizer),
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    StableDiffusionXLPipeline(
        vae=vae,
        text_encoder=CLIPTextModel(CLIPTextConfig(**about)),
        text_encoder_2=CLIPTextModelWithProjection(CLIPTextConfig(**about)),
        tokenizer=tokenizer,
        # As XL's second tokenizer is padded.
        tokenizer_2=CLIPTokenizer.from_pretrained(TINY / "tokenizer", pad_token="!"),
        unet=unet,
        scheduler=DDIMScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            steps_offset=1,
            clip_sample=False,
            set_alpha_to_one=False,
        ),
    ).save_pretrained(folder)
    return folder


class PlainRun:
    """A pipeline, and what a loop of diffusers' training scripts does with it."""

    def __init__(self, model: Path, bundle: Path) -> None:
        self.pipe = StableDiffusionXLPipeline.from_pretrained(model)
        self.told = json.loads((bundle / "run.json").read_text())
        self.settings = self.told["settings"]
        self.bundle = bundle
        self.schedule = DDPMScheduler.from_config(self.pipe.scheduler.config)
        self.generator = torch.Generator().manual_seed(self.settings["seed"])
        for net in (self.pipe.unet, self.pipe.vae, self.pipe.text_encoder, self.pipe.text_encoder_2):
            net.requires_grad_(False).eval()

    def latents_of(self, file: str) -> tuple[torch.Tensor, torch.Tensor]:
        pixels = np.asarray(Image.open(self.bundle / file).convert("RGB"), np.float32)
        batch = torch.from_numpy(pixels / 127.5 - 1).permute(2, 0, 1)[None]
        with torch.no_grad():
            drawn = self.pipe.vae.encode(batch).latent_dist
        return drawn.mean, drawn.std

    def noised(self, latents: tuple[torch.Tensor, torch.Tensor]):
        mean, std = latents
        normal = lambda: torch.randn(mean.shape, generator=self.generator)  # noqa: E731
        clean = (mean + std * normal()) * self.pipe.vae.config.scaling_factor
        noise = normal()
        timestep = torch.randint(1000, (1,), generator=self.generator)
        return self.schedule.add_noise(clean, noise, timestep), noise, timestep

    def predict(self, noisy: torch.Tensor, timesteps: torch.Tensor, prompts: list[str]):
        states, _, pooled, _ = self.pipe.encode_prompt(
            prompts, do_classifier_free_guidance=False, device="cpu"
        )
        sizes = torch.tensor([[SIDE, SIDE, 0, 0, SIDE, SIDE]] * len(prompts), dtype=torch.float32)
        about = {"text_embeds": pooled, "time_ids": sizes}
        return self.pipe.unet(noisy, timesteps, states, added_cond_kwargs=about).sample

    def optimizer(self, parameters: list[torch.nn.Parameter], epsilon: float):
        rate = self.settings["learningRate"]
        return torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, eps=epsilon)

    def learn_lora(self, modules: list[dict]) -> torch.Tensor:
        """DreamBooth with prior preservation; gives θ in the order of `modules`."""
        rank, alpha = self.settings["rank"], self.settings["loraAlpha"]
        attention = ["to_q", "to_k", "to_v", "to_out.0"]
        self.pipe.unet.add_adapter(
            LoraConfig(r=rank, lora_alpha=alpha, target_modules=attention)
        )
        if "text-encoder" in self.settings["targets"]:
            for encoder in (self.pipe.text_encoder, self.pipe.text_encoder_2):
                text = ["q_proj", "k_proj", "v_proj", "out_proj"]
                encoder.add_adapter(LoraConfig(r=rank, lora_alpha=alpha, target_modules=text))
        factors = []
        for module in modules:
            layer = self._layer(module["name"])
            a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
            torch.nn.init.kaiming_uniform_(a, a=math.sqrt(5), generator=self.generator)
            torch.nn.init.zeros_(b)
            factors += [a, b]
        optimizer = self.optimizer(factors, self.settings["epsilon"])
        instances = [self.latents_of(each["file"]) for each in self.told["pictures"]]
        classes = [self.latents_of(each["file"]) for each in self.told["classImages"]["given"]]
        prompts = [self.settings["instancePrompt"], self.settings["classPrompt"]]
        for step in range(self.settings["steps"]):
            drawn = [self.noised(kind[step % len(kind)]) for kind in (instances, classes)]
            noisy, noise, timesteps = (torch.cat(part) for part in zip(*drawn, strict=True))
            error = (self.predict(noisy, timesteps, prompts) - noise).square().mean((1, 2, 3))
            (error[0] + self.settings["priorWeight"] * error[1]).backward()
            torch.nn.utils.clip_grad_norm_(factors, self.settings["maxGradientNorm"])
            optimizer.step()
            optimizer.zero_grad()
        return torch.cat([factor.detach().flatten() for factor in factors])

    def _layer(self, name: str) -> torch.nn.Module:
        for folder in ("text_encoder", "text_encoder_2"):
            if name.startswith(f"{folder}."):
                net = getattr(self.pipe, folder)
                path = name.removeprefix(f"{folder}.text_model.")
                # transformers has left out that part of the path by now.
                return next(m for n, m in net.named_modules() if n.removeprefix("text_model.") == path)
        return self.pipe.unet.get_submodule(name)

    def learn_word(self) -> list[torch.Tensor]:
        """Textual inversion as diffusers' script does it: whole tables learn, and all but the word's rows are put back."""
        token, vectors = self.settings["placeholder"], self.settings["vectors"]
        tokens = [token, *(f"{token}_{i}" for i in range(1, vectors))]
        tables, ids = [], []
        for tokenizer, encoder in (
            (self.pipe.tokenizer, self.pipe.text_encoder),
            (self.pipe.tokenizer_2, self.pipe.text_encoder_2),
        ):
            first = tokenizer.encode(self.settings["initializer"], add_special_tokens=False)[0]
            tokenizer.add_tokens(tokens)
            encoder.resize_token_embeddings(len(tokenizer), mean_resizing=False)
            table = encoder.get_input_embeddings().weight
            own = tokenizer.convert_tokens_to_ids(tokens)
            with torch.no_grad():
                table[own] = table[first].clone()
            tables.append(table.requires_grad_())
            ids.append(own)
        optimizer = self.optimizer(tables, 1e-8)
        before = [table.detach().clone() for table in tables]
        images = [self.latents_of(each["file"]) for each in self.told["pictures"]]
        templates = self.settings["templates"]
        for step in range(self.settings["steps"]):
            which = int(torch.randint(len(templates), (1,), generator=self.generator))
            noisy, noise, timestep = self.noised(images[step % len(images)])
            # diffusers itself puts the word's other tokens behind its first.
            prompt = templates[which].replace("{}", token)
            (self.predict(noisy, timestep, [prompt]) - noise).square().mean().backward()
            optimizer.step()
            optimizer.zero_grad()
            for table, own, old in zip(tables, ids, before, strict=True):
                others = torch.ones(len(table), dtype=torch.bool)
                others[own] = False
                with torch.no_grad():
                    table[others] = old[others]
        return [table.detach()[own] for table, own in zip(tables, ids, strict=True)]

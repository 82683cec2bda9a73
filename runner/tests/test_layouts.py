"""Adapters are read by the libraries whose layouts they have, and draw the same in each."""

from __future__ import annotations

import copy
import json

import torch
from conftest import BUNDLES, TINY
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from peft import PeftModel
from safetensors import safe_open
from safetensors.torch import load_file

from weft_runner.bundle.run import read_bundle
from weft_runner.model.layers import layers_that_learn
from weft_runner.model.lora import put_lora
from weft_runner.model.nets import load_nets
from weft_runner.out.layouts import lora_files, word_files
from weft_runner.out.note import note_of
from weft_runner.training.course import Course
from weft_runner.training.loop import Learnt

CPU = torch.device("cpu")


def _answer(unet: torch.nn.Module) -> torch.Tensor:
    generator = torch.Generator().manual_seed(3)
    sample = torch.randn(1, 4, 8, 8, generator=generator)
    states = torch.randn(1, 77, 32, generator=generator)
    with torch.no_grad():
        return unet(sample, 300, states).sample


def _pipeline() -> StableDiffusionPipeline:
    nets = load_nets(TINY, "tiny", [], None, CPU)
    return StableDiffusionPipeline(
        vae=nets.vae,
        text_encoder=nets.encoders[0].net,
        tokenizer=nets.encoders[0].tokenizer,
        unet=nets.unet,
        scheduler=nets.schedule,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _written(name, tmp_path):
    bundle = read_bundle(BUNDLES / name)
    theta = load_file(BUNDLES / name / "studio.safetensors")["theta"]
    course = Course([{"step": 1, "instance": 0.5, "prior": 0.25}], [], [], 3.5)
    note = note_of(bundle, course, Learnt(theta, 30, 30))
    settings = bundle.settings
    files = lora_files(theta, bundle.modules, settings, "tiny", note)
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    nets = load_nets(TINY, "tiny", [], None, CPU)
    before = _answer(nets.unet)
    modules = layers_that_learn(nets, settings)
    put_lora(nets, modules, settings.rank, settings.lora_alpha, theta, torch.zeros_like(theta))
    expected = _answer(nets.unet)
    # θ of thirty steps is strong enough to be seen.
    assert (expected - before).abs().max() > 1e-3
    return bundle, files, expected


def test_unet_alone_in_three_layouts(tmp_path):
    bundle, files, expected = _written("plain", tmp_path)
    for path in ("diffusers/pytorch_lora_weights.safetensors", "kohya/Stripes.safetensors"):
        pipe = _pipeline()
        pipe.load_lora_weights(tmp_path / path)
        torch.testing.assert_close(_answer(pipe.unet), expected, rtol=0, atol=1e-6)
        with safe_open(tmp_path / path, "pt") as file:
            header = file.metadata()
        assert header["weft_run"] == bundle.id
        note = json.loads(header["weft"])
        assert note["origin"]["settings"]["rank"] == 4
        assert note["origin"]["losses"] == [{"step": 1, "instance": 0.5, "prior": 0.25}]
    unet = UNet2DConditionModel.from_pretrained(TINY / "unet")
    adapted = PeftModel.from_pretrained(copy.deepcopy(unet), tmp_path / "peft")
    torch.testing.assert_close(_answer(adapted), expected, rtol=0, atol=1e-6)


def test_text_encoder_too_in_two_layouts(tmp_path):
    bundle, files, expected = _written("every-setting", tmp_path)
    assert not any(path.startswith("peft") for path in files)
    text = None
    for path in ("diffusers/pytorch_lora_weights.safetensors", "kohya/Stripes.safetensors"):
        pipe = _pipeline()
        pipe.load_lora_weights(tmp_path / path)
        torch.testing.assert_close(_answer(pipe.unet), expected, rtol=0, atol=1e-6)
        with torch.no_grad():
            states = pipe.text_encoder(torch.arange(77)[None]).last_hidden_state
            plain = _pipeline().text_encoder(torch.arange(77)[None]).last_hidden_state
        assert (states - plain).abs().max() > 1e-3
        if text is not None:
            torch.testing.assert_close(states, text, rtol=0, atol=1e-6)
        text = states


def test_words(tmp_path):
    rows = torch.arange(64, dtype=torch.float32).view(2, 32)
    files = word_files([rows], "<striped>", "tiny", {"weft_run": "an id"})
    assert sorted(files) == [
        "diffusers/learned_embeds.safetensors",
        "emb_params/striped.safetensors",
    ]
    for path, key in (
        ("diffusers/learned_embeds", "<striped>"),
        ("emb_params/striped", "emb_params"),
    ):
        target = tmp_path / "word.safetensors"
        target.write_bytes(files[f"{path}.safetensors"])
        assert torch.equal(load_file(target)[key], rows)
        with safe_open(target, "pt") as file:
            assert file.metadata()["weft_run"] == "an id"
    (tmp_path / "learned_embeds.safetensors").write_bytes(
        files["diffusers/learned_embeds.safetensors"]
    )
    pipe = _pipeline()
    pipe.load_textual_inversion(tmp_path / "learned_embeds.safetensors")
    ids = pipe.tokenizer.encode("<striped> <striped>_1", add_special_tokens=False)
    assert torch.equal(pipe.text_encoder.get_input_embeddings().weight[ids].detach(), rows)

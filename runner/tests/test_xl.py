"""Stable Diffusion XL: runs on a tiny one against plain loops on diffusers and PEFT, and files that these read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
from distance import hold, relative, theta_of
from make_bundles import PLAIN, WORD, picture, write_bundle
from peft import PeftModel
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file
from tiny_xl import PlainRun, write_tiny_xl

from weft_runner.errors import RunnerError
from weft_runner.runner import Options, run

#: ‖ours − plain‖ over ‖plain‖.
BOUND = 1e-5
STEPS = 8


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_xl(tmp_path_factory.mktemp("models") / "tiny-xl")


def _bundle(folder: Path, model: Path, settings: dict, **changes) -> Path:
    images = [picture(seed) for seed in range(3)]
    about = {**settings, "steps": STEPS, "checkpointEvery": 4, "evalEvery": 4, "holdOut": 0, **changes}
    write_bundle(folder, about, images, [""] * 3, [picture(100), picture(101)], model)
    # The studio can't look into XL: which layers learn the runner finds by the settings.
    told = json.loads((folder / "run.json").read_text())
    told["modules"] = None
    (folder / "run.json").write_text(json.dumps(told))
    return folder


def _loaded(model: Path) -> StableDiffusionXLPipeline:
    pipe = StableDiffusionXLPipeline.from_pretrained(model)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@torch.no_grad()
def _answer(pipe: StableDiffusionXLPipeline, prompt: str, unet=None) -> torch.Tensor:
    """The U-Net's answer to a prompt, by way of both text encoders."""
    states, _, pooled, _ = pipe.encode_prompt(prompt, do_classifier_free_guidance=False, device="cpu")
    noisy = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(3))
    about = {"text_embeds": pooled, "time_ids": torch.tensor([[32.0, 32, 0, 0, 32, 32]])}
    return (unet or pipe.unet)(noisy, 300, states, added_cond_kwargs=about).sample


@pytest.mark.parametrize(
    "targets", [["attention"], ["attention", "text-encoder"]], ids=["unet", "text encoders too"]
)
def test_a_lora_is_that_of_a_plain_loop_and_read_in_every_layout(targets, model, tmp_path):
    folder = _bundle(tmp_path / "xl", model, PLAIN, targets=targets, minSnrGamma=0, sampleEvery=STEPS)
    out = run(Options(folder, model, cpu=True))
    told = json.loads((out / "run.json").read_text())
    plain = PlainRun(model, folder)
    expected = plain.learn_lora(told["modules"])
    distance = relative(theta_of(out), expected)
    moved = relative(theta_of(out), plain_start(told["modules"], plain.settings))
    # What moved is seen well above what is apart.
    assert moved > 100 * BOUND
    hold(f"XL, {STEPS} steps, {' and '.join(targets)}, a plain loop on diffusers and PEFT: θ", distance, BOUND)
    nets = {module["name"].split(".")[0] for module in told["modules"]}
    assert ("text_encoder" in nets and "text_encoder_2" in nets) == ("text-encoder" in targets)

    prompt = plain.settings["instancePrompt"]
    learnt, bare = _answer(plain.pipe, prompt), _answer(_loaded(model), prompt)
    assert (learnt - bare).abs().max() > 1e-3
    for path in ("diffusers/pytorch_lora_weights.safetensors", "kohya/Stripes.safetensors"):
        pipe = _loaded(model)
        pipe.load_lora_weights(out / "adapter" / path)
        torch.testing.assert_close(_answer(pipe, prompt), learnt, rtol=0, atol=1e-5)
    if len(targets) == 1:
        base = UNet2DConditionModel.from_pretrained(model / "unet")
        adapted = PeftModel.from_pretrained(base, out / "adapter" / "peft")
        torch.testing.assert_close(
            _answer(_loaded(model), prompt, adapted), learnt, rtol=0, atol=1e-5
        )

    # What watches the run is what diffusers draws with the adapter.
    pipe = _loaded(model)
    pipe.load_lora_weights(out / "adapter" / "diffusers" / "pytorch_lora_weights.safetensors")
    sample = next(each for each in told["samples"] if (each["step"], each["seed"]) == (STEPS, 42))
    _assert_same_picture(out / sample["file"], pipe, sample["prompt"])


def plain_start(modules: list[dict], settings: dict) -> torch.Tensor:
    """θ before the first step."""
    from weft_runner.bundle.run import Module
    from weft_runner.model.lora import first_theta

    generator = torch.Generator().manual_seed(settings["seed"])
    return first_theta([Module(**each) for each in modules], settings["rank"], generator)


def _assert_same_picture(file: Path, pipe: StableDiffusionXLPipeline, prompt: str) -> None:
    from diffusers import DPMSolverMultistepScheduler

    pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    drawn = pipe(
        prompt,
        guidance_scale=7.5,
        num_inference_steps=12,
        height=64,
        width=64,
        generator=torch.Generator().manual_seed(42),
    ).images[0]
    ours, theirs = (np.asarray(image, np.float32) for image in (Image.open(file), drawn))
    furthest = np.abs(ours - theirs).max()
    hold("XL, picture", float(furthest), 2, "levels of 255")


def test_kohyas_names_are_stability_ais(model, tmp_path):
    folder = _bundle(
        tmp_path / "xl",
        model,
        PLAIN,
        targets=["attention", "feed-forward", "projections", "convolutions", "text-encoder"],
        steps=1,
        sampleEvery=0,
    )
    out = run(Options(folder, model, cpu=True))
    file = out / "adapter" / "kohya" / "Stripes.safetensors"
    names = {name.split(".")[0] for name in load_file(file)}
    for name in (
        "lora_te1_text_model_encoder_layers_3_self_attn_q_proj",
        "lora_te2_text_model_encoder_layers_4_self_attn_q_proj",
        "lora_unet_input_blocks_1_0_in_layers_2",
        "lora_unet_input_blocks_3_0_op",
        "lora_unet_input_blocks_4_1_transformer_blocks_1_attn2_to_k",
        "lora_unet_input_blocks_4_0_skip_connection",
        "lora_unet_middle_block_1_transformer_blocks_0_attn1_to_q",
        "lora_unet_middle_block_2_out_layers_3",
        "lora_unet_output_blocks_2_1_proj_in",
        "lora_unet_output_blocks_2_2_conv",
        "lora_unet_output_blocks_5_0_in_layers_2",
    ):
        assert name in names, name
    # XL hears nothing of the first text encoder's last layer.
    assert not any("te1_text_model_encoder_layers_4" in name for name in names)
    with safe_open(file, "pt") as opened:
        assert opened.metadata()["ss_base_model_version"] == "sdxl_base_v1-0"
    # diffusers has such names for all of them.
    pipe = _loaded(model)
    pipe.load_lora_weights(file)
    loaded = {name for name in pipe.unet.state_dict() if ".lora_A." in name}
    told = json.loads((out / "run.json").read_text())
    assert len(loaded) == sum(not m["name"].startswith("text_encoder") for m in told["modules"])


def test_a_word_is_that_of_a_plain_loop_and_read_by_diffusers(model, tmp_path):
    folder = _bundle(tmp_path / "word", model, WORD, batchSize=1, mirror=False, sampleEvery=0)
    out = run(Options(folder, model, cpu=True))
    expected = PlainRun(model, folder).learn_word()
    distance = relative(theta_of(out), torch.cat([rows.flatten() for rows in expected]))
    hold(f"XL, {STEPS} steps, a word, a plain loop on diffusers: θ", distance, BOUND)
    pipe = _loaded(model)
    for number, rows in (("", expected[0]), ("_2", expected[1])):
        pipe.load_textual_inversion(
            out / "adapter" / "diffusers" / f"learned_embeds{number}.safetensors",
            tokenizer=getattr(pipe, f"tokenizer{number}"),
            text_encoder=getattr(pipe, f"text_encoder{number}"),
        )
        ids = getattr(pipe, f"tokenizer{number}").convert_tokens_to_ids(["<striped>", "<striped>_1"])
        table = getattr(pipe, f"text_encoder{number}").get_input_embeddings().weight.detach()
        torch.testing.assert_close(table[ids], rows, rtol=0, atol=1e-5)
    both = load_file(out / "adapter" / "emb_params" / "striped.safetensors")
    assert {key: list(value.shape) for key, value in both.items()} == {
        "clip_l": [2, 32],
        "clip_g": [2, 32],
    }


def test_a_killed_run_goes_on_to_the_same(model, tmp_path):
    folder = _bundle(tmp_path / "xl", model, PLAIN, targets=["attention", "text-encoder"], sampleEvery=0)
    whole = theta_of(run(Options(folder, model, cpu=True)))
    # As if it had been killed after its checkpoint at step 4.
    (folder / "out" / "run.json").unlink()
    again = theta_of(run(Options(folder, model, cpu=True)))
    assert torch.equal(again, whole)


def test_a_refiner_is_refused(model, tmp_path):
    import shutil

    refiner = Path(shutil.copytree(model, tmp_path / "refiner"))
    shutil.rmtree(refiner / "text_encoder")
    folder = _bundle(tmp_path / "xl", model, PLAIN)
    told = json.loads((folder / "run.json").read_text())
    told["model"]["files"] = told["model"]["files"][:1]
    (folder / "run.json").write_text(json.dumps(told))
    with pytest.raises(RunnerError, match="neither Stable Diffusion 1, 2 nor XL"):
        run(Options(folder, refiner, cpu=True))

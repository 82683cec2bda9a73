"""What must hold of the starter's making: its size, its tokens, its data, its losses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

PRETRAIN = Path(__file__).resolve().parents[1] / "pretrain"
sys.path.insert(0, str(PRETRAIN))

from begin import begin_text_encoder, begin_unet, begin_vae  # noqa: E402
from clock import PAUSE, Clock, rate_factor  # noqa: E402
from draw_world import draw_shard  # noqa: E402
from equivariance import altered  # noqa: E402
from machine import Machine  # noqa: E402
from muon import Muon, orthogonal  # noqa: E402
from nets import MAX_TOKENS, new_text_encoder, new_unet, new_vae, read_config  # noqa: E402
from objective import Objective  # noqa: E402
from pack import pack, unpack  # noqa: E402
from picture_pool import PicturePool  # noqa: E402
from reconstruction import frequency_loss, psnr  # noqa: E402
from safetensors.torch import load_file  # noqa: E402
from shards import read_captions, read_labels, read_pictures, shard_names  # noqa: E402
from standard_latents import standardise, statistics  # noqa: E402
from team import Team  # noqa: E402
from tokenizer import write_tokenizer  # noqa: E402
from tokens import tokenize  # noqa: E402
from train_denoiser import level_rate, takes_patches  # noqa: E402

from checkpoint import is_finished, load_checkpoint, save_checkpoint  # noqa: E402
from world.captions import caption  # noqa: E402
from world.scene import random_scene  # noqa: E402

PACKAGE_BYTES = 40e6
STARTER = Path(__file__).resolve().parents[2] / "public" / "models" / "starter"


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    return write_tokenizer(tmp_path_factory.mktemp("tokenizer"))


def test_package_is_small_enough(tokenizer) -> None:
    nets = (new_unet(), new_vae(), new_text_encoder(len(tokenizer)))
    parameters = sum(p.numel() for net in nets for p in net.parameters())
    assert 2 * parameters < PACKAGE_BYTES


def test_every_word_is_one_token(tokenizer) -> None:
    rng = np.random.default_rng(31)
    words = {word for _ in range(500) for word in caption(random_scene(rng), rng).split()}
    plain = {word.strip(",") for word in words if "-" not in word}
    for word in {*plain, "sks"}:
        assert len(tokenizer(word, add_special_tokens=False).input_ids) == 1, word
    assert "sks" not in plain


def test_captions_are_tokenized_as_the_tokenizer_does(tokenizer) -> None:
    texts = ["", "a red tie-dye dress, neon lights", "zebra " * 90, "  an  ocean star "]
    wanted = tokenizer(
        texts, padding="max_length", truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
    ).input_ids
    assert torch.equal(tokenize(tokenizer, texts), wanted)


def test_shards_are_the_same_whoever_draws_them(tmp_path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        assert draw_shard(tmp_path / folder, 5, 6, 64, False, 0.3, 3) == 6
    assert draw_shard(tmp_path / "one", 5, 6, 64, False, 0.3, 3) == 0, "drawn anew"
    first, second = (read_pictures(tmp_path / folder)[0] for folder in ("one", "two"))
    assert first.shape == (6, 64, 64, 3) and np.array_equal(first, second)
    (name,) = shard_names(tmp_path / "one")
    assert (
        len(read_captions(tmp_path / "one", name)) == len(read_labels(tmp_path / "one", name)) == 6
    )


def test_crops_come_from_the_world_and_join_while_it_grows(tmp_path) -> None:
    draw_shard(tmp_path, 5, 8, 64, False, 0.3, 0)
    pool = PicturePool(tmp_path, Machine("cpu"), 1, 100)
    crops = pool.world(5, 32)
    known = torch.from_numpy(read_pictures(tmp_path)[0].copy()).permute(0, 3, 1, 2)
    windows = known.unfold(2, 32, 1).unfold(3, 32, 1)
    for crop in ((crops + 1) * 127.5).round().to(torch.uint8):
        same = (windows == crop[None, :, None, None]).flatten(4).all(-1).all(1)
        assert same.any(), "a crop that is in no picture"
    batch = pool.batch(16, 32)
    assert batch.shape == (16, 3, 32, 32) and batch.abs().max() <= 1
    draw_shard(tmp_path, 5, 8, 64, False, 0.3, 1)
    pool.refresh()
    assert len(pool.pictures) == 16


def test_frequencies_of_a_flat_error_and_of_noise() -> None:
    flat = torch.full((1, 1, 16, 16), 0.5)
    assert frequency_loss(flat).item() == pytest.approx(0.5 * 8 / 64, rel=1e-4)
    generator = torch.Generator().manual_seed(3)
    noise = torch.randn(4, 1, 16, 16, generator=generator)
    noise *= 0.5 / noise.square().mean().sqrt()
    assert frequency_loss(noise) > 3 * frequency_loss(flat)


def test_psnr_of_a_known_error() -> None:
    class Off(torch.nn.Module):
        """Rebuilds every picture a tenth too dark."""

        def encode(self, x):
            latent = type("Latent", (), {"mode": lambda _: x})()
            return type("Posterior", (), {"latent_dist": latent})()

        def decode(self, x):
            return type("Picture", (), {"sample": x - 0.2})()

    assert psnr(Off(), torch.zeros(2, 3, 8, 8)) == pytest.approx(20, abs=1e-4)


def test_the_clock_counts_over_pauses(monkeypatch) -> None:
    assert Clock(100, spent=50).share == pytest.approx(0.5, abs=0.01)
    assert not Clock(100).paused
    monkeypatch.setenv(PAUSE, "1")
    assert Clock(100).paused
    assert rate_factor(0, 0, 100) == 0.01
    assert rate_factor(1, 1000, 100) == 0.02


def test_configurations_fit_together() -> None:
    unet, vae, text = (read_config(name) for name in ("unet", "vae", "text_encoder"))
    assert unet["in_channels"] == unet["out_channels"] == vae["latent_channels"]
    assert unet["cross_attention_dim"] == text["hidden_size"]
    assert vae["sample_size"] == 8 * unet["sample_size"]


def test_begins_with_an_earlier_starter(tokenizer) -> None:
    vae, unet, encoder = new_vae(), new_unet(), new_text_encoder(len(tokenizer))
    drawn = encoder.get_input_embeddings().weight.detach().clone()
    begin_vae(vae, STARTER)
    begin_unet(unet, STARTER)
    known = begin_text_encoder(encoder, tokenizer, STARTER)
    saved = load_file(STARTER / "unet" / "diffusion_pytorch_model.safetensors")
    name = "mid_block.resnets.0.conv1.weight"
    assert torch.equal(saved[name].float(), unet.state_dict()[name])
    earlier = load_file(STARTER / "vae" / "diffusion_pytorch_model.safetensors")
    for name in ("encoder.conv_in.weight", "decoder.mid_block.resnets.0.conv1.weight"):
        own, weights = vae.state_dict()[name], earlier[name].float()
        corner = tuple(slice(0, size) for size in weights.shape)
        assert torch.equal(own[corner], weights), name
        rest = own[len(weights) :]  # what the net has gained
        assert len(rest) == 0 or 0 < rest.std() < weights.std(), name
    saved = load_file(STARTER / "text_encoder" / "model.safetensors")
    rows = saved["text_model.embeddings.token_embedding.weight"].float()
    earlier = json.loads((STARTER / "tokenizer" / "vocab.json").read_text())
    weights = encoder.get_input_embeddings().weight
    vocabulary = tokenizer.get_vocab()
    for token in ("dress</w>", "sks</w>", "<|endoftext|>"):
        assert torch.equal(weights[vocabulary[token]], rows[earlier[token]]), token
    fresh = [place for token, place in vocabulary.items() if token not in earlier]
    assert known == len(vocabulary) - len(fresh) > 500
    assert torch.equal(weights[fresh], drawn[fresh])


def test_latents_turn_as_their_pictures_do() -> None:
    picture = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(4))
    latents = torch.nn.functional.avg_pool2d(picture, 8)
    turned = altered(latents, picture, 1, True, 1.0)
    assert torch.allclose(turned[0], torch.nn.functional.avg_pool2d(turned[1], 8), atol=1e-6)
    assert not torch.allclose(turned[0], latents)
    half = altered(latents, picture, 0, False, 0.5)
    assert half[0].shape == (2, 3, 4, 4) and half[1].shape == (2, 3, 32, 32)


def test_standard_latents_decode_to_the_same_pictures() -> None:
    torch.manual_seed(6)
    vae = new_vae().eval()
    pictures = torch.rand(4, 3, 32, 32) * 2 - 1
    with torch.no_grad():
        before = vae.decode(vae.encode(pictures).latent_dist.mean).sample
        standardise(vae, *statistics(vae, pictures))
        after = vae.decode(vae.encode(pictures).latent_dist.mean).sample
    mean, spread = statistics(vae, pictures)
    assert torch.allclose(mean, torch.zeros(len(mean)), atol=1e-3)
    assert torch.allclose(spread, torch.ones(len(mean)), atol=1e-3)
    assert torch.allclose(before, after, atol=1e-3)


def test_the_last_step_is_pure_noise_and_asks_for_the_picture() -> None:
    objective = Objective(torch.device("cpu"))
    latents, noise = torch.randn(2, 16, 4, 4), torch.randn(2, 16, 4, 4)
    noisy, velocity = objective.noised(latents, noise, torch.tensor([999, 0]))
    assert torch.allclose(noisy[0], noise[0], atol=1e-3)
    assert torch.allclose(velocity[0], -latents[0], atol=1e-3)
    assert objective.weight[999] == 1 and objective.weight[0] < 0.1
    assert objective.loss(velocity, velocity, torch.tensor([999, 0]))[0] == 0


def test_patches_come_first_and_the_rate_falls_at_the_end_alone() -> None:
    early = [takes_patches(1, step, 0, 100) for step in range(1000)]
    late = [takes_patches(1, step, 100, 100) for step in range(1000)]
    assert sum(early) > 700 and 100 < sum(late) < 200
    assert level_rate(0, 0.5, 0) == 0.01
    assert level_rate(500, 1, 0) == 1 == level_rate(500, 0.5, 0.2)
    assert level_rate(500, 0.9, 0.2) == pytest.approx(0.5)


def test_a_packed_training_goes_on_elsewhere(tokenizer, tmp_path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    write_tokenizer(there / "tokenizer")
    unet, seen = new_unet().state_dict(), {"step": 7, "pictures": 32, "patches": 896}
    states = {"unet": unet, "average": unet, "seen": seen, "machine": "a loom"}
    save_checkpoint(there / "denoiser.pt", states)
    spent = {"step": 9, "spent": 600.0}
    save_checkpoint(there / "vae.pt", {"average": new_vae().state_dict(), **spent})
    text = new_text_encoder(len(tokenizer)).state_dict()
    save_checkpoint(there / "text.pt", {"text_encoder": text})
    pack(there, tmp_path / "packed.safetensors")
    assert (tmp_path / "packed.safetensors").stat().st_size < 90e6
    here.mkdir()
    unpack(tmp_path / "packed.safetensors", here)
    went_on = load_checkpoint(here / "denoiser.pt")
    assert went_on["seen"] == seen
    assert all(torch.equal(went_on["average"][k], v.half().float()) for k, v in unet.items())
    assert is_finished(here / "vae.pt", 10) and not is_finished(here / "vae.pt", 20)
    assert is_finished(here / "vae.pt") and is_finished(here / "text.pt")
    encoder = new_text_encoder(len(tokenizer))
    encoder.load_state_dict(load_checkpoint(here / "text.pt")["text_encoder"])


def test_muon_moves_all_directions_alike() -> None:
    torch.manual_seed(8)
    matrix = torch.randn(12, 30) * torch.logspace(0, -2, 12)[:, None]
    for dtype in (torch.float32, torch.bfloat16):
        values = torch.linalg.svdvals(orthogonal(matrix, dtype).float())
        assert values.max() < 1.3 and values.min() > 0.3
    weights = torch.nn.Parameter(torch.zeros(12, 3, 3, 3))
    weights.grad = torch.randn(12, 3, 3, 3)
    Muon([weights], Team(), torch.float32, lr=0.1).step()
    step = weights.detach().square().mean().sqrt()
    assert 0.2 * 0.1 * 0.5 < step < 0.2 * 0.1 * 1.6

"""What must hold of the distillation: its places and steps are diffusers', and its LoRA goes out and comes in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from diffusers import DDIMScheduler, LCMScheduler, UNet2DConditionModel

REFERENCE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REFERENCE / "few_step"), str(REFERENCE / "pretrain")]

from consistency import POINTS, Consistency, guided, pseudo_huber  # noqa: E402
from few_step_lora import Merged, add_lora, adapted_layers, load_lora, save_lora  # noqa: E402
from nets import new_unet, read_config  # noqa: E402
from safetensors.torch import load_file  # noqa: E402

SHAPE = (POINTS, 2, 3, 3)


@pytest.fixture
def path() -> Consistency:
    return Consistency(read_config("scheduler"), torch.device("cpu"))


def _random(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_answers_are_those_that_lcm_draws_with(path) -> None:
    scheduler = LCMScheduler.from_config(read_config("scheduler"))
    noisy, velocity = _random(1, *SHAPE), _random(2, *SHAPE)
    ours = path.answer(velocity, noisy, path.timesteps)
    for steps in (1, 2, 4, 8):
        scheduler.set_timesteps(steps)
        for timestep in scheduler.timesteps:
            (place,) = (path.timesteps == timestep).nonzero()[0]
            theirs = scheduler.step(velocity[place], timestep, noisy[place]).denoised
            torch.testing.assert_close(ours[place], theirs, atol=1e-5, rtol=1e-5)
            scheduler._step_index = None


def test_a_teacher_step_is_ddims(path) -> None:
    scheduler = DDIMScheduler.from_config(read_config("scheduler"), timestep_spacing="trailing")
    scheduler.set_timesteps(POINTS)
    assert torch.equal(scheduler.timesteps, path.timesteps.flip(0))
    noisy, velocity = _random(3, *SHAPE), _random(4, *SHAPE)
    ours = path.step(velocity, noisy, torch.arange(POINTS))
    for place in range(1, POINTS):
        timestep = path.timesteps[place]
        theirs = scheduler.step(velocity[place], timestep, noisy[place]).prev_sample
        torch.testing.assert_close(ours[place], theirs, atol=1e-5, rtol=1e-5)


def test_the_path_ends_in_pure_noise_and_answers_for_itself_at_its_beginning(path) -> None:
    latents, noise, velocity = _random(5, *SHAPE), _random(6, *SHAPE), _random(7, *SHAPE)
    noisy = path.noised(latents, noise, path.timesteps)
    torch.testing.assert_close(noisy[-1], noise[-1])
    first = torch.zeros(POINTS, dtype=torch.long)
    assert torch.equal(path.answer(velocity, noisy, first), noisy)


def test_a_velocity_that_knows_the_latents_leads_back_to_them(path) -> None:
    latents, noise = _random(8, *SHAPE), _random(9, *SHAPE)
    noisy = path.noised(latents, noise, path.timesteps)
    signal, std = path._scales(path.timesteps)
    velocity = signal * noise - std * latents
    onwards = path.step(velocity, noisy, torch.arange(POINTS))
    torch.testing.assert_close(
        onwards, path.noised(latents, noise, path.next_timesteps), atol=1e-5, rtol=1e-4
    )


def test_guidance_and_loss() -> None:
    plain, told = torch.zeros(2, 1, 1, 1), torch.ones(2, 1, 1, 1)
    assert guided(plain, told, torch.tensor([1.0, 7.5])).flatten().tolist() == [1, 7.5]
    assert pseudo_huber(plain, plain).item() == pytest.approx(0, abs=1e-7)
    assert pseudo_huber(plain, told).item() == pytest.approx(0.999, abs=1e-4)


def test_noise_prediction_is_refused() -> None:
    with pytest.raises(ValueError, match="velocity"):
        Consistency({"prediction_type": "epsilon"}, torch.device("cpu"))


def test_merged_net_answers_as_the_adapted_one_and_its_file_comes_back(tmp_path) -> None:
    torch.manual_seed(0)
    adapted, plain = new_unet().eval(), new_unet().eval()
    plain.load_state_dict(adapted.state_dict())
    factors = add_lora(adapted, 2)
    assert len(factors) == 2 * len(adapted_layers(adapted)) == 186
    merged = Merged(plain, adapted)
    with torch.no_grad():
        for i, factor in enumerate(factors):
            factor.copy_((0.1 * _random(i, *factor.shape)).half().float())
    merged.take(list(factors))
    inputs = (_random(1, 1, 16, 8, 8), torch.tensor([500]), _random(2, 1, 40, 192))
    with torch.no_grad():
        a, b = (net(*inputs).sample for net in (adapted, plain))
    torch.testing.assert_close(a, b, atol=1e-3, rtol=1e-3)

    file = save_lora(adapted, list(factors), tmp_path)
    assert all(value.dtype == torch.float16 for value in load_file(file).values())
    other: UNet2DConditionModel = new_unet()
    fresh = add_lora(other, 2)
    load_lora(other, fresh, file)
    assert all(torch.equal(a, b) for a, b in zip(factors, fresh, strict=True))
    with pytest.raises(ValueError, match="--rank 2"):
        load_lora(other, add_lora(new_unet(), 4), file)

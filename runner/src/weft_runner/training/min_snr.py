"""Min-SNR weighting of the loss (Hang et al., arXiv 2303.09556)."""

from __future__ import annotations

from diffusers import DDPMScheduler


def min_snr_weight(schedule: DDPMScheduler, timestep: int, gamma: float) -> float:
    """The weight of a sample's loss at a timestep, as diffusers' `train_text_to_image` has it."""
    share = float(schedule.alphas_cumprod[timestep])
    snr = share / (1 - share)
    match schedule.config.prediction_type:
        case "v_prediction":
            return min(snr, gamma) / (snr + 1)
        case "sample":
            return min(snr, gamma)
        case _:
            return min(snr, gamma) / snr

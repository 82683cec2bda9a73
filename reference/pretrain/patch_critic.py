"""An optional adversarial term for the autoencoder: a critic that tells real patches from rebuilt
ones (isola et al., arXiv 1611.07004), with the hinge loss and the weight that VQGAN takes from
the gradients' sizes (arXiv 2012.09841)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class PatchCritic(nn.Module):
    """Pictures [b, 3, h, w] to a verdict for each 8 by 8 patch, [b, 1, h/8, w/8]."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, width, 4, 2, 1), nn.LeakyReLU(0.2)]
        for _ in range(2):
            layers += [
                nn.Conv2d(width, 2 * width, 4, 2, 1),
                nn.GroupNorm(8, 2 * width),
                nn.LeakyReLU(0.2),
            ]
            width *= 2
        self.layers = nn.Sequential(*layers, nn.Conv2d(width, 1, 3, 1, 1))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.layers(images)


def critic_loss(critic: nn.Module, real: torch.Tensor, rebuilt: torch.Tensor) -> torch.Tensor:
    """Hinge loss that teaches the critic."""
    return F.relu(1 - critic(real)).mean() + F.relu(1 + critic(rebuilt.detach())).mean()


def adversarial_loss(
    critic: nn.Module, rebuilt: torch.Tensor, others: torch.Tensor, last: torch.Tensor
) -> torch.Tensor:
    """What pleases the critic, as strong at the decoder's last layer `last` as the other terms."""
    pleasing = -critic(rebuilt).mean()
    strength = torch.autograd.grad(others, last, retain_graph=True)[0].norm()
    own = torch.autograd.grad(pleasing, last, retain_graph=True)[0].norm()
    return pleasing * (strength / (own + 1e-4)).clamp(0, 1e3).detach()

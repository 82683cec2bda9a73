"""Weft's training runs on PyTorch: from a bundle's folder to adapters, with the studio's own numbers."""

__version__ = "0.1.0"

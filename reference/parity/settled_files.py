"""Adapter files made the same at every writing: sets and tables in one order, no paths of this machine."""

from __future__ import annotations

import json
from pathlib import Path

LORA_SETTINGS = "lora_adapter_metadata"


def _settled(settings: dict) -> dict:
    """PEFT's settings with their sets sorted; names may stand after that of a net."""
    changed = dict(settings)
    for name, value in settings.items():
        setting = name.rpartition(".")[2]
        if setting == "target_modules":
            changed[name] = sorted(value)
        if setting == "base_model_name_or_path":
            changed[name] = "starter"
    return changed


def settle_header(file: Path) -> None:
    """Rewrites a safetensors file's header; the tensors stay as they are."""
    content = file.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    metadata = header["__metadata__"]
    if LORA_SETTINGS in metadata:
        settings = _settled(json.loads(metadata[LORA_SETTINGS]))
        metadata[LORA_SETTINGS] = json.dumps(settings, indent=2, sort_keys=True)
    header["__metadata__"] = dict(sorted(metadata.items()))
    written = json.dumps(header, separators=(",", ":")).encode()
    written += b" " * (-len(written) % 8)
    file.write_bytes(len(written).to_bytes(8, "little") + written + content[8 + length :])
    file.chmod(0o644)


def settle_config(file: Path) -> None:
    """The same for PEFT's `adapter_config.json`."""
    settings = _settled(json.loads(file.read_text()))
    file.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")

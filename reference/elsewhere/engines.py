"""The files of a bundle for other engines, read by these engines' own parsers."""

from __future__ import annotations

import argparse
import ast
import contextlib
import inspect
import io
import logging
import os
import sys
import textwrap
import warnings
from pathlib import Path

from commands import calls_of, launched
from imitated import imitate_all_but

#: The folders of the scripts, below diffusers' examples.
SCRIPTS = {
    "train_dreambooth_lora.py": "dreambooth",
    "train_dreambooth_lora_sd15_advanced.py": "advanced_diffusion_training",
    "textual_inversion.py": "textual_inversion",
}


def diffusers(bundle: Path, engines: Path) -> dict:
    """What the script's `parse_args` makes of the command in run.sh."""
    calls = calls_of(["bash", "diffusers/run.sh"], bundle)
    # What is started is what is fetched, of the commit that is said.
    fetched = next(call[-1] for call in calls if call[0] == "curl")
    script = fetched.rpartition("/")[2]
    arguments = launched(calls, script)
    source = (engines / "diffusers" / "examples" / SCRIPTS[script] / script).read_text()
    parse = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "parse_args"
    )
    # The function alone, as the module around it opens PyTorch first.
    imitate_all_but()
    from torchvision import transforms

    names = {
        "argparse": argparse,
        "os": os,
        "warnings": warnings,
        "transforms": transforms,
        "logger": logging.getLogger(script),
    }
    exec(compile(ast.Module([parse], []), script, "exec"), names)
    # The textual inversion's has no argument and reads the command line.
    sys.argv = [script, *arguments]
    return {"script": script, "fetched": fetched, "arguments": vars(names["parse_args"]())}


def kohya(bundle: Path, engines: Path) -> dict:
    """What `train_network.py` makes of its two TOML files, the dataset's by its `ConfigSanitizer`."""
    folder = engines / "sd-scripts"
    arguments = launched(
        calls_of(["bash", "kohya/run.sh"], bundle, SD_SCRIPTS=str(folder)), "train_network.py"
    )
    imitate_all_but("voluptuous", "toml", "library", "networks", "train_network")
    sys.path.insert(0, str(folder))
    import train_network
    from library import config_util, train_util

    os.chdir(bundle / "kohya")
    parser = train_network.setup_parser()
    sys.argv = ["train_network.py", *arguments]
    known = {action.dest: action for action in parser._actions}
    parsed = train_util.read_config_from_file(parser.parse_args(), parser)
    unknown = sorted(set(vars(parsed)) - set(known))
    # A name out of the file is taken as it is: argparse looks at the command line alone.
    misfits = [name for name, value in vars(parsed).items() if not _fits(known.get(name), value)]
    dataset = config_util.load_user_config(parsed.dataset_config)
    sanitized = config_util.ConfigSanitizer(True, True, False, True).sanitize_user_config(dataset)
    read = {name: value for name, value in vars(parsed).items() if value != known[name].default}
    read["dataset_config"] = str(parsed.dataset_config)
    return {"arguments": read, "unknown": unknown, "misfits": misfits, "dataset": sanitized}


def _fits(action: argparse.Action | None, value: object) -> bool:
    if action is None or value is None or value == action.default:
        return True
    values = value if isinstance(value, list) else [value]
    if action.choices is not None and not all(each in action.choices for each in values):
        return False
    if action.nargs == 0:
        return isinstance(value, bool)
    if action.type in (int, float):
        kinds = (int,) if action.type is int else (int, float)
        return all(isinstance(each, kinds) and not isinstance(each, bool) for each in values)
    return True


def toolkit(bundle: Path, engines: Path) -> dict:
    """What ai-toolkit's config classes make of the job, and the keys that they don't ask for."""
    calls = calls_of(["bash", "ai-toolkit/run.sh"], bundle, AI_TOOLKIT=str(engines / "ai-toolkit"))
    job = launched(calls, "run.py")
    import yaml

    sys.modules["oyaml"] = yaml
    imitate_all_but("yaml", "toolkit")
    sys.path.insert(0, str(engines / "ai-toolkit"))
    os.chdir(bundle / "ai-toolkit")
    with contextlib.redirect_stdout(io.StringIO()):
        from toolkit import config_modules
        from toolkit.config import get_config

        config = get_config(*job)
        (process,) = config["config"]["process"]
        parts = {
            "network": config_modules.NetworkConfig,
            "train": config_modules.TrainConfig,
            "model": config_modules.ModelConfig,
            "save": config_modules.SaveConfig,
            "sample": config_modules.SampleConfig,
        }
        read = {part: _read(kind, process[part]) for part, kind in parts.items()}
        read["datasets"] = [
            _read(config_modules.DatasetConfig, each) for each in process["datasets"]
        ]
    return {"name": config["config"]["name"], **read}


def _read(kind: type, told: dict) -> dict:
    """What a config class has of what it was told, by the names of the file."""
    config = kind(**told)
    return {key: _plain(getattr(config, key)) if hasattr(config, key) else None for key in told} | {
        "unknown": sorted(set(told) - _keys_of(kind))
    }


def _keys_of(kind: type) -> set[str]:
    """The keys that a config class asks its arguments for, as its source says."""
    keys: set[str] = set()
    for owner in kind.__mro__[:-1]:
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(owner)))):
            asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if (
                asks
                and node.func.attr in ("get", "pop")
                and ast.unparse(node.func.value) == "kwargs"
            ):
                if isinstance(node.args[0], ast.Constant):
                    keys.add(node.args[0].value)
            if isinstance(node, ast.arg):
                keys.add(node.arg)
    return keys


def _plain(value: object) -> object:
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return _plain(vars(value)) if hasattr(value, "__dict__") else str(value)

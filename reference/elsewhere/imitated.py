"""Stands for the packages that an engine imports before its parser can be asked: neither PyTorch nor a GPU reads a file of settings."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable


class _Kind(type):
    """A class of which everything is such a class: to be called, derived from, or named in an annotation."""

    def __getattr__(cls, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything

    def __call__(cls, *args, **kwargs):
        return Anything if cls is Anything else super().__call__(*args, **kwargs)

    def __getitem__(cls, key):
        return Anything

    def __iter__(cls):
        return iter(())

    def __or__(cls, other):
        return Anything

    __ror__ = __or__

    def __bool__(cls) -> bool:
        return False

    def _never(cls, other) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never


class Anything(metaclass=_Kind):
    """Whatever an imitated module is asked for."""


class _Module(types.ModuleType):
    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything


class _Imitating(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, real: Iterable[str]) -> None:
        self.real = {*real, *sys.stdlib_module_names}

    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in self.real:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = _Module(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module) -> None:
        pass


def imitate_all_but(*real: str) -> None:
    """From here on every import is an imitation, but for the standard library and these packages."""
    sys.meta_path.insert(0, _Imitating(real))

"""What goes wrong, as a sentence on what happened and one on what to do next."""

from __future__ import annotations


class RunnerError(Exception):
    """An error that a person can act on. `code` is for programs; message and advice are sentences."""

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(f"{message} {advice}")
        self.code = code
        self.message = message
        self.advice = advice

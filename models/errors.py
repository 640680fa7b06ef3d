"""Everything that can go wrong with a model.

ModelProblem
├── UnknownModel         the catalogue has no such name
├── ModelMissing         known, but not installed
├── ModelDamaged         installed, but not what the catalogue pins
├── DependencyMissing    a Python package cannot be imported
├── DownloadFailed       `pull` could not fetch or verify
├── TooLarge             the machine's memory cannot hold it
├── ContextOverflow      the prompt is longer than the model's context
└── EngineFailed         the engine stopped or refused

Each carries one sentence for a person and, where there is one, the next step (usually a command).
"""

from __future__ import annotations

from typing import Self


class ModelProblem(Exception):
    """Base of all: `str()` is one sentence, `next_step` says what to do about it (or is empty)."""

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.next_step = next_step


class UnknownModel(ModelProblem):
    """The catalogue has no such name."""


class ModelMissing(ModelProblem):
    """The model is known but not installed."""


class ModelDamaged(ModelProblem):
    """The installed files are not what the catalogue pins."""


class DependencyMissing(ModelProblem):
    """A Python package that this needs cannot be imported."""


class DownloadFailed(ModelProblem):
    """Fetching or verifying a model failed; nothing half-fetched is used."""


class TooLarge(ModelProblem):
    """The machine's memory cannot hold the model."""


class ContextOverflow(ModelProblem):
    """The prompt is longer than the model's context."""

    @classmethod
    def of(cls, needed: int, context: int) -> Self:
        """Say that a prompt of `needed` tokens does not fit a model that holds `context`."""
        return cls(
            f"The text has {needed:,} tokens, and the model's context holds {context:,}.",
            "Take a smaller part of it, or a model with a larger context.",
        )


class EngineFailed(ModelProblem):
    """The engine stopped or refused."""

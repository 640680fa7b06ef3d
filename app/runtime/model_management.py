"""The models that a home uses: which they are, which setting names each, and what becomes of one that is removed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.home.model_table import ModelTable
    from app.runtime.runtime import Runtime
    from models.catalogue.catalogue import ModelEntry

SETTING = {"llm": "model", "embedder": "embedder", "reranker": "reranker"}
"""The setting that holds the name of the model in use, by role."""


def look_at(runtime: Runtime) -> ModelTable:
    """Look at the catalogue, the model folder and the machine."""
    from app.home.model_table import read_table

    return read_table(runtime.home.models, names_in_use(runtime))


def names_in_use(runtime: Runtime) -> set[str]:
    """Return the names of the models that this home uses."""
    from models.errors import UnknownModel

    in_use = {runtime.settings.embedder_name, runtime.settings.reranker}
    with contextlib.suppress(UnknownModel):  # the setting may name a model that was removed
        in_use.add(runtime.model_entry().name)
    return in_use


def remove_model(runtime: Runtime, entry: ModelEntry) -> bool:
    """Delete an installed model, and have no process of this home go on with it; tell whether it was in use.

    A reranker is taken out of the settings. Raises ModelMissing, ModelProblem.
    """
    from models.catalogue.installation import remove

    used = entry.name in names_in_use(runtime)
    remove(entry, runtime.home.models)
    if used:
        end_warm_process(runtime)
    if used and entry.role == "reranker":
        runtime.change_settings(reranker="")
    return used


def end_warm_process(runtime: Runtime) -> None:
    """End this home's warm process, which may hold a model that is gone or failed; the next command starts another."""
    from app.service_client.client import find

    client = find(runtime.home)
    if client is not None:
        client.stop()

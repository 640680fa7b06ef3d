"""The settings of one home as the terminal app changes them; fits app.tui.services.SettingsService."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.home.config import Settings
    from app.runtime.runtime import Runtime
    from app.tui.services import ModelOption
    from index.types.listings import OwnerGuess, PersonInfo, SameName

_UNDO = "homebody people undo"


class HomePreferences:
    """Reads and changes the settings file that the commands read."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    @property
    def warm(self) -> bool:
        """Return whether the warm process answers."""
        return self._runtime.use_service and bool(self._runtime.settings.service_minutes)

    @property
    def path(self) -> str:
        """Return where they are kept."""
        return str(self._runtime.home.settings)

    def read(self) -> Settings:
        """Return them as they are in the file now. Raises SettingsProblem."""
        from app.home.config import load_settings

        return load_settings(self._runtime.home.settings)

    def change(self, name: str, typed: str) -> Settings:
        """Change one to what was typed. Raises SettingsProblem; UnknownModel or ModelMissing where none would fit."""
        from app.home.config import NO_RERANKER, read_setting

        value = read_setting(name, typed)
        if name in ("engine", "reranker") and value and value != NO_RERANKER:
            self._ensure_model(name, str(value))
        self._runtime.change_settings(**{name: value})
        return self._runtime.settings

    def _ensure_model(self, name: str, value: str) -> None:
        """See that the change leaves a model that is there: what cannot run is not to be found out by a question."""
        from models.catalogue.installation import is_installed, lookup
        from models.errors import ModelMissing
        from models.machine.choice import choose

        models = self._runtime.home.models
        entry = choose(self.read().model, value, models) if name == "engine" else lookup(value, models)
        if not is_installed(entry, models):
            raise ModelMissing(f"{entry.name} is not installed.", f"`homebody models pull {entry.name}` fetches it.")

    def rerankers(self) -> Sequence[ModelOption]:
        """Return the models that can put hits in order: the catalogue's, and those that the owner took in."""
        from app.tui.services import ModelOption
        from models.catalogue.catalogue import load_catalogue
        from models.catalogue.installation import installed

        present = {entry.name for entry in installed(self._runtime.home.models) if entry.role == "reranker"}
        known = [entry.name for entry in load_catalogue() if entry.role == "reranker"]
        return [ModelOption(name, name in present) for name in dict.fromkeys((*known, *sorted(present)))]

    def people(self) -> Sequence[PersonInfo]:
        """Return those who wrote, most first; nobody when nothing was added yet."""
        from index.errors import StoreMissing

        try:
            return self._runtime.index().people()
        except StoreMissing:
            return ()

    def be_me(self, person: int, others: Sequence[int] = ()) -> str:
        """Make a person the owner; return the command that takes it back, as `homebody people me` tells it."""
        self._runtime.index().be_me(person, others)
        return _UNDO

    def who_is_who(self) -> tuple[Sequence[OwnerGuess], Sequence[SameName]]:
        """Return who may be the owner where that is open, and the full names that may be one person each."""
        index = self._runtime.index()
        gaps = index.owner_gaps()
        guesses = index.owner_guesses(gaps.sources) if gaps.nowhere or gaps.sources else []
        return guesses, [same for same in index.same_names() if not same.doubt]

    def merge_all(self, groups: Sequence[Sequence[int]]) -> str:
        """Make one person of each group; return the command that takes it back."""
        self._runtime.index().merge_all(groups)
        return _UNDO

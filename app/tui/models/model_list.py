"""A list in which a click on another entry only goes there: what Enter does, a second click does."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class ModelList(OptionList):
    """Entries that may be looked at with the mouse without anything being done to them."""

    def on_click(self, event: events.Click) -> None:
        """Highlight the entry under the mouse; the base does what is left where it was highlighted already."""
        place = event.style.meta.get("option")
        if place is not None and place != self.highlighted:
            event.prevent_default()
            if not self.get_option_at_index(place).disabled:
                self.highlighted = place

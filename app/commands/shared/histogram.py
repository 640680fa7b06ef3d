"""Numbers of months, people or chats as bars."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from app.text.sanitize import clean_line
from index.types.search import TallyGroup

# By hand: a screen of them.
MOST = 24
"""So many people or chats are drawn; all months are."""
_WIDEST = 100


def lines(groups: Sequence[TallyGroup], columns: int, nameless: str) -> list[str]:
    """Return a line for each group: its name, its number, a bar. `nameless` stands for what has no name."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=max(12, columns // 3))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, no_wrap=True)
    most = max((group.count for group in groups), default=0)
    for group in groups:
        name = Text(clean_line(group.name) if group.name else nameless)
        table.add_row(name, Text(f"{group.count:,}"), Bar(most, 0, group.count))
    drawn = StringIO()
    console = Console(
        file=drawn, width=min(columns, _WIDEST), color_system=None, force_terminal=False, legacy_windows=False
    )
    console.print(table)
    return [line.rstrip() for line in drawn.getvalue().splitlines()]

"""All keys and commands in one table: the help screen shows it, docs/keys.md is held to it."""

from __future__ import annotations

from app.tui.requests import COMMANDS

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Ask and search",
        (
            ("any letter", "goes to the box at the bottom; results appear while you type"),
            ("Enter", "asks what the box says, or opens the chosen result"),
            ("Esc", "stops what runs; else goes back one step, ends at the box"),
            ("↑ ↓", "in the box: what was asked before, and on to the results"),
            ("Tab", "takes the grey completion, else goes to the next pane"),
        ),
    ),
    (
        "Evidence",
        (
            ("1 … 9", "opens the message behind that citation, where the box has no cursor"),
            ("click", "on a citation or on an entry opens it too"),
            ("← →", "in an opened message: the one before and after in the list"),
            ("+", "in an opened message: more of its neighbours"),
            ("F2", "switches between answer and evidence"),
            ("F3", "details: how it was read, what was dropped and why, what an error was"),
        ),
    ),
    (
        "Do",
        (
            ("Ctrl+S", "summarizes the newest messages"),
            ("Ctrl+O", "adds a chat export, a file or a folder"),
            ("Ctrl+L", "clears the conversation"),
            ("Ctrl+P", "every action by name, themes too"),
            ("F1 or ?", "this page"),
            ("Ctrl+Q", "leaves"),
        ),
    ),
    (
        "Commands in the box",
        tuple((line.split(":", 1)[0], line.split(":", 1)[1].strip()) for line in COMMANDS.values()),
    ),
)
"""Sections of (keys, what they do)."""

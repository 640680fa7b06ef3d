"""homebody's own themes, one accent each. Textual's are there too."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DEFAULT = "hearth"
FAINT = "#8b8f98"
"""For themes that are not ours: readable on dark and on light."""

SAID = {
    "hearth": "dark",
    "daylight": "light",
    "high-contrast": "white on black",
    "terminal": "the terminal's own colours",
}
"""What each of ours is, in a word."""

_ANSI = BUILTIN_THEMES["ansi-dark"]

THEMES = (
    Theme(
        name="hearth",
        primary="#e5a361",
        secondary="#8fa7bd",
        accent="#e5a361",
        foreground="#d8dbe2",
        background="#15171c",
        surface="#15171c",
        panel="#1e2128",
        success="#86b58a",
        warning="#dcb566",
        error="#e5757d",
        dark=True,
        variables={
            "faint": "#8d94a3",
            "border": "#e5a361",
            "border-blurred": "#363b46",
            "footer-background": "#1e2128",
            "footer-key-foreground": "#e5a361",
            "block-cursor-background": "#2c3039",
            "block-cursor-foreground": "#f2f3f5",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#1e2128",
            "block-cursor-blurred-foreground": "#d8dbe2",
            "input-selection-background": "#e5a361 35%",
        },
    ),
    Theme(
        name="daylight",
        primary="#a4520a",
        secondary="#49647c",
        accent="#a4520a",
        foreground="#2b2823",
        background="#fbf9f5",
        surface="#fbf9f5",
        panel="#efeae0",
        success="#3c7a44",
        warning="#8a6200",
        error="#b3303a",
        dark=False,
        variables={
            "faint": "#756d5f",
            "border": "#a4520a",
            "border-blurred": "#cfc6b6",
            "footer-background": "#efeae0",
            "footer-key-foreground": "#a4520a",
            "block-cursor-background": "#e9dfcd",
            "block-cursor-foreground": "#1d1a16",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#f3eee4",
            "block-cursor-blurred-foreground": "#2b2823",
        },
    ),
    Theme(
        name="high-contrast",
        primary="#ffd700",
        secondary="#00e5ff",
        accent="#ffd700",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        success="#5cff5c",
        warning="#ffd700",
        error="#ff6e6e",
        dark=True,
        text_alpha=1.0,
        variables={
            "faint": "#e0e0e0",
            "border": "#ffd700",
            "border-blurred": "#ffffff",
            "text-muted": "#e0e0e0",
            "block-cursor-background": "#ffd700",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#333333",
            "block-cursor-blurred-foreground": "#ffffff",
        },
    ),
    Theme(
        name="terminal",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_blue",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        variables={
            **_ANSI.variables,
            "faint": "ansi_bright_black",
            "border": "ansi_blue",
            "border-blurred": "ansi_bright_black",
            "footer-key-foreground": "ansi_blue",
        },
    ),
)

"""All keys and commands in one table: the help screen shows it, docs/keys.md is held to it."""

from __future__ import annotations

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Ask and search",
        (
            ("any letter", "goes to the box; results appear as you type"),
            ("Enter", "asks what the box says; in a list, opens the entry"),
            ("from:maya", "in the box: an operator, as `homebody search --help` lists them; for questions too"),
            ("Esc", "stops what runs; else goes back one step"),
            ("↑ ↓", "in the box: what was asked before; on to the results"),
            ("Tab", "takes the grey completion; else the next pane"),
            ("Ctrl+F", "filters by person, chat, time, source or kind, for searches and questions"),
            ("Backspace", "in the empty box: to the filters; on one, removes it; a click does too"),
            ("?", "in the results: why the highlighted one stands where it does"),
        ),
    ),
    (
        "Evidence",
        (
            ("1 … 9", "opens the message behind that number, outside the box; or says who you mean"),
            ("click", "on a number or an entry opens it too"),
            ("← →", "in an opened message: the one before, the one after"),
            ("+", "in an opened message: more neighbours"),
            ("c", "in an opened message or a chat: copies its text; Ctrl+Y copies the answer"),
            ("o", "opens the file in its own program; shows the links of a message in full, to be copied"),
            ("F2", "switches between answer and evidence"),
            ("F3", "how it was read, what was dropped and why, errors"),
        ),
    ),
    (
        "Read a chat",
        (
            ("Enter", "on a chat in the list opens it; r in an opened message reads on there"),
            ("↑ ↓ PgUp PgDn", "scroll, from the first message to the last"),
            ("Home End", "where the chat begins, where it ends"),
            ("g", "goes to a day: yesterday, last March, 2026-03-14"),
            ("/", "finds words in the chat; n and N go to older and newer hits"),
            ("click", "on a quoted message goes to it"),
            ("Ctrl+S", "summarizes this chat; in the list, the highlighted one"),
        ),
    ),
    (
        "Choose what to add",
        (
            ("Ctrl+O", "chooses files and folders; so does /add by itself"),
            ("Enter", "adds what is marked, else what is highlighted; a folder when pressed twice"),
            ("Space", "marks an entry; several can be marked, in several folders"),
            ("→ ←", "opens a folder; goes back up"),
            (".", "shows what is hidden"),
            ("any letter", "begins a path in the box; Tab completes it; a dropped file is added"),
            ("a", "marks all, in the list of exports that were found"),
        ),
    ),
    (
        "Sources",
        (
            ("F5", "what was added: records, problems, when it was read"),
            ("a", "chooses files and folders to add"),
            ("p  Esc", "pauses the reading, or resumes it; stops it (what was read is kept)"),
            ("q", "leaves while the reading goes on"),
            ("s S", "syncs the chosen one, all: takes in what changed"),
            ("d", "removes the chosen one from the index, after asking"),
        ),
    ),
    (
        "Models",
        (
            ("F7", "installed and offered, and what this machine runs well"),
            ("p or Enter", "pulls the chosen one, after asking; Esc cancels, and the next pull continues from there"),
            ("u", "uses it from now on; v verifies its files; d removes it, after asking"),
            ("q", "goes back while a pull goes on"),
        ),
    ),
    (
        "Do",
        (
            ("Ctrl+S", "summarizes the newest messages"),
            ("F4", "catches up: what is new in each chat since last time"),
            ("F6", "earlier conversations: resume, export, delete"),
            ("Ctrl+O", "adds a chat export, a file or a folder"),
            ("F8", "pauses what is being added, or resumes it; so does p outside the box"),
            ("F9", "settings: theme, time zone, who you are, idle work, engine"),
            ("F12", "locks an encrypted index at once, here and for all others"),
            ("Ctrl+L", "clears the conversation"),
            ("Ctrl+P", "every action by name, and the themes"),
            ("F1 or ?", "this page"),
            ("Ctrl+Q", "leaves"),
        ),
    ),
    (
        "Catch up and conversations",
        (
            ("Enter", "summarizes what is new in the chat; goes on with the conversation"),
            ("a", "summarizes what is new in every chat"),
            ("m  M", "marks the chat, or all, as caught up without a summary"),
            ("u", "takes the last mark back"),
            ("r", "gives the conversation a name; an empty one is its first question"),
            ("e", "exports the conversation as Markdown into a new file"),
            ("d", "deletes the conversation; y confirms"),
        ),
    ),
    (
        "Settings",
        (
            ("Enter", "lists the choices; a name, a city or minutes can be typed, Tab completes"),
            ("← →", "steps through the choices"),
            ("del", "goes back to the default"),
        ),
    ),
    (
        "A locked index",
        (
            ("Enter", "tries the passphrase, which is nowhere shown; one that is wrong can be typed anew"),
            ("Esc", "leaves"),
        ),
    ),
    (
        "Commands",
        (
            ("/summarize 15", "reads the newest 15 messages, all of them"),
            ("/summarize new", "reads what came in since you last asked for that"),
            ("… in CHAT", "the newest of one chat"),
            ("/add PATH", "takes in a chat export, a file or a folder"),
            ("/help  /quit", "this page; leaves"),
        ),
    ),
)
"""Sections of (keys, what they do)."""


def as_markdown() -> str:
    """Return the table as docs/keys.md holds it."""
    lines = [
        "# Keys and commands of the terminal app",
        "",
        "`homebody` without a command opens it. F1 shows this page inside; the mouse works everywhere.",
    ]
    for title, rows in SECTIONS:
        lines += ["", f"## {title}", "", "| type | what it does |", "|---|---|"]
        lines += [f"| {key} | {what} |" for key, what in rows]
    return "\n".join(lines) + "\n"

"""What the conversations screen reads and changes. Runs in threads; knows no widget."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.text.sanitize import clean, clean_line
from app.tui.base.messages import Outcome
from app.tui.base.problem_report import Trouble, trouble_of
from app.tui.conversations import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.tui.services import ConversationStore, Services
    from index.types.listings import KeptTurn


def read_conversations(services: Services) -> messages.ConversationsRead:
    """List the kept conversations."""
    return _listed(services)


def forget(services: Services, conversation: str) -> messages.ConversationsRead:
    """Forget a conversation and list the others."""
    return _listed(services, lambda conversations: conversations.forget(conversation))


def rename(services: Services, conversation: str, title: str) -> messages.ConversationsRead:
    """Give a conversation a title and list them."""
    return _listed(services, lambda conversations: conversations.rename(conversation, title))


def _listed(
    services: Services, change: Callable[[ConversationStore], object] | None = None
) -> messages.ConversationsRead:
    try:
        conversations = services.conversations()
        if conversations is None:
            return messages.ConversationsRead(())
        if change is not None:
            change(conversations)
        return messages.ConversationsRead(conversations.all())
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.ConversationsRead((), trouble_of(error))


def turns(services: Services, conversation: str) -> messages.Resumed:
    """Fetch what was asked and answered in a conversation, to be shown again."""
    try:
        conversations = services.conversations()
        if conversations is None:
            return messages.Resumed(conversation, ())
        return messages.Resumed(
            conversation,
            tuple(
                (turn.question, _outcome(conversations, conversation, turn))
                for turn in conversations.turns(conversation)
            ),
        )
    except Exception as error:  # noqa: BLE001  as above
        return messages.Resumed(conversation, (), trouble_of(error))


def _outcome(conversations: ConversationStore, conversation: str, turn: KeptTurn) -> Outcome:
    from app.assistant.events import Sentence

    cited = list(dict.fromkeys(cite for line in turn.lines for cite in line.cites))
    hits = tuple(conversations.evidence(cited))
    places = {hit.id: place for place, hit in enumerate(hits, 1)}
    sentences = tuple(
        Sentence(line.text, tuple(places[cite] for cite in line.cites if cite in places)) for line in turn.lines
    )
    note = "" if sentences else "Nothing was answered, or what it rested on has changed since."
    return Outcome(sentences, (), hits, note=note, conversation=conversation)


def export(services: Services, conversation: str, typed: str) -> messages.ConversationExported:
    """Write a conversation as Markdown into a new file, for its owner alone."""
    path = Path(typed).expanduser()
    try:
        conversations = services.conversations()
        titles = {} if conversations is None else {one.id: one.title for one in conversations.all()}
        text = markdown(
            () if conversations is None else conversations.turns(conversation), titles.get(conversation, "")
        )
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return messages.ConversationExported(typed, Trouble(f"{typed} already exists.", "Choose another name."))
    except Exception as error:  # noqa: BLE001  as above
        return messages.ConversationExported(typed, trouble_of(error))
    return messages.ConversationExported(str(path))


def markdown(turns: Sequence[KeptTurn], title: str = "") -> str:
    """Return a conversation as Markdown: questions as headings, answers with the ids of what they rest on."""
    blocks = [f"# {_escaped(clean_line(title)) or 'Conversation with homebody'}"]
    for turn in turns:
        blocks.append(f"## {_escaped(clean_line(turn.question))}")
        for line in turn.lines:
            cites = " ".join(f"`{cite}`" for cite in line.cites)
            blocks.append(f"{_escaped(clean(line.text).strip())} {cites}".strip())
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    """Return text whose signs Markdown leaves as they are."""
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return text

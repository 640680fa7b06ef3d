"""What is said to small talk: it looks for nothing, and quotes nothing."""

from __future__ import annotations

from datetime import datetime

from app.assistant.text.small_talk import SmallTalk

_REPLIES: dict[SmallTalk, str] = {
    "greeting": "Hello. Ask about anything in your messages, mails and files.",
    "thanks": "You're welcome.",
    "parting": "Goodbye.",
    "self": "homebody finds, counts and sums up what is in your messages, mails and files, and cites where it stands.",
}


def reply(said: SmallTalk, now: datetime) -> str:
    """Return what is said to small talk."""
    if said == "day":
        return f"Today is {now:%A} {now.day} {now:%B %Y}."
    if said == "clock":
        return f"It is {now:%H:%M}."
    return _REPLIES[said]

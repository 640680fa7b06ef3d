"""Exports of chats, made for tests."""

from __future__ import annotations

import json
from typing import Any


def telegram(*messages: tuple[int, str, dict[str, Any]]) -> str:
    """Return Telegram's export of a chat with Lea: a number, a text and further fields a message, one a minute."""
    return json.dumps(
        {
            "name": "Lea",
            "type": "personal_chat",
            "id": 5,
            "messages": [
                {
                    "id": number,
                    "type": "message",
                    "date": f"2024-03-01T10:{number:02}:00",
                    "date_unixtime": str(1_709_287_200 + 60 * number),
                    "from": "Lea",
                    "from_id": "user1",
                    "text": text,
                    **more,
                }
                for number, text, more in messages
            ],
        }
    )

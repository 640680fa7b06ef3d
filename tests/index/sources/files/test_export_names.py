"""Files and folders told by their names alone."""

from __future__ import annotations

import pytest

from index.sources.detect import SOURCES
from index.sources.files.export_names import by_name

FILES = {
    "WhatsApp Chat with Maya.txt": ("WhatsApp chat", "whatsapp"),
    "WhatsApp Chat - Cabin crew.zip": ("WhatsApp chat", "whatsapp"),
    "WhatsApp-Chat mit Jörg.zip": ("WhatsApp chat", "whatsapp"),
    "Chat de WhatsApp con Mamá.txt": ("WhatsApp chat", "whatsapp"),
    "Conversa do WhatsApp com João (1).txt": ("WhatsApp chat", "whatsapp"),
    "Чат WhatsApp с Олей.txt": ("WhatsApp chat", "whatsapp"),
    "_chat.txt": ("WhatsApp chat", "whatsapp"),
    "result.json": ("Telegram export", "telegram"),
    "result (2).json": ("Telegram export", "telegram"),
    "main.jsonl": ("Signal export", "signal"),
    "chat.db": ("iMessage database", "imessage"),
    "3d0d7e5fb2ce288813306e4d4636395e047a3d28": ("iMessage database", "imessage"),
    "sms-20240131120000.xml": ("SMS backup", "sms"),
    "calls-20240131120000.xml": ("SMS backup", "sms"),
    "messages-2024-01-31.zip": ("SMS backup", "sms"),
    "Acme Slack export Jan 1 2024 - Mar 2 2024.zip": ("Slack export", "slack"),
    "package.zip": ("Discord data package", "discord"),
    "package (1).zip": ("Discord data package", "discord"),
    "Guild - Text Channels - general [123456789012345678].json": ("Discord chat", "discord"),
    "instagram-maya-2024-02-01-AbCdEf.zip": ("Messenger or Instagram export", "messenger"),
    "facebook-maya-2024-02-01-AbCdEf.zip": ("Messenger or Instagram export", "messenger"),
    "takeout-20240131T120000Z-001.zip": ("Google Takeout", "google-chat"),
    "takeout-20240131T120000Z-002.tgz": ("Google Takeout", "google-voice"),
    "takeout-20240131T120000Z-3-003.zip": ("Google Takeout", "keep"),
    "8_live_maya_export.tar": ("Skype or Teams export", "skype"),
    "8_maya_export (1).tar": ("Skype or Teams export", "teams"),
    "matrix - Cabin crew - Chat Export - 2024-01-31T12-00-00.000Z.json": ("Matrix room", "matrix"),
    "[LINE]さくら.txt": ("LINE chat", "line"),
    "KakaoTalk_20240131_1200_00_000_group.txt": ("KakaoTalk chat", "kakaotalk"),
    "irc.libera.#homebody.weechatlog": ("IRC logs", "irc"),
    "All mail Including Spam and Trash.mbox": ("Mail", "email"),
    "Invoice.EML": ("Mail", "email"),
    "maya@example.org.ics": ("Calendar", "calendar"),
    "contacts.vcf": ("Contacts", "contacts"),
}
"""Names as the apps give them, with what each is like and a kind that may be in it."""

FOLDERS = {
    "ChatExport_2024-01-31": ("Telegram export", "telegram"),
    "DataExport_2024-01-31": ("Telegram export", "telegram"),
    "WhatsApp Chat - Maya": ("WhatsApp chat", "whatsapp"),
    "Takeout": ("Google Takeout", "email"),
    "Acme Slack export Jan 1 2024 - Mar 2 2024": ("Slack export", "slack"),
    "INBOX.mbox": ("Mail", "email"),
    "irclogs": ("IRC logs", "irc"),
    "instagram-maya-2024-02-01-AbCdEf": ("Messenger or Instagram export", "messenger"),
    "signal-export": ("Signal export", "signal"),
}

DOCUMENTS = {
    "rent.pdf": "pdf", "Letter.DOCX": "docx", "sums.xlsx": "xlsx", "talk.pptx": "pptx", "letter.odt": "opendocument",
    "book.epub": "epub", "old.rtf": "rtf", "plot.ipynb": "ipynb", "1999.doc": "rare", "page.html": "html",
    "note.md": "markdown", "todo.org": "org", "main.py": "code", "table.csv": "csv", "readme.txt": "text",
}  # fmt: skip

STRANGERS = [
    "WhatsApp Image 2024-01-31 at 12.00.00.jpeg",
    "WhatsApp Unknown 2024-01-31 at 12.00.00.zip",
    "WhatsAppSetup.exe",
    "homebody.iso",
    "results.json",
    "subpackage.zip.part",
    "",
]


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_told_by_its_files_name(name: str) -> None:
    title, kind = FILES[name]
    found = by_name(name)
    assert found is not None
    assert (found.title, found.export, found.unread) == (title, True, "")
    assert kind in found.kinds


@pytest.mark.parametrize("name", FOLDERS)
def test_an_export_is_told_by_its_folders_name(name: str) -> None:
    title, kind = FOLDERS[name]
    found = by_name(name, folder=True)
    assert found is not None
    assert (found.title, found.export) == (title, True)
    assert kind in found.kinds


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_told_by_its_ending_and_is_no_export(name: str) -> None:
    found = by_name(name)
    assert found is not None
    assert (found.kinds, found.export) == ((DOCUMENTS[name],), False)


def test_every_kind_of_source_has_a_name_that_is_known() -> None:
    told = {kind for name in (*FILES, *DOCUMENTS) if (found := by_name(name)) for kind in found.kinds}
    assert told == {source.kind for source in SOURCES}


@pytest.mark.parametrize("name", STRANGERS)
def test_other_names_are_no_export(name: str) -> None:
    found = by_name(name)
    assert found is None or not found.export
    assert by_name(name, folder=True) is None


@pytest.mark.parametrize("name", ["signal-2024-01-31-12-00-00.backup", "msgstore.db.crypt15"])
def test_what_cannot_be_read_says_why(name: str) -> None:
    found = by_name(name)
    assert found is not None
    assert not found.kinds
    assert "encrypted" in found.unread

"""What WhatsApp itself writes into a chat, in the languages we know: placeholders, system lines, file names.

Each list is read off exports; an unknown language costs only the distinction, never the text.
"""

from __future__ import annotations

import re

AFTERNOON = frozenset(
    {"pm", "ip", "μμ", "م", "مساء", "下午", "午後", "오후", "μ.μ", "odp", "ch", "du", "mu", "หลังเที่ยง", "अपराह्न"}
)
HALVES = r"a\. ?m\.|p\. ?m\.|[ap]\.?m\.?|ap\.?|ip\.?|π\.?μ\.?|μ\.?μ\.?|ص|م|صباحا|مساء|上午|下午|午前|午後|오전|오후|de\.|du\.|पूर्वाह्न|अपराह्न"
"""The halves of a twelve-hour clock, before or after the time."""

TITLES = (
    "WhatsApp Chat with|WhatsApp Chat -|WhatsApp Chat mit|WhatsApp-Chat mit|Chat de WhatsApp con|Discussion WhatsApp avec|"
    "Chat WhatsApp con|Conversa do WhatsApp com|WhatsApp-chat met|WhatsApp Chat met|Czat WhatsApp z|WhatsApp-keskustelu:|"
    "WhatsApp-chatt med|WhatsApp-chat med|Chat WhatsApp dengan|WhatsApp Sohbeti -|Чат WhatsApp с контактом|Чат WhatsApp с|"
    "WhatsApp के साथ चैट|与|WhatsApp Chat"
)
"""How a chat's file is called before its name."""

EDITED = re.compile(
    r"\s*\u200e?<(?:This message was edited|Diese Nachricht wurde bearbeitet\.?|Se editó este mensaje\.?|Este mensaje fue editado\.?|"
    r"Ce message a été modifié\.?|Questo messaggio è stato modificato\.?|Mensagem editada\.?|Essa mensagem foi editada\.?|"
    r"Dit bericht is bewerkt\.?|Bu mesaj düzenlendi\.?|Данное сообщение изменено\.?|Ta wiadomość została zedytowana\.?)>\s*$",
    re.IGNORECASE,
)

DELETED = re.compile(
    r"\u200e?(?:This message was deleted|You deleted this message|This message was deleted by admin .+|"
    r"Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht|Se eliminó este mensaje|Eliminaste este mensaje|"
    r"Este mensaje fue eliminado|Ce message a été supprimé|Vous avez supprimé ce message|Questo messaggio è stato eliminato|"
    r"Hai eliminato questo messaggio|Mensagem apagada|Você apagou esta mensagem|Apagou esta mensagem|Esta mensagem foi apagada|"
    r"Dit bericht is verwijderd|U hebt dit bericht verwijderd|Je hebt dit bericht verwijderd|Bu mesaj silindi|"
    r"Bu mesajı sildiniz|Данное сообщение удалено|Вы удалили данное сообщение|Ta wiadomość została usunięta|"
    r"यह संदेश हटा दिया गया था|此消息已删除|이 메시지는 삭제되었습니다|このメッセージは削除されました)\.?",
    re.IGNORECASE,
)

_ATTACHED_WORD = "attached|Anhang|adjunto|pièce jointe|allegato|anexado|bijgevoegd|liite|bifogad|ek|вложено"
_FILE_ATTACHED = (
    "file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado|ficheiro anexado|"
    "bestand bijgevoegd|tiedosto liitetty|bifogad fil|fil bifogad|dosya ekli|файл добавлен|plik załączony|附件"
)
ATTACHED = re.compile(
    rf"\u200e?(?:<(?:{_ATTACHED_WORD}) ?: ?(?P<ios>[^<>\n]{{1,200}})>|(?P<android>[^\n<>]{{1,200}}?) \((?:{_FILE_ATTACHED})\))",
    re.IGNORECASE,
)
"""A file that came with the export: `ios` or `android` names it."""

OMITTED = re.compile(
    r"\u200e?<?(?:(?:Media|image|video|audio|sticker|GIF|document|Contact card|video note) omitted|"
    r"Medien ausgeschlossen|Medien weggelassen|(?:Bild|Video|Audio|Sticker|GIF|Dokument|Kontaktkarte) weggelassen|"
    r"Multimedia omitido|Archivo omitido|(?:imagen|Video|audio|sticker|GIF|documento) omitid[oa]|"
    r"Médias? omis|(?:image|vidéo|audio|sticker|GIF|document) absente?|Media omessi|"
    r"(?:immagine|video|audio|sticker|GIF|documento) omess[oi]|Mídia oculta|Ficheiro não revelado|"
    r"(?:imagem|vídeo|áudio|figurinha|GIF|documento) ocult[oa]|Media weggelaten|afbeelding weggelaten|"
    r"Medya dahil edilmedi|Без медиафайлов|Pominięto multimedia|Media utelämnat|Media jätettiin pois)>?",
    re.IGNORECASE,
)
"""A file that did not come with the export."""

_GROUP = re.compile(
    r"created (?:this )?group|added|joined using|changed the subject|changed this group|left$|removed|"
    r"Gruppe .*erstellt|hinzugefügt|hat die Gruppe|verlassen|creó (?:este |el )?grupo|añadió|salió|a créé (?:ce |le )?groupe|"
    r"a ajouté|a quitté|ha creato (?:il |questo )?gruppo|ha aggiunto|ha abbandonato|criou (?:o |este )?grupo|adicionou|saiu",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"end-to-end encrypted|Ende-zu-Ende-verschlüsselt|cifrad[oa]s? de extremo a extremo|chiffrés de bout en bout|"
    r"crittografat[ie] end-to-end|criptografia de ponta a ponta|security code|Sicherheitsnummer|changed (?:their|the|this|to)|"
    r"disappearing messages|missed (?:voice|video) call",
    re.IGNORECASE,
)


def is_about_a_group(line: str) -> bool:
    """Tell whether a line of the app's own speaks of a group and its members."""
    return _GROUP.search(line) is not None


def is_system(line: str) -> bool:
    """Tell whether a line is the app's own although it names an author, as newer exports write them."""
    return _SYSTEM.search(line) is not None or _GROUP.search(line) is not None

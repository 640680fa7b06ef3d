"""What WhatsApp itself writes into a chat, in the languages we know: placeholders, system lines, file names.

Each list is read off exports; an unknown language costs only the distinction, never the text.
"""

from __future__ import annotations

import re

_L = "\u200e?"

TITLES = tuple(
    re.compile(rf"{pattern}(?: ?\(\d{{1,3}}\))?(?: copy| Kopie)?", re.IGNORECASE)
    for pattern in (
        r"WhatsApp[ -]Chat (?:with|-|mit|met) (?P<name>.+?)",  # “WhatsApp Chat with Maya”, “WhatsApp Chat - Maya (2)”
        r"WhatsApp[ -]chatt? (?:med|met) (?P<name>.+?)",  # “WhatsApp-chatt med Maya”
        r"(?:Chat|Conversa|Conversación|Xat) d[eo]l? WhatsApp (?:con|com|amb) (?P<name>.+?)",  # “Chat de WhatsApp con Maya”, “Conversa do WhatsApp com Maya”
        r"Discussion WhatsApp avec (?P<name>.+?)",  # “Discussion WhatsApp avec Maya”
        r"Chat WhatsApp (?:con|dengan|with) (?P<name>.+?)",  # “Chat WhatsApp con Maya”
        r"(?:Obrolan|Sembang|Perbualan) WhatsApp dengan (?P<name>.+?)",  # “Obrolan WhatsApp dengan Maya”
        r"Cza?t WhatsApp z (?P<name>.+?)",  # “Czat WhatsApp z Maya”
        r"Chat WhatsAppa? [sz] (?P<name>.+?)",  # “Chat WhatsApp s Maya”
        r"WhatsApp ?-keskustelu(?:n|:)? (?P<name>.+?)",  # “WhatsApp-keskustelu Maya”
        r"Conversa[tț]ie WhatsApp cu (?P<name>.+?)",  # “Conversație WhatsApp cu Maya”
        r"Чат WhatsApp [cсз](?: контактом| групою)? (?P<name>.+?)",  # “Чат WhatsApp с контактом Maya”
        r"WhatsApp Sohbeti - (?P<name>.+?)",  # “WhatsApp Sohbeti - Maya”
        r"(?P<name>.+?) ile WhatsApp Sohbeti",  # “Maya ile WhatsApp Sohbeti”
        r"(?P<name>.+?) के साथ WhatsApp चैट",  # “Maya के साथ WhatsApp चैट”
        r"WhatsApp चैट (?P<name>.+?) के साथ",  # “WhatsApp चैट Maya के साथ”
        r"[与與](?P<name>.+?)的 ?WhatsApp ?(?:聊天|對話|对话)(?:记录|紀錄)?",  # “与Maya的WhatsApp聊天记录”
        r"WhatsApp ?(?:聊天|對話|对话)[ -]*(?P<name>.+?)",  # “WhatsApp 聊天 - Maya”
        r"(?P<name>.+?)との ?WhatsApp ?(?:チャット|トーク)",  # “Mayaとの WhatsApp チャット”
        r"(?P<name>.+?)(?:님)?(?:와|과)의 WhatsApp 대화",  # “Maya님과의 WhatsApp 대화”
        r"(?:محادثة|دردشة) (?:WhatsApp|واتساب) مع (?P<name>.+?)",  # “محادثة WhatsApp مع Maya”
        r"[צק]\S{1,4} WhatsApp עם (?P<name>.+?)",  # “צ'אט WhatsApp עם Maya”
        r"WhatsApp-beszélgetés(?: a következővel:| -)? (?P<name>.+?)",  # “WhatsApp-beszélgetés a következővel: Maya”
        r"Συνομιλία WhatsApp με (?P<name>.+?)",  # “Συνομιλία WhatsApp με Maya”
        r"Cuộc trò chuyện WhatsApp với (?P<name>.+?)",  # “Cuộc trò chuyện WhatsApp với Maya”
        r"แชท WhatsApp กับ (?P<name>.+?)",  # “แชท WhatsApp กับ Maya”
        r"گپ WhatsApp با (?P<name>.+?)",  # “گپ WhatsApp با Maya”
        r"WhatsApp[ -]?Chat[ _-]+(?P<name>.+?)",  # “WhatsApp Chat_Maya”
    )
)  # fmt: skip
"""How a chat's file is called, without its ending: `name` is the chat's."""

_EDITED_WORDS = (
    "This message was edited|Diese Nachricht wurde bearbeitet|Se editó este mensaje|Este mensaje fue editado|"
    "Este mensaje se editó|Ce message a été modifié|Questo messaggio è stato modificato|Mensagem editada|"
    "Ess?ta mensagem foi editada|Essa mensagem foi editada|Dit bericht is bewerkt|Bu mesaj düzenlendi|Данное сообщение изменено|"
    "Ta wiadomość została (?:z?edytowana|zmieniona)|Wiadomość edytowana|(?:Это )?сообщение изменено|Pesan ini diedit|Mesej ini telah diedit|"
    "Det här meddelandet har redigerats|Denne besked blev redigeret|Denne meldingen ble redigert|Tätä viestiä muokattiin|"
    "Tato zpráva byla upravena|Táto správa bola upravená|Az üzenet szerkesztve|Acest mesaj a fost editat|"
    "Αυτό το μήνυμα τροποποιήθηκε|ההודעה נערכה|הודעה זו נערכה|تم تعديل هذه الرسالة|यह मैसेज एडिट किया गया है|此消息已编辑|此訊息已編輯|"
    "已編輯此訊息|このメッセージは編集されました|이 메시지가 수정되었습니다|Це повідомлення відредаговано|این پیام ویرایش شد"
)
# “Leaves at 15:10 <This message was edited>”, “Ok ‎<In any language>”
EDITED = re.compile(
    rf"(?:\s*{_L}<(?:{_EDITED_WORDS})\.?>|(?<=\S)\s*\u200e<[^<>\n\u200e:.]{{6,60}}>)\s*$", re.IGNORECASE
)
"""The mark at the end of an edited message. On iOS U+200E gives it away in any language."""

# “You deleted this message”, “Du hast diese Nachricht gelöscht.”
DELETED_BY_OWNER = re.compile(
    rf"{_L}(?:You deleted this message(?: as admin)?|Du hast diese Nachricht gelöscht|Eliminaste este mensaje|"
    r"Vous avez supprimé ce message|Hai eliminato questo messaggio|Você apagou esta mensagem|Apagou esta mensagem|"
    r"Apagaste esta mensagem|U hebt dit bericht verwijderd|Je hebt dit bericht verwijderd|Bu mesajı sildiniz|Вы удалили данное сообщение|"
    r"Usunięto tę wiadomość|Usunąłeś\(aś\) tę wiadomość|Anda (?:telah )?menghapus pesan ini|Anda telah memadamkan mesej ini|"
    r"Du raderade det här meddelandet|Du slettede denne besked|Du slettet denne meldingen|Poistit tämän viestin|Smazali jste tuto zprávu|"
    r"Törölted ezt az üzenetet|Ați șters acest mesaj|Διαγράψατε αυτό το μήνυμα|מחקת הודעה זו|(?:لقد )?حذفت هذه الرسالة|"
    r"आपने यह संदेश हटा दिया|आपने यह मैसेज मिटाया|您删除了这条消息|你已刪除此訊息|您已刪除此訊息|このメッセージを削除しました|"
    r"Ви видалили це повідомлення|شما این پیام را حذف کردید)\.?",
    re.IGNORECASE,
)
# “This message was deleted”, “Se eliminó este mensaje”
_DELETED_BY_OTHERS = re.compile(
    rf"{_L}(?:This message was deleted(?: by admin .{{1,80}})?|This message has been deleted|Diese Nachricht wurde gelöscht|"
    r"Diese Nachricht wurde vom Admin .{1,80} gelöscht|Se eliminó este mensaje|Este mensaje fue eliminado|Este mensaje se eliminó|"
    r"(?:Un )?admin\. .{1,80} eliminó este mensaje|Ce message a été supprimé|Questo messaggio è stato eliminato|Mensagem apagada|"
    r"Esta mensagem foi apagada|Essa mensagem foi apagada|Dit bericht is verwijderd|Bu mesaj silindi|Данное сообщение удалено|"
    r"Это сообщение удалено|Ta wiadomość została usunięta|Pesan ini (?:telah )?dihapus|Mesej ini telah dipadam|Det här meddelandet raderades|"
    r"Denne besked blev slettet|Denne meldingen ble slettet|Tämä viesti poistettiin|Tato zpráva byla smazána|Táto správa bola odstránená|"
    r"Az üzenetet törölték|Ezt az üzenetet törölték|Acest mesaj a fost șters|Αυτό το μήνυμα διαγράφηκε|הודעה זו נמחקה|تم حذف هذه الرسالة|"
    r"यह संदेश हटा दिया गया था|यह मैसेज मिटा दिया गया है|यह मैसेज डिलीट किया गया|此消息已删除|此訊息已刪除|這則訊息已刪除|이 메시지는 삭제되었습니다|"
    r"このメッセージは削除されました|Це повідомлення видалено|این پیام حذف شد(?:ه است)?)\.?",
    re.IGNORECASE,
)

_ATTACHED_WORD = (
    "attached|Anhang|angehängt|adjunto|pièce jointe|ajouté|fichier joint|allegato|anexado|anexo|bijgevoegd|bijlage|liite|bifogad|vedhæftet|"
    "vedlagt|ekli|eklendi|прикреплено|вложено|załącznik|załączono|terlampir|lampiran|přiloženo|csatolva|atașat|συνημμένο|מצורף|مرفق|संलग्न|"
    "附件|添付ファイル|첨부됨|첨부|додано|پیوست"
)
_FILE_ATTACHED = (
    "file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado|ficheiro anexado|bestand bijgevoegd|"
    "tiedosto liitetty|liitetty tiedosto|bifogad fil|fil bifogad|fil vedhæftet|vedhæftet fil|fil vedlagt|dosya ekli|dosya eklendi|"
    "файл добавлен|прикреплённый файл|файл додано|plik załączony|załączono plik|soubor byl přiložen|fájl csatolva|fișier atașat|file terlampir|"
    "fail dilampirkan|επισυναπτόμενο αρχείο|קובץ מצורף|הקובץ צורף|الملف مرفق|ملف مرفق|संलग्न फ़ाइल|फ़ाइल संलग्न है|文件附件|附件|檔案已附加|"
    "添付ファイル|파일 첨부됨|첨부파일|ไฟล์ที่แนบมา|đính kèm tập tin|فایل پیوست شد|fitxer adjunt"
)
_NAME = r"[^<>\n\u200e]{1,200}?"
_B = "[ \u00a0\u202f]{0,2}"
"""Some exports have blanks within the brackets."""
# “<attached: 00000012-PHOTO-2026-11-03-14-05-12.jpg>”, “IMG-20261103-WA0001.jpg (file attached)”, “menu.pdf
# <attached>”, “< attached: 00000012-PHOTO-2026-11-03-14-05-12.jpg >”
ATTACHED = re.compile(
    rf"{_L}<{_L}{_B}(?:{_ATTACHED_WORD}){_B}[:：]{_B}(?P<ios>{_NAME}){_B}>"
    rf"|{_L}(?P<old>{_NAME}\.\w{{2,5}}){_B}<{_L}{_B}(?:{_ATTACHED_WORD}){_B}>"
    rf"|{_L}(?P<android>{_NAME})\({_B}(?:{_FILE_ATTACHED}){_B}\)$"
    rf"|{_L}<{_L}[^<>\n:：]{{3,25}}[:：]{_B}(?P<ios2>\d{{5,8}}-[A-Z]+-[\d-]+\.\w{{2,5}}){_B}>"
    rf"|{_L}(?P<android2>(?:IMG|VID|AUD|PTT|DOC|STK)-\d{{8}}-WA\d{{4,6}}\.\w{{2,5}}){_B}\([^()\n]{{2,40}}\)$",
    re.IGNORECASE | re.MULTILINE,
)
"""A file that came with the export, named by one of the groups. The last two know it by its name alone, in any language."""

_THINGS = (
    "image|photo|video|audio|voice message|sticker|GIF|document|Contact card|video note|view once .{3,20}|Bild|Foto|Dokument|Kontaktkarte|"
    "Videonachricht|Videonotiz|Sprachnachricht|imagen|foto|documento|tarjeta de contacto|videomensaje|nota de v[ií]deo|vidéo|fiche contact|"
    "message vidéo|immagine|scheda contatto|scheda del contatto|videomessaggio|imagem|vídeo|áudio|figurinha|cartão (?:de|do) contato|afbeelding|contactkaart|"
    "videobericht|görüntü|resim|ses|çıkartma|belge|kartvizit|изображение|видео|аудио|стикер|документ|карточка контакта|obraz|wideo|dźwięk|"
    "naklejka|dokument|karta kontaktu|gambar|stiker|dokumen|kartu kontak|bild|ljud|kontaktkort|billede|lyd|bilde|kuva|ääni|tarra|asiakirja"
)
_LEFT_OUT = (
    "omitted|weggelassen|ausgeschlossen|omitid[oa]|omiti?s?e?s?|absente?s?|omess[oaie]|ocult(?:ad)?[oa]|não (?:revelad|incluíd)[oa]|weggelaten|"
    "dahil edilmedi|atlandı|пропущен[оа]?|опущен[оа]?|не добавлен[оа]?|pominięt[yoae]|tidak disertakan|dihilangkan|utelämnade?s?|utelämnat|"
    "har utelämnats|udeladt|utelatt|jätettiin pois|poistettu"
)
# “image omitted”, “<Media omitted>”, “Bild weggelassen”, “画像は含まれていません”
OMITTED = re.compile(
    rf"{_L}<?{_L}{_B}(?:(?:{_THINGS}) (?:{_LEFT_OUT})|"
    r"Media omitted|Medien (?:ausgeschlossen|weggelassen)|Multimedia omitido|Archivo (?:multimedia )?omitido|Médias? omis|Fichier omis|Media omess[io]|"
    r"Mídia oculta|Mídia omitida|Arquivo de mídia oculto|Ficheiro não revelado|Multimédia oculta|Média omitida|Media weggelaten|"
    r"Medya (?:dahil edilmedi|atlandı)|Без медиафайлов|Медиафайл пропущен|Pominięt[oe] multimedia|Multimedia pominięte|"
    r"Media (?:har )?utelämnats?|Media jätettiin pois|Medie(?:r|fil) udeladt|Media udeladt|Utelatt media|Media utelatt|Média vynechán[ay]|"
    r"Médiá (?:boli )?vynechané|Médi(?:a|um) kihagyva|Hiányzó médiafájl|Media omise?|Conținut media omis|Παραλείφθηκαν πολυμέσα|Τα πολυμέσα παραλείφθηκαν|"
    r"המדיה לא נכללה|המדיה הושמטה|תמונה הושמטה|סרטון הושמט|"
    r"تم استبعاد الوسائط|تم تجاهل الوسائط|الوسائط غير مدرجة|(?:تم )?حذف (?:الصورة|الفيديو|الوسائط)|تم إدراج الوسائط|"
    r"मीडिया के बिना|मीडिया छोड़ा गया|मीडिया शामिल नहीं है|Media tidak disertakan|メディアは含まれていません|(?:画像|動画|音声|スタンプ|書類)は含まれていません|"
    r"미디어 파일을 제외한 내용|생략된 미디어|(?:사진|동영상|음성|이모티콘|문서) 생략됨|忽略多媒体文件|省略多媒体文件|媒体文件已省略|已忽略(?:图像|图片|视频|音频|表情|文档)|"
    r"媒體已省略|略過多媒體檔|已略過多媒體檔|忽略(?:圖片|影片|音訊|貼圖|文件)|(?:图像|图片|圖片|视频|影片|音频|音訊|贴图|貼圖|文档|文件)已(?:忽略|省略|略過)|"
    r"ละเว้นสื่อ|ไฟล์สื่อถูกละเว้น|Đa phương tiện được bỏ qua|Bỏ qua Media|Медіафайл пропущено|Без медіафайлів|Мултимедията е пропусната|"
    r"Izostavljeni mediji|Mitjans omesos|S'ha omès el fitxer|رسانه حذف شد|پیوست‌ها حذف شد|"
    r"Media(?: files?)? (?:not included|excluded|left out)|Medi(?:en|um) nicht enthalten|Medij(?:i|ski sadržaj)? (?:je |su )?izostavljen[ia]?|"
    r"Mediji (?:so|su) izpuščeni|Predstavnostna vsebina izpuščena|Медији су изостављени|Медиумот е изоставен|Медиа пропущено|"
    r"Medijų failas praleistas|Multivides fails izlaists|Meedia (?:on )?välja jäetud|Miðlum sleppt|Media e përjashtuar|"
    r"Multimedia-fitxategia kendu da|Ficheiro multimedia omitido|Fjarlægt margmiðlunarefni|Меди(?:а|я) алынып тасталды|"
    r"Media chiqarib tashlandi|Media buraxıldı|Մեդիան բաց է թողնվել|მედია გამოტოვებულია|মিডিয়া (?:বাদ দেওয়া হয়েছে|ছাড়া)|"
    r"மீடியா (?:தவிர்க்கப்பட்டது|விலக்கப்பட்டது)|మీడియా (?:విస్మరించబడింది|మినహాయించబడింది)|ಮಾಧ್ಯಮವನ್ನು ಬಿಟ್ಟುಬಿಡಲಾಗಿದೆ|മീഡിയ ഒഴിവാക്കി|"
    r"મીડિયા (?:અવગણવામાં આવ્યું|કાઢી નાખ્યું)|ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ|मीडिया (?:वगळले|हटाइयो)|میڈیا (?:حذف کیا گیا|شامل نہیں)|"
    r"Vyombo vya habari vimeachwa|Media weggelaat|Tinanggal ang media|Hindi isinama ang media|Media tidak disertakan|Media dikecualikan|"
    rf"Đã bỏ qua (?:file )?phương tiện|Tệp phương tiện bị bỏ qua)\.?{_B}>?",
    re.IGNORECASE,
)
"""A file that did not come with the export."""

# “Missed voice call”, “Video call, 12 min”, “Verpasster Sprachanruf”; not “Video call me later”
_CALL = re.compile(
    rf"{_L}(?:Missed (?:group )?(?:voice|video) call|Silenced (?:voice|video) call|(?:Voice|Video|Group) call(?=[,.]|$)|"
    r"Verpasster (?:Sprach|Video)anruf|(?:Sprach|Video)anruf(?=[,.]|$)|(?:Llamada|Videollamada) (?:perdida|de voz|grupal)|Videollamada(?=[,.]|$)|"
    r"Appel (?:vocal|vidéo)|Chiamata (?:vocale|video|persa)|Videochiamata(?: persa)?(?=[,.]|$)|"
    r"(?:Chamada|Ligação) (?:de (?:voz|vídeo)|perdida)|Gemiste (?:spraak|video)-?oproep|(?:Spraak|Video)-?oproep(?=[,.]|$)|"
    r"Cevapsız (?:sesli|görüntülü) arama|Пропущенный (?:аудио|видео)звонок|Nieodebrane połączenie)",
    re.IGNORECASE,
)

# “Maya created this group”, “Tom left”, “Maya hat Tom hinzugefügt”
_GROUP = re.compile(
    r"created (?:this )?group|created this community| added |^added |joined (?:using|from)|changed (?:the subject|this group|the group)|"
    r" left$| removed |You(?:'re| were| are) (?:added|now an admin|removed)|Gruppe .*erstellt|hinzugefügt|hat die Gruppe|hat den Betreff|"
    r"Gruppe verlassen|creó (?:este |el )?grupo|añadió a|te añadió|cambió el (?:asunto|nombre)|salió del grupo| salió$|a créé (?:ce |le )?groupe|"
    r"a ajouté| vous a ajouté|a quitté|ha creato (?:il |questo )?gruppo|ha aggiunto|ha abbandonato|criou (?:o |este )?grupo|adicionou| saiu$|"
    r"heeft (?:deze )?groep|heeft .* toegevoegd|heeft de groep verlaten|grubu? oluşturdu|gruptan ayrıldı|создал\(?а?\)? группу|добавил|"
    r"вышел|utworzył|dodał|opuścił|建立了群組|创建了群组|グループを作成|그룹을 만들었습니다|أنشأ المجموعة|יצר/ה את הקבוצה|समूह बनाया|ग्रुप बनाया",
    re.IGNORECASE,
)
# “Messages and calls are end-to-end encrypted.”, “Your security code with Tom changed.”
_SYSTEM = re.compile(
    r"end-to-end encrypted|Ende-zu-Ende-verschlüsselt|cifrad[oa]s? de extremo a extremo|chiffrés de bout en bout|crittografat[ie] end-to-end|"
    r"(?:criptografia|encripta\w+|protegid\w+) (?:de )?ponta a ponta|end-to-end(?: |-)versleuteld|uçtan uca şifreli|сквозным шифрованием|szyfrowane (?:metodą )?end-to-end|"
    r"端到端加密|端對端加密|エンドツーエンド|종단간 암호화|एंड-टू-एंड|مشفرة تمامًا|מוצפנות מקצה לקצה|secara (?:menyeluruh|end-to-end)|"
    r"security code with .* changed|Your security code|Sicherheitsnummer|código de seguridad|code de sécurité|codice di sicurezza|"
    r"disappearing messages|selbstlöschende Nachrichten|mensajes temporales|messages éphémères|messaggi effimeri|mensagens temporárias|"
    r"changed (?:their phone number|to a new number)|You (?:un)?blocked this contact|pinned a message|is a contact\.?$|"
    r"This business|Dieses Unternehmen|business account",
    re.IGNORECASE,
)


_SYSTEM_FRAGMENTS = tuple(
    "end-to-end|ende-zu-ende|extremo a extremo|bout en bout|ponta a ponta|uçtan uca|сквозным|端到端|端對端|エンドツーエンド|종단간|एंड-टू-एंड|"
    "مشفرة|מוצפנות|secara menyeluruh|security code|sicherheitsnummer|código de seguridad|code de sécurité|codice di sicurezza|"
    "disappearing|selbstlöschende|temporales|éphémères|effimeri|temporárias|changed t|blocked this|pinned a|is a contact|"
    "this business|dieses unternehmen|business account".split("|")
)
"""One of these stands in whatever _SYSTEM finds: looking for them first is many times faster."""


def is_about_a_group(line: str) -> bool:
    """Tell whether a line of the app's own speaks of a group and its members."""
    return _GROUP.search(line) is not None


def is_system(line: str, *, marked: bool) -> bool:
    """Tell whether an authored line is the app's own, as newer exports write them; `marked` ones have a U+200E before them."""
    # By hand: the app's own lines are no longer than two sentences, and those without a mark are its long notices. A
    # person may write “this business” in a short one.
    if len(line) > 400 or (not marked and len(line) < 60):
        return False
    low = line.lower()
    speaks = any(fragment in low for fragment in _SYSTEM_FRAGMENTS) and _SYSTEM.search(line) is not None
    return speaks or (marked and _GROUP.search(line) is not None)


def is_call(line: str) -> bool:
    """Tell whether a line reports a call."""
    # By hand: the app's line is short; a longer one is somebody speaking of a call.
    return len(line) < 80 and _CALL.match(line) is not None


def is_deleted(line: str) -> bool:
    """Tell whether a line stands for a message that was deleted."""
    return _DELETED_BY_OTHERS.fullmatch(line) is not None or DELETED_BY_OWNER.fullmatch(line) is not None

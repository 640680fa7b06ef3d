"""IRC logs of the common clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.base import ReadContext
from index.sources.detect import detect
from index.types.records import Sender
from tests.index.sources.reading import ZONE, chats_of, messages, only, problems, read, utc, wall

WEECHAT = (
    "2024-01-15 10:00:00\t-->\tmaya (~m@host.example) has joined #cabin\n"
    "2024-01-15 10:00:05\t@maya\twho brings the \x02rope\x02?\n"
    "2024-01-15 10:00:09\t *\ttom has one\n"
    "2024-01-16 09:00:00\t--\tMode #cabin [+o maya] by ChanServ\n"
    "2024-01-16 09:00:01\ttom\tthanks\n"
)
IRSSI = (
    "--- Log opened Mon Jan 15 23:58:00 2024\n"
    "23:58 -!- maya [~m@host.example] has joined #cabin\n"
    "23:59 <@maya> who brings the rope?\n"
    "23:59  * tom has one\n"
    "--- Day changed Tue Jan 16 2024\n"
    "00:01 < tom> thanks\n"
    "00:02 -tom:#cabin- listen\n"
    "--- Log closed Tue Jan 16 00:05:00 2024\n"
)
ZNC = (
    "[10:00:00] *** Joins: maya (~m@host.example)\n"
    "[10:00:05] <maya> who brings the rope?\n"
    "[10:00:09] * tom has one\n"
    "[10:00:10] -tom- listen\n"
    "[10:00:11] *** Quits: tom (~t@host.example) (Ping timeout)\n"
)
HEXCHAT = (
    "**** BEGIN LOGGING AT Sun Dec 31 23:50:00 2023\n"
    "\n"
    "Dec 31 23:50:01 *\tNow talking on #cabin\n"
    "Dec 31 23:50:05 <maya>\twho brings the rope?\n"
    "Jan 01 00:01:00 *\ttom has one\n"
    "Jan 01 00:02:00 *\ttom (~t@host.example) has left #cabin\n"
    "**** ENDING LOGGING AT Mon Jan  1 00:10:00 2024\n"
)
MIRC = (
    "Session Start: Mon Jan 15 10:00:00 2024\n"
    "Session Ident: #cabin\n"
    "[10:00] * maya (~m@host.example) has joined #cabin\n"
    "[10:00] <@maya> who brings the rope?\n"
    "[10:01] * tom has one\n"
    "Session Close: Mon Jan 15 11:00:00 2024\n"
)


def log(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def said(path: Path) -> list[tuple[str, str, str]]:
    return [
        (found.kind, found.sender.name if found.sender else "", found.body)
        for found in messages(read(path, kind="irc"))
    ]


def test_weechat(tmp_path: Path) -> None:
    path = log(tmp_path, "irc.libera.#cabin.weechatlog", WEECHAT)
    assert said(path) == [
        ("system", "", "maya (~m@host.example) has joined #cabin"),
        ("text", "maya", "who brings the rope?"),
        ("text", "tom", "tom has one"),
        ("system", "", "Mode #cabin [+o maya] by ChanServ"),
        ("text", "tom", "thanks"),
    ]
    records = read(path)
    (chat,) = chats_of(records)
    assert (chat.native_id, chat.title, chat.kind) == ("libera/#cabin", "#cabin", "channel")
    assert wall(messages(records)[1].time) == "2024-01-15 10:00:05"
    assert messages(records)[1].sender == Sender("irc", "maya@libera", "maya")


def test_irssi_changes_the_day(tmp_path: Path) -> None:
    path = log(tmp_path, "libera/#cabin.log", IRSSI)
    assert said(path) == [
        ("system", "", "maya [~m@host.example] has joined #cabin"),
        ("text", "maya", "who brings the rope?"),
        ("text", "tom", "tom has one"),
        ("text", "tom", "thanks"),
        ("text", "tom", "listen"),
    ]
    records = read(path)
    assert chats_of(records)[0].native_id == "libera/#cabin"
    assert [found.time and found.time.local(ZONE).strftime("%d %H:%M") for found in messages(records)] == [
        "15 23:58",
        "15 23:59",
        "15 23:59",
        "16 00:01",
        "16 00:02",
    ]
    assert problems(records) == []


@pytest.mark.parametrize("name", ["libera/#cabin/2024-01-15.log", "libera/#cabin_20240115.log"])
def test_znc_has_the_day_in_the_name_and_one_channel_over_all_days(tmp_path: Path, name: str) -> None:
    path = log(tmp_path, name, ZNC)
    records = read(path, kind="irc")
    assert chats_of(records)[0].native_id == "libera/#cabin"
    assert [found.kind for found in messages(records)] == ["system", "text", "text", "text", "system"]
    assert wall(messages(records)[1].time) == "2024-01-15 10:00:05"


def test_hexchat_goes_over_the_new_year(tmp_path: Path) -> None:
    path = log(tmp_path, "libera-#cabin.log", HEXCHAT)
    assert said(path) == [
        ("system", "", "Now talking on #cabin"),
        ("text", "maya", "who brings the rope?"),
        ("text", "tom", "tom has one"),
        ("system", "", "tom (~t@host.example) has left #cabin"),
    ]
    first, *_, last = messages(read(path))
    assert wall(first.time) == "2023-12-31 23:50:01"
    assert wall(last.time) == "2024-01-01 00:02:00"


def test_mirc(tmp_path: Path) -> None:
    path = log(tmp_path, "#cabin.log", MIRC)
    assert [body for _, _, body in said(path)][1:] == ["who brings the rope?", "tom has one"]
    assert problems(read(path))[0].locator == "line 2"


def test_each_line_has_its_own_encoding_and_colours_go(tmp_path: Path) -> None:
    lines = b"[10:00:00] <maya> \x0304,01gr\xc3\xbcn\x03\n[10:00:01] <tom> gr\xfcn\n"
    assert [body for _, _, body in said(log(tmp_path, "2024-01-15.log", lines))] == ["grün", "grün"]


def test_a_stated_offset_is_kept(tmp_path: Path) -> None:
    lines = "2024-01-15T10:00:01Z <maya> hi\n[2024-01-15 10:00:02+0530] <tom> ho\n"
    found = messages(read(log(tmp_path, "chat.log", lines), kind="irc"))
    assert [(utc(message.time), message.time and message.time.origin) for message in found] == [
        ("2024-01-15 10:00:01", "explicit"),
        ("2024-01-15 04:30:02", "explicit"),
    ]


def test_without_a_day_the_time_is_left_open_and_said(tmp_path: Path) -> None:
    records = read(log(tmp_path, "chat.log", ZNC), kind="irc")
    assert [found.time for found in messages(records)] == [None] * 5
    (problem,) = problems(records)
    assert (problem.severity, problem.reason.split(":")[0]) == ("guess", "5 lines have a time but no day")


def test_the_owner_is_who_they_say(tmp_path: Path) -> None:
    path = log(tmp_path, "2024-01-15.log", ZNC)
    records = read(path, ReadContext(ZONE, me="maya"))
    assert [found.sender and found.sender.is_me for found in messages(records)] == [None, True, False, False, None]


@pytest.mark.parametrize(
    "text",
    [
        "10:00:00 INFO started\n10:00:01 WARN slow\n",
        "2024-01-15 10:00:00 server: ready\n2024-01-15 10:00:01 server: gone\n",
        "[15.01.24, 10:00:00] Maya: hi\n[15.01.24, 10:00:01] Tom: ho\n",
        "Shopping:\n* milk\n* bread\n",
        "2024-01-15\t10:00\tmilk\t3\n",
    ],
)
def test_other_texts_are_no_log(tmp_path: Path, text: str) -> None:
    assert detect(only(log(tmp_path, "notes.txt", text))).kind != "irc"


def test_one_long_line_is_cut(tmp_path: Path) -> None:
    path = log(tmp_path, "2024-01-15.log", "[10:00:00] <maya> " + "x" * 200_000 + "\n[10:00:01] <tom> ok\n")
    long, short = (body for _, _, body in said(path))
    assert len(long) < 65_536
    assert short == "ok"


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    from index.sources.chats.irc import Irc

    with pytest.raises(SourceProblem, match="no lines"):
        list(Irc().read(only(log(tmp_path, "a.log", "nothing here\n")), ReadContext(ZONE)))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Limnoria and supybot: two blanks behind the time
        (
            (
                "2024-03-11T21:12:07  *** maya has joined #cabin\n2024-03-11T21:12:09  <maya> hello\n"
                "2024-03-11T21:12:11  * tom waves\n"
            ),
            [("system", "", "maya has joined #cabin"), ("text", "maya", "hello"), ("text", "tom", "tom waves")],
        ),
        # The Lounge: thousandths and a zone
        (
            (
                "[2024-03-11T21:12:07.250Z] *** maya (~m@host.example) joined\n[2024-03-11T21:12:09.001Z] <maya> hello\n"
                "[2024-03-11T21:12:11.999Z] * tom waves\n"
            ),
            [("system", "", "maya (~m@host.example) joined"), ("text", "maya", "hello"), ("text", "tom", "tom waves")],
        ),
        # irccloud: arrows and a dash
        (
            (
                "[2024-03-11 21:12:07] → maya joined (~m@host.example)\n[2024-03-11 21:12:09] <@maya> hello\n"
                "[2024-03-11 21:12:11] — tom waves\n[2024-03-11 21:12:12] ⇐ tom quit (bye)\n"
            ),
            [
                ("system", "", "maya joined (~m@host.example)"),
                ("text", "maya", "hello"),
                ("text", "tom", "tom waves"),
                ("system", "", "tom quit (bye)"),
            ],
        ),
        # Konversation: weekday, and day and time in brackets of their own
        (
            (
                "[Mon Mar 11 2024] [21:12:07] <maya>\thello\n[Mon Mar 11 2024] [21:12:09] *\ttom waves\n"
                "[Mon Mar 11 2024] [21:12:10] Join\ttom (~t@host.example) has joined this channel.\n"
            ),
            [
                ("text", "maya", "hello"),
                ("text", "tom", "tom waves"),
                ("system", "", "Join\ttom (~t@host.example) has joined this channel."),
            ],
        ),
        # A bouncer's own: day first, address behind the nick
        (
            "11-03-2024 21:12:07 < maya!~m@host.example: hello\n11-03-2024 21:12:09 > tom: hi\n",
            [("text", "maya", "hello"), ("text", "tom", "hi")],
        ),
        # Twelve hours, and a name with a blank that a bridge brought
        (
            "11 Mar 2024 09:12 PM <Maya Lind> hello\n11 Mar 2024 09:13 PM <tom> hi\n",
            [("text", "Maya Lind", "hello"), ("text", "tom", "hi")],
        ),
    ],
)
def test_the_ways_of_clients_and_bots(tmp_path: Path, lines: str, expected: list[tuple[str, str, str]]) -> None:
    path = log(tmp_path, "libera/#cabin.log", lines)
    assert said(path) == expected
    records = read(path)
    assert problems(records) == []
    assert {wall(found.time)[:13] for found in messages(records)} <= {"2024-03-11 21", "2024-03-11 22"}


def test_dircproxy_counts_seconds(tmp_path: Path) -> None:
    # 1,710,191,527 s after 1970 is 11 March 2024, 21:12:07 in Greenwich.
    lines = "@1710191527 <maya!~m@host.example> hello\n@1710191528 [tom!~t@host.example] ACTION waves\n"
    path = log(tmp_path, "#cabin.log", lines)
    assert said(path) == [("text", "maya", "hello"), ("text", "tom", "tom waves")]
    assert utc(messages(read(path))[0].time) == "2024-03-11 21:12:07"


def test_eggdrop_names_the_day_in_a_line_and_writes_events_without_a_mark(tmp_path: Path) -> None:
    lines = (
        "[00:00] --- Mon Mar 11 2024\n"
        "[21:12] tom (~t@host.example) joined #cabin.\n"
        "[21:13] <tom> hello\n"
        "[21:14] Action: tom waves\n"
        "[21:15] Nick change: tom -> thomas\n"
        "[00:00] --- Tue Mar 12 2024\n"
        "[00:01] <thomas> late\n"
    )
    path = log(tmp_path, "#cabin.log", lines)
    assert [found[0] for found in said(path)] == ["system", "text", "text", "system", "text"]
    assert wall(messages(read(path))[-1].time) == "2024-03-12 00:01:00"


def test_joins_and_kicks_are_no_actions_but_people_may_leave_things(tmp_path: Path) -> None:
    lines = (
        "[21:12] * tom (~t@host.example) has joined #cabin\n[21:13] * tom is now known as thomas\n"
        "[21:14] * ChanServ sets mode: +o maya\n[21:15] * maya has left her keys on the table\n"
        "[21:16] * thomas was kicked by maya (enough)\n[21:17] <maya> *** and that was it\n"
    )
    assert [(kind, name) for kind, name, _ in said(log(tmp_path, "#cabin.log", lines))] == [
        ("system", ""),
        ("system", ""),
        ("system", ""),
        ("text", "maya"),
        ("system", ""),
        ("text", "maya"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "2024-03-11-#cabin.log",
        "#cabin.2024-03-11.log",
        "#cabin/#cabin.20240311.log",
        "#cabin/2024_03_11.txt",
        "2024/03/11/#cabin.log",
        "2024-03-11/#cabin.log",
        "2024/03/#cabin.11.log",
        "2024/#cabin/03-11.weechatlog",
        "2024/#cabin.03-11.log",
    ],
)
def test_the_day_stands_anywhere_in_the_name_or_its_folders(tmp_path: Path, name: str) -> None:
    records = read(log(tmp_path, name, "21:12 <maya> hello\n21:13 <tom> hi\n"), kind="irc")
    assert chats_of(records)[0].title == "#cabin"
    assert wall(messages(records)[0].time) == "2024-03-11 21:12:00"


def test_lines_without_times_are_read_and_said(tmp_path: Path) -> None:
    records = read(log(tmp_path, "#cabin.log", "<maya> hello\n<tom> hi\n* tom waves\n*** tom quit\n"), kind="irc")
    assert [(found.kind, found.body, found.time) for found in messages(records)] == [
        ("text", "hello", None),
        ("text", "hi", None),
        ("text", "tom waves", None),
        ("system", "tom quit", None),
    ]
    assert [problem.reason for problem in problems(records)] == ["no time stands by 4 of its lines"]


def test_a_line_of_unknown_form_keeps_its_text(tmp_path: Path) -> None:
    lines = ZNC + "[10:00:12] something that no client writes\n"
    last = messages(read(log(tmp_path, "2024-01-15.log", lines), kind="irc"))[-1]
    assert (last.kind, last.body) == ("system", "something that no client writes")


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-11 21:12:07\tINFO\tstarted\n2024-03-11 21:12:08\tERROR\tstopped\n",
        "2024-03-11 21:12:07 -- started\n2024-03-11 21:12:08 -- stopped\n",
        "<b>bold</b>\n<i>italic</i>\n",
    ],
)
def test_what_is_no_log_of_people(tmp_path: Path, text: str) -> None:
    assert detect(only(log(tmp_path, "program.log", text))).kind != "irc"


def test_the_year_stands_in_the_name_where_the_lines_have_none(tmp_path: Path) -> None:
    lines = "Dec 31 23:59:00 <maya>\thello\nJan 01 00:01:00 <tom>\thi\n"
    found = messages(read(log(tmp_path, "libera/#cabin-2023.log", lines), kind="irc"))
    assert [wall(message.time) for message in found] == ["2023-12-31 23:59:00", "2024-01-01 00:01:00"]

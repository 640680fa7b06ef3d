"""A home that others own or can write to is refused, and nothing is written through a link."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.shared.hints import first_time
from app.home import ownership
from app.home.config import Settings, load_settings, save_settings
from app.home.ownership import HomeRefused
from app.home.paths import Home
from app.service_client.card import ServiceCard, card_path, read_card, write_card
from models.catalogue.installation import open_private
from tests.app.commands.command_runner import CHAT, Shell

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")
as_root = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
OTHER = 54321
"""A user who is not the one that runs the tests."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with an index and settings."""
    made = Home(tmp_path / "home", tmp_path / "models")
    made.run.mkdir(mode=0o700, parents=True)
    made.root.chmod(0o700)
    for path in (made.store, made.settings, made.run / "service.json", made.root / "hints"):
        path.write_text("")
    return made


def test_a_home_of_ones_own_is_taken_there_or_not_and_by_a_link(home: Home, tmp_path: Path) -> None:
    ownership.check(home)
    ownership.check(Home(tmp_path / "not yet" / "home", home.models))
    (tmp_path / "link").symlink_to(home.root)
    ownership.check(Home(tmp_path / "link", home.models))


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777, 0o720])
def test_a_home_that_others_can_write_to_is_refused_unless_it_is_empty(home: Home, tmp_path: Path, mode: int) -> None:
    home.root.chmod(mode)
    with pytest.raises(HomeRefused, match="Others can write") as caught:
        ownership.check(home)
    assert f"chmod go= {home.root}" in caught.value.next_step
    empty = Home(tmp_path / "empty", home.models)
    empty.root.mkdir()
    empty.root.chmod(mode)
    ownership.check(empty)
    empty.ensure()
    assert stat.S_IMODE(empty.root.stat().st_mode) & 0o777 == 0o700


def test_what_of_ones_own_is_open_to_others_is_closed_to_them(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "settings.toml"
    elsewhere.write_text("")
    home.settings.unlink()
    home.settings.symlink_to(elsewhere)
    own = (home.root, home.run, home.store, home.run / "service.json")
    for path in own:
        path.chmod(0o755 if path.is_dir() else 0o666)
    elsewhere.chmod(0o644)
    ownership.check(home)
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in own} == {0}
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644  # not in the home, and other programs may read it


def test_a_folder_above_in_which_everybody_can_rename_is_refused(home: Home, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    try:
        with pytest.raises(HomeRefused, match="put another in its place"):
            ownership.check(home)
        tmp_path.chmod(0o1777)  # as /tmp is
        ownership.check(home)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    "name", ["index.db", "index.db-wal", "index.db.new", "run", "run/service.json", "run/other", "hints"]
)
def test_a_link_where_homebody_writes_is_refused_and_what_it_leads_to_left_alone(
    home: Home, tmp_path: Path, name: str
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "service.json").write_text("precious")
    place = home.root / name
    if place.is_dir():
        (place / "service.json").unlink()
        place.rmdir()
    place.unlink(missing_ok=True)
    place.symlink_to(precious if name == "run" else precious / "service.json")
    with pytest.raises(HomeRefused, match="is a link"):
        ownership.check(home)
    assert (precious / "service.json").read_text() == "precious"


def test_settings_are_read_through_ones_own_link_and_a_change_is_not_written_through_it(
    home: Home, tmp_path: Path
) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text('me = "Maya"\n')
    home.settings.unlink()
    home.settings.symlink_to(kept)
    ownership.check(home)
    save_settings(home.settings, load_settings(home.settings), zone="Europe/Berlin")
    assert kept.read_text() == 'me = "Maya"\n'
    assert not home.settings.is_symlink()
    assert load_settings(home.settings) == Settings(me="Maya", zone="Europe/Berlin")
    assert stat.S_IMODE(home.settings.stat().st_mode) == 0o600


def test_no_file_is_written_through_a_link(home: Home, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    for place in (card_path(home), home.settings, home.root / "hints", tmp_path / "draft"):
        place.unlink(missing_ok=True)
        place.symlink_to(precious)
    card = ServiceCard(1, "token", "build")
    write_card(home, card)
    assert read_card(home) == card
    save_settings(home.settings, Settings(), me="Maya")
    with pytest.raises(OSError, match="symbolic"):
        first_time(home, "anything")
    with pytest.raises(OSError, match="symbolic"):
        open_private(tmp_path / "draft")
    with pytest.raises(OSError, match="symbolic"):
        ownership.open_own(tmp_path / "draft", os.O_RDWR)
    assert precious.read_text() == "precious"
    assert not [path for path in home.root.iterdir() if path.name.endswith(".new")]


@as_root
@pytest.mark.parametrize("name", ["", "index.db", "index.db-wal", "settings.toml", "run", "run/service.json"])
def test_what_belongs_to_another_is_refused(home: Home, name: str) -> None:
    path = home.root / name
    path.touch()
    os.chown(path, OTHER, OTHER)
    if not path.is_dir():
        path.chmod(0o666)
    with pytest.raises(HomeRefused, match=f"belongs to user {OTHER}"):
        ownership.check(home)


@as_root
def test_a_home_in_somebody_elses_folder_is_refused_before_anything_is_made(home: Home, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o777)
    os.chown(theirs, OTHER, OTHER)
    with pytest.raises(HomeRefused, match=f"lies in {theirs}, which belongs to user {OTHER}"):
        ownership.check(Home(theirs / "home", home.models))
    assert not any(theirs.iterdir())


@as_root
@pytest.mark.parametrize("line", [["add", "CHAT"], ["search", "cabin"], ["chats"], ["service", "status"], ["doctor"]])
def test_every_verb_refuses_a_planted_index_with_one_sentence(shell: Shell, line: list[str]) -> None:
    chat = shell.write("WhatsApp Chat with Cabin.txt", CHAT)
    store = Path(os.environ["HOMEBODY_HOME"]) / "index.db"
    store.touch()
    store.chmod(0o666)
    os.chown(store, OTHER, OTHER)
    code, out = shell(*(str(chat) if word == "CHAT" else word for word in line))
    assert (code, out) == (3, "")
    assert shell.err.startswith(f"homebody: {store} belongs to user {OTHER}, and not to ")
    assert store.read_bytes() == b""


@as_root
def test_another_user_gets_nothing_out_of_ones_home(home: Home, tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o011)
    home.root.chmod(0o755)
    program = (
        "import os, sys, json; from pathlib import Path\n"
        "from app.home.paths import Home; from app.home import ownership\n"
        f"os.setgid({OTHER}); os.setuid({OTHER})\n"
        "try: ownership.check(Home(Path(sys.argv[1]), Path(sys.argv[1])))\n"
        "except ownership.HomeRefused as error: print(json.dumps(str(error)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(home.root)], capture_output=True, text=True, check=True)
    assert "belongs to root" in json.loads(ran.stdout)

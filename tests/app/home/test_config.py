"""Settings, zones and the fixed clock."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.home import config


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert config.load_settings(tmp_path / "settings.toml") == config.Settings()


def test_what_is_saved_is_read_back_and_private(tmp_path: Path) -> None:
    path = tmp_path / "home" / "settings.toml"
    saved = config.save_settings(path, config.Settings(), zone="Europe/Berlin", me='A "quoted" näme')
    assert config.load_settings(path) == saved
    assert saved.me == 'A "quoted" näme'
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_what_differs_from_the_defaults_is_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    config.save_settings(path, config.Settings(), zone="Europe/Berlin")
    assert path.read_text() == 'zone = "Europe/Berlin"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model = ", "cannot be read"),
        ('colour = "red"', "colour"),
        ("model = 3", "model"),
        ("service_minutes = -1", "service_minutes"),
        ("service_minutes = true", "service_minutes"),
        ('engine = "vllm"', "engine"),
        ('zone = "Mars/Olympus"', "Mars/Olympus"),
        ('zone = "../../etc/passwd"', "not a known time zone"),
    ],
)
def test_a_bad_file_is_named_with_the_next_step(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(config.SettingsProblem, match=expected) as caught:
        config.load_settings(path)
    assert str(path) in str(caught.value)
    assert caught.value.next_step


def test_a_named_zone_is_no_guess_and_the_machines_is(tmp_path: Path) -> None:
    assert config.owner_zone(config.Settings(zone="Asia/Tokyo"), tmp_path) == (ZoneInfo("Asia/Tokyo"), False)
    _zone, guessed = config.owner_zone(config.Settings(), tmp_path)
    assert guessed


def test_the_clock_can_be_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    monkeypatch.setenv("HOMEBODY_NOW", "2026-11-12T19:30:00+00:00")
    assert config.now(berlin) == datetime(2026, 11, 12, 19, 30, tzinfo=UTC)
    assert config.now(berlin).utcoffset() == datetime(2026, 11, 12, tzinfo=berlin).utcoffset()
    monkeypatch.setenv("HOMEBODY_NOW", "2026-11-12T20:30:00")
    assert config.now(berlin) == datetime(2026, 11, 12, 20, 30, tzinfo=berlin)
    monkeypatch.setenv("HOMEBODY_NOW", "tomorrow-ish")
    with pytest.raises(config.SettingsProblem, match="tomorrow-ish"):
        config.now(berlin)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("zone", "  europe/berlin ", "Europe/Berlin"),
        ("zone", "America/New York", "America/New_York"),
        ("zone", "", ""),
        ("me", "Alex  M", "Alex M"),
        ("service_minutes", "0", 0),
        ("service_minutes", "", 20),
        ("ahead", "off", "off"),
        ("ahead", "", "plugged"),
        ("engine", "mlc", "mlc"),
    ],
)
def test_what_is_typed_becomes_a_setting(name: str, typed: str, value: str | int) -> None:
    assert config.read_setting(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("zone", "Europe/Berln", "“Europe/Berln” is not a known time zone. Did you mean Europe/Berlin?"),
        ("zone", "berlin", "“berlin” is not a known time zone. Did you mean Europe/Berlin?"),
        ("zone", "../../etc/passwd", "“../../etc/passwd” is not a known time zone. Name one like"),
        ("me", "Ale\x1b[31mx", "characters that cannot be seen"),
        ("service_minutes", "-1", "“-1” is not a number of minutes. Type a whole number; 0 is never."),
        ("service_minutes", "soon", "“soon” is not a number of minutes."),
        ("ahead", "never", "“never” is not one of the choices. Choose plugged, always, off."),
        ("engine", "vllm", "Choose llama.cpp, mlc."),
    ],
)
def test_what_cannot_be_a_setting_is_told_in_one_sentence(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(config.SettingsProblem) as caught:
        config.read_setting(name, typed)
    assert sentence in f"{caught.value} {caught.value.next_step}"


def test_one_change_leaves_what_somebody_else_changed(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    config.save_settings(path, config.Settings(), zone="Europe/Berlin")
    path.write_text('zone = "Asia/Tokyo"\nmodel = "llama-3.2-1b"\n')
    changed = config.change_settings(path, me="Maya")
    assert (changed.zone, changed.model, changed.me) == ("Asia/Tokyo", "llama-3.2-1b", "Maya")
    assert config.load_settings(path) == changed


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("zone = ")
    with pytest.raises(config.SettingsProblem, match="cannot be read"):
        config.change_settings(path, me="Maya")
    assert path.read_text() == "zone = "


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("en_US.UTF-8", "mdy"),
        ("English_United States.1252", "mdy"),
        ("de_DE.UTF-8", "dmy"),
        ("en_GB", "dmy"),
        ("ja_JP.eucJP", "ymd"),
        ("ca_ES.UTF-8@valencia", "dmy"),
        ("en_CA.UTF-8", ""),
        ("C.UTF-8", ""),
        ("POSIX", ""),
        ("en", ""),
        ("", ""),
    ],
)
def test_the_order_of_dates_is_the_locales_country_s(name: str, order: str) -> None:
    assert config.order_of_locale(name) == order


def test_the_order_of_dates_is_the_settings_before_the_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert config.date_order(config.Settings()) == "mdy"
    assert config.date_order(config.Settings(dates="dmy")) == "dmy"
    path = tmp_path / "settings.toml"
    path.write_text('dates = "day first"')
    with pytest.raises(config.SettingsProblem, match="dates"):
        config.load_settings(path)

"""Production refuses to start unsafely; a demonstration starts with nothing set."""

from pathlib import Path

import pytest

from engine.errors import SettingsInvalid
from engine.settings import SECRET_KEY_LENGTH, Mode, Settings, child_environment


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return {
        "SUCHARIT_SECRET_KEY": "k" * SECRET_KEY_LENGTH,
        "SUCHARIT_MASTER_KEY_FILE": str(tmp_path / "keys" / "master.key"),
        "SUCHARIT_SIGNING_KEY_FILE": str(tmp_path / "keys" / "signing.key"),
        "SUCHARIT_DATA_DIR": str(tmp_path / "data"),
    }


def test_production_is_the_default(production) -> None:
    settings = Settings.from_environ(production)
    assert settings.mode is Mode.PRODUCTION
    assert not settings.is_demonstration


def test_nothing_set_does_not_start() -> None:
    with pytest.raises(SettingsInvalid, match="SUCHARIT_SECRET_KEY"):
        Settings.from_environ({})


@pytest.mark.parametrize("name", ["SUCHARIT_SECRET_KEY", "SUCHARIT_MASTER_KEY_FILE"])
def test_production_without_a_key_is_refused_by_the_name_of_the_variable(
    production, name: str
) -> None:
    del production[name]
    with pytest.raises(SettingsInvalid, match=name):
        Settings.from_environ(production)


def test_a_short_secret_key_is_refused_without_being_repeated(production) -> None:
    production["SUCHARIT_SECRET_KEY"] = "hunter2"
    with pytest.raises(SettingsInvalid) as refused:
        Settings.from_environ(production)
    assert "hunter2" not in refused.value.sentence.th + refused.value.sentence.en


@pytest.mark.parametrize("name", ["MASTER_KEY_FILE", "SIGNING_KEY_FILE"])
def test_a_key_inside_the_data_is_refused(production, name: str) -> None:
    inside = Path(production["SUCHARIT_DATA_DIR"]) / "deep" / "a.key"
    production[f"SUCHARIT_{name}"] = str(inside)
    with pytest.raises(SettingsInvalid, match=name):
        Settings.from_environ(production)


def test_a_link_into_the_data_does_not_hide_a_key(production, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data")
    production["SUCHARIT_MASTER_KEY_FILE"] = str(tmp_path / "elsewhere" / "master.key")
    with pytest.raises(SettingsInvalid, match="DATA_DIR"):
        Settings.from_environ(production)


def test_a_demonstration_needs_nothing_and_keeps_all_in_one_folder(tmp_path: Path) -> None:
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path)}
    )
    assert settings.is_demonstration
    assert settings.database_url == f"sqlite:///{tmp_path}/sucharit.db"
    kept = (settings.master_key_file, settings.signing_key_file, settings.blobs_dir)
    assert all(path.is_relative_to(tmp_path) for path in kept)
    assert settings.bind == "127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "test"),
        ("WEB_WORKERS", "0"),
        ("WEB_WORKERS", "-1"),
        ("WEB_THREADS", "four"),
        ("WEB_THREADS", "๔"),
        ("FORMS_DIR", "/nonexistent"),
        ("OFFICES_DIR", "/nonexistent"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_its_name(production, name, value) -> None:
    with pytest.raises(SettingsInvalid, match=f"SUCHARIT_{name}"):
        Settings.from_environ({**production, f"SUCHARIT_{name}": value})


def test_an_empty_value_counts_as_none(production) -> None:
    assert Settings.from_environ({**production, "SUCHARIT_BIND": ""}).bind == "127.0.0.1:8000"


def test_a_child_gets_this_environment_and_what_is_set_for_it(monkeypatch) -> None:
    monkeypatch.setenv("SUCHARIT_MODE", "demonstration")
    environment = child_environment(SECRET_KEY="one")
    assert environment["SUCHARIT_MODE"] == "demonstration"
    assert environment["SUCHARIT_SECRET_KEY"] == "one"
    assert "PATH" in environment


@pytest.mark.parametrize("name", ["FONTS_DIR", "EMBLEM_FILE"])
def test_what_an_office_puts_on_its_papers_has_to_be_there(production, tmp_path, name) -> None:
    production[f"SUCHARIT_{name}"] = str(tmp_path / "nowhere")
    with pytest.raises(SettingsInvalid, match=f"SUCHARIT_{name}"):
        Settings.from_environ(production)


def test_an_office_sets_its_typefaces_and_its_emblem(production, tmp_path) -> None:
    emblem = tmp_path / "emblem.png"
    emblem.write_bytes(b"")
    given = {"SUCHARIT_FONTS_DIR": str(tmp_path), "SUCHARIT_EMBLEM_FILE": str(emblem)}
    settings = Settings.from_environ(production | given)
    assert (settings.fonts_dir, settings.emblem_file) == (tmp_path, emblem)
    assert Settings.from_environ(production).fonts_dir is None

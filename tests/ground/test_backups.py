"""Backups: keys never lie with the data."""

import tarfile

import pytest

from gongzhi.config.ground import backups


@pytest.mark.parametrize(
    ("data", "keys", "word"),
    [
        ("a", "a", "same folder"),
        ("a", "a/keys", "lies in the other"),
        ("a/data", "a", "lies in the other"),
        ("both/data", "both/keys", "Both lie below"),
        ("a/../b/x", "b/x", "same folder"),
    ],
)
def test_places_that_are_one_are_refused(tmp_path, data, keys, word):
    assert word in backups.together(tmp_path / data, tmp_path / keys)


def test_a_link_does_not_deceive(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").symlink_to(tmp_path / "one")
    assert "same folder" in backups.together(tmp_path / "one", tmp_path / "other")


def test_two_places_are_two(tmp_path):
    assert backups.together(tmp_path / "disk1" / "data", tmp_path / "disk2" / "keys") == ""


def test_the_running_key_ring_is_not_among_the_data(tmp_path, settings):
    settings.KEY_RING = tmp_path / "disk1" / "data" / "keys" / "ring.json"
    assert "key ring" in backups.together(tmp_path / "disk1" / "data", tmp_path / "disk2" / "keys")


def test_keys_do_not_go_among_the_files(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    assert "among the data" in backups.together(tmp_path / "disk1" / "data", tmp_path / "files" / "keys")


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_city_and_the_keys_copy_replaces_the_one_before(tmp_path, settings, monkeypatch):
    settings.FILES_ROOT = tmp_path / "live" / "files"
    settings.KEY_RING = tmp_path / "live" / "keys" / "ring.json"
    for path in (settings.FILES_ROOT, settings.KEY_RING.parent):
        path.mkdir(parents=True)
    (settings.FILES_ROOT / "照片.jpg").write_bytes(b"picture")
    settings.KEY_RING.write_text("{}")
    data, keys = tmp_path / "disk1" / "data", tmp_path / "disk2" / "keys"
    keys.mkdir(parents=True)
    (keys / backups.KEYS_DUMP).write_text("an old copy with a key that is destroyed now")

    made = backups.make(data, keys, lambda _what: None)

    assert {path.name for path in made.iterdir()} == {backups.CITY_DUMP, backups.FILES, backups.NOTE}
    assert {path.name for path in keys.iterdir()} == {backups.KEYS_DUMP, backups.RING}
    assert (keys / backups.KEYS_DUMP).read_bytes()[:5] == b"PGDMP"
    with tarfile.open(made / backups.FILES) as tar:
        assert "./照片.jpg" in tar.getnames()
    assert not [path for path in data.iterdir() if path.name.startswith(".")]

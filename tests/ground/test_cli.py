"""The command: help for everything, 2 for wrong use, 1 with a sentence for what can't be done."""

import pytest

from gongzhi.config import cli

COMMANDS = tuple(
    "up worker live demo migrate manage import export template grant token backup restore check".split()  # noqa: SIM905
)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main([name, "--help"])
    assert left.value.code == 0
    assert f"gongzhi {name}" in capsys.readouterr().out


def test_the_list_of_commands_is_whole(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    words = capsys.readouterr().out.split()
    assert set(COMMANDS) <= set(words)


@pytest.mark.parametrize(
    "words",
    [[], ["nothing"], ["import"], ["import", "x", "y", "--as", "other"],
     ["import", "x", "y", "--good-rows", "--all-or-nothing"],
     ["grant", "a", "b"], ["backup", "--to", "x"], ["up", "--port", "many"]],
)  # fmt: skip
def test_wrong_use_is_two(words):
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2


def test_a_missing_file_is_one_with_a_sentence_in_both_languages(capsys):
    assert cli.main(["import", "cases", "nowhere.xlsx"]) == 1
    said = capsys.readouterr().err
    assert "nowhere.xlsx" in said
    assert "没有这个文件" in said
    assert "Traceback" not in said


def test_a_production_start_without_a_key_is_refused_before_anything_is_started(gongzhi, bare_environment):
    done = gongzhi("up")
    assert done.returncode == 1
    assert "GONGZHI_SECRET_KEY" in done.stderr
    assert "GONGZHI_HOSTS" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_backup_is_not_restored(capsys, tmp_path):
    assert cli.main(["restore", "--from", str(tmp_path), "--keys-from", str(tmp_path)]) == 1
    assert "is no backup" in capsys.readouterr().err

"""Notices: told once, seen by their owner alone, a failing channel fails nothing."""

import pytest

from gongzhi.town.notices import channels, commands, queries

pytestmark = pytest.mark.django_db


def test_the_same_is_told_once_and_seen_by_its_owner_alone(person):
    one, two = person("甲"), person("乙")
    assert commands.tell([one.pk, two.pk, one.pk], "case.due", "快到期了", "/cases/1/", once="due:1") == 2
    assert commands.tell([one.pk], "case.due", "快到期了", "/cases/1/", once="due:1") == 0
    commands.tell([one.pk], "duty.missing", "今晚没有值班安排", "/duty/", once="rota:1", urgent=True)
    assert [notice.urgent for notice in queries.unseen(one.pk)] == [True, False]
    assert commands.seen(two.pk, [queries.unseen(one.pk)[0].pk]) == 0
    assert commands.seen(one.pk) == 2
    assert not queries.unseen(one.pk).exists() and queries.of(one.pk).count() == 2
    assert commands.tell([], "x", "x", "/", once="x") == 0


def test_a_failing_channel_does_not_fail_the_work(person, monkeypatch):
    class Broken:
        name = "broken"

        def send(self, notices):
            raise OSError

    monkeypatch.setattr(channels, "_channels", [*channels.all_channels()])
    channels.add(Broken())
    channels.add(Broken())
    assert len(channels.all_channels()) == 2
    assert commands.tell([person("甲").pk], "x", "标题", "/", once="x") == 1


def test_what_is_told_together_goes_out_once_at_the_end_and_not_at_all_after_a_failure(person, monkeypatch):
    sent: list[list[str]] = []

    class Heard:
        name = "heard"

        def send(self, notices):
            sent.append(sorted(notice.once for notice in notices))

    monkeypatch.setattr(channels, "_channels", [Heard()])
    one = person("甲").pk
    commands.tell([one], "x", "标题", "/", once="early")
    with commands.told_together():
        for once in ("a", "b", "a", "early"):
            commands.tell([one], "x", "标题", "/", once=once)
        assert len(sent) == 1
    assert sent[1:] == [[f"a:{one}", f"b:{one}"]]
    with pytest.raises(ValueError, match="stop"), commands.told_together():
        commands.tell([one], "x", "标题", "/", once="never")
        raise ValueError("stop")
    assert len(sent) == 2

"""One hearing: what many rows ask is asked once, and nothing is kept afterwards."""

from gongzhi.kit.journal.hearing import asked_once, known, one_hearing

asked: list[int] = []


@asked_once
def doubled(number: int) -> int:
    asked.append(number)
    return 2 * number


def test_the_same_is_asked_once_in_a_hearing_and_again_in_the_next():
    asked.clear()
    for _time in range(2):
        with one_hearing():
            assert [doubled(4), doubled(4), doubled(5)] == [8, 8, 10]
    assert asked == [4, 5, 4, 5]


def test_outside_of_a_hearing_nothing_is_kept():
    asked.clear()
    assert [doubled(4), doubled(4)] == [8, 8] and asked == [4, 4]
    known(doubled, {(4,): 0})
    assert doubled(4) == 8


def test_what_was_read_ahead_is_not_asked():
    asked.clear()
    with one_hearing():
        known(doubled, {(4,): 80})
        assert (doubled(4), doubled(5)) == (80, 10)
    assert asked == [5]

"""Numbers of persons are found in running text; the ids of things are not taken for them."""

import pytest

from gongzhi.kit.privacy.patterns import personal_number, without_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("打13812345678找我", "13812345678"),
        ("电话 138 1234 5678", "138 1234 5678"),
        ("138-1234-5678", "138-1234-5678"),
        ("身份证22010319700101123X", "22010319700101123X"),
        ("编号20261122000123", ""),
        (
            "01a20138-1234-7567-8901-0123456789ab",
            "",
        ),  # the id of a thing, found when a step was refused for it
        ("01a2a166-7138-7123-8139-138123456781", ""),
        ("01a20138-1234-7567-8901-0123456789ab 13812345678", "13812345678"),
    ],
)
def test_what_is_a_number_of_a_person(text, number):
    assert personal_number(text) == number


def test_numbers_are_covered():
    assert without_numbers("打13812345678找我") == "打138******78找我"

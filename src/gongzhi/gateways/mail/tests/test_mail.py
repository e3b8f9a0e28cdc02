"""Against a real server on this machine: what is written, what is not, and on which side of the dot the line broke."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.config.ground import checks
from gongzhi.gateways.mail.channel import Mail
from gongzhi.gateways.mail.letters import _outside
from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import from_rows
from gongzhi.town.notices import channels, choosing, commands, letters
from gongzhi.town.notices.channels import Letter, NotSent, Unsure
from gongzhi.town.notices.models import Address, Delivery
from tests.smtp import Server, words

S = Delivery.Stage
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
DUE = NOON + timedelta(minutes=31)


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture
def mail(server, settings, monkeypatch):
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_SECURITY = "127.0.0.1", server.port, "none"
    settings.SMTP_FROM, settings.SMTP_FROM_ADDRESS = "共治 <gongzhi@city.example>", "gongzhi@city.example"
    settings.SMTP_TIMEOUT, settings.PUBLIC_URL = 5, "https://gongzhi.city.example"
    monkeypatch.setattr(channels, "_channels", [*channels.all_channels()])
    made = Mail()
    channels.add(made)
    return made


def letter(**more):
    given = {
        "id": new_id(),
        "to": "zhao@example.cn",
        "language": "zh-hans",
        "lines": (("到您这里：室温不达标", "/cases/1/"),),
    }
    return Letter(**(given | more))


@pytest.fixture
def one(db, mail, person):
    user = person("赵国强")
    actor = from_rows(user, [])
    choosing.give_address(actor, way="mail", address="zhao@example.cn", code="123456")
    choosing.confirm_address(actor, way="mail", code="123456")
    return user


@pytest.fixture
def person(db):
    from gongzhi.town.people.models import User

    return lambda name: User.objects.create_user(f"u{User.objects.count()}", name)


def tell(user, once, **more):
    with clock.at(NOON):
        commands.tell([user.pk], "case.report", f"到您这里：{once}", f"/cases/{once}/", once=once, **more)


class TestWritten:
    def test_titles_and_links_and_nothing_else(self, mail, server):
        mail.deliver(
            letter(
                lines=(
                    ("到您这里：室温不达标·富丰家园3栋2单元501室", "/cases/1/"),
                    (".一个点开头", "/cases/2/"),
                )
            )
        )
        [(to, message)] = server.letters
        text = words(message)
        assert to == "zhao@example.cn" and message["Subject"] == "共治：2 条通知"
        assert message["From"] == "共治 <gongzhi@city.example>"
        assert (
            "https://gongzhi.city.example/cases/1/" in text
            and "富丰家园3栋2单元" in text
            and "501" not in text
        )
        assert ".一个点开头" in text
        assert message.get_content_type() == "text/plain" and not message.is_multipart()
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe"] == "<https://gongzhi.city.example/me/notices/choices/>"
        assert "不用回这封信" in text

    def test_nothing_tells_who_opened_it(self, mail, server):
        """No picture, and the links are the house's own addresses as they stand."""
        mail.deliver(letter())
        text = words(server.letters[0][1])
        links = [word for word in text.split() if "://" in word]
        assert links == [
            "https://gongzhi.city.example/cases/1/",
            "https://gongzhi.city.example/me/notices/choices/",
        ]
        assert "?" not in "".join(links) and "<" not in text

    @pytest.mark.parametrize(
        ("title", "said"),
        [
            ("室温不达标·富丰家园3栋2单元501室", "室温不达标·富丰家园3栋2单元"),
            ("漏水·12号楼 1 单元 302", "漏水·12号楼 1 单元"),
            ("漏水·人民大街 1203户", "漏水·人民大街"),
            ("结冰·宋家路18号院", "结冰·宋家路18号院"),
            ("打13812345678说冷", "打138******78说冷"),
            ("两\n行", "两 行"),
        ],
    )
    def test_what_leaves_the_house(self, title, said):
        assert _outside(title) == said

    def test_in_english(self, mail, server):
        from django.utils import translation

        with translation.override("en"):
            mail.deliver(letter(language="en"))
        assert server.letters[0][1]["Subject"] == "Gongzhi: 1 notice"

    @pytest.mark.parametrize(
        "bad", ["", "x", "a@b", "a@b.cn\nBcc: c@d.cn", "张三@例子.中国", "a@b.cn, c@d.cn"]
    )
    def test_addresses_that_do_not_fit(self, mail, bad):
        assert not mail.fits(bad)

    def test_masked(self, mail):
        assert mail.fits("zhao@example.cn") and mail.masked("zhao@example.cn") == "z***@example.cn"


class TestHandedOver:
    @pytest.mark.parametrize(
        ("fault", "for_good", "everybody"),
        [("mail", False, True), ("rcpt", True, False), ("data", False, False), ("broken", False, False)],
    )
    def test_certainly_not_taken(self, mail, server, fault, for_good, everybody):
        server.fail = [fault]
        with pytest.raises(NotSent) as wrong:
            mail.deliver(letter())
        if fault != "broken":
            assert (wrong.value.for_good, wrong.value.everybody) == (for_good, everybody)
        assert not server.letters

    def test_taken_but_never_said_so(self, mail, server):
        server.fail = ["silent"]
        with pytest.raises(Unsure):
            mail.deliver(letter())
        assert len(server.letters) == 1

    def test_nobody_there(self, mail, server, settings):
        settings.SMTP_PORT = 1
        with pytest.raises(NotSent) as wrong:
            mail.deliver(letter())
        assert wrong.value.everybody

    def test_nothing_goes_in_clear_where_encryption_is_asked_for(self, mail, server, settings):
        settings.SMTP_SECURITY = "starttls"
        with pytest.raises(NotSent):
            mail.deliver(letter())
        assert not server.letters and not any(line.startswith("MAIL") for line in server.said)

    def test_an_address_whose_key_is_gone(self, mail, server):
        with pytest.raises(NotSent) as wrong:
            mail.deliver(letter(to=""))
        assert wrong.value.for_good


class TestCheck:
    """What ``gongzhi check`` says of it."""

    def test_all_is_well(self, mail, server):
        assert checks.mail() == []

    def test_nobody_there(self, mail, settings):
        settings.SMTP_PORT = 1
        assert "no connection" in checks.mail()[0]

    @pytest.mark.parametrize(
        ("name", "value", "word"),
        [
            ("SMTP_SECURITY", "perhaps", "starttls"), ("SMTP_HOST", "mail.city.example", "in clear"),
            ("SMTP_FROM_ADDRESS", "", "GONGZHI_SMTP_FROM"), ("PUBLIC_URL", "", "GONGZHI_URL"),
        ],
    )  # fmt: skip
    def test_faults(self, mail, settings, name, value, word):
        setattr(settings, name, value)
        assert word in checks.mail()[0]

    def test_without_a_server_nothing_is_wrong(self, settings):
        settings.SMTP_HOST = ""
        assert checks.mail() == []


class TestWhole:
    def test_a_digest(self, one, mail, server):
        tell(one, "a")
        tell(one, "b")
        with clock.at(DUE):
            letters.send_due(mail)
        [(_to, message)] = server.letters
        assert message["Subject"] == "共治：2 条通知" and "到您这里：b" in words(message)

    def test_after_a_fault_once_and_not_lost(self, one, mail, server):
        server.fail = ["data", "broken", "mail"]
        tell(one, "a")
        for minutes in range(0, 20):
            with clock.at(DUE + timedelta(minutes=minutes)):
                letters.send_due(mail)
        assert len(server.letters) == 1
        assert Delivery.objects.get().stage == S.SENT

    def test_silence_after_the_dot_is_not_a_second_letter(self, one, mail, server):
        server.fail = ["silent"]
        tell(one, "a")
        for minutes in range(0, 20, 5):
            with clock.at(DUE + timedelta(minutes=minutes)):
                letters.send_due(mail)
        assert len(server.letters) == 1 and Delivery.objects.get().stage == S.UNSURE

    def test_a_refused_address_is_told_on_its_page(self, one, mail, server, client):
        server.fail = ["rcpt"]
        tell(one, "a")
        with clock.at(DUE):
            letters.send_due(mail)
        client.force_login(one, "allauth.account.auth_backends.AuthenticationBackend")
        page = client.get("/me/notices/choices/").content.decode()
        assert "被对方退回" in page and "z***@example.cn" in page

    def test_without_a_server_there_is_no_such_way(self, db):
        assert channels.outside() == []


class TestPage:
    @pytest.fixture
    def mine(self, db, mail, person, client):
        user = person("钱芳")
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    def code(self, server):
        return next(
            line for line in words(server.letters[-1][1]).split() if line.isdigit() and len(line) == 6
        )

    def test_from_the_address_to_the_choice(self, mine, server):
        page = "/me/notices/choices/"
        assert "发验证码" in mine.get(page).content.decode()
        assert mine.post(f"{page}mail/address/", {"address": "qian@example.cn"}).status_code == 302
        waiting = mine.get(page).content.decode()
        assert "q***@example.cn" in waiting and "qian@" not in waiting
        wrong = mine.post(f"{page}mail/confirm/", {"code": "000000x"})
        assert wrong.status_code == 422 and "验证码不对" in wrong.content.decode()
        assert mine.post(f"{page}mail/confirm/", {"code": self.code(server)}).status_code == 302
        chosen = {"groups": ["turn", "duty"], "pace": "daily"}
        assert mine.post(f"{page}mail/", chosen).status_code == 302
        shown = mine.get(page).content.decode()
        ticked = set(re.findall(r'name="(?:groups|pace)" value="(\w+)"[^>]*checked', shown))
        assert ticked == {"turn", "duty", "daily"} and "22:00" in shown
        assert mine.post(f"{page}mail/drop/").status_code == 302
        assert not Address.objects.exists()

    def test_a_wrong_address_stays_typed(self, mine):
        answer = mine.post("/me/notices/choices/mail/address/", {"address": "不是邮箱"})
        assert answer.status_code == 422 and 'value="不是邮箱"' in answer.content.decode()

    def test_a_server_that_does_not_take_it_is_said(self, mine, server):
        server.fail = ["rcpt"]
        answer = mine.post("/me/notices/choices/mail/address/", {"address": "nobody@example.cn"})
        assert answer.status_code == 422 and "没有这个地址" in answer.content.decode()
        server.fail = ["mail"]
        answer = mine.post("/me/notices/choices/mail/address/", {"address": "nobody@example.cn"})
        assert "现在发不出去" in answer.content.decode()

    def test_who_guesses_is_stopped(self, mine, server):
        mine.post("/me/notices/choices/mail/address/", {"address": "qian@example.cn"})
        for _try in range(5):
            assert mine.post("/me/notices/choices/mail/confirm/", {"code": "x"}).status_code == 422
        answer = mine.post("/me/notices/choices/mail/confirm/", {"code": self.code(server)})
        assert answer.status_code == 429

    def test_codes_an_hour(self, mine):
        for _try in range(5):
            mine.post("/me/notices/choices/mail/address/", {"address": "qian@example.cn"})
        assert (
            mine.post("/me/notices/choices/mail/address/", {"address": "qian@example.cn"}).status_code == 429
        )

    def test_an_unknown_way(self, mine):
        assert mine.post("/me/notices/choices/pigeon/").status_code == 404

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from gongzhi.kit.web.views import back


def drawn(text, **context):
    return Template(text).render(Context(context))


def test_icon_is_hidden_from_readers():
    assert 'aria-hidden="true"' in drawn('{% icon "whistle" %}')
    assert "gz/icons.svg#whistle" in drawn('{% icon "whistle" %}')


@pytest.mark.parametrize(("percent", "step"), [(0, "p5"), (54, "p55"), (100, "p100"), (140, "p100")])
def test_stage_has_a_pie_by_class(percent, step):
    assert f'class="pie {step}"' in drawn("{% stage '在办' percent %}", percent=percent)
    assert "style=" not in drawn("{% stage '在办' percent %}", percent=percent)


def test_names_are_escaped():
    assert "<b>" not in drawn(
        "{% stage name 5 %}{% crumb name '/a' name %}{{ name|masked }}", name="<b>x</b> y"
    )


def test_query_with_keeps_the_rest():
    request = RequestFactory().get("/x/?a=1&after=z")
    assert drawn("{% query_with b=2 %}", request=request) == "?a=1&amp;b=2"


class Form(forms.Form):
    what = forms.CharField(label="什么事")
    kind = forms.ChoiceField(choices=[("a", "甲")], widget=forms.RadioSelect, required=False)


def test_a_refused_field_keeps_what_was_typed_and_says_why():
    form = Form({"what": "", "kind": "b"})
    page = drawn("{% field form.what %}{% field form.kind %}", form=form)
    assert 'aria-invalid="true"' in page
    assert 'id="id_what_error"' in page
    assert "<fieldset" in page
    assert "style=" not in page


@pytest.mark.parametrize(("given", "found"), [("/a/?b=1", "/a/?b=1"), ("//evil.example/", "/"), (None, "/")])
def test_only_our_own_addresses_are_gone_back_to(given, found):
    assert back(RequestFactory().get("/"), given) == found


def test_forms_of_two_steps_share_no_id():
    page = drawn(
        "{% include 'web/parts/steps.html' %}",
        steps=[
            {"form": Form(), "verb": verb, "label": verb, "url": "#"} for verb in ("resolve", "send_back")
        ],
    )
    assert 'id="id_resolve_what"' in page
    assert 'for="id_send_back_what"' in page
    assert 'id="id_what"' not in page

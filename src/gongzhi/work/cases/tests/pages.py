"""How tests read a page: its words, a hidden field, the number and code that were given."""

import re

TEXT = "二单元从昨天晚上开始暖气不热，屋里只有14度"


def words(page):
    return page.content.decode()


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', words(page)).group(1)


def number_and_code(client):
    text = words(client.get("/r/told/"))
    number = re.search(r"\d{8}-\d{6}", text).group()
    code = re.search(r'class="spell">([^<]+)<', text).group(1)
    return number, code.replace(" ", "")

"""Every link on every page that somebody can reach leads somewhere, every form has a door, every page has its CSP."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

from tests.matrix.crawl import askers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST = 70  # pages for each person
SAME = 2  # of one route, with the same names of parameters
START = ("/", "/r/", "/account/login/", "/api/docs")
ELSEWHERE = ("http:", "https:", "tel:", "mailto:", "data:", "blob:", "#")


class Links(HTMLParser):
    """The addresses that a page names: to follow, to send to, and static files."""

    def __init__(self, here):
        super().__init__()
        self.here, self.follow, self.send = here, [], []

    def handle_starttag(self, tag, pairs):
        given = dict(pairs)
        if tag == "a" and given.get("href") and "download" not in given:
            self.add(self.follow, given["href"])
        if tag in ("link", "script", "img", "use") and (static := given.get("href") or given.get("src")):
            self.add(self.follow, static)
        if tag == "form":
            way = self.send if given.get("method", "get").lower() == "post" else self.follow
            self.add(way, given.get("action") or self.here)
        for name in ("formaction", "hx-post"):
            if given.get(name):
                self.add(self.send, given[name])
        if given.get("hx-get"):
            self.add(self.follow, given["hx-get"])

    def add(self, way, target):
        if not target.startswith(ELSEWHERE):
            way.append(urljoin(self.here, target).split("#")[0])


class Walk:
    """One person's way through the house, page by page."""

    def __init__(self, asker):
        self.asker, self.wrong = asker, []
        self.ahead, self.known, self.times = deque((one, "") for one in START), set(START), Counter()

    def go(self):
        while self.ahead:
            path, came_from = self.ahead.popleft()
            answer = self.asker.client.get(path)
            if answer.status_code >= 400:
                self.blame(came_from, path, answer.status_code)
            if answer.status_code in (301, 302):
                self.follow(path, answer["Location"])
            elif answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                self.read(path, answer)
        return self

    def read(self, path, answer):
        if answer.status_code == 200 and "script-src 'self'" not in answer.get("Content-Security-Policy", ""):
            self.blame(path, "no CSP")
        links = Links(path)
        links.feed(answer.content.decode())
        for target in links.send:
            if not leads(target):
                self.blame(path, target, "no door")
        for target in links.follow:
            self.follow(path, target)

    def follow(self, path, target):
        if target.startswith("/static/"):
            if not finders.find(target.split("?")[0].removeprefix("/static/")):
                self.blame(path, target, "no file")
        elif target not in self.known and "logout" not in target and self.times[shape(target)] < SAME:
            self.times[shape(target)] += 1
            self.known.add(target)
            if len(self.known) <= MOST:
                self.ahead.append((target, path))

    def blame(self, *words):
        self.wrong.append((self.asker.person, *words))


def leads(target):
    try:
        resolve(urlsplit(target).path)
    except Resolver404:
        return False
    return True


def shape(target):
    """The route with the names of its parameters: lists with other filters are alike."""
    parts = urlsplit(target)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        route = parts.path
    return route, tuple(sorted(pair.split("=")[0] for pair in parts.query.split("&")))


def test_every_link_leads_somewhere(world):
    walks = [Walk(asker).go() for asker in askers(world) if asker.person[1] in ("here", "", "helper")]
    assert sum(len(walk.known) for walk in walks) > 300
    wrong = [one for walk in walks for one in walk.wrong]
    assert not wrong, "\n" + "\n".join(str(one) for one in wrong)

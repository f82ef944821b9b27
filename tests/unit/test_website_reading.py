"""A page of a website is read only where it is public, briefly, and without anything sent along."""

import socket
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

import engine
from engine.delivery.website import (
    LARGEST_PAGE,
    LONGEST_MOVE,
    PUBLIC_ONLY,
    PageNotRead,
    Reach,
    is_public,
    links_on,
)
from engine.work.publishing.link_checks import LinkOutcome
from tests.support.certificates import self_signed
from tests.support.websites import ANYWHERE, website

OTHERS = (
    '<A HREF="https://us.example/p/x/2">2</A><a href="//us.example/p/x/3">3</a>'
    '<a href="b/p/x">4</a><a href="/other">5</a><a href="javascript:/p/x">6</a>'
    '<map name="m"><area shape="default" alt="7" href="https://us.example/p/x/7"></map>'
)


@pytest.fixture(scope="module")
def site():
    with website() as found:
        found.page("/", f'<p><a href="/p/x/1#top">1</a><!-- <a href="/p/no"> -->{OTHERS}')
        found.moved("/moved", "/")
        found.moved("/round", "/round")
        found.moved("/away", found.address.replace("127.0.0.1", "localhost"))
        found.page("/large", " " * (LARGEST_PAGE + 1))
        found.page("/picture", "", kind="image/png")
        found.page("/slow", "")
        found.page("/empty", "")
        found.page("/broken", '<a href="http://[/p/">x</a><a href="/p/good">')
        found.page("/packed", '<a href="/p/x/1">', **{"Content-Encoding": "gzip"})
        found.moved("/door", "http://127.0.0.1:1/")
        found.moved("/who", found.address.replace("//", "//who:secret@"))
        found.moved("/long", f"/{'a' * LONGEST_MOVE}")
        found.moved("/thai", "/เรื่อง")
        found.page("/%E0%B9%80%E0%B8%A3%E0%B8%B7%E0%B9%88%E0%B8%AD%E0%B8%87", '<a href="/p/x/1">')
        yield found


def why(address, reach=ANYWHERE, **more):
    with pytest.raises(PageNotRead) as failed:
        links_on(address, reach, **more)
    return failed.value.outcome


def test_the_links_of_a_page_that_may_lead_to_us_are_whole_addresses(site):
    others = ("https://us.example/p/x/2", "http://us.example/p/x/3", "https://us.example/p/x/7")
    wanted = [f"{site.address}/p/x/1", *others]
    assert links_on(f"{site.address}/", ANYWHERE) == wanted
    assert links_on(f"{site.address}/moved", ANYWHERE) == wanted
    assert links_on(f"{site.address}/empty", ANYWHERE) == []
    assert f"{site.address}/p/good" in links_on(f"{site.address}/broken", ANYWHERE)
    assert links_on(f"{site.address}/thai", ANYWHERE) == [f"{site.address}/p/x/1"]
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(site.asked[-1])


def test_a_website_shows_a_certificate_that_is_trusted_here(tmp_path, monkeypatch):
    certificate = self_signed(tmp_path / "server.pem")
    with website(certificate) as secured:
        secured.page("/", '<a href="/p/here">x</a>')
        assert why(f"{secured.address}/") is LinkOutcome.CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert links_on(f"{secured.address}/", ANYWHERE) == [f"{secured.address}/p/here"]
        elsewhere = secured.address.replace("localhost", "127.0.0.1")
        assert why(f"{elsewhere}/") is LinkOutcome.CERTIFICATE


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/away", LinkOutcome.ELSEWHERE),
        ("/round", LinkOutcome.ELSEWHERE),
        ("/large", LinkOutcome.TOO_LARGE),
        ("/picture", LinkOutcome.NOT_A_PAGE),
        ("/nothing", LinkOutcome.REFUSED),
        ("/long", LinkOutcome.REFUSED),
        ("/packed", LinkOutcome.NOT_A_PAGE),
        ("/who", LinkOutcome.NO_HOST),
    ],
)
def test_what_is_no_page_of_this_website_is_not_read(site, path, outcome):
    assert why(f"{site.address}{path}") is outcome


def test_a_website_leads_to_no_other_door_of_its_host(site):
    its_own = Reach(lambda _address: True, frozenset({int(site.address.rpartition(":")[2])}))
    assert why(f"{site.address}/door", its_own) is LinkOutcome.NOT_PUBLIC


@pytest.fixture
def named(monkeypatch):
    """Let names of ``office.example`` lead to the addresses given, one for each look."""
    ask, left = socket.getaddrinfo, []

    def answer(host, *args, **more):
        return ask(left.pop(0) if host.endswith("office.example") else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return left


def test_a_name_that_leads_inside_on_the_second_look_leads_nowhere(site, named):
    here = site.address.replace("127.0.0.1", "office.example")
    outside = Reach(lambda address: str(address) == "127.0.0.1", None)
    named.extend(["127.0.0.1", "127.0.0.2"])
    assert links_on(f"{here}/broken", outside)
    assert named == ["127.0.0.2"]
    named.insert(0, "127.0.0.1")
    assert why(f"{here}/moved", outside) is LinkOutcome.NOT_PUBLIC
    assert named == []


def test_a_website_leads_to_its_name_with_www(site, named):
    here = site.address.replace("127.0.0.1", "office.example")
    named.extend(["127.0.0.1"] * 2)
    site.moved("/bare", f"{here.replace('office', 'www.office')}/broken")
    assert links_on(f"{here}/bare", ANYWHERE)


# Of each of these a tree, or the joining of addresses, took from half a minute to many.
COSTLY = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from engine.delivery.website import LARGEST_PAGE, MOST_LINKS, _links
names = b" ".join(b"a%d=1" % number for number in range(LARGEST_PAGE // 9))
assert _links("http://h/", b"<a " + names + b" href=/p/x>") == ["http://h/p/x"]
base = "http://h/" + "a/" * 2000
assert _links(base, b"<a href=../p/x>" * (LARGEST_PAGE // 15)) == []
assert len(_links(base, b"<a href=/p/x>" * (LARGEST_PAGE // 13))) == MOST_LINKS
"""


def test_no_page_costs_more_than_its_size():
    root = Path(engine.__file__).parents[1]
    subprocess.run([sys.executable, "-c", COSTLY], cwd=root, check=True)


def test_a_page_that_comes_letter_by_letter_is_given_up(site):
    assert why(f"{site.address}/slow", seconds=0.3) is LinkOutcome.NO_ANSWER


def test_nothing_but_the_internet_is_reached(site):
    asked = len(site.asked)
    assert why(f"{site.address}/", PUBLIC_ONLY) is LinkOutcome.NOT_PUBLIC
    assert why("http://127.0.0.1/", PUBLIC_ONLY) is LinkOutcome.NOT_PUBLIC
    assert why("http://localhost/", PUBLIC_ONLY) is LinkOutcome.NOT_PUBLIC
    assert len(site.asked) == asked


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://who:secret@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http:///",
        "http://[::1",
        "http://nothing.invalid/",
    ],
)
def test_an_address_that_names_no_website_is_told_as_such(address):
    assert why(address) is LinkOutcome.NO_HOST


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"),
        *("fec0::1", "192.88.99.1", "3fff::1", "192.0.0.9"),
    ],
)
def test_an_address_of_an_office_or_a_host_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["203.150.1.1", "2001:c00::1", "::ffff:203.150.1.1"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(ip_address(address))

"""A page of a website is read only where it is public, briefly, and without anything sent along."""

from ipaddress import ip_address

import pytest

from engine.delivery.website import LARGEST_PAGE, PUBLIC_ONLY, PageNotRead, is_public, links_on
from engine.work.publishing.link_checks import LinkOutcome
from tests.support.certificates import self_signed
from tests.support.websites import ANYWHERE, website


@pytest.fixture(scope="module")
def site():
    with website() as found:
        found.page("/", '<p><a href="/p/x/1#top">1</a><!-- <a href="/no"> --> <A HREF=b>2</A>')
        found.moved("/moved", "/")
        found.moved("/round", "/round")
        found.moved("/away", found.address.replace("127.0.0.1", "localhost"))
        found.page("/large", " " * (LARGEST_PAGE + 1))
        found.page("/picture", "", kind="image/png")
        found.page("/slow", "")
        found.page("/empty", "")
        found.page("/broken", '<a href="http://[">x</a><a href="good">')
        yield found


def why(address, reach=ANYWHERE, **more):
    with pytest.raises(PageNotRead) as failed:
        links_on(address, reach, **more)
    return failed.value.outcome


def test_the_links_of_a_page_are_whole_addresses(site):
    wanted = [f"{site.address}/p/x/1", f"{site.address}/b"]
    assert links_on(f"{site.address}/", ANYWHERE) == wanted
    assert links_on(f"{site.address}/moved", ANYWHERE) == wanted
    assert links_on(f"{site.address}/empty", ANYWHERE) == []
    assert links_on(f"{site.address}/broken", ANYWHERE) == [f"{site.address}/good"]
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(site.asked[-1])


def test_a_website_shows_a_certificate_that_is_trusted_here(tmp_path, monkeypatch):
    certificate = self_signed(tmp_path / "server.pem")
    with website(certificate) as secured:
        secured.page("/", '<a href="/here">x</a>')
        assert why(f"{secured.address}/") is LinkOutcome.CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert links_on(f"{secured.address}/", ANYWHERE) == [f"{secured.address}/here"]
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
    ],
)
def test_what_is_no_page_of_this_website_is_not_read(site, path, outcome):
    assert why(f"{site.address}{path}") is outcome


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
    ],
)
def test_an_address_of_an_office_or_a_host_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["203.150.1.1", "2001:c00::1", "::ffff:203.150.1.1"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(ip_address(address))

"""The pages of what an office has set: who may look, who may change, in both languages."""

import re

import pytest

from engine.access.accounts import create_account
from engine.access.permissions import PERMITTED, Command
from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.settings import Settings
from tests.conftest import PEOPLE
from tests.support.passwords import quick_hash

ROLES = sorted({role for role, *_ in PEOPLE})
HOME = "/provincial/settings"
CHANGING = (f"{HOME}/edit/office", f"{HOME}/add/units", f"{HOME}/remove/tags/procurement")


@pytest.fixture
def app(store, office, tmp_path, application):
    with store.unit(office.system) as uow:
        uow.hold(office.id)
        for role in ROLES:
            create_account(uow, office.person(role).id, role.value, quick_hash(PASSWORD))
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path / "data")}
    )
    return application(settings, store)


@pytest.fixture
def signed_in(app):
    def sign_in(role):
        client = app.test_client()
        posted = {
            "csrf_token": token_of(client.get("/sign-in").text),
            "name": role.value,
            "password": PASSWORD,
        }
        assert client.post("/sign-in", data=posted).status_code == 303
        return client

    return sign_in


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)


@pytest.mark.parametrize("role", ROLES)
def test_who_answers_for_the_settings_reads_them_and_only_their_keeper_changes_them(
    signed_in, role
):
    client = signed_in(role)
    may_see = role in PERMITTED[Command.SEE_OFFICE]
    may_change = role in PERMITTED[Command.MANAGE_OFFICE]
    for address in (HOME, f"{HOME}/history"):
        assert client.get(address).status_code == (200 if may_see else 403)
    for address in CHANGING:
        assert client.get(address).status_code == (200 if may_change else 403)
    token = token_of(client.get("/provincial/substitutions").text)
    posted = {"csrf_token": token, "_step": "save", "_base": "1", "password": PASSWORD}
    for address in (*CHANGING, f"{HOME}/take-back"):
        if not may_change:
            assert client.post(address, data=posted).status_code == 403
    assert ("แก้ไข<span" in client.get(HOME).text) is may_change


@pytest.mark.parametrize(
    "address",
    [
        "/edit/doors",
        "/edit/channels",
        "/edit/channels/nowhere",
        "/add/respondents",
        "/add/office",
        "/remove/sign_chains/default",
        "/remove/respondents/head",
        "/remove/units/nowhere",
    ],
)
def test_what_is_no_place_of_the_settings_is_not_found(signed_in, address):
    assert signed_in(Role.ADMINISTRATOR).get(HOME + address).status_code == 404


def test_every_place_has_a_form_and_all_is_said_in_english_too(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get(HOME).text
    addresses = re.findall(rf'href="({HOME}/(?:edit|add)/[^"]+)"', page)
    assert len(addresses) > 60
    for address in addresses:
        assert client.get(address).status_code == 200, address
    english = client.get(f"{HOME}?language=en", follow_redirects=True).text
    assert "Who takes a complaint about whom" in english
    assert "Working days" in english

"""The user names that a browser keeps: few, signed, out of the reach of scripts, removable."""

import pytest
from flask import Flask, Response

from web import remembered


@pytest.fixture
def app():
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="a key of this test", SESSION_COOKIE_NAME="c", SESSION_COOKIE_SECURE=False
    )

    @app.get("/names")
    def names():
        found = remembered.names()
        return {"names": found, "chosen": remembered.chosen(found)}

    @app.post("/<what>/<name>")
    def change(what, name):
        answer = Response()
        getattr(remembered, what)(answer, name)
        return answer

    return app


@pytest.fixture
def client(app):
    return app.test_client()


def names(client, address="/names"):
    return client.get(address).json["names"]


def test_who_signed_in_last_stands_first_and_only_six_are_kept(client):
    for name in ("ก", "ข", "ค", "ง", "จ", "ฉ", "ช", "ง "):
        client.post(f"/remember/{name}")
    assert names(client) == ["ง", "ช", "ฉ", "จ", "ค", "ข"]
    assert len(names(client)) == remembered.MOST


def test_a_name_is_forgotten_and_with_the_last_the_cookie_goes(client):
    client.post("/remember/somchai")
    client.post("/remember/somying")
    client.post("/forget/somchai")
    assert names(client) == ["somying"]
    client.post("/forget/somying")
    assert client.get_cookie("c-names") is None


def test_a_cookie_that_was_not_signed_here_tells_no_name(app, client):
    client.set_cookie("c-names", '["admin"]')
    assert names(client) == []
    client.post("/remember/somchai")
    app.config["SECRET_KEY"] = "another key"
    assert names(client) == []


def test_the_cookie_is_kept_from_scripts_and_says_nothing_but_the_name(app, client):
    said = client.post("/remember/somchai").headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Secure" not in said
    app.config["SESSION_COOKIE_SECURE"] = True
    assert "Secure" in client.post("/remember/somchai").headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("/names?as=0", "somying"),
        ("/names?as=1", "somchai"),
        ("/names?as=2", ""),
        ("/names?as=-1", ""),
        ("/names?as=๑", ""),
        ("/names?as=somchai", ""),
        ("/names", ""),
    ],
)
def test_the_address_names_nobody_but_a_place_in_the_list(client, address, chosen):
    client.post("/remember/somchai")
    client.post("/remember/somying")
    assert client.get(address).json["chosen"] == chosen

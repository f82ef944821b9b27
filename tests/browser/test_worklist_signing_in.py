"""Signing in and out, and who is kept out."""

from engine.office.roles import Role


def test_an_officer_signs_in_and_sees_her_work(live, browser_pages, axe_findings):
    page = browser_pages()
    live.sign_in(page, Role.OFFICER)
    assert page.url == live.at("/provincial/work")
    assert axe_findings(page) == []

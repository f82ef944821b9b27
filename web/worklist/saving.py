"""Saved filters: named, shared with a role, pinned as tabs, the one that the list begins with."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.membership import Standing
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.saved import (
    LONGEST_NAME,
    SavedList,
    choose_list,
    delete_list,
    get_list,
    lists_of,
    save_list,
)
from web import pages
from web.design.language import say
from web.worklist.choosing import Asked
from web.worklist.room import blueprint

_SAVED = Sentence("เก็บตัวกรองแล้ว", "The filter is saved")
_DELETED = Sentence("ลบตัวกรองแล้ว", "The filter is deleted")


@blueprint.get("/<office_key>/work/lists")
def saved_lists(office_key: str) -> str:
    with pages.reading() as uow:
        found = lists_of(uow, _worker())
    return render_template(
        "worklist/saved.html",
        office_key=office_key,
        rows=[(one, _title(one.role)) for one in found],
    )


@blueprint.get("/<office_key>/work/lists/new")
def new_list(office_key: str) -> str:
    return _form(office_key)


@blueprint.post("/<office_key>/work/lists/new")
def save(office_key: str) -> tuple[str, int] | Response:
    args, wanted = _asked().args(), request.form.get("role")
    role = next((each for each in _worker().roles if each.value == wanted), None)
    try:
        list_id = pages.run(lambda uow: _keep(uow, role, args))
    except InvalidTransition as refused:
        return _form(office_key, refused.sentence), 422
    flash(say(_SAVED))
    return redirect(url_for("worklist.saved_list", office_key=office_key, list_id=list_id), 303)


def _keep(uow: UnitOfWork, role: Role | None, args: Mapping[str, str]) -> UUID:
    form = request.form
    list_id = save_list(uow, form.get("name", ""), role, args)
    choose_list(uow, list_id, is_pinned="pinned" in form, is_default="default" in form)
    return list_id


@blueprint.get("/<office_key>/work/lists/<uuid:list_id>")
def saved_list(office_key: str, list_id: UUID) -> Response:
    """Lead to the list that a saved filter stands for: an address to send to a colleague."""
    with pages.reading() as uow:
        found = get_list(uow, _worker(), list_id)
    return redirect(list_url(office_key, found))


@blueprint.post("/<office_key>/work/lists/<uuid:list_id>")
def choose(office_key: str, list_id: UUID) -> Response:
    _worker()
    form = request.form
    pages.run(
        lambda uow: choose_list(
            uow, list_id, is_pinned="pinned" in form, is_default="default" in form
        )
    )
    return redirect(url_for("worklist.saved_lists", office_key=office_key), 303)


@blueprint.post("/<office_key>/work/lists/<uuid:list_id>/delete")
def delete(office_key: str, list_id: UUID) -> Response:
    _worker()
    pages.run(lambda uow: delete_list(uow, list_id))
    flash(say(_DELETED))
    return redirect(url_for("worklist.saved_lists", office_key=office_key), 303)


def list_url(office_key: str, found: SavedList) -> str:
    args: dict[str, Any] = {**found.args} or {"view": "all"}
    return url_for("worklist.mine", office_key=office_key, **args)


def _form(office_key: str, message: Sentence | None = None) -> str:
    who, asked = _worker(), _asked()
    return render_template(
        "worklist/save_list.html",
        office_key=office_key,
        args=asked.args(),
        message=message,
        name=request.form.get("name", ""),
        chosen=request.form.get("role", ""),
        is_pinned="pinned" in request.form or request.method == "GET",
        is_default="default" in request.form,
        longest=LONGEST_NAME,
        roles=[
            (role.value, _title(role)) for role in Role if role in who.roles and role.holds_work
        ],
    )


def _asked() -> Asked:
    return Asked.of(request.args, pages.office().profile)


def _title(role: Role | None) -> str:
    return say(pages.office().profile.title_of(role)) if role else ""


def _worker() -> Standing:
    """Only who may hold work has a list to narrow."""
    who = pages.standing()
    if not who.queues:
        raise NotFound
    return who

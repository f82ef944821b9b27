"""An office where one person has two duties, and one that lets them coincide."""

from engine.access.membership import grant_membership
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.store.unit_of_work import Actor
from engine.work.offices.opening import revise_profile


def make_officer_head(office) -> Actor:
    """Let an officer be a head of the office as well."""
    person = office.person(Role.OFFICER)
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        grant_membership(uow, person.id, Role.HEAD, position="ผู้อำนวยการ", order_cited="1/2570")
    return office.actor(Role.OFFICER)


def let_duties_coincide(office) -> None:
    text = (bundled_dir("processes") / "offices" / "provincial.toml").read_text("utf-8")
    said = (
        "[duties]\nsmall_office = true\n"
        "disclosure = { th = 'หน่วยงานมีเจ้าหน้าที่สามคน', en = 'three people' }"
    )
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        revise_profile(uow, text.replace("[duties]", said), effective_on=uow.today)

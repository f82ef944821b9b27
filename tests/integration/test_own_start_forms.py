"""A start form that an office has changed: what it seals is kept, whatever the field is called."""

import json

import pytest

from engine.bpmn.edition import build_edition
from engine.cases.identities import open_identity, sealed_fields
from engine.cases.parties import parties_of
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.deployment import deploy
from tests.support.story import PROCESS

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
START = f"{PROCESS}.start"


def adopt_start_form(story, *added):
    """Publish the running edition with these components added to its start form."""
    with story.reading() as uow:
        running = get_adopted_edition(uow, PROCESS)
    form = json.loads(running.forms[START])
    form["components"] += added
    forms = {**running.forms, START: json.dumps(form, ensure_ascii=False).encode()}
    edition = build_edition(PROCESS, running.sources, forms)
    deploy(story.store, story.office_id, [edition], may_publish=True)


def sealed_text(key):
    return {
        "label": "ผู้ให้เบาะแสแก่ผู้ร้อง",
        "type": "textfield",
        "id": f"Field_own_{key}",
        "key": key,
        "properties": {"name_en": "Informant", "sealed": "witness.name"},
    }


def test_a_name_sealed_outside_the_lists_of_parties_is_kept(story):
    rows = {
        "label": "ผู้ช่วยเหลือ",
        "type": "dynamiclist",
        "id": "List_helpers",
        "path": "helpers",
        "isRepeating": True,
        "allowAddRemove": True,
        "defaultRepetitions": 0,
        "components": [sealed_text("name")],
        "properties": {"name_en": "Helpers"},
    }
    adopt_start_form(story, sealed_text("informant"), rows)
    case = story.lodge(informant="นายบอก เบาะแส", helpers=[{"name": "นางช่วย เหลือ"}])
    with story.reading() as uow:
        assert open_identity(uow, case, case) == {
            "informant": "นายบอก เบาะแส",
            "helpers.0.name": "นางช่วย เหลือ",
        }
        parties = {party.id for party in parties_of(uow, case)}
        assert sealed_fields(uow, case).keys() - parties == {case}
    assert "เบาะแส" not in repr(story.events(case)[0].content["answers"]["informant"])
    story.finish(case)

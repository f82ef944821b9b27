"""From form-js JSON to a form, with every fault located."""

from pathlib import PurePath

from engine.errors import DefinitionInvalid
from engine.forms.component_parsing import Forming
from engine.forms.components import NO_LABEL, AnyComponent, Label
from engine.forms.located_json import JsonInvalid, Node, read_json
from engine.forms.node_reading import Faults, Members
from engine.forms.schema import FormSchema

MOST_BYTES = 256 * 1024
SCHEMA_VERSIONS = range(4, 20)
ROOT_KEYS = frozenset(
    {"type", "id", "components", "schemaVersion", "exporter", "executionPlatform"}
    | {"executionPlatformVersion", "versionTag", "properties", "generated"}
)


def parse_form(data: bytes, source: str) -> FormSchema:
    """Read a form-js form; ``source`` is its file name or path, "" for an unnamed draft.

    Raises :exc:`DefinitionInvalid` with all faults found, whatever the bytes; warnings go with
    them, or stay on the schema when nothing is wrong. The id has to be the stem of the file.
    """
    faults = Faults()
    schema = _read(data, source, faults)
    if schema is None or faults.errors:
        raise DefinitionInvalid(faults.all)
    return schema


def _read(data: bytes, source: str, faults: Faults) -> FormSchema | None:
    element = _stem(source)
    if len(data) > MOST_BYTES:
        faults.error(
            "form-limit",
            element,
            1,
            f"แบบฟอร์มใหญ่ {len(data):,} ไบต์ ใหญ่ได้ไม่เกิน {MOST_BYTES:,}",
            f"The form has {len(data):,} bytes; at most {MOST_BYTES:,} are taken.",
        )
        return None
    try:
        root = read_json(data)
    except JsonInvalid as fault:
        faults.error("form-json", element, fault.line, fault.sentence.th, fault.sentence.en)
        return None
    return _form(root, element, faults)


def _form(root: Node, stem: str, faults: Faults) -> FormSchema:
    here = Members(root, stem, faults)
    form_id = _form_id(here, stem)
    _check_head(here)
    properties = here.members("properties")
    name, is_record = NO_LABEL, False
    if properties:
        properties.only({"name", "name_en", "paper"}, "form-property", "properties ของแบบฟอร์ม")
        name = Label(properties.words("name"), properties.words("name_en") or None)
        is_record = bool(properties.one_of("paper", {"record"}, ""))
    components: tuple[AnyComponent, ...] = Forming(faults).components(
        here.items("components", 300), in_rows=False
    )
    return FormSchema(form_id, name, components, faults.all, is_record)


def _form_id(here: Members, stem: str) -> str:
    form_id = here.text("id")
    if not form_id:
        here.fault("form-id", here.line, "แบบฟอร์มไม่มี id", "The form has no id.")
    elif stem and form_id != stem:
        here.fault(
            "form-id",
            here.line_of("id"),
            f"id คือ “{form_id}” ต้องเป็น “{stem}” ตามชื่อแฟ้ม",
            f'The id is "{form_id}"; it has to be "{stem}", the name of the file.',
        )
    return form_id


def _check_head(here: Members) -> None:
    for name in here.names():
        if name not in ROOT_KEYS:
            here.faults.warning(
                "form-unknown",
                here.element,
                here.line_of(name),
                f"ระบบไม่ใช้ “{name}”",
                f'"{name}" is not used.',
            )
    if here.text("type") != "default":
        here.fault(
            "form-type",
            here.line_of("type"),
            "type ต้องเป็น default",
            'The type has to be "default".',
        )
    version = here.node("schemaVersion")
    if version is None or version.value not in SCHEMA_VERSIONS:
        here.fault(
            "form-version",
            here.line_of("schemaVersion"),
            f"schemaVersion ต้องเป็น {SCHEMA_VERSIONS.start} ถึง {SCHEMA_VERSIONS[-1]}",
            f"schemaVersion has to be {SCHEMA_VERSIONS.start} to {SCHEMA_VERSIONS[-1]}.",
        )
    if not here.items("components", 300):
        here.fault(
            "form-empty", here.line_of("components"), "แบบฟอร์มไม่มีช่อง", "The form has no fields."
        )


def _stem(source: str) -> str:
    name = PurePath(source.replace("\\", "/")).name
    return name.removesuffix(".json")

"""The rules for expressions and scripts."""

from typing import Final

from engine.bpmn.lint.rules import Grade, Rule
from engine.errors import Sentence

LANGUAGE = Rule(
    "language_not_feel",
    Grade.ERROR,
    Sentence("{subject} ใช้ภาษา “{language}”", "{subject} is in the language “{language}”."),
    Sentence('ใช้ FEEL (expressionLanguage="feel")', 'Use FEEL (expressionLanguage="feel").'),
    "The engine reads FEEL whatever the file says; another language would mean something else.",
)
SYNTAX = Rule(
    "expression_syntax",
    Grade.ERROR,
    Sentence(
        "นิพจน์ของ {subject} อ่านไม่ได้ที่ตัวอักษรที่ {position}: {fault} “{text}”",
        "The expression of {subject} cannot be read at character {position}: {fault} “{text}”",
    ),
    Sentence("แก้ตามคู่มือ docs/feel.md {hint}", "docs/feel.md describes the language. {hint}"),
    "The case would stop with an error when the expression is evaluated.",
)
NAME_UNKNOWN = Rule(
    "name_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” ซึ่งไม่มีสิ่งใดให้ค่า", "{subject} reads “{name}”, which nothing gives."
    ),
    Sentence(
        "ใช้ <รหัสงาน>.<ช่องของแบบฟอร์ม> หรือ case.… {hint}",
        "Use <task id>.<form key> or case.…. {hint}",
    ),
    "A missing name is null: the condition is never true and the default is always taken.",
)
NAME_LATER = Rule(
    "name_given_later",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” แต่ไม่มีเส้นทางจาก {giver} มาถึงจุดนี้",
        "{subject} reads “{name}”, but no path leads from {giver} to this point.",
    ),
    Sentence(
        "ย้ายขั้นนั้นมาก่อน หรืออ่านค่าจากขั้นที่มาก่อน",
        "Move that step in front, or read an earlier one.",
    ),
    "The value is null here, always or whenever the parallel branch is slower.",
)
NAME_IN_ITEMS = Rule(
    "name_inside_items",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” แต่ค่านั้นมีหนึ่งค่าต่อรายการใน {giver}",
        "{subject} reads “{name}”, which exists once for each item of {giver}.",
    ),
    Sentence(
        "อ่านค่านี้ภายในรายการ หรือให้ขั้นถัดไปสรุปผลรวมแล้วอ่านจากขั้นนั้น",
        "Read it inside the item, or let a later step sum up and read that.",
    ),
    "Items do not overwrite one another's answers, so outside there is no single value.",
)
NAME_NOT_AT_CALLER = Rule(
    "name_missing_at_caller",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” แต่ไม่มีค่านี้เมื่อเริ่มจาก {caller}",
        "{subject} reads “{name}”, which is not given when it is reached by {caller}.",
    ),
    Sentence(
        "ให้ทุกที่ที่เรียกกระบวนงานนี้มีค่านี้ก่อน",
        "Let every caller of this process have the value first.",
    ),
    "For that caller the value is null.",
)
CASE_NAME = Rule(
    "case_name_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” ซึ่งเรื่องไม่มี", "{subject} reads “{name}”, which a case does not have."
    ),
    Sentence("ที่มีคือ {known}", "A case has {known}."),
    "It would be null in every case.",
)
KEY_UNKNOWN = Rule(
    "key_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” แต่ {holder} ไม่มีช่องนี้",
        "{subject} reads “{name}”, but {holder} has no such field.",
    ),
    Sentence("ตรวจตัวสะกด {hint}", "Check the spelling. {hint}"),
    "A missing field is null: the condition is never true and the default is always taken.",
)
KEY_SEALED = Rule(
    "expression_reads_sealed",
    Grade.ERROR,
    Sentence("{subject} อ่าน “{name}” ซึ่งเป็นข้อมูลที่ปิดไว้", "{subject} reads “{name}”, which is sealed."),
    Sentence(
        "ลบออก ผังและนิพจน์รู้จักตัวตนของผู้ร้องหรือพยานไม่ได้",
        "Remove it; no diagram may know who complained or bore witness.",
    ),
    "An identity would pass into variables, names of tasks, the journal and the search index.",
)
NAME_NOT_IN_FORM = Rule(
    "name_not_in_form",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” ซึ่งแบบฟอร์มไม่เห็น",
        "{subject} reads “{name}”, which a form does not see.",
    ),
    Sentence(
        "ใช้ช่องที่อยู่เหนือขึ้นไปในแบบฟอร์มเดียวกัน หรือ {known} {hint}",
        "Use a field above it in the same form, or {known}. {hint}",
    ),
    "The name is null, so the field is always shown, or never.",
)
KEY_CASE_COLUMN = Rule(
    "expression_reads_case_column",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” ซึ่งเก็บไว้ที่เรื่อง",
        "{subject} reads “{name}”, which is kept with the case.",
    ),
    Sentence("{instead}", "{instead}"),
    "The answer's only home is the case's column; as an answer it is null.",
)
KEY_FREE_TEXT = Rule(
    "expression_reads_free_text",
    Grade.ERROR,
    Sentence(
        "{subject} อ่าน “{name}” ซึ่งเป็นข้อความยาวหรือแฟ้มแนบ",
        "{subject} reads “{name}”, which is free text or a file.",
    ),
    Sentence(
        "เพิ่มช่องตัวเลือกในแบบฟอร์มแล้วอ่านช่องนั้น",
        "Add a choice to the form and read that.",
    ),
    "What is read becomes a process variable; narratives and files give people away.",
)
TASK_BARE = Rule(
    "expression_reads_whole_task",
    Grade.ERROR,
    Sentence("{subject} อ่าน “{name}” ทั้งชุด", "{subject} reads all of “{name}” at once."),
    Sentence("ระบุช่องที่ต้องการ เช่น {name}.ชื่อช่อง", "Name the field, such as {name}.field."),
    "All answers of a task would become process variables.",
)
LITERAL_UNKNOWN = Rule(
    "literal_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} เทียบ “{name}” กับ {literal} ซึ่งเป็นคำตอบไม่ได้",
        "{subject} compares “{name}” with {literal}, which it can never be.",
    ),
    Sentence("คำตอบที่มีคือ {known}", "It can be {known}."),
    "The comparison is never true and the way it opens is never taken.",
)
NOT_BOOLEAN = Rule(
    "condition_not_boolean",
    Grade.ERROR,
    Sentence(
        "เงื่อนไขของ {subject} ไม่ใช่จริงหรือเท็จ: “{text}”",
        "The condition of {subject} is neither true nor false: “{text}”.",
    ),
    Sentence("เทียบกับค่า เช่น {text} = …", "Compare it with a value, such as {text} = …."),
    "The case would stop with an error at this gateway.",
)
NOT_A_LIST = Rule(
    "collection_not_list",
    Grade.ERROR,
    Sentence(
        "{subject} ทำตาม “{name}” ซึ่งไม่ใช่รายการ", "{subject} goes by “{name}”, which is no list."
    ),
    Sentence(
        "ใช้ช่องแบบเลือกหลายข้อหรือรายการของแบบฟอร์ม",
        "Use a checklist or a list of rows of the form.",
    ),
    "The case would stop with an error when it gets there.",
)
ITEMS_WITHOUT_ID = Rule(
    "items_without_id",
    Grade.ERROR,
    Sentence(
        "รายการ “{name}” ของ {subject} ไม่มีช่อง id",
        "The rows of “{name}” of {subject} have no field id.",
    ),
    Sentence("เพิ่มช่อง id ที่ไม่ซ้ำกันในแต่ละแถว", "Add a field id that differs from row to row."),
    "Items are told apart by their id; without one the case stops with an error.",
)
DEADLINE_ARGUMENT = Rule(
    "deadline_argument",
    Grade.ERROR,
    Sentence(
        "{subject} เรียก deadline โดยไม่บอกชื่อตรง ๆ", "{subject} calls deadline without a plain name."
    ),
    Sentence('เขียนเป็น deadline("ชื่อ")', 'Write deadline("name").'),
    "Which clock counts could not be known before the case gets there.",
)
DEADLINE_UNKNOWN = Rule(
    "deadline_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} ใช้กำหนดเวลา “{name}” ซึ่งไม่มีในข้อมูลหน่วยงาน",
        "{subject} asks for the deadline “{name}”, which no profile sets.",
    ),
    Sentence("ใช้ชื่อที่มี: {known}", "Use one of {known}."),
    "A deadline that is not set is null, and its timer never fires.",
)
GATEWAY_OVERLAP = Rule(
    "gateway_answer_twice",
    Grade.WARNING,
    Sentence(
        "{subject} ใช้คำตอบ {literal} ของ “{name}” ในสองทางออก",
        "{subject} uses the answer {literal} of “{name}” on two ways out.",
    ),
    Sentence("ให้แต่ละคำตอบไปทางเดียว", "Let each answer lead one way."),
    "Only the first condition that holds is taken; the other way is dead.",
)
DEFAULT_DEAD = Rule(
    "default_never_taken",
    Grade.WARNING,
    Sentence(
        "ทางออกปริยายของ {subject} ไม่มีคำตอบใดของ “{name}” ไปถึง",
        "No answer of “{name}” leads to the default of {subject}.",
    ),
    Sentence(
        "ให้คำตอบที่เหลือหนึ่งคำตอบไปทางปริยายโดยไม่ใส่เงื่อนไข",
        "Leave one answer to the default instead of giving it a condition.",
    ),
    "A way that can never be taken misleads whoever reads the diagram.",
)
SCRIPT_FORMAT = Rule(
    "script_format",
    Grade.ERROR,
    Sentence("{subject} ไม่ใช่สคริปต์ FEEL ({format})", "{subject} is no FEEL script ({format})."),
    Sentence(
        'ใส่ scriptFormat="feel" และเขียน ชื่อ = นิพจน์ ทีละบรรทัด',
        'Set scriptFormat="feel" and write name = expression, one a line.',
    ),
    "A script in another language would run code of whoever wrote the diagram.",
)
SCRIPT_EMPTY = Rule(
    "script_empty",
    Grade.ERROR,
    Sentence("{subject} ไม่มีคำสั่ง", "{subject} sets nothing."),
    Sentence("เขียน ชื่อ = นิพจน์ หรือลบขั้นนี้", "Write name = expression, or remove the step."),
    "It would pass as a step that was done.",
)
SCRIPT_TARGET = Rule(
    "script_target",
    Grade.ERROR,
    Sentence("{subject} ตั้งค่า “{name}” ซึ่งใช้ไม่ได้", "{subject} sets “{name}”, which it may not."),
    Sentence(
        "ใช้ชื่อของตนเอง ไม่ใช่ case รหัสของงาน หรือตัวแปรของรายการ",
        "Use a name of its own: not case, no task's id, no item's variable.",
    ),
    "It would hide the case's data or the answers that people gave.",
)
SCRIPT_UNDECLARED = Rule(
    "script_target_undeclared",
    Grade.ERROR,
    Sentence(
        "{subject} ประกาศค่า “{declared}” แต่ตั้งค่า “{assigned}”",
        "{subject} declares “{declared}” but sets “{assigned}”.",
    ),
    Sentence(
        "ใส่คุณสมบัติ targets เป็นชื่อทั้งหมดที่ตั้งค่า คั่นด้วยจุลภาค",
        "Set the property targets to all the names it sets, separated by commas.",
    ),
    "Reviewers see the properties of a step, not its script; what it changes must be said there.",
)
RULES: Final = (
    LANGUAGE,
    SYNTAX,
    NAME_UNKNOWN,
    NAME_LATER,
    NAME_IN_ITEMS,
    NAME_NOT_AT_CALLER,
    CASE_NAME,
    KEY_UNKNOWN,
    KEY_SEALED,
    NAME_NOT_IN_FORM,
    KEY_CASE_COLUMN,
    KEY_FREE_TEXT,
    TASK_BARE,
    LITERAL_UNKNOWN,
    NOT_BOOLEAN,
    NOT_A_LIST,
    ITEMS_WITHOUT_ID,
    DEADLINE_ARGUMENT,
    DEADLINE_UNKNOWN,
    GATEWAY_OVERLAP,
    DEFAULT_DEAD,
    SCRIPT_FORMAT,
    SCRIPT_EMPTY,
    SCRIPT_TARGET,
    SCRIPT_UNDECLARED,
)

"""Expressions and scripts that are wrong."""

from tests.unit.lint.making import DECISION, SCRIPTED, Wrong, changed, drawn, reading, timed
from tests.unit.lint.sketches import form, sketch

WRONG_EXPRESSIONS: dict[str, Wrong] = {
    # --- expressions ------------------------------------------------------------------------------
    "another language": changed(
        "language_not_feel", "definitions_1", 'expressionLanguage="feel"',
        'expressionLanguage="juel"',
    ),
    "another language of a condition": changed(
        "language_not_feel", "f_q__b", "<bpmn:conditionExpression>",
        '<bpmn:conditionExpression language="python">', *DECISION,
    ),
    "juel": reading("expression_syntax", "${a.ok}"),
    "python": reading("expression_syntax", "__import__('os').system('id')"),
    "escape by attributes": reading("expression_syntax", "().__class__.__base__"),
    "escape by format": reading("expression_syntax", "'{0.__class__}'.format(a)"),
    "side effect": reading("expression_syntax", "a.append(1) or True"),
    "cpu bomb": reading("expression_syntax", "sum(x*x for x in range(10**9)) > 0"),
    "unknown function": reading("expression_syntax", 'open("/etc/passwd") = 1'),
    "python as a time": timed("expression_syntax", "open('/tmp/x','w')"),
    "misspelt task": reading("name_unknown", "b_task.ok = true"),
    "name of nobody": timed("name_unknown", "tomorrow"),
    "later answer": reading("name_given_later", "b.ok = true"),
    "answer of a parallel branch": drawn(
        "name_given_later", "f_q__c", "start s", "and g", "user a", "user b", "xor q", "user c",
        "and j", "end e", "s -> g", "g -> a", "g -> b", "b -> q", "q -> c: a.ok",
        "q -> j: default", "c -> j", "a -> j", "j -> e",
    ),
    "answer of an item read outside": drawn(
        "name_inside_items", "f_q__c", "start s", "user a", "user b: unit in a.units", "xor q",
        "user c", "end e", "s -> a", "a -> b", "b -> q", "q -> c: b.ok", "q -> e: default",
        "c -> e", a="units[]",
    ),
    "item read outside": drawn(
        "name_inside_items", "f_q__c", "start s", "user a", "user b: unit in a.units", "xor q",
        "user c", "end e", "s -> a", "a -> b", "b -> q", 'q -> c: unit = "a"', "q -> e: default",
        "c -> e", a="units[]",
    ),
    "value that one caller lacks": Wrong(
        "name_missing_at_caller", "f_q__w",
        {
            "r.bpmn": sketch(
                "start s", "xor q", "user w", "end e", "s -> q", "q -> w: a.ok", "q -> e: default",
                "w -> e", process_id="r",
            ),
            "p.bpmn": sketch(
                "start s", "call d: r", "user a", "call c: r", "end e", "s -> d", "d -> a",
                "a -> c", "c -> e",
            ),
        },
        form("a", "ok?") | form("w", "ok?", process_id="r"),
    ),
    "name the case does not have": reading("case_name_unknown", "case.complainant = null"),
    "the whole case": reading("case_name_unknown", "case = null"),
    "field the form does not have": reading("key_unknown", "a.okay = true"),
    "field an item does not have": drawn(
        "key_unknown", "f_q__w", "start s", "call c: r for party in case.notice_parties", "end e",
        "s -> c", "c -> e",
        called={
            "r": (
                "start s", "xor q", "user w", "end e", "s -> q", "q -> w: party.name = null",
                "q -> e: default", "w -> e",
            )
        },
        about="r.bpmn",
    ),
    "sealed name": reading(
        "expression_reads_sealed", "a.name = null", a="ok? name!complainant.name"
    ),
    "sealed name kept by a script": drawn(
        "expression_reads_sealed", "c", "start s", "user a", "script c: public = a.name", "user b",
        "end e", "s -> a", "a -> c", "c -> b", "b -> e", a="name!complainant.name",
    ),
    "field that the case keeps": reading(
        "expression_reads_case_column", 'a.category = "x"', a="ok? category:category"
    ),
    "narrative": reading("expression_reads_free_text", 'a.story = "x"', a="ok? story~"),
    "whole task": reading("expression_reads_whole_task", "a = null"),
    "answer that does not exist": reading(
        "literal_unknown", 'a.result = "maybe"', a="result=yes|no"
    ),
    "text for a checkbox": reading("literal_unknown", 'a.ok = "yes"'),
    "text for a number": reading("literal_unknown", 'a.n = "3"', a="n#"),
    "one value for a checklist": reading("literal_unknown", 'a.units = "a"', a="units[]"),
    "kind that no case has": reading("literal_unknown", 'case.kind = "rumour"'),
    "condition that is a text": reading("condition_not_boolean", "a.result", a="result=yes|no"),
    "condition that is a literal": reading("condition_not_boolean", '"yes"'),
    "condition that is a text of the case": reading("condition_not_boolean", "case.kind"),
    "items of a text": drawn(
        "collection_not_list", "b", "start s", "user a", "user b: unit in a.word", "end e",
        "s -> a", "a -> b", "b -> e", a="word",
    ),
    "items of a text of the case": drawn(
        "collection_not_list", "b", "start s", "user b: unit in case.id", "end e", "s -> b",
        "b -> e",
    ),
    "items of a number": drawn(
        "collection_not_list", "b", "start s", "user a", "user b: unit in a.n", "end e",
        "s -> a", "a -> b", "b -> e", a="n#",
    ),
    "rows without id": drawn(
        "items_without_id", "b", "start s", "user a", "user b: row in a.rows", "end e", "s -> a",
        "a -> b", "b -> e", a="rows(word)",
    ),
    "field that a row does not have": drawn(
        "key_unknown", "f_q__c", "start s", "user a", "sub b: row in a.rows", "start i", "xor q",
        "user c", "end o", "i -> q", "q -> c: row.words = null", "q -> o: default", "c -> o",
        "close", "end e", "s -> a", "a -> b", "b -> e", a="rows(id,word)",
    ),
    "deadline by a variable": timed("deadline_argument", "deadline(a.word)", a="word"),
    "deadline without a name": timed("deadline_argument", "deadline()"),
    "deadline nobody sets": timed("deadline_unknown", 'deadline("some_day")'),
    "answer on two ways": drawn(
        "gateway_answer_twice", "q", "start s", "user a", "xor q", "user b", "user c", "end e",
        "s -> a", "a -> q", 'q -> b: a.result = "yes"', 'q -> c: a.result in ["yes", "never"]',
        "q -> e: default", "b -> e", "c -> e", a="result=yes|no|never",
    ),
    "default that is never taken": drawn(
        "default_never_taken", "q", "start s", "user a", "xor q", "user b", "user c", "end e",
        "s -> a", "a -> q", 'q -> b: a.result = "yes"', 'q -> c: a.result = "no"',
        "q -> e: default", "b -> e", "c -> e", a="result=yes|no",
    ),
    "python script": changed(
        "script_format", "c", 'scriptFormat="feel"', 'scriptFormat="python"', *SCRIPTED
    ),
    "script that imports": changed(
        "expression_syntax", "c", "n = 1", "import os; os.system('id')", *SCRIPTED
    ),
    "script without lines": changed("script_empty", "c", "n = 1", "// nothing", *SCRIPTED),
    "script without a script": changed(
        "script_empty", "c", "<bpmn:script>n = 1</bpmn:script>", "", *SCRIPTED
    ),
    "script that sets the case": changed("script_target", "c", "n = 1", "case = 1", *SCRIPTED),
    "script that sets a part of the case": changed(
        "expression_syntax", "c", "n = 1", "case.kind = 1", *SCRIPTED
    ),
    "script that sets a task": changed("script_target", "c", "n = 1", "a = 1", *SCRIPTED),
    "script that does not say what it sets": changed(
        "script_target_undeclared", "c", 'name="targets" value="n"', 'name="step" value="n"',
        *SCRIPTED,
    ),
    "form that reads another task": Wrong(
        "name_not_in_form", "b",
        {"p.bpmn": sketch("start s", "user a", "user b", "end e", "s -> a", "a -> b", "b -> e")},
        form("a", "ok?") | {
            "p.b": form("b", "ok?")["p.b"].replace(
                b'"type": "checkbox"', b'"conditional": {"hide": "=a.ok"}, "type": "checkbox"'
            )
        },
    ),
}  # fmt: skip

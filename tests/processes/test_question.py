"""A question: answered when it is lodged, so that its process has begun and ended in one run."""

from engine.bpmn.outline import outline


def test_a_question_ends_in_the_run_that_begins_it(walk, edition_of):
    asked = walk(edition=edition_of("question"), parties=[])
    assert asked.completed
    assert [(one.process_id, one.element) for one in asked.run.passed] == [
        ("question", "asked"),
        ("question", "answered"),
    ]
    assert [flow.flow for flow in asked.run.flows] == ["f_asked__answered"]
    assert (asked.run.offered, asked.run.armed, asked.run.next_due) == ((), (), None)
    assert asked.topics == []


def test_the_process_of_a_question_reads_as_a_beginning_and_an_end(edition_of):
    told = outline(edition_of("question"))
    assert [[entry.element.id for entry in each.entries] for each in told] == [
        ["asked", "answered"]
    ]

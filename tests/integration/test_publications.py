"""What may be published is one closed list, wherever it is asked for."""

from engine.bpmn.names import PUBLICATIONS
from engine.reports.publications import PUBLISHED, PublicationKind
from engine.work.publishing.publishing import MADE_BY


def test_what_a_diagram_may_publish_is_what_the_system_makes():
    kinds = set(PublicationKind)
    assert {kind.value for kind in kinds} == PUBLICATIONS
    assert set(MADE_BY) == set(PUBLISHED) == kinds

"""The small signs inside BPMN shapes, drawn by us, as path data around a point.

Every sign fits a square of 16 units; its middle is (0, 0).
"""

from typing import Final

USER: Final = "M0-6.5a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM-6.5 6.5c0-4 2.5-6 6.5-6s6.5 2 6.5 6z"
GEAR: Final = (
    "M-1.3-7h2.6l.4 2 1.7.7 1.7-1.1 1.8 1.8-1.1 1.7.7 1.7 2 .4v2.6l-2 .4-.7 1.7 1.1 1.7-1.8 1.8"
    "-1.7-1.1-1.7.7-.4 2h-2.6l-.4-2-1.7-.7-1.7 1.1-1.8-1.8 1.1-1.7-.7-1.7-2-.4v-2.6l2-.4.7-1.7"
    "-1.1-1.7 1.8-1.8 1.7 1.1 1.7-.7zM0-1.6a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2z"
)
SCRIPT: Final = "M-4.5-6.5h9l-2 4 2 4.5-2 4.5h-9l2-4.5-2-4.5zM-2-3.5h4M-1.5 0h4M-2 3.5h4"
HAND: Final = "M-6.5-1.5h7l-2-3h4l3.5 4v4l-2 2h-10.5zM-6.5 1.5h6M-6.5 3.5h6"
TABLE: Final = "M-6.5-5h13v10h-13zM-6.5-1.7h13M-6.5 1.7h13M-2-1.7v6.7"
ENVELOPE: Final = "M-6.5-4.5h13v9h-13zM-6.5-4.5l6.5 5 6.5-5"

TASK_SIGNS: Final = {
    "userTask": USER,
    "serviceTask": GEAR,
    "scriptTask": SCRIPT,
    "manualTask": HAND,
    "businessRuleTask": TABLE,
    "sendTask": ENVELOPE,
    "receiveTask": ENVELOPE,
}

CLOCK: Final = "M0-8a8 8 0 1 1 0 16a8 8 0 1 1 0-16zM0-4.5v4.5l3.5 2"
EVENT_SIGNS: Final = {
    "timer": CLOCK,
    "message": ENVELOPE,
    "error": "M-6.5 6.5l4-11 5 6.5 4-8.5-4 11-5-6.5z",
    "escalation": "M0-7.5l6 14-6-6-6 6z",
    "signal": "M0-7.5l7.5 12.5h-15z",
    "conditional": "M-5.5-7h11v14h-11zM-3.5-3.5h7M-3.5 0h7M-3.5 3.5h7",
    "compensate": "M-7.5 0l7-5v10zM-.5 0l7-5v10z",
    "link": "M-7-3h7v-4l7.5 7-7.5 7v-4h-7z",
    "cancel": "M-6.5-4.5l2-2 4.5 4.5 4.5-4.5 2 2-4.5 4.5 4.5 4.5-2 2-4.5-4.5-4.5 4.5-2-2 4.5-4.5z",
}
DISC: Final = "M0-8a8 8 0 1 1 0 16a8 8 0 1 1 0-16z"

GATEWAY_SIGNS: Final = {
    "exclusiveGateway": "M-6.5-7l13 14M6.5-7l-13 14",
    "parallelGateway": "M0-10v20M-10 0h20",
    "inclusiveGateway": "M0-9a9 9 0 1 1 0 18a9 9 0 1 1 0-18z",
    "complexGateway": "M0-10v20M-10 0h20M-7-7l14 14M7-7l-14 14",
    "eventBasedGateway": "M0-11a11 11 0 1 1 0 22a11 11 0 1 1 0-22zM0-6.5l6.2 4.5-2.4 7.3h-7.6"
    "l-2.4-7.3z",
}

PLUS_BOX: Final = "M-7-7h14v14h-14zM0-4v8M-4 0h8"
REPEAT_SIGNS: Final = {
    "parallel": "M-4.5-6v12M0-6v12M4.5-6v12",
    "sequential": "M-6-4.5h12M-6 0h12M-6 4.5h12",
    "loop": "M-3.5 5.5a6 6 0 1 1 3.5 1M-3.5 5.5v-4M-3.5 5.5h-4",
}
TICK: Final = "M-5 0l4 4l7-8"

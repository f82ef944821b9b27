"""The invented office of the examples: a Thursday in November, its holidays and its people."""

from datetime import UTC, date, datetime
from typing import Final

from engine.errors import Sentence

TODAY: Final = date(2026, 11, 19)
NOW: Final = datetime(2026, 11, 19, 3, 42, tzinfo=UTC)
HOLIDAYS: Final = {
    date(2026, 10, 23): Sentence("วันปิยมหาราช", "Chulalongkorn Day"),
    date(2026, 12, 7): Sentence("วันหยุดชดเชยวันพ่อแห่งชาติ", "Father’s Day observed"),
    date(2026, 12, 10): Sentence("วันรัฐธรรมนูญ", "Constitution Day"),
    date(2026, 12, 31): Sentence("วันสิ้นปี", "New Year’s Eve"),
}
PEOPLE: Final = (
    "กมลวรรณ ศรีสุวรรณ",
    "ธนกฤต แก้วมณี",
    "ปิยะดา ทองสุข",
    "สุรชัย วงศ์ไพบูลย์",
    "อรอนงค์ จันทร์เพ็ญ",
    "วีระพงษ์ อินทรสมบัติ ณ อยุธยา",
    "นภัสสร พูลทรัพย์",
    "ประเสริฐ ชัยมงคล",
)

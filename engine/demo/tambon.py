"""The two cases of the tambon office: three people, and every signature in ink."""

from engine.demo.narratives import Narrative
from engine.demo.plots import Plot

_REFERRED = Plot(
    "tambon_mayor",
    1,
    (52, 48),
    halts_at="record",
    respondent="head",
    category="corruption",
    sorted_as=("out_of_power",),
    order="refer_out",
    on_paper=True,
)
_ROAD = Plot(
    "tambon_road", 1, (36, 33), halts_at="propose_result", category="office_impact", on_paper=True
)

TAMBON_PLOTS = (_REFERRED, _ROAD)

TAMBON_NARRATIVES: tuple[Narrative, ...] = (
    Narrative(
        key="mayor_backhoe",
        tambon="ทุ่งสายรุ้ง",
        voice="villager",
        category="corruption",
        behaviour="state_property",
        about="head",
        respondent_unit="",
        respondent_position="นายกองค์การบริหารส่วนตำบล",
        units=(),
        subject="เรื่องร้องเรียนการใช้รถขุดของ อบต. ในที่ดินส่วนตัว {moo}",
        text=(
            "เมื่อ{month} รถขุดของ อบต. ไปขุดสระในที่นาที่ชาวบ้านรู้กันว่าเป็นของนายก อยู่สามวันติดกัน "
            "คนขับบอกว่าได้รับคำสั่งด้วยวาจา น้ำมันก็เติมจากปั๊มที่ อบต. มีบัญชี "
            "ตอนชาวบ้านขอรถไปขุดลอกคลองกลับได้คำตอบว่ารถเสีย "
            "พวกเราไม่กล้าลงชื่อมาก เพราะลูกหลานทำงานอยู่ที่ อบต."
        ),
        summary=(
            "ร้องเรียนว่ามีการนำรถขุดและน้ำมันของ อบต. ไปใช้ในที่ดินส่วนตัวของผู้บริหาร "
            "เป็นเวลาสามวัน โดยไม่มีคำสั่งเป็นหนังสือ"
        ),
        issues=(
            "นำรถขุดของ อบต. ไปใช้ในที่ดินส่วนตัวหรือไม่",
            "ใช้น้ำมันของ อบต. โดยไม่มีใบอนุญาตใช้รถหรือไม่",
        ),
        facts=(
            "อยู่ระหว่างการพิจารณาของนายอำเภอ",
            "อยู่ระหว่างการพิจารณาของนายอำเภอ",
        ),
        findings=("insufficient", "insufficient"),
    ),
    Narrative(
        key="laterite_road",
        tambon="ทุ่งสายรุ้ง",
        voice="villager",
        category="office_impact",
        behaviour="procurement",
        respondent_unit="public_works",
        respondent_position="ผู้ควบคุมงานถนนลูกรัง",
        units=("public_works",),
        subject="เรื่องร้องเรียนถนนลูกรังสายโรงเรียน–วัด {moo} หนาไม่ถึงแบบ",
        text=(
            "ถนนลูกรังหน้าโรงเรียนเพิ่งทำเสร็จ{month} ฝนตกสองครั้งก็เป็นหลุม "
            "ชาวบ้านลองขุดดู หนาไม่ถึงสิบเซนติเมตร ทั้งที่ป้ายเขียนว่าสิบห้า "
            "รถบดก็มาแค่ครึ่งวัน แต่มีการตรวจรับและจ่ายเงินครบ {sum} บาทแล้ว "
            "ขอให้มาวัดด้วยกันต่อหน้าชาวบ้าน"
        ),
        summary="ร้องเรียนว่าถนนลูกรังหนาไม่ตรงแบบ บดอัดไม่ครบ แต่ตรวจรับและเบิกจ่ายเต็มจำนวน",
        issues=("ถนนหนาไม่ตรงตามแบบหรือไม่", "ตรวจรับงานโดยไม่ได้ตรวจจริงหรือไม่"),
        facts=(
            "วัดห้าจุดร่วมกับชาวบ้าน หนาเฉลี่ย 9.4 เซนติเมตร แบบกำหนด 15 เซนติเมตร",
            "ใบตรวจรับลงนามในวันเดียวกับที่ผู้รับจ้างส่งงาน ไม่มีบันทึกการวัดแนบ",
        ),
        findings=("founded", "founded"),
        loss=148_000,
    ),
)

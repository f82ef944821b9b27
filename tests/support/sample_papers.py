"""One paper of each kind, of an invented office, with the words that Thai is hard to print in."""

from datetime import UTC, date, datetime

from engine.office.acting import ActingForm
from engine.office.thai import Digits
from engine.papers.contents import (
    Acting,
    Column,
    Entry,
    Letter,
    Marks,
    Memo,
    Order,
    Part,
    RecordForm,
    Seat,
    Section,
    Signature,
    Table,
    TablePaper,
)

MARKS = Marks(made_at=datetime(2026, 11, 23, 3, tzinfo=UTC), digits=Digits.THAI)
SECRET = Marks(made_at=MARKS.made_at, digits=Digits.THAI, secrecy="ลับ", urgency="ด่วนที่สุด")
OFFICE = "สำนักงานพัฒนาแหล่งน้ำจังหวัดศรีนคร"

DIFFICULT = (
    "ที่ นี้ ป้าปั๊ม ฝ่ายฟื้นฟู กตัญญู ฐานฎีกา ญี่ปุ่น เกี๊ยว น้ำ ซ้ำ ค่ำ กำหนด ปู่ ฟ้า ปี้ป่ำ ฝั้น ญุ ฐุ ฤๅ สิทธิ์ ศักดิ์ พันธุ์ ก็ ฯลฯ ต่าง ๆ"
    " ผู้ปฏิบัติหน้าที่ สิ่งที่ส่งมาด้วย ตั้งใจ แต่งตั้ง คำสั่ง เลื่อนชั้น หนี้สิน ชื่อ มื้อ เมื่อ ลื้อ กู้ สู้ รู้ จู่"
)
FACTS = (
    "ตามที่สำนักงานได้รับเรื่องร้องเรียนเมื่อวันที่ 30 มีนาคม 2569 เวลา 09.30 น. ว่าโครงการขุดลอกคลอง"
    "ระยะทาง 1,250 เมตร งบประมาณ 498,000 บาท ใช้เครื่องจักรไม่ครบตามสัญญา โทร. 0 5500 0142 ต่อ 10"
    " และต้องรายงานภายใน 7 วันทำการ"
    " ตามมาตรา 64 แห่งพระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 และตามหนังสือที่ ศน 0019/ว 12 นั้น"
)

MEMO = Memo(
    marks=SECRET,
    office=f"{OFFICE} กลุ่มงานบริหาร โทร. 0 5500 0142 ต่อ 10",
    number="ศน 0019/-",
    day=date(2026, 3, 30),
    subject="รายงานผลการบริหารจัดการเรื่องร้องเรียนร้องทุกข์",
    addressee="ผู้ว่าราชการจังหวัดศรีนคร",
    parts=(
        Part("ต้นเรื่อง", FACTS),
        Part("ข้อเท็จจริง", f"{DIFFICULT}\n{FACTS}"),
        Part("ข้อเสนอ", "จึงเรียนมาเพื่อโปรดทราบ"),
    ),
    signatures=(
        Signature(name="นางสาววิมล ตัวอย่าง", position="นักวิชาการชำนาญการ"),
        Signature(
            name="นางอรุณ ตัวอย่าง",
            position="พัฒนาการจังหวัดศรีนคร",
            acting=Acting(form=ActingForm.ON_BEHALF, post="ผู้ว่าราชการจังหวัดศรีนคร"),
            opinion="ทราบ ดำเนินการตามเสนอ",
            signed_on=date(2026, 4, 1),
            in_system=True,
        ),
    ),
)
LETTER = Letter(
    marks=MARKS,
    office=OFFICE,
    address="เลขที่ 1 ถนนสายน้ำ ตำบลในเมือง\nอำเภอเมืองศรีนคร จังหวัดศรีนคร 99000",
    subject="แจ้งผลการดำเนินการเรื่องร้องเรียน",
    addressee="นางสมหญิง ตัวอย่าง",
    references=("หนังสือร้องเรียนของท่าน ลงวันที่ 1 มีนาคม 2569",),
    enclosures=("สำเนาคำสั่ง จำนวน 1 ฉบับ",),
    text=f"{FACTS}\nจึงเรียนมาเพื่อโปรดทราบ",
    signature=Signature(name="นางอรุณ ตัวอย่าง", position="หัวหน้าสำนักงาน"),
    owner=("กลุ่มงานบริหาร", "โทร. 0 5500 0142 ต่อ 10"),
)
ORDER = Order(
    marks=SECRET,
    office=OFFICE,
    subject="แต่งตั้งคณะกรรมการตรวจสอบข้อเท็จจริง",
    text=FACTS,
    seats=(
        Seat(name="นายกิตติ ตัวอย่าง", position="วิศวกรชำนาญการพิเศษ", seat="ประธานกรรมการ"),
        Seat(name="นางขวัญ ตัวอย่าง", position="นิติกรชำนาญการ", seat="กรรมการ"),
        Seat(name="นายคณิต ตัวอย่าง", position="นักวิชาการ", seat="กรรมการและเลขานุการ"),
    ),
    duties="ให้คณะกรรมการตรวจสอบข้อเท็จจริงให้แล้วเสร็จภายใน 30 วัน",
    day=date(2026, 3, 30),
    signature=Signature(name="นางอรุณ ตัวอย่าง", position="หัวหน้าสำนักงาน"),
)
RECORD_FORM = RecordForm(
    marks=SECRET,
    title="แบบบันทึกเรื่องร้องเรียน",
    office=OFFICE,
    reference="เลขรับที่ ล 4/2570",
    sections=(
        Section(
            "สรุปจากทุกขั้นตอน",
            table=Table(
                columns=(Column(heading="ขั้นตอน", share=2), Column(heading="วันที่")),
                rows=(("รับเรื่อง", "1 มี.ค. 2569"), ("คัดแยก", "2 มี.ค. 2569")),
            ),
        ),
        Section("เรื่องร้องเรียน", (Entry("ช่องทาง", "ตู้รับเรื่อง"), Entry("สถานที่เกิดเหตุ", None))),
        Section("ผลการดำเนินการ", (Entry("สรุปผล", FACTS, is_long=True),)),
    ),
    signature=Signature(name="นางสาววิมล ตัวอย่าง", position="ผู้บันทึก"),
)
TABLE_PAPER = TablePaper(
    marks=MARKS,
    title="สรุปผลการดำเนินการเรื่องร้องเรียน",
    office=OFFICE,
    period="ประจำปีงบประมาณ พ.ศ. 2570",
    introduction=FACTS,
    tables=(
        Table(
            caption="จำนวนเรื่องแยกตามประเภท",
            columns=(
                Column(heading="ประเภท", share=3),
                Column(heading="รับใหม่", is_number=True),
                Column(heading="คงเหลือ", is_number=True),
            ),
            rows=tuple((f"ประเภทที่ {n} การจัดซื้อจัดจ้าง", str(n), "1,234") for n in range(1, 41)),
        ),
    ),
    notes=("นับตามวันที่รับเรื่อง",),
    signatures=(Signature(name="นางอรุณ ตัวอย่าง", position="หัวหน้าสำนักงาน"),),
)
SAMPLES = {
    "memo": MEMO,
    "letter": LETTER,
    "order": ORDER,
    "record_form": RECORD_FORM,
    "table_paper": TABLE_PAPER,
}

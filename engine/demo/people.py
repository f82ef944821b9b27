"""The people of the two offices. Every name is invented and belongs to no official."""

from dataclasses import dataclass

from engine.office.roles import Role

# Shown at the start of a demonstration; production refuses to start with such accounts.
PASSWORD = "sucharit-demo"  # noqa: S105 (no secret: it is printed for whoever tries the system)


@dataclass(frozen=True)
class DemoPerson:
    """One person with a position and the roles it brings; ``unit`` for members of a กลุ่มงาน.

    ``by_order`` are roles that an order of the head gives her later.
    """

    user_name: str
    name: str
    position: str
    roles: tuple[Role, ...]
    unit: str | None = None
    email: str | None = None
    by_order: tuple[Role, ...] = ()


def _provincial(
    user_name: str,
    name: str,
    position: str,
    *roles: Role,
    unit: str | None = None,
    by_order: tuple[Role, ...] = (),
) -> DemoPerson:
    email = f"{user_name}@water.srinakhon.example"
    return DemoPerson(user_name, name, position, roles, unit, email, by_order)


PROVINCIAL_PEOPLE: tuple[DemoPerson, ...] = (
    _provincial("kanlaya", "นางสาวกัลยา คำแก้วฟ้า", "นักวิชาการยุติธรรมปฏิบัติการ", Role.OFFICER),
    _provincial("wirot", "นายวิโรจน์ ศรีนาทุ่ง", "เจ้าพนักงานธุรการชำนาญงาน", Role.OFFICER),
    _provincial("saowalak", "นางเสาวลักษณ์ ทองสันธาร", "นักจัดการงานทั่วไปชำนาญการ", Role.OFFICER),
    _provincial("prasong", "นายประสงค์ ธาราวิเศษผล", "ผู้อำนวยการสำนักงาน", Role.HEAD),
    _provincial(
        "anchali",
        "นางอัญชลี มีนาวารี",
        "รองผู้อำนวยการสำนักงาน",
        Role.ALTERNATE_HEAD,
        by_order=(Role.MANAGER,),
    ),
    _provincial("thanakon", "นายธนากร ปัญญาคำฝาย", "หัวหน้ากลุ่มงานบริหาร", Role.MANAGER),
    _provincial("nuanchan", "นางนวลจันทร์ แดงสายชล", "เจ้าพนักงานธุรการอาวุโส ผู้รักษาข้อมูล", Role.CUSTODIAN),
    _provincial(
        "manop",
        "นายมานพ อินทร์เรืองนา",
        "นักจัดการงานทั่วไปปฏิบัติการ",
        Role.UNIT_MEMBER,
        unit="administration",
    ),
    _provincial(
        "hasanah",
        "นางสาวฮาซานะห์ บินตะลา",
        "นักวิชาการเงินและบัญชีปฏิบัติการ",
        Role.UNIT_MEMBER,
        unit="administration",
    ),
    _provincial(
        "phitsanu",
        "นายพิษณุ หอมจำปานา",
        "นักวิเคราะห์นโยบายและแผนชำนาญการ",
        Role.UNIT_MEMBER,
        unit="planning",
    ),
    _provincial(
        "khwanruthai",
        "นางสาวขวัญฤทัย แสงดาวเหนือ",
        "นักวิเคราะห์นโยบายและแผนปฏิบัติการ",
        Role.UNIT_MEMBER,
        unit="planning",
    ),
    _provincial(
        "somkhit",
        "นายสมคิด ลำธารเย็น",
        "วิศวกรโยธาชำนาญการ",
        Role.UNIT_MEMBER,
        unit="construction",
    ),
    _provincial(
        "bunlue",
        "นายบุญลือ ค้ำคูณดี",
        "นายช่างโยธาชำนาญงาน",
        Role.UNIT_MEMBER,
        unit="construction",
    ),
    _provincial(
        "chatchada",
        "นางชัชฎา วังปลาทอง",
        "นายช่างชลประทานชำนาญงาน",
        Role.UNIT_MEMBER,
        unit="maintenance",
    ),
    _provincial(
        "ariya",
        "นายอริยะ พูนฝั่งโขง",
        "นายช่างเครื่องกลปฏิบัติงาน",
        Role.UNIT_MEMBER,
        unit="maintenance",
    ),
    _provincial(
        "rattikan",
        "นางสาวรัตติกาล ใจกว้างไพศาล",
        "นักวิชาการพัฒนาระบบบริหารชำนาญการ",
        Role.PROCESS_OWNER,
    ),
    _provincial(
        "decha",
        "นายเดชา ถิ่นเขาหลวง",
        "ผู้เชี่ยวชาญด้านพัฒนาระบบบริหาร",
        Role.PUBLICATION_APPROVER,
    ),
    _provincial("siriphon", "นางศิริพร อุ่นเมืองแพ", "ผู้ตรวจสอบภายในจังหวัด", Role.AUDITOR),
    _provincial("kittiphat", "นายกิตติภัทร ดวงเดือนแจ้ง", "นักวิชาการคอมพิวเตอร์", Role.ADMINISTRATOR),
    _provincial(
        "wanida",
        "นางวนิดา ศิลาทองแท้",
        "นิติกรชำนาญการ",
        Role.COMMITTEE_MEMBER,
    ),
    _provincial(
        "surachet",
        "นายสุรเชษฐ์ นาคบึงแก้ว",
        "วิศวกรชลประทานชำนาญการพิเศษ",
        Role.COMMITTEE_MEMBER,
    ),
    _provincial(
        "orathai",
        "นางสาวอรทัย ขันธ์ทองเหลือ",
        "นักวิชาการพัสดุชำนาญการ",
        Role.COMMITTEE_MEMBER,
    ),
)

# One person has several duties in a small office, and nobody has mail.
TAMBON_PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(
        "malai",
        "นางสาวมาลัย ทุ่งกุลาเรือง",
        "นักทรัพยากรบุคคลปฏิบัติการ",
        (
            Role.OFFICER,
            Role.CUSTODIAN,
            Role.UNIT_MEMBER,
            Role.PROCESS_OWNER,
            Role.ADMINISTRATOR,
        ),
        "clerk_office",
    ),
    DemoPerson(
        "chamnan",
        "นายชำนาญ โพธิ์ทองชัย",
        "ปลัดองค์การบริหารส่วนตำบล",
        (Role.MANAGER, Role.ALTERNATE_HEAD, Role.PUBLICATION_APPROVER),
    ),
    DemoPerson("somphong", "นายสมพงษ์ ริมธารทอง", "นายกองค์การบริหารส่วนตำบลทุ่งสายรุ้ง", (Role.HEAD,)),
)

// What the editors say, in the page's language. [Thai, English].
const WORDS = {
  saved: ["เก็บร่างแล้ว", "Draft saved"],
  unsaved: ["มีการแก้ที่ยังไม่ได้เก็บ", "Changes not saved yet"],
  saving: ["กำลังเก็บ", "Saving"],
  away: [
    "ติดต่อระบบไม่ได้ สิ่งที่แก้ยังอยู่ในหน้านี้ ลองเก็บร่างอีกครั้ง หรือดาวน์โหลดไว้ก่อน",
    "The system cannot be reached. Your changes are still on this page; save again, or download them.",
  ],
  signedOut: [
    "ออกจากระบบไปแล้ว เข้าระบบในแท็บใหม่ด้วยชื่อเดิม แล้วกดเก็บร่างในหน้านี้อีกครั้ง",
    "You are signed out. Sign in again in another tab, then save here once more.",
  ],
  openLatest: ["เปิดร่างล่าสุด", "Open the latest draft"],
  lossy: [
    "หน้านี้เก็บทุกส่วนของแฟ้มไว้ไม่ได้ จึงไม่ให้เก็บจากที่นี่ แก้ด้วยโปรแกรมอื่นแล้วนำเข้าในหน้าร่าง:",
    "This page cannot keep all that is in the file, so it does not save it. Use another editor and import the file:",
  ],
  unreadable: ["เปิดแฟ้มนี้ไม่ได้:", "The file cannot be opened:"],
  noProblems: ["ไม่มีข้อที่ต้องแก้", "Nothing to mend"],
  mustMend: ["ต้องแก้", "To mend"],
  shouldSee: ["ควรดู", "To look at"],
  line: ["บรรทัด", "line"],
  nothingChosen: [
    "เลือกขั้นตอนในผังหรือในตาราง เพื่อดูและแก้รายละเอียด",
    "Choose a step in the diagram or in the table to see and change it.",
  ],
  name: ["ชื่อ", "Name"],
  answer: ["คำตอบบนเส้น", "Answer on the flow"],
  nameEn: ["ชื่อภาษาอังกฤษ", "English name"],
  id: ["รหัส", "Id"],
  idHint: [
    "ใช้ในเงื่อนไข ตัวพิมพ์เล็กอังกฤษ ตัวเลข ขีดล่าง",
    "Named in conditions: small English letters, digits, underscore.",
  ],
  idTaken: ["มีรหัสนี้ในผังแล้ว", "Another element has this id."],
  idMalformed: [
    "ขึ้นต้นด้วยตัวพิมพ์เล็ก แล้วใช้ตัวพิมพ์เล็ก ตัวเลข หรือขีดล่าง",
    "Start with a small letter; then small letters, digits or underscores.",
  ],
  kind: ["ชนิด", "Kind"],
  lane: ["ผู้รับผิดชอบ (ตามช่อง)", "Done by (its lane)"],
  noLane: ["อยู่นอกช่อง", "Outside all lanes"],
  role: ["บทบาทของช่อง", "Role of the lane"],
  step: ["ลำดับขั้น", "Step number"],
  stepHint: ["เลขไทย เช่น ๒", "In Thai digits, such as ๒."],
  form: ["แบบฟอร์ม", "Form"],
  newForm: ["สร้างแบบฟอร์มใหม่ของขั้นนี้", "Make a new form for this step"],
  editForm: ["แก้แบบฟอร์มนี้", "Edit this form"],
  deadline: ["กำหนดเวลา", "Deadline"],
  deadlineHint: ["วันและวิธีนับอยู่ในข้อมูลหน่วยงาน", "Days and counting are set in the office's profile."],
  groups: ["กลุ่มผู้รับงาน", "Candidate groups"],
  groupsHint: [
    'เว้นว่าง: ทุกคนในบทบาทของช่อง หรือ ="unit:" + รหัสกลุ่มงาน',
    'Empty: everybody in the lane\'s role. Or ="unit:" + the unit\'s key.',
  ],
  paper: ["หนังสือของขั้นนี้", "Paper of this step"],
  documentation: ["คำอธิบายให้ผู้ปฏิบัติ", "Explanation for who does it"],
  condition: ["เงื่อนไข (FEEL)", "Condition (FEEL)"],
  conditionHint: [
    'เช่น sort.result = "accept" อ่านว่า ขั้น sort ตอบ accept',
    'Such as sort.result = "accept": the step sort was answered accept.',
  ],
  isDefault: ["ไปทางนี้เมื่อไม่เข้าเงื่อนไขใด", "Taken when no condition holds"],
  called: ["กระบวนงานที่เรียก", "Called process"],
  collection: ["ทำหนึ่งครั้งต่อรายการใน (FEEL)", "Once for each of (FEEL)"],
  itemName: ["ชื่อของรายการหนึ่ง", "Name of one of them"],
  topic: ["สิ่งที่ระบบทำ", "What the system does"],
  script: ["คำสั่งคำนวณ (FEEL บรรทัดละค่า)", "Reckoning (FEEL, one value a line)"],
  targets: ["ชื่อค่าที่คำนวณ", "Names that are reckoned"],
  timer: ["เวลาที่รอ (FEEL)", "Time waited for (FEEL)"],
  timerHint: ['เช่น deadline("unit_report") หรือ P3D', 'Such as deadline("unit_report") or P3D.'],
  interrupting: ["เมื่อถึงเวลา ให้เลิกขั้นที่เกาะอยู่", "When the time comes, the step it sits on ends"],
  unset: ["ไม่ระบุ", "Not set"],
  keepsUnknown: ["ค่าเดิมที่ไม่อยู่ในรายการ", "Present value, not in the list"],
  addStep: ["เพิ่มขั้นต่อจากนี้", "Add a step after this"],
  insertStep: ["แทรกขั้นบนเส้นทางนี้", "Insert a step on this flow"],
  chooseFlow: ["มีหลายเส้นทางออกจากที่นี่ เลือกเส้นทางในตารางก่อน แล้วแทรกขั้น", "Several flows leave here. Choose one in the table first."],
  addTimer: ["เพิ่มตัวจับเวลาที่ขอบขั้น", "Add a timer on its border"],
  remove: ["ลบออกจากผัง", "Delete from the diagram"],
  newStep: ["ขั้นตอนใหม่", "New step"],
  steps: ["ขั้นตอนและเส้นทาง", "Steps and flows"],
  problems: ["ผลตรวจ", "Check"],
  preview: ["ตัวอย่างแสดงได้เมื่อแก้ข้อผิดพลาดแล้ว", "The preview comes when the faults are mended."],
};

export const KINDS = {
  "bpmn:StartEvent": ["จุดเริ่ม", "Start"],
  "bpmn:EndEvent": ["จุดสิ้นสุด", "End"],
  "bpmn:BoundaryEvent": ["เมื่อถึงเวลา", "When time is up"],
  "bpmn:IntermediateCatchEvent": ["รอเวลา", "Waits for a time"],
  "bpmn:IntermediateThrowEvent": ["หมุดหมาย", "Milestone"],
  "bpmn:UserTask": ["งานของคน", "Task"],
  "bpmn:ServiceTask": ["ระบบทำเอง", "Done by the system"],
  "bpmn:ScriptTask": ["ระบบคำนวณ", "Reckoned by the system"],
  "bpmn:CallActivity": ["กระบวนงานย่อย", "Called process"],
  "bpmn:SubProcess": ["กลุ่มขั้นตอน", "Group of steps"],
  "bpmn:ExclusiveGateway": ["ทางเลือก", "Choice"],
  "bpmn:ParallelGateway": ["ทำพร้อมกัน", "In parallel"],
  "bpmn:InclusiveGateway": ["เลือกได้หลายทาง", "One or more ways"],
  "bpmn:SequenceFlow": ["เส้นทาง", "Flow"],
  "bpmn:Lane": ["ช่องผู้รับผิดชอบ", "Lane"],
  "bpmn:Participant": ["กระบวนงาน", "Process"],
  "bpmn:Process": ["กระบวนงาน", "Process"],
  "bpmn:Collaboration": ["กระบวนงาน", "Process"],
  "bpmn:TextAnnotation": ["หมายเหตุในผัง", "Note in the diagram"],
};

// The words of bpmn-js itself that can be met here.
const BPMN_JS = {
  "Activate hand tool": "เลื่อนผัง",
  "Activate lasso tool": "เลือกหลายรายการ",
  "Activate create/remove space tool": "เพิ่มหรือลดที่ว่าง",
  "Activate global connect tool": "ลากเส้นทาง",
  "Connect to other element": "ลากเส้นทางไปขั้นอื่น",
  "Create": "วาง",
  "Append": "เพิ่มต่อ",
  "Delete": "ลบ",
  "Add lane above": "เพิ่มช่องข้างบน",
  "Add lane below": "เพิ่มช่องข้างล่าง",
  "Search in diagram": "ค้นในผัง",
  "Search": "ค้นหา",
  "flow elements must be children of pools/participants": "ขั้นตอนต้องอยู่ในกรอบกระบวนงาน",
};

const english = document.documentElement.lang === "en";

export const t = (key) => WORDS[key][english ? 1 : 0];
export const kindOf = (type) => KINDS[type]?.[english ? 1 : 0] ?? type.replace("bpmn:", "");

// An element's name in the page's language, on one line; the Thai one where there is no other.
export function nameIn(object) {
  const groups = (object?.get("extensionElements")?.get("values") ?? []).filter((one) => one.$type === "camunda:Properties");
  const own = groups.flatMap((one) => one.get("values")).find((one) => one.name === "name_en")?.value;
  return oneLine((english && own) || object?.name || "");
}

// As engine/office/thai.py has it: no space where only the diagram breaks a Thai name.
function oneLine(name) {
  const whole = name.trim().replace(/(?<=[ก-๎])\n(?=[ก-๎])/g, "").replace(/(?<=[ก-๎])\s*\/\s*(?=[ก-๎])/g, "/");
  return whole.replace(/\s+/g, " ");
}

export function translate(text, replacements = {}) {
  const found = english ? text : (BPMN_JS[text] ?? text);
  return found.replace(/{([^}]+)}/g, (_, name) => replacements[name] ?? `{${name}}`);
}

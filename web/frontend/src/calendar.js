// A calendar beside the three boxes of a date. The boxes stay what is typed into, read and sent;
// the words, the era and the digits are those that the page wrote into its dialogue.

const EARLIEST = "1900-01-01"; // as engine/office/thai.py reads years
const LATEST = "2099-12-31";
const PARTS = ["day", "month", "year"];
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙";
const OLDEST_BUDDHIST_YEAR = 2443;

let openNow = null; // the chooser whose calendar is open
let daysOff = null; // of the office, once they are told
let asking = null;

export function offerCalendars() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-choose-date]");
    if (button) new Chooser(button).open();
  });
}

// The form may be fetched anew while its calendar is open: the boxes and the button are found by
// name whenever they are needed, and the dialogue is a copy that lies outside the form.
class Chooser {
  constructor(button) {
    this.buttonId = button.id;
    this.label = button.dataset.chooseDate;
    this.names = PARTS.map((part) => button.closest(".date").querySelector(`[name$=".${part}"]`).name);
    this.dialog = document.getElementById("calendar-frame").content.firstElementChild.cloneNode(true);
    this.monthNames = [...this.boxes()[1].options].map(({ text }) => text);
    const { era, digits, today } = this.dialog.dataset;
    Object.assign(this, { era: Number(era), isThai: digits === "thai", today });
    this.earliest = button.dataset.min ?? EARLIEST;
    this.latest = button.dataset.max ?? LATEST;
    this.chosen = this.typed();
  }

  part(name) {
    return this.dialog.querySelector(`[data-part="${name}"]`);
  }

  boxes() {
    return this.names.map((name) => document.getElementsByName(name)[0]);
  }

  open() {
    this.dialog.addEventListener("click", (event) => this.onClick(event));
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("close", () => this.leave());
    document.body.append(this.dialog);
    openNow = this;
    this.part("for").textContent = this.label;
    for (const quick of this.dialog.querySelectorAll("[data-quick]")) {
      quick.hidden = !this.isOpen(later(this.today, Number(quick.dataset.quick)));
    }
    this.dialog.showModal();
    this.show(this.within(this.chosen ?? this.today));
    askForDaysOff(this.dialog.dataset.daysOff);
  }

  leave() {
    this.dialog.remove();
    openNow = null;
    document.getElementById(this.buttonId)?.focus();
  }

  // What stands in the boxes, if it is a day: with Thai digits, of either era.
  typed() {
    const [day, month, year] = this.boxes().map(({ value }) => Number(arabic(value)));
    const gregorian = year >= OLDEST_BUDDHIST_YEAR ? year - 543 : year;
    const found = isoOf(gregorian, month - 1, day);
    const isDay = day > 0 && month > 0 && found.endsWith(`-${pad(month)}-${pad(day)}`);
    return isDay && found >= EARLIEST && found <= LATEST ? found : null;
  }

  isOpen(day) {
    return day >= this.earliest && day <= this.latest;
  }

  within(day) {
    return day < this.earliest ? this.earliest : day > this.latest ? this.latest : day;
  }

  onClick({ target, clientX, clientY }) {
    const go = target.closest("[data-go]");
    const quick = target.closest("[data-quick]");
    const cell = target.closest("[data-day]:not([aria-disabled])");
    if (go) this.turn(Number(go.dataset.go));
    else if (quick) this.choose(later(this.today, Number(quick.dataset.quick)));
    else if (cell) this.choose(cell.dataset.day);
    else if (target.closest("[data-close]") || this.isBeside(target, clientX, clientY)) this.dialog.close();
  }

  isBeside(target, x, y) {
    const { left, right, top, bottom } = this.dialog.getBoundingClientRect();
    return target === this.dialog && (x < left || x > right || y < top || y > bottom);
  }

  onKey(event) {
    const day = event.target.dataset.day;
    if (!day) return;
    const next = stepFrom(day, event);
    if (event.key === "Enter" || event.key === " ") this.choose(day);
    else if (next) this.show(this.within(next));
    else return;
    event.preventDefault();
  }

  // The buttons above the days leave the focus where it is.
  turn(months) {
    this.show(this.within(monthsLater(this.here, months)), { takesFocus: false });
  }

  show(here, { takesFocus = true } = {}) {
    const isOtherMonth = here.slice(0, 7) !== this.here?.slice(0, 7);
    this.here = here;
    if (isOtherMonth || !this.part("days").rows.length) this.draw();
    for (const cell of this.cells()) cell.tabIndex = cell.dataset.day === here ? 0 : -1;
    if (takesFocus) this.cells().find((cell) => cell.dataset.day === here)?.focus();
  }

  cells() {
    return [...this.dialog.querySelectorAll("[data-day]")];
  }

  draw() {
    const first = `${this.here.slice(0, 7)}-01`;
    this.part("month").textContent = this.inDigits(`${this.monthName(first)} ${this.yearOf(first)}`);
    const days = this.part("days");
    days.replaceChildren();
    let day = later(first, -atNoon(first).getUTCDay());
    while (day < monthsLater(first, 1)) {
      const row = days.insertRow();
      for (let at = 0; at < 7; at += 1, day = later(day, 1)) {
        this.fill(row.insertCell(), day, day.slice(0, 7) === first.slice(0, 7));
      }
    }
    for (const go of this.dialog.querySelectorAll("[data-go]")) {
      const there = monthsLater(first, Number(go.dataset.go)).slice(0, 7);
      go.disabled = there < this.earliest.slice(0, 7) || there > this.latest.slice(0, 7);
    }
    this.mark();
  }

  fill(cell, day, isOfMonth) {
    if (!isOfMonth) return;
    const weekday = this.dialog.querySelectorAll("th")[atNoon(day).getUTCDay()].abbr;
    cell.dataset.day = day;
    cell.append(hidden(`${weekday} `), this.inDigits(String(Number(day.slice(8)))));
    cell.append(hidden(this.inDigits(` ${this.monthName(day)} ${this.yearOf(day)}`)));
    cell.setAttribute("aria-selected", String(day === this.chosen));
    if (day === this.today) cell.setAttribute("aria-current", "date");
    if (!this.isOpen(day)) cell.setAttribute("aria-disabled", "true");
  }

  // Once for every month drawn; until the days off are told it is a calendar all the same.
  mark() {
    const named = this.part("holidays");
    named.replaceChildren();
    if (!daysOff) return;
    for (const cell of this.cells()) {
      const { day } = cell.dataset;
      const isWeekend = daysOff.weekends.includes(atNoon(day).getUTCDay());
      const holiday = daysOff.holidays[day];
      if (daysOff.working.includes(day) || !(isWeekend || holiday)) continue;
      cell.classList.add("off");
      if (!holiday) continue;
      cell.classList.add("holiday");
      cell.append(hidden(` ${holiday}`));
      const line = named.appendChild(document.createElement("li"));
      line.textContent = `${this.inDigits(String(Number(day.slice(8))))} ${holiday}`;
    }
  }

  choose(day) {
    const boxes = this.boxes();
    const parts = [Number(day.slice(8)), Number(day.slice(5, 7)), this.yearOf(day)];
    boxes.forEach((box, at) => {
      box.value = String(parts[at]);
    });
    this.dialog.close();
    for (const box of boxes) box.dispatchEvent(new Event("input", { bubbles: true }));
    boxes[2].dispatchEvent(new Event("change", { bubbles: true }));
  }

  monthName(day) {
    return this.monthNames[Number(day.slice(5, 7))];
  }

  yearOf(day) {
    return Number(day.slice(0, 4)) + this.era;
  }

  inDigits(text) {
    return this.isThai ? text.replace(/[0-9]/g, (digit) => THAI_DIGITS[digit]) : text;
  }
}

function askForDaysOff(url) {
  asking ??= fetch(url)
    .then((answer) => answer.json())
    .then((found) => {
      daysOff = found;
      openNow?.mark();
    })
    .catch(() => {
      asking = null; // asked again with the next calendar
    });
}

function stepFrom(day, { key, shiftKey }) {
  const weekday = atNoon(day).getUTCDay();
  if (key in STEPS) return later(day, STEPS[key]);
  if (key === "Home") return later(day, -weekday);
  if (key === "End") return later(day, 6 - weekday);
  if (key === "PageUp") return monthsLater(day, shiftKey ? -12 : -1);
  if (key === "PageDown") return monthsLater(day, shiftKey ? 12 : 1);
  return null;
}

function arabic(text) {
  return text.trim().replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit));
}

function hidden(text) {
  const span = document.createElement("span");
  span.className = "vh";
  span.textContent = text;
  return span;
}

// Days are words like 2026-11-20: they compare as days do, and no time zone moves them.
function atNoon(day) {
  return new Date(`${day}T12:00:00Z`);
}

function isoOf(year, month, day) {
  const on = new Date(Date.UTC(2000, month, day, 12));
  on.setUTCFullYear(year, month, day);
  return Number.isNaN(on.getTime()) ? "" : on.toISOString().slice(0, 10);
}

function later(day, days) {
  const [year, month, date] = day.split("-").map(Number);
  return isoOf(year, month - 1, date + days);
}

function monthsLater(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const lastOfMonth = Number(isoOf(year, month + months, 0).slice(8));
  return isoOf(year, month - 1 + months, Math.min(date, lastOfMonth));
}

function pad(number) {
  return String(number).padStart(2, "0");
}

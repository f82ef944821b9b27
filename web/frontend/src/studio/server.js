// One page's talk with the server: what it was given, what it keeps, what it is told.
import { t } from "./words.js";

export const data = JSON.parse(document.getElementById("studio-data").textContent);

export class Refused extends Error {
  constructor(status, answer) {
    super(answer.said ?? "");
    this.status = status;
    this.answer = answer;
  }
}

export async function post(url, body) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": data.csrf },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { said: t("away") });
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : { said: response.status === 401 ? t("signedOut") : t("away") };
  if (!response.ok || !isJson) throw new Refused(response.status, answer);
  return answer;
}

// The draft's version and whether something here is not in it yet.
export class Keeper {
  constructor(read) {
    this.read = read;
    this.version = data.version;
    this.isDirty = false;
    this.edits = 0;
    this.state = document.getElementById("studio-state");
    this.said = document.getElementById("studio-said");
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty) event.preventDefault();
    });
  }

  changed() {
    this.edits += 1;
    this.isDirty = true;
    this.state.textContent = t("unsaved");
  }

  async keep() {
    const edits = this.edits;
    this.state.textContent = t("saving");
    try {
      const answer = await post(data.keepUrl, { data: await this.read(), version: this.version });
      this.version = answer.version;
      this.hush();
      // what was typed while the answer was on its way is still unsaved
      this.isDirty = this.edits !== edits;
      this.state.textContent = this.isDirty ? t("unsaved") : t("saved");
      return answer;
    } catch (refused) {
      this.state.textContent = t("unsaved");
      this.tell(refused);
      return null;
    }
  }

  tell(refused) {
    const lines = [refused.message, ...(refused.answer?.problems ?? []).map((one) => one.message)];
    const shown = lines.filter(Boolean).map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    });
    if (refused.answer?.version !== undefined) {
      const link = document.createElement("a");
      link.href = data.draftUrl;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = t("openLatest");
      shown.push(link);
    }
    this.said.replaceChildren(...shown);
    this.said.hidden = false;
  }

  hush() {
    this.said.hidden = true;
  }
}

export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

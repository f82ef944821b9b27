// The form editor of a draft.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { listProblems } from "./studio/problems.js";
import { Keeper, data, download, post } from "./studio/server.js";
import { t } from "./studio/words.js";
import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js-editor/dist/assets/properties-panel.css";
import "./studio/form-editor.css";

const PREVIEW_AFTER = 800; // milliseconds without a change

const byId = (id) => document.getElementById(id);

async function open() {
  const editor = new FormEditor({ container: byId("form-editor") });
  await editor.importSchema(JSON.parse(data.source));
  return new Page(editor);
}

class Page {
  constructor(editor) {
    this.editor = editor;
    this.keeper = new Keeper(() => this.text());
    byId("download").addEventListener("click", () => download(`${data.name}.json`, "application/json", this.text()));
    if (data.canSave) {
      editor.on("changed", () => this.changed());
      byId("save").addEventListener("click", () => this.save());
    } else {
      byId("form-editor").inert = true;
    }
    this.preview();
  }

  // A form that was not changed is never written again, so that its bytes stay as they were.
  text() {
    if (this.keeper.edits === 0) return data.source;
    return `${JSON.stringify(this.editor.saveSchema(), null, 2)}\n`;
  }

  changed() {
    this.keeper.changed();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.preview(), PREVIEW_AFTER);
  }

  async preview() {
    const edits = this.keeper.edits;
    try {
      const answer = await post(data.previewUrl, { data: this.text() });
      if (this.keeper.edits !== edits) return;
      if (answer.html) byId("preview").innerHTML = answer.html;
      else byId("preview").replaceChildren(note(t("preview")));
      this.told(answer.problems);
    } catch (refused) {
      this.keeper.tell(refused);
    }
  }

  async save() {
    document.activeElement?.blur?.(); // a field that is being typed in counts
    const answer = await this.keeper.keep();
    if (answer) this.told(answer.problems);
  }

  told(problems) {
    const selection = this.editor.get("selection");
    const fields = this.editor.get("formFieldRegistry");
    listProblems(byId("problems"), problems, ({ element }) => {
      const field = fields.getAll().find((one) => one.id === element || one.key === element || one.path === element);
      return field ? () => selection.set(field) : null;
    });
  }
}

function note(text) {
  const made = document.createElement("p");
  made.className = "meta";
  made.textContent = text;
  return made;
}

open()
  .then(() => {
    document.documentElement.dataset.ready = "yes";
  })
  .catch((error) => {
    new Keeper(() => data.source).tell({ message: `${t("unreadable")} ${error.message}` });
    document.documentElement.dataset.ready = "failed";
  });

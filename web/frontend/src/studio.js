// The diagram editor of a draft.
import Modeler from "bpmn-js/lib/Modeler.js";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer.js";
import AlignElements from "bpmn-js/lib/features/align-elements/index.js";
import DistributeElements from "bpmn-js/lib/features/distribute-elements/index.js";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import dialect from "./studio/dialect.js";
import { Panel } from "./studio/panel.js";
import { Placing } from "./studio/placing.js";
import { listProblems, markProblems } from "./studio/problems.js";
import { Properties } from "./studio/properties.js";
import { Keeper, data, download, post } from "./studio/server.js";
import { showSteps } from "./studio/steps.js";
import thaiLabels, { LABELS, fontsAreHere } from "./studio/thai_labels.js";
import { t, translate } from "./studio/words.js";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css";
import "./studio/studio.css";

const LEGIBLE = 0.8;
const CHECK_AFTER = 800; // milliseconds without a change

// Their menus are drawn with style attributes, which the policy of these pages forbids.
class OwnersModeler extends Modeler {}
OwnersModeler.prototype._modules = Modeler.prototype._modules.filter(
  (module) => module !== AlignElements && module !== DistributeElements,
);

const byId = (id) => document.getElementById(id);

async function open() {
  const modeler = new (data.canSave ? OwnersModeler : NavigatedViewer)({
    container: byId("canvas"),
    textRenderer: LABELS,
    bpmnRenderer: { defaultFillColor: "var(--paper)", defaultStrokeColor: "var(--on-paper)" },
    moddleExtensions: { camunda },
    additionalModules: [thaiLabels, { translate: ["value", translate] }, ...(data.canSave ? [dialect] : [])],
  });
  await fontsAreHere();
  const { warnings } = await modeler.importXML(data.source);
  showLegibly(modeler.get("canvas"));
  return new Editor(modeler, warnings);
}

// A large diagram fitted to the screen cannot be read: it is shown from its beginning instead.
function showLegibly(canvas) {
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() >= LEGIBLE) return;
  const { inner, outer } = canvas.viewbox();
  const width = outer.width / LEGIBLE;
  const height = outer.height / LEGIBLE;
  canvas.viewbox({ x: inner.x - 110 / LEGIBLE, y: inner.y - Math.max(20, (height - inner.height) / 2), width, height });
}

class Editor {
  constructor(modeler, warnings) {
    this.modeler = modeler;
    this.problems = data.problems;
    this.keeper = new Keeper(() => this.xml());
    this.properties = new Properties(modeler);
    this.placing = data.canSave ? new Placing(modeler) : null;
    this.panel = new Panel(byId("properties"), modeler, this.properties, this);
    this.listen();
    this.showAll();
    if (warnings.length > 0) this.refuseToSave(warnings);
  }

  listen() {
    this.modeler.on("selection.changed", ({ newSelection }) => this.look(newSelection));
    byId("fit").addEventListener("click", () => this.modeler.get("canvas").zoom("fit-viewport", "auto"));
    byId("download").addEventListener("click", async () => download(`${data.name}.bpmn`, "application/xml", await this.xml()));
    if (!data.canSave) {
      byId("undo").hidden = byId("redo").hidden = true;
      return;
    }
    const commands = this.modeler.get("commandStack");
    this.modeler.on("commandStack.changed", () => this.changed());
    byId("undo").addEventListener("click", () => commands.canUndo() && commands.undo());
    byId("redo").addEventListener("click", () => commands.canRedo() && commands.redo());
    byId("save").addEventListener("click", () => this.save());
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        this.save();
      }
    });
  }

  // A file that was not changed is never written again, so that its bytes stay as they were.
  async xml() {
    if (!this.keeper.isDirty && this.keeper.edits === 0) return data.source;
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  changed() {
    this.keeper.changed();
    this.showAll();
    this.panel.changed();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.check(), CHECK_AFTER);
  }

  async check() {
    const edits = this.keeper.edits;
    try {
      const { problems } = await post(data.checkUrl, { data: await this.xml() });
      if (this.keeper.edits === edits) this.told(problems);
    } catch (refused) {
      this.keeper.tell(refused);
    }
  }

  async save() {
    if (byId("save").disabled) return;
    document.activeElement?.blur?.(); // a field that is being typed in counts
    const answer = await this.keeper.keep();
    if (answer) this.told(answer.problems);
  }

  told(problems) {
    this.problems = problems;
    this.showAll();
  }

  showAll() {
    const choose = (element, how) => this.choose(element, how);
    const registry = this.modeler.get("elementRegistry");
    listProblems(byId("problems"), this.problems, (one) => {
      const element = registry.get(one.element);
      return element ? () => choose(element, { focus: "panel-h" }) : null;
    });
    markProblems(this.modeler, this.problems, choose);
    showSteps(byId("steps"), this.modeler, this.properties, this.problems, choose);
    this.look(this.modeler.get("selection").get());
  }

  choose(element, { focus } = {}) {
    this.modeler.get("selection").select(element);
    this.modeler.get("canvas").scrollToElement(element);
    byId(focus)?.focus();
    if (focus === "field-name") byId(focus)?.select();
  }

  look(selection) {
    const element = selection.length === 1 ? selection[0] : null;
    const own = element ? this.problems.filter((one) => one.element === element.id) : [];
    this.panel.show(element, own);
  }

  refuseToSave(warnings) {
    if (byId("save")) byId("save").disabled = true;
    this.keeper.tell({ message: t("lossy"), answer: { problems: warnings } });
  }
}

open()
  .then((editor) => {
    const wanted = editor.modeler.get("elementRegistry").get(decodeURIComponent(location.hash.slice(1)));
    if (wanted) editor.choose(wanted, { focus: "panel-h" });
    document.documentElement.dataset.ready = "yes";
  })
  .catch((error) => {
    new Keeper(() => data.source).tell({ message: `${t("unreadable")} ${error.message}` });
    document.documentElement.dataset.ready = "failed";
  });

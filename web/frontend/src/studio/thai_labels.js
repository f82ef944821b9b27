// Labels broken between Thai words. diagram-js breaks at spaces only and then anywhere, which
// tears vowels and tone marks off their consonants.
import TextRenderer from "bpmn-js/lib/draw/TextRenderer.js";

export const LABELS = {
  defaultStyle: { fontFamily: "Sarabun", fontSize: 14, lineHeight: 1.3 },
  externalStyle: { fontFamily: "Sarabun", fontSize: 13, lineHeight: 1.3 },
};

const THAI = /[\u0E00-\u0E7F]/;
const words = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("th", { granularity: "word" }) : null;
const pen = document.createElement("canvas").getContext("2d");

export function fontsAreHere() {
  return Promise.all([document.fonts.load("14px Sarabun", "ก"), document.fonts.load("14px Sarabun", "a")]);
}

export function breakLines(text, width, style) {
  if (!words || !THAI.test(text)) return text;
  pen.font = `${style.fontWeight ?? "normal"} ${style.fontSize}px ${style.fontFamily}`;
  return text
    .split(/\r?\n/)
    .map((paragraph) => brokenParagraph(paragraph, width))
    .join("\n");
}

function brokenParagraph(paragraph, width) {
  const lines = [];
  let line = "";
  for (const { segment } of words.segment(paragraph)) {
    if (line && pen.measureText(line + segment).width > width) {
      lines.push(line.trim());
      line = segment.trimStart();
    } else {
      line += segment;
    }
  }
  return [...lines, line].join("\n");
}

class ThaiTextRenderer extends TextRenderer {
  constructor(config) {
    super(config);
    const createText = this.createText.bind(this);
    const labelBounds = this.getExternalLabelBounds.bind(this);
    const external = this.getExternalStyle();
    this.createText = (text, options = {}) => {
      const style = { ...this.getDefaultStyle(), ...options.style };
      return createText(breakLines(text ?? "", innerWidth(options), style), options);
    };
    this.getExternalLabelBounds = (bounds, text) =>
      labelBounds(bounds, breakLines(text ?? "", Math.max(bounds.width || 0, 90) - 2, external));
  }
}
ThaiTextRenderer.$inject = ["config.textRenderer"];

function innerWidth({ box, padding }) {
  const sides = typeof padding === "number" ? 2 * padding : (padding?.left ?? 0) + (padding?.right ?? 0);
  return (box?.width ?? 100) - sides - 2; // a hair less, so that diagram-js has nothing left to cut
}

export default { textRenderer: ["type", ThaiTextRenderer] };

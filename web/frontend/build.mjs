// Bundles what the browser gets: `node build.mjs OUTPUT_DIRECTORY`.
// Every name carries a hash of its content; manifest.json maps the plain names to them.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { THAI } from "./src/studio/form_words.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../static/dist"));

// A further room is one line here; CSS that its script imports comes out beside it.
const pages = {
  app: "src/app.js",
  design: "../design/css/index.css",
};
// bpmn-js and form-js use Function.prototype, so the evaluator cannot be defined away there; the
// pages' policy forbids it all the same.
const editors = {
  studio: "src/studio.js",
  "form-editor": "src/form-editor.js",
};
// htmx never evaluates text with allowEval off; so that nobody has to trust a setting, the bundle
// of ordinary pages has no evaluator to call.
const noEvaluator = { eval: "undefined", Function: "undefined" };

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const spoken = new Set();
let sawImage = false;
// form-js-editor has no translations: each of its labels that we know is said through `say`. What
// it shows while a field is dragged is a data: image, which the policy forbids; an empty canvas is
// as invisible.
const insideExpressions = [
  ["valueLabel || 'Select'", "valueLabel || ", "Choose"], // an empty select
  ["return 'Form';", "return ", "Form"], // the panel of the whole form
  [
    "text: 'Select a form field to edit its properties.'",
    "text: ",
    "Select a form field to edit its properties.",
  ],
];
const thaiFormEditor = {
  name: "thai form editor",
  setup(build) {
    build.onLoad({ filter: /form-js-(editor|viewer)[/\\]dist[/\\]index\.es\.js$/ }, async ({ path: file }) => {
      const label = /\b(label|name|title|description|placeholder|tooltip|heading|children): ?(["'])([^"'\n]+)\2/g;
      const contents = (await readFile(file, "utf8")).replace(label, (whole, key, _quote, text) => {
        if (!(text in THAI)) return whole;
        spoken.add(text);
        return `${key}: __say(${JSON.stringify(text)})`;
      });
      const noImage = "new Image();\n  img.src = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'";
      sawImage ||= contents.includes(noImage);
      const words = JSON.stringify(path.join(here, "src/studio/form_words.js"));
      let allowed = contents.replace(noImage, 'document.createElement("canvas")');
      for (const [written, before, text] of insideExpressions) {
        if (allowed.includes(written)) spoken.add(text);
        allowed = allowed.replace(written, `${before}__say(${JSON.stringify(text)})`);
      }
      return { contents: `import { say as __say } from ${words};\n${allowed}`, loader: "js" };
    });
  },
};
const bundles = [
  await bundle(pages, { define: noEvaluator }),
  await bundle(editors, {
    plugins: [thaiFormEditor],
    alias: { "style-mod": path.join(here, "src/studio/style_mod.js") },
  }),
];
const unspoken = Object.keys(THAI).filter((text) => !spoken.has(text));
if (unspoken.length > 0) throw new Error(`form-js-editor no longer says ${unspoken.join(", ")}`);
if (!sawImage) throw new Error("form-js-editor makes its drag image in another way");
const metafile = {
  inputs: Object.assign({}, ...bundles.map((one) => one.metafile.inputs)),
  outputs: Object.assign({}, ...bundles.map((one) => one.metafile.outputs)),
};
const names = {
  ...namesIn(metafile),
  "seal.svg": await writeHashed("seal.svg", await readFile(path.join(here, "../design/seal.svg"))),
  "licences.txt": await writeHashed("licences.txt", await licenceTexts(metafile)),
};
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(sorted(names), null, 2)}\n`);

function bundle(entryPoints, more) {
  return esbuild.build({
    absWorkingDir: here,
    entryPoints,
    outdir: out,
    entryNames: "[name]-[hash]",
    assetNames: "fonts/[name]-[hash]",
    bundle: true,
    minify: true,
    metafile: true,
    format: "iife",
    target: ["chrome109"],
    charset: "utf8",
    legalComments: "none", // whole licences are in licences.txt
    loader: { ".woff2": "file" },
    nodePaths: [path.join(here, "node_modules")], // the style sheets live outside this folder
    logLevel: "warning",
    ...more,
  });
}

function namesIn({ outputs }) {
  const found = {};
  for (const [file, output] of Object.entries(outputs)) {
    const name = path.relative(out, path.resolve(here, file)).split(path.sep).join("/");
    const plain = name.replace(/-[A-Z0-9]{8}(?=\.[a-z0-9]+$)/, "");
    if (plain === name) throw new Error(`${name} carries no hash`);
    if (plain in found) throw new Error(`two files are called ${plain}`);
    found[plain] = name;
  }
  return found;
}

async function licenceTexts({ inputs }) {
  const packages = new Set(
    Object.keys(inputs)
      .map((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
      .filter(Boolean),
  );
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = path.join(here, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const { version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    if (!file && !license) throw new Error(`${name} has no licence`);
    const text = file ? await readFile(path.join(folder, file), "utf8") : `${license}, as its package.json declares.`;
    texts.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

async function writeHashed(plain, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const name = plain.replace(/(\.[a-z]+)$/, `-${hash}$1`);
  await writeFile(path.join(out, name), content);
  return name;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// Bundles what the browser gets: `node build.mjs OUTPUT_DIRECTORY`.
// Every name carries a hash of its content; manifest.json maps the plain names to them.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../static/dist"));

// A further room is one line here; CSS that its script imports comes out beside it. A room whose
// libraries use Function.prototype needs a second esbuild call without the `define` below.
const entryPoints = {
  app: "src/app.js",
  design: "../design/css/index.css",
};

const { metafile } = await bundle();
const names = {
  ...namesIn(metafile),
  "seal.svg": await writeHashed("seal.svg", await readFile(path.join(here, "../design/seal.svg"))),
  "licences.txt": await writeHashed("licences.txt", await licenceTexts(metafile)),
};
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(sorted(names), null, 2)}\n`);

async function bundle() {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
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
    // htmx never evaluates text with allowEval off; so that nobody has to trust a setting,
    // the bundle has no evaluator to call.
    define: { eval: "undefined", Function: "undefined" },
    logLevel: "warning",
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
    if (!file) throw new Error(`${name} has no licence file`);
    const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    texts.push(`${name} ${version}\n\n${(await readFile(path.join(folder, file), "utf8")).trim()}\n`);
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

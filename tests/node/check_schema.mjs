// Checks JSON-LD by the vocabulary of schema.org as the types of schema-dts have it, and prints, as JSON, what is wrong:
// {"name": ["startDate: Type 'number' is not assignable to type …", …], …}.
//
// Standard input is JSON: {"name": {"@context": …, "@type": …}, …}. Each document becomes a constant of the type that it
// says it has, and the compiler says which property, type or value that type does not have there.

import ts from "typescript";

const FILE = "documents.ts";
const OPTIONS = { noEmit: true, strict: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, types: [] };
// A document of a search says with `query-input` what a reader fills in; only the type made for that has such names.
const isConstrained = (value) => Object.keys(value).some((name) => /-(in|out)put$/.test(name));

const written = (value) => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${written(field)}`);
  const made = `{\n${fields.join(",\n")}\n}`;
  const kind = `S.${value["@type"]}`;
  return isConstrained(value) ? `(${made} satisfies S.WithActionConstraints<${kind}> as ${kind})` : made;
};

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const documents = JSON.parse(Buffer.concat(chunks).toString("utf8"));
let source = 'import type * as S from "schema-dts";\n';
const starts = [];
for (const [name, value] of Object.entries(documents)) {
  starts.push([source.length, name]);
  source += `export const d${starts.length}: S.WithContext<Exclude<S.${value["@type"]}, string>> = ${written(value)};\n`;
}

const host = ts.createCompilerHost(OPTIONS);
const { getSourceFile, fileExists, readFile } = host;
host.getSourceFile = (path, ...more) =>
  path === FILE ? ts.createSourceFile(FILE, source, OPTIONS.target) : getSourceFile.call(host, path, ...more);
host.fileExists = (path) => path === FILE || fileExists.call(host, path);
host.readFile = (path) => (path === FILE ? source : readFile.call(host, path));

const found = Object.fromEntries(Object.keys(documents).map((name) => [name, []]));
for (const problem of ts.getPreEmitDiagnostics(ts.createProgram([FILE], OPTIONS, host))) {
  const at = problem.start ?? 0;
  const name = starts.findLast(([start]) => start <= at)?.[1];
  const line = source.slice(source.lastIndexOf("\n", at) + 1, source.indexOf("\n", at));
  const told = `${line.slice(0, 60)} ${ts.flattenDiagnosticMessageText(problem.messageText, " ").slice(0, 300)}`;
  if (name === undefined || problem.file?.fileName !== FILE) throw new Error(told);
  found[name].push(told);
}
process.stdout.write(JSON.stringify(found));

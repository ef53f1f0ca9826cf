// Validates pages with html-validate and prints, as JSON, what it found: {"name": ["line:column rule: message", …], …}.
//
// Standard input is JSON: {"name": "<!doctype html>…", …}.

import { HtmlValidate, StaticConfigLoader } from "html-validate";

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // WAI-ARIA lets a list have a name, and two lists side by side in one week need theirs.
      "aria-label-misuse": ["error", { allowAnyNamable: true }],
      // Tables that a small screen lays out as blocks lose their roles in some browsers unless they are written.
      "no-redundant-role": "off",
      // What scrolls sideways is a region with a name, yet no section of the text: it has no heading of its own.
      "prefer-native-element": ["error", { exclude: ["region"] }],
    },
  }),
);

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const found = {};
for (const [name, page] of Object.entries(JSON.parse(Buffer.concat(chunks).toString("utf8")))) {
  const { results } = await validator.validateString(page, name);
  const messages = results.flatMap((result) => result.messages);
  found[name] = messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`);
}
process.stdout.write(JSON.stringify(found));

// The import ladder as an ESLint rule: lib < ui < platform, api, stream < charts < features < app;
// a feature never imports another feature, and only platform/ imports the desktop shell's package.
import path from "node:path";

const FLOORS = { lib: 0, ui: 1, platform: 2, api: 2, stream: 2, charts: 3, features: 4, app: 5, testing: 9 };
const ALLOWED_SIDEWAYS = new Set(["api>platform", "stream>platform", "stream>api"]);

function place(file, src) {
  const parts = path.relative(src, file).split(path.sep);
  if (parts[0] === "..") return null;
  return { top: parts[0], feature: parts[0] === "features" ? parts[1] : null };
}

/** Why an import is refused, or null when it is allowed. */
export function refusal(fromFile, specifier, src) {
  const from = place(fromFile, src);
  if (!from || !(from.top in FLOORS)) return null;
  if (specifier.startsWith("@tauri-apps/")) {
    return from.top === "platform"
      ? null
      : `only platform/ may import ${specifier}; use the host boundary in @/platform/types`;
  }
  let target = null;
  if (specifier.startsWith("@/")) target = path.join(src, specifier.slice(2));
  else if (specifier.startsWith(".")) target = path.resolve(path.dirname(fromFile), specifier);
  if (!target) return null;
  const to = place(target, src);
  if (!to || !(to.top in FLOORS) || from.top === "testing") return null;
  if (to.top === "testing") return /\.test\.tsx?$/.test(fromFile) ? null : "testing/ is for tests only";
  if (from.top === to.top) {
    return from.feature === to.feature
      ? null
      : `feature "${from.feature}" imports feature "${to.feature}"; move what they share to a lower floor`;
  }
  if (FLOORS[to.top] < FLOORS[from.top] || ALLOWED_SIDEWAYS.has(`${from.top}>${to.top}`)) return null;
  return `${from.top}/ may not import ${to.top}/ (ladder: lib < ui < platform, api, stream < charts < features < app)`;
}

/** @type {import("eslint").Rule.RuleModule} */
export const ladder = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const src = path.join(context.cwd, "src");
    const check = (node) => {
      if (!node.source || typeof node.source.value !== "string") return;
      const message = refusal(context.filename, node.source.value, src);
      if (message) context.report({ node: node.source, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

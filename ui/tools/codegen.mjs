// Writes src/api/generated/schema.ts from openapi.json, the committed snapshot of `quarterdeck openapi`.
// With --check it writes nothing and fails when the file would change.
import { mkdir, readFile, writeFile } from "node:fs/promises";

import openapiTS, { astToString } from "openapi-typescript";

const snapshot = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/api/generated/schema.ts", import.meta.url);

// A field with a default may be left out when it is sent.
const ast = await openapiTS(snapshot, { defaultNonNullable: false });
const text = `// Generated from openapi.json by \`npm run codegen\`. Not to be edited.\n\n${astToString(ast)}`;

if (process.argv.includes("--check")) {
  const current = await readFile(target, "utf8").catch(() => "");
  if (current !== text) {
    console.error("src/api/generated/schema.ts differs from openapi.json; run `npm run codegen` and commit the result");
    process.exit(1);
  }
} else {
  await mkdir(new URL(".", target), { recursive: true });
  await writeFile(target, text);
}

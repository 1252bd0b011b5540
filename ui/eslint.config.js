// Lints: strict TypeScript, the rules of hooks and of the React Compiler, the import ladder.
import globals from "globals";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

import { ladder } from "./tools/eslint-ladder.js";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/generated", "src/locales", "test-results", "playwright-report"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.strict,
  reactHooks.configs.flat["recommended-latest"],
  {
    files: ["src/**/*.{ts,tsx}"],
    languageOptions: { globals: globals.browser },
    plugins: { quarterdeck: { rules: { ladder } } },
    rules: {
      "quarterdeck/ladder": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-console": ["error", { allow: ["warn", "error"] }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name=/^toLocale(String|DateString|TimeString)$/]",
          message: 'Format through @/lib/format with the explicit locale: the system\'s may be "C".',
        },
      ],
    },
  },
  {
    files: ["**/*.test.{ts,tsx}", "src/testing/**", "e2e/**"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["tools/**", "*.config.{js,ts}", "e2e/**"],
    languageOptions: { globals: globals.node },
  },
);

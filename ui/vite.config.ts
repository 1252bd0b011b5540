// The build: React Compiler and the message macros through Babel, chunks so that the first page stays small.
import babel from "@rolldown/plugin-babel";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Libraries that only panels need; each loads with the first panel that uses it. */
const LAZY_LIBRARIES: [RegExp, string][] = [
  [/node_modules\/@tanstack\/(react-virtual|virtual-core)/, "table"],
  [/node_modules\/(react-hook-form|zod|@hookform)\//, "forms"],
  [/node_modules\/(lightweight-charts|fancy-canvas)\//, "candles"],
];

export default defineConfig({
  base: "./",
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  plugins: [
    react(),
    babel({
      include: /\.tsx?$/,
      // The macro first: the compiler must see what the macro leaves behind.
      plugins: [
        ["@lingui/babel-plugin-lingui-macro", { stripMessageField: false }],
        ["babel-plugin-react-compiler", { target: "19" }],
      ],
    }),
  ],
  server: { host: "127.0.0.1", port: 5173, strictPort: true, fs: { allow: [".."] } },
  build: {
    target: "es2022",
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Only the library itself: what it shares with the first page (React) stays there.
          includeDependenciesRecursively: false,
          groups: LAZY_LIBRARIES.map(([test, name]) => ({ test, name })),
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
    pool: "threads",
    maxWorkers: 2,
  },
});

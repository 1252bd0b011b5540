// The message catalogue: the English text in the source is the key; translators work on src/locales/<locale>/messages.po.
import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  format: formatter({ origins: false }),
  orderBy: "message",
  catalogs: [
    { path: "<rootDir>/src/locales/{locale}/messages", include: ["src"], exclude: ["**/*.test.*", "src/testing/**"] },
  ],
});

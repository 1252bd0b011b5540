// Completes package-lock.json: npm leaves out platform packages that the registry in use does not carry, and `npm ci`
// then refuses the file everywhere. Adds them by name, version and platform. Run after `npm install`: node tools/complete-lock.mjs
import { readFileSync, writeFileSync } from "node:fs";

const SYSTEMS = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  aix: "aix",
  win32: "win32",
  windows: "win32",
  wasi: "wasi",
  wasm: "wasm",
};
const PROCESSORS = {
  arm64: "arm64",
  x64: "x64",
  ia32: "ia32",
  arm: "arm",
  armv7: "arm",
  riscv64: "riscv64",
  ppc64: "ppc64",
  s390x: "s390x",
  loong64: "loong64",
  mips64el: "mips64el",
  wasm32: "wasm32",
};

/** Where the package may lie: at the top, beside its parent, or under it. */
function places(parent, name) {
  const beside = parent.slice(0, parent.lastIndexOf("node_modules/"));
  return [`node_modules/${name}`, `${beside}node_modules/${name}`, `${parent}/node_modules/${name}`];
}

/** os, cpu and libc as the name says them, e.g. `@x/y-linux-arm64-musl`. */
function platform(name) {
  const words = name.split("/").at(-1).split(/[-.]/);
  const os = words.map((w) => SYSTEMS[w]).find(Boolean);
  const cpu = words.map((w) => PROCESSORS[w]).find(Boolean);
  const libc = words.includes("musl")
    ? ["musl"]
    : words.some((w) => w.startsWith("gnu")) && os === "linux"
      ? ["glibc"]
      : null;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc }), ...(os && { os: [os] }) };
}

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
let added = 0;
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const all = places(parent, name);
    if (!/^\d/.test(version) || all.some((place) => lock.packages[place]?.version === version)) continue;
    const free = all.find((place) => !lock.packages[place]);
    const where = platform(name);
    if (!where.os && !where.cpu) continue;
    lock.packages[free] = { version, ...where, ...(entry.dev && { dev: true }), optional: true };
    added += 1;
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform packages added`);

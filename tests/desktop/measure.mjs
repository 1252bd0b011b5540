// Measures the real window for `cargo xtask bench --only window`: time to the first chart, memory, drag latency.
// Prints one JSON object a line; see crates/xtask/bench/README.md.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openPanel, startDragging } from "./screens.mjs";
import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";

const STARTS = 5;
const DRAGS = 6;
/** Assets of the larger drag. */
const MANY = 100;
const MANY_DAYS = 1_000;

const print = (value) => console.log(JSON.stringify({ program: "Quarterdeck", ...value }));

await measureStart();
await measureDrag("drag", () => undefined);
await measureDrag("drag_100", fillMany);

/** Starts as a user does. The program itself says when its first chart was painted, counted from its own start. */
async function measureStart() {
  const place = await Place.make();
  try {
    const seconds = [];
    let memory = { own: 0, all: 0 };
    // The first start of all makes the sample workspace; it is not counted.
    for (let start = 0; start <= STARTS; start += 1) {
      const child = place.launch([], { QUARTERDECK_TRACE_START: "1" });
      let said = "";
      child.stderr.on("data", (chunk) => (said += chunk));
      const painted = await until(120_000, "no `first-chart` line was written", () => /first-chart (\d+(?:\.\d+)?)/.exec(said));
      if (start > 0) seconds.push(Number(painted[1]) / 1000);
      // What is loaded after the first paint counts as well.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      memory = larger(memory, await residentMiB(child.pid));
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
    print({ case: "first_chart", seconds });
    print({ case: "memory", mib: [memory.own] });
    print({ case: "memory_with_webkit", mib: [memory.all] });
  } finally {
    await place.stop();
  }
}

/** Drags a bound to and fro; the page notes for every painted answer how old its oldest pointer event was. */
async function measureDrag(name, fill) {
  const place = await Place.make();
  try {
    await fill(place);
    const session = await place.open();
    await session.run("window.__qdTrace = true;");
    await openPanel(session, "Optimizer");
    for (let drag = 0; drag < DRAGS; drag += 1) await startDragging(session);
    const latencies = await session.run("return window.__qdDragLatency ?? []");
    if (latencies.length < 20) throw new Error(`only ${latencies.length} answers were painted while dragging`);
    // The first answers compile the code and set up the solver's workspace.
    print({ case: name, seconds: latencies.slice(5).map((ms) => ms / 1000) });
    await session.end();
  } finally {
    await place.stop();
  }
}

/** A workspace with a hundred invented instruments, a part of each held; the window opens on what was open last. */
async function fillMany(place) {
  await place.command("api", "POST", "/workspaces", "--data", JSON.stringify({ name: "Hundred", kind: "empty" }));
  const names = Array.from({ length: MANY }, (_, i) => `S${String(i).padStart(3, "0")}`);
  const days = weekdays("2018-01-02", MANY_DAYS);
  const uniform = uniforms(7);
  const prices = names.map(() => 100);
  const rows = days.map((day) => {
    const market = 0.012 * (uniform() + uniform() + uniform() - 1.5);
    const next = prices.map((price, i) => price * (1.0003 + (0.5 + i / MANY) * market + 0.02 * (uniform() + uniform() - 1)));
    next.forEach((price, i) => (prices[i] = price));
    return [day, ...next.map((price) => price.toFixed(4))].join();
  });
  await importCsv(place, "prices", [["date", ...names].join(), ...rows]);
  const held = names.map((name) => `${days[0]},opening balance,Main,${name},10,100,USD`);
  await importCsv(place, "transactions", ["date,kind,account,symbol,quantity,price,currency", ...held]);
}

async function importCsv(place, what, lines) {
  const path = join(place.home, `${what}.csv`);
  await writeFile(path, `${lines.join("\n")}\n`);
  await place.command("import", what, path, "--create-unknown");
}

function weekdays(first, count) {
  const days = [];
  for (let at = Date.parse(first); days.length < count; at += 86_400_000) {
    if (![0, 6].includes(new Date(at).getUTCDay())) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** Numbers from 0 to 1, the same at every run (the generator of Park and Miller 1988). */
function uniforms(seed) {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function larger(a, b) {
  return { own: Math.max(a.own, b.own), all: Math.max(a.all, b.all) };
}

/** Resident memory of a process, and with all its descendants, in MiB. */
async function residentMiB(pid) {
  const processes = new Map();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    const field = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    if (status !== "") processes.set(Number(name), { parent: field("PPid"), mib: field("VmRSS") / 1024 });
  }
  const belongs = (id) => id === pid || (processes.has(id) && belongs(processes.get(id).parent));
  const all = [...processes].filter(([id]) => belongs(id)).reduce((sum, [, { mib }]) => sum + mib, 0);
  return { own: processes.get(pid)?.mib ?? 0, all };
}

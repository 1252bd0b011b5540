// Measures the real window for `cargo xtask bench --only window`: time to the first chart, memory, drag latency.
// Prints one JSON object a line; see crates/xtask/bench/README.md.
import { readFile, readdir } from "node:fs/promises";

import { fillLarge, importCsv, uniforms, weekdays } from "./books.mjs";
import { cpuMs } from "./processes.mjs";
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
await measureLarge();
await measureDrag("drag", () => undefined);
await measureDrag("drag_100", fillMany);

/** Starts as a user does: time to the first chart, and memory. The first start of all makes the sample; it is not counted. */
async function measureStart() {
  const place = await Place.make();
  try {
    await started(place, "first-chart");
    const starts = [];
    for (let start = 0; start < STARTS; start += 1) starts.push(await started(place, "first-chart"));
    print({ case: "first_chart", seconds: starts.map(({ seconds }) => seconds) });
    print({ case: "memory", mib: [Math.max(...starts.map(({ memory }) => memory.own))] });
    print({ case: "memory_with_webkit", mib: [Math.max(...starts.map(({ memory }) => memory.all))] });
  } finally {
    await place.stop();
  }
}

/** The same on a workspace of a hundred thousand transactions: time to its portfolio. */
async function measureLarge() {
  const place = await Place.make();
  try {
    await fillLarge(place);
    await started(place, "portfolio");
    const starts = [];
    for (let start = 0; start < STARTS; start += 1) starts.push(await started(place, "portfolio"));
    print({ case: "portfolio_100k", seconds: starts.map(({ seconds }) => seconds) });
    print({ case: "memory_100k", mib: [Math.max(...starts.map(({ memory }) => memory.own))] });
  } finally {
    await place.stop();
  }
}

/** One start and its end. The program itself says when something was painted, counted from its own start. */
async function started(place, point) {
  const child = place.launch([], { QUARTERDECK_TRACE_START: "1" });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const line = new RegExp(`${point} (\\d+(?:\\.\\d+)?)`);
  const painted = await until(120_000, `no \`${point}\` line was written`, () => line.exec(said));
  // What is loaded after the first paint counts as well.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const memory = await residentMiB(child.pid);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
  return { seconds: Number(painted[1]) / 1000, memory, said };
}

/** Drags a bound to and fro; the page notes for every painted answer how old its oldest pointer event was. */
async function measureDrag(name, fill) {
  const place = await Place.make();
  try {
    await fill(place);
    const session = await place.open();
    await session.run("window.__qdTrace = true;");
    await openPanel(session, "Optimizer");
    // The first drag compiles the code.
    await startDragging(session);
    const before = { cpu: await cpuMs(), painted: await session.run("return window.__qdDragLatency.length") };
    for (let drag = 1; drag < DRAGS; drag += 1) await startDragging(session);
    const cpu = await cpuMs();
    const latencies = await session.run("return window.__qdDragLatency ?? []");
    if (latencies.length < 20) throw new Error(`only ${latencies.length} answers were painted while dragging`);
    // The first answers compile the code and set up the solver's workspace.
    const each = (ms) => Number((ms / (latencies.length - before.painted)).toFixed(1));
    // Processor time does not mind what else the machine does.
    const detail = { cpu_ms_each: { page: each(cpu.page - before.cpu.page), own: each(cpu.own - before.cpu.own) } };
    print({ case: name, seconds: latencies.slice(5).map((ms) => ms / 1000), detail });
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

// Measures the real window for `cargo xtask bench --only window`: time to the first chart, memory, drag latency.
// Prints one JSON object a line; see crates/xtask/bench/README.md.
import { readFile, readdir } from "node:fs/promises";

import { openPanel, startDragging } from "./screens.mjs";
import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";

const STARTS = 5;
const DRAGS = 6;

const print = (value) => console.log(JSON.stringify({ program: "Quarterdeck", ...value }));

await measureStart();
await measureDrag();

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
async function measureDrag() {
  const place = await Place.make();
  try {
    const session = await place.open();
    await session.run("window.__qdTrace = true;");
    await openPanel(session, "Optimizer");
    for (let drag = 0; drag < DRAGS; drag += 1) await startDragging(session);
    const latencies = await session.run("return window.__qdDragLatency ?? []");
    if (latencies.length < 20) throw new Error(`only ${latencies.length} answers were painted while dragging`);
    // The first answers compile the code and set up the solver's workspace.
    print({ case: "drag", seconds: latencies.slice(5).map((ms) => ms / 1000) });
    await session.end();
  } finally {
    await place.stop();
  }
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

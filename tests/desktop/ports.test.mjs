// The window opens no TCP port, and a second command line speaks to it through its socket.
import assert from "node:assert/strict";
import { readdir, readFile, readlink } from "node:fs/promises";
import { test } from "node:test";

import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";

test("no TCP port listens while the window is open", { timeout: 600_000 }, async () => {
  const place = await Place.make();
  try {
    const window = place.launch([], { QUARTERDECK_TRACE_START: "1" });
    let said = "";
    window.stderr.on("data", (chunk) => (said += chunk));
    // Not earlier: a command line that finds no owner would open the workspace itself.
    await until(300_000, "the window did not open its workspace", () => said.includes("start: router-ready"));
    const health = await place.command("api", "GET", "/api/v1/health");
    assert.ok(health.length > 0, "the window's process answers a command line");
    assert.equal(window.exitCode, null, "the window is open");
    assert.deepEqual(await listening(window.pid), []);
  } finally {
    await place.stop();
  }
});

/** Local addresses of the listening TCP sockets of a process. */
async function listening(pid) {
  const own = new Set();
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode) own.add(inode);
  }
  const found = [];
  for (const table of ["tcp", "tcp6"]) {
    const lines = (await readFile(`/proc/${pid}/net/${table}`, "utf8").catch(() => "")).split("\n").slice(1);
    for (const fields of lines.map((line) => line.trim().split(/\s+/))) {
      if (fields[3] === "0A" && own.has(fields[9])) found.push(fields[1]);
    }
  }
  return found;
}

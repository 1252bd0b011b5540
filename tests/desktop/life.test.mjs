// The program from its first window to its end: one window for each workspace, the tray, and what it says while hidden.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";
import { Display, lacking, lackingBus } from "./x.mjs";

const MAIN = "Quarterdeck";
const skip = lacking("dbus-monitor") || lackingBus();

describe("the life of the program", { skip, timeout: 600_000 }, () => {
  let place;
  let display;
  let program;
  let id;

  before(async () => {
    place = await Place.make();
    display = await Display.open(place);
    [program, id] = await start(true);
  });
  after(async () => {
    display?.end();
    await place?.stop();
  });

  /** Starts the program with closing to the tray on or off, and waits until window and workspace are there. */
  async function start(closeToTray) {
    const folder = join(place.env.XDG_DATA_HOME, "quarterdeck");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "window.json"), JSON.stringify({ close_to_tray: closeToTray }));
    const child = place.launch([], { QUARTERDECK_TRACE_START: "1", QUARTERDECK_NOTIFY_AFTER_S: "0" });
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    await until(300_000, "the workspace did not open", () => said.includes("start: router-ready"));
    return [child, await until(60_000, "the window did not appear", async () => (await display.shown(MAIN))[0])];
  }

  test("closing the window keeps the program in the tray", async () => {
    await display.close(id);
    await until(20_000, "the window stays on the screen", async () => (await display.state(id)) === "unmapped");
    assert.equal(program.exitCode, null);
    const health = await place.command("api", "GET", "/api/v1/health");
    assert.ok(health.includes("ok"), `it goes on working: ${health}`);
  });

  test("the end of long work is announced while the window is hidden", async () => {
    const heard = await listen();
    const { id: job } = JSON.parse(await place.command("api", "POST", "/api/v1/backups"));
    assert.ok(job, "a backup was asked for");
    await until(60_000, "no notification was sent", () => /member=Notify[^]*"Back up the workspace"[^]*"Done"/.test(heard()));
  });

  test("a second start brings the first window back and ends", async () => {
    const second = place.launch();
    const code = await new Promise((resolve) => second.once("exit", resolve));
    assert.equal(code, 0);
    await until(20_000, "the window did not come back", async () => (await display.state(id)) === "viewable");
    assert.deepEqual(await display.shown(MAIN), [id], "there is one window");
    assert.equal(program.exitCode, null);
  });

  test("told to quit, it ends in order", async () => {
    const ended = new Promise((resolve) => program.once("exit", resolve));
    program.kill("SIGTERM");
    assert.equal(await ended, 0);
  });

  test("without the tray, closing the window ends the program", async () => {
    [program, id] = await start(false);
    const ended = new Promise((resolve) => program.once("exit", resolve));
    await display.close(id);
    assert.equal(await ended, 0);
  });

  /** Everything that is said to the desktop's notification service; nobody need answer. */
  async function listen() {
    const monitor = spawn("dbus-monitor", ["--session", "interface='org.freedesktop.Notifications'"], {
      env: place.env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    place.keep(monitor);
    let said = "";
    monitor.stdout.on("data", (chunk) => (said += chunk));
    await until(10_000, "dbus-monitor did not start", () => said.length > 0);
    return () => said;
  }
});

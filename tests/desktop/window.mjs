// The program in a window nobody sees: a virtual display, a driver, a home folder of its own, so that each start is a first start on the sample.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Session, until } from "./webdriver.mjs";

/** The program under test. */
export function program() {
  const path = process.env.QUARTERDECK_BIN;
  if (!path) throw new Error("QUARTERDECK_BIN is not set; run `cargo xtask test --desktop`");
  return path;
}

/** A place to start the program in: `stop` ends everything that was started and removes what was written. */
export class Place {
  #children = [];

  static async make() {
    const place = new Place();
    place.home = await mkdtemp(join(tmpdir(), "quarterdeck-window-"));
    place.env = {
      ...process.env,
      HOME: place.home,
      XDG_DATA_HOME: join(place.home, "data"),
      XDG_CONFIG_HOME: join(place.home, "config"),
      XDG_CACHE_HOME: join(place.home, "cache"),
      XDG_RUNTIME_DIR: place.home,
      // WebKit reports the language "C" otherwise.
      LANG: "en_US.UTF-8",
    };
    delete place.env.WAYLAND_DISPLAY;
    place.env.DISPLAY = `:${await place.#display()}`;
    return place;
  }

  /** Opens the window under a driver. */
  async open(args = []) {
    const port = await freePort();
    this.#start("WebKitWebDriver", [`--port=${port}`], { TAURI_WEBVIEW_AUTOMATION: "true" });
    const driver = `http://127.0.0.1:${port}`;
    await until(20_000, "the driver did not start", async () => (await fetch(`${driver}/status`)).ok);
    return Session.start(driver, program(), args);
  }

  /** Starts the program without a driver, as a user does. */
  launch(args = [], env = {}) {
    return this.#start(program(), args, env);
  }

  /** What a command line prints beside the open window; JSON is parsed. */
  async command(...args) {
    const child = this.#start(program(), args, {});
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stderr.on("data", (chunk) => (err += chunk));
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`quarterdeck ${args.join(" ")} ended with ${code}: ${err.slice(-1_000)}`);
    return out;
  }

  /** Ends a process that a test has started itself, with everything else. */
  keep(child) {
    this.#children.push(child);
  }

  async stop() {
    for (const child of this.#children.toReversed()) await end(child);
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #start(command, args, env) {
    const child = spawn(command, args, { env: { ...this.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    // A pipe that nobody reads fills and stops its writer.
    child.stdout.resume();
    child.stderr.resume();
    child.on("error", (error) => console.error(`${command}: ${error.message}`));
    this.#children.push(child);
    return child;
  }

  /** Starts Xvfb on the first free display and returns its number. */
  async #display() {
    const args = ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"];
    const child = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
    this.#children.push(child);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
      child.stdio[3].once("data", (chunk) => resolve(chunk.toString().trim()));
    });
  }
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    const limit = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.once("exit", () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

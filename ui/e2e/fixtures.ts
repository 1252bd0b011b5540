// A served workstation for each worker: own sample workspace in a temporary folder, own port, own token.
//
// `import { expect, test } from "./fixtures"`: `page` has the workstation open, `server` speaks to its API directly.
// A test fails when the page logs an error or breaks its content security policy.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

/** A running `quarterdeck serve`. */
export interface Server {
  /** The printed address, with the token in its fragment */
  readonly url: string;
  readonly token: string;
  /** The folder below which it keeps everything */
  readonly home: string;
  /** Calls a route as the page does; throws the problem's words when it answers with one. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Sends raw bytes, as a chunk of an upload. */
  put(path: string, bytes: string): Promise<void>;
}

const START_LIMIT_MS = 300_000;

export const test = base.extend<{ complaints: string[] }, { server: Server }>({
  server: [
    async ({}, provide) => {
      const program = process.env.QUARTERDECK_BIN;
      if (program === undefined) throw new Error("QUARTERDECK_BIN is not set; run `cargo xtask test --e2e`");
      const home = await mkdtemp(join(tmpdir(), "quarterdeck-e2e-"));
      const child = spawn(program, ["serve", "--listen", "127.0.0.1:0"], {
        // A first start: nothing of the person who runs the tests is read or written.
        env: {
          ...process.env,
          HOME: home,
          XDG_DATA_HOME: home,
          XDG_CONFIG_HOME: home,
          XDG_CACHE_HOME: home,
          // No keychain: on Linux nobody answers here.
          DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, "no-bus")}`,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      try {
        const url = await printedUrl(child);
        const token = new URLSearchParams(new URL(url).hash.slice(1)).get("token") ?? "";
        await provide({
          url,
          token,
          home,
          api: (method, path, body) => call(new URL(path, url), token, method, body),
          put: (path, bytes) =>
            send(new URL(path, url), token, "PUT", "application/octet-stream", bytes).then(() => undefined),
        });
      } finally {
        await stop(child);
        await rm(home, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: START_LIMIT_MS },
  ],

  complaints: async ({}, provide) => {
    const complaints: string[] = [];
    await provide(complaints);
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join("\n")}`);
  },

  page: async ({ page, server, complaints }, provide) => {
    page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message.text())) complaints.push(message.text());
    });
    await page.goto(server.url);
    await page.getByRole("main").first().waitFor();
    await provide(page);
  },
});

/** Chromium logs every refused request by itself, also those that a test provokes; the page shows them in words. */
function isExpected(text: string): boolean {
  return text.startsWith("Failed to load resource");
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const limit = setTimeout(() => {
      reject(new Error(`the server printed no address within ${String(START_LIMIT_MS / 1000)} s:\n${said}`));
    }, START_LIMIT_MS);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /https?:\/\/\S+#token=\S+/.exec(said)?.[0];
      if (url !== undefined) {
        clearTimeout(limit);
        resolve(url);
      }
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(limit);
      reject(new Error(`the server ended with ${String(code)}:\n${said}`));
    });
  });
}

async function call<T>(url: URL, token: string, method: string, body: unknown): Promise<T> {
  const text = await send(url, token, method, "application/json", body === undefined ? null : JSON.stringify(body));
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function send(url: URL, token: string, method: string, type: string, body: string | null): Promise<string> {
  url.hash = "";
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === null ? {} : { "content-type": type }) },
    ...(body === null ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url.pathname}: ${String(response.status)} ${text}`);
  return text;
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

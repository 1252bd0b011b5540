// The desktop host: commands of the window that owns the router, in process, with no port.
import { Channel, invoke } from "@tauri-apps/api/core";

import { backoffMs } from "@/lib/backoff";
import { copyText } from "@/lib/clipboard";
import { pickFile } from "../files";
import { type Answer, type Platform, type StreamHandlers } from "../types";
import { splitFrame } from "./frame";

const API = "/api/v1";

interface CommandAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** Keeps the event channel open; the shell sends lists of events and goes on by itself when the workspace's owner changes. */
function keepChannel(path: string, handlers: StreamHandlers): () => void {
  let ended = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    const channel = new Channel<unknown[]>();
    channel.onmessage = (events) => {
      if (!ended) for (const event of events) handlers.onEvent(event);
    };
    handlers.onConnection("connecting");
    invoke("api_stream", { path: API + path, channel })
      .then(() => !ended && handlers.onConnection("open"))
      .catch(() => {
        if (ended) return;
        handlers.onConnection("lost");
        timer = setTimeout(open, backoffMs(attempt, Math.random));
        attempt += 1;
      });
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** The host of a page inside the desktop window. */
export function desktop(): Platform {
  return {
    kind: "desktop",
    async request(method, path, body, headers): Promise<Answer<unknown>> {
      return await invoke<CommandAnswer>("api_request", { method, path: API + path, body: body ?? null, headers });
    },
    async bytes(method, path, body, accept = "application/octet-stream") {
      const headers = { "x-method": method, "x-path": API + path, "x-accept": accept };
      const frame = await invoke<ArrayBuffer>("api_bytes", body ?? new ArrayBuffer(0), { headers });
      return splitFrame(frame);
    },
    stream: keepChannel,
    openFile: pickFile,
    async saveFile(name, content) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
      return await invoke<string>("save_file", bytes, { headers: { "x-name": encodeURIComponent(name) } });
    },
    copyText,
    openLink: (href) => void invoke("open_link", { href }),
    popOutChart: async (symbol) => {
      await invoke("pop_out_chart", { symbol });
    },
    async openPanelWindow(panel, title, params) {
      await invoke("open_panel_window", { panel, title, params });
    },
    closeToTray: {
      get: () => invoke<boolean>("close_to_tray", {}),
      set: async (value) => void (await invoke<boolean>("close_to_tray", { value })),
    },
    mark: (point) => void invoke("trace_mark", { name: point }),
  };
}

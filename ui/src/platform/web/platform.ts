// The browser host: fetch and a WebSocket to `quarterdeck serve`.
import { copyText } from "@/lib/clipboard";
import { download, pickFile } from "../files";
import { type Answer, type Method, type Platform } from "../types";
import { keepSocket } from "./socket";
import { takeToken } from "./token";

const API = "/api/v1";

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
}

/** The host of a page that `quarterdeck serve` delivered. */
export function browser(): Platform {
  const token = takeToken(window.location, window.history, window.sessionStorage);
  const auth: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const call = (method: Method, path: string, body: BodyInit | undefined, headers: Record<string, string>) =>
    fetch(API + path, {
      method,
      headers: { ...auth, ...headers },
      credentials: "same-origin",
      ...(body === undefined ? {} : { body }),
    });

  return {
    kind: "browser",
    async request(method, path, body, headers = {}): Promise<Answer<unknown>> {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const type: Record<string, string> = text === undefined ? {} : { "content-type": "application/json" };
      const response = await call(method, path, text, { accept: "application/json", ...type, ...headers });
      const received = await response.text();
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      const parsed: unknown = received === "" ? null : isJson ? JSON.parse(received) : received;
      return { status: response.status, headers: headersOf(response), body: parsed };
    },
    async bytes(method, path, body, accept = "application/octet-stream") {
      const type: Record<string, string> = body ? { "content-type": "application/octet-stream" } : {};
      const response = await call(method, path, body, { accept, ...type });
      return { status: response.status, headers: headersOf(response), body: await response.arrayBuffer() };
    },
    stream(path, handlers) {
      const url = new URL(API + path, window.location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      const protocols = token ? ["quarterdeck", `token.${token}`] : ["quarterdeck"];
      return keepSocket({ connect: () => new WebSocket(url, protocols) }, handlers);
    },
    openFile: pickFile,
    async saveFile(name, content, mime) {
      download(name, content, mime);
      return null;
    },
    copyText,
    openLink: (href) => void window.open(href, "_blank", "noopener,noreferrer"),
    popOutChart: null,
    closeToTray: null,
    mark: () => undefined,
    async openPanelWindow(panel, _title, params) {
      const query = new URLSearchParams({ panel, ...params });
      // No "noopener": the new tab copies this tab's session storage, and with it the token.
      const opened = window.open(`${window.location.pathname}?${query.toString()}`, "_blank");
      if (!opened) throw new Error("the browser blocked the new tab; allow pop-ups for this page");
      opened.opener = null;
    },
  };
}

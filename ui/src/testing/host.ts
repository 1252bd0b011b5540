// A host whose API answers come from the test: "METHOD /path" to an answer or a function of the body.
import { type Answer, type Method, type Platform } from "@/platform/types";

export type Reply = unknown | ((call: Call) => unknown);
export interface Call {
  method: Method;
  path: string;
  body: unknown;
}

/** An answer with another status than 200. */
export class Status {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {}
}

export interface TestHost extends Platform {
  calls: Call[];
  saved: { name: string; content: string | ArrayBuffer }[];
}

/** Routes are looked up with the query first, then without; an unknown one answers 404. */
export function testHost(routes: Record<string, Reply>): TestHost {
  const calls: Call[] = [];
  const saved: TestHost["saved"] = [];
  const answer = (method: Method, path: string, body: unknown): Answer<unknown> => {
    const call = { method, path, body };
    calls.push(call);
    const key = [`${method} ${path}`, `${method} ${path.split("?")[0] ?? ""}`].find((k) => k in routes);
    if (!key)
      return {
        status: 404,
        headers: {},
        body: { code: "not_found", title: "Not found", detail: `no route ${method} ${path}` },
      };
    const reply: unknown = routes[key];
    const value: unknown = typeof reply === "function" ? (reply as (c: Call) => unknown)(call) : reply;
    if (value instanceof Status) return { status: value.status, headers: value.headers, body: value.body };
    return { status: 200, headers: {}, body: value };
  };
  return {
    kind: "browser",
    calls,
    saved,
    request: async (method, path, body) => answer(method, path, body),
    bytes: async (method, path, body) => {
      const { status, headers, body: value } = answer(method, path, body);
      const bytes = value instanceof ArrayBuffer ? value : new TextEncoder().encode(JSON.stringify(value)).buffer;
      return { status, headers, body: bytes as ArrayBuffer };
    },
    stream: () => () => undefined,
    openFile: async () => null,
    saveFile: async (name, content) => {
      saved.push({ name, content });
      return null;
    },
    copyText: async () => undefined,
    openLink: () => undefined,
    popOutChart: null,
    openPanelWindow: async () => undefined,
    closeToTray: null,
    mark: () => undefined,
  };
}

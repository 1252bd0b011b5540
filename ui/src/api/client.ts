// Calls of the API over whatever carries them; every failure is an ApiError.
import { platform } from "@/platform/platform";
import { type Answer, type Method } from "@/platform/types";
import { type Columns, decodeColumns } from "./binary";
import { problemToError, toApiError } from "./errors";

export type Query = Record<string, string | number | boolean | null | undefined>;
export interface CallOptions {
  /** Values for `{name}` in the path. */
  path?: Record<string, string>;
  /** Absent values are left out. */
  query?: Query;
}

/** A path with its placeholders and query filled in. */
export function fillPath(template: string, { path = {}, query = {} }: CallOptions = {}): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined) throw new Error(`the path ${template} needs a value for ${name}`);
    return encodeURIComponent(value);
  });
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? filled : `${filled}?${text}`;
}

function accepted<Body>(answer: Answer<Body>, problem: (body: Body) => unknown): Body {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw problemToError(answer.status, problem(answer.body));
}

async function ask(method: Method, path: string, body: unknown, options?: CallOptions): Promise<Answer<unknown>> {
  const target = fillPath(path, options);
  let answer: Answer<unknown>;
  try {
    answer = await platform().request(method, target, body);
  } catch (error) {
    throw toApiError(error);
  }
  accepted(answer, (b) => b);
  return answer;
}

/** One JSON call. */
export async function send<T>(method: Method, path: string, body?: unknown, options?: CallOptions): Promise<T> {
  return (await ask(method, path, body, options)).body as T;
}

/** A thing as it is after a change, and the change, to undo it by. */
export interface Changed<T> {
  value: T;
  changeId: string | null;
}

/** One call that changes the books. */
export async function change<T>(
  method: Method,
  path: string,
  body?: unknown,
  options?: CallOptions,
): Promise<Changed<T>> {
  const answer = await ask(method, path, body, options);
  const deleted = answer.body as { change_id?: string } | null;
  return { value: answer.body as T, changeId: answer.headers["x-change-id"] ?? deleted?.change_id ?? null };
}

export const get = <T>(path: string, options?: CallOptions): Promise<T> => send("GET", path, undefined, options);
export const post = <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> =>
  send("POST", path, body, options);
export const patch = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> =>
  send("PATCH", path, body, options);
export const del = (path: string, options?: CallOptions): Promise<void> => send("DELETE", path, undefined, options);

/** One call with raw bytes either way. */
export async function sendBytes(
  method: Method,
  path: string,
  body?: ArrayBuffer,
  options?: CallOptions & { accept?: string },
): Promise<ArrayBuffer> {
  const target = fillPath(path, options);
  let answer: Answer<ArrayBuffer>;
  try {
    answer = await platform().bytes(method, target, body, options?.accept);
  } catch (error) {
    throw toApiError(error);
  }
  return accepted(answer, (bytes) => {
    const text = new TextDecoder().decode(bytes);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  });
}

/** A series as typed arrays. */
export async function getColumns(path: string, options?: CallOptions): Promise<Columns> {
  return decodeColumns(await sendBytes("GET", path, undefined, options));
}

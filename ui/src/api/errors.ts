// What went wrong with a call, in words a person can act on: problem+json as a type.
import { isRecord } from "@/lib/storage";

/** One field that the server refused, and why. */
export interface FieldError {
  /** Empty when no single field is at fault. */
  field: string;
  detail: string;
}

/** An answer of the API that is no success, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly fields: FieldError[];
  readonly requestId: string | null;

  constructor(parts: {
    status: number;
    code: string;
    title: string;
    detail: string;
    fields?: FieldError[];
    requestId?: string | null;
  }) {
    super(parts.detail);
    this.name = "ApiError";
    this.status = parts.status;
    this.code = parts.code;
    this.title = parts.title;
    this.fields = parts.fields ?? [];
    this.requestId = parts.requestId ?? null;
  }
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((f) => ({ field: String(f["field"] ?? ""), detail: String(f["message"] ?? "") }));
}

/** The error that a problem+json body (or whatever else came) stands for. */
export function problemToError(status: number, body: unknown): ApiError {
  if (!isRecord(body)) {
    const detail =
      typeof body === "string" && body.length < 500 && !body.startsWith("<") ? body : `The server answered ${status}.`;
    return new ApiError({ status, code: "http", title: "The request failed", detail });
  }
  const text = (key: string): string | null => (typeof body[key] === "string" ? body[key] : null);
  return new ApiError({
    status,
    code: text("code") ?? "http",
    title: text("title") ?? "The request failed",
    detail: text("detail") ?? text("title") ?? `The server answered ${status}.`,
    fields: fieldErrors(body["fields"]),
    requestId: text("request_id"),
  });
}

/** Any thrown thing as an ApiError. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiError({ status: 0, code: "unreachable", title: "No answer", detail });
}

// What a change did, field by field.
import { isRecord } from "@/lib/storage";

export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** Letters shown of one value; a whole series would fill the screen. */
const SHOWN_MAX = 400;

function show(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

/** The fields in which two states of an object differ; all fields when one state is absent. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return fields
    .map((field) => ({ field, before: show(old[field]), after: show(now[field]) }))
    .filter((d) => d.before !== d.after);
}

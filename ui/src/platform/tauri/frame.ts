// The raw answer of the `api_bytes` command: 4 bytes little-endian header length, the header as JSON, then the body.
import { type Answer } from "../types";

/** Splits the frame; throws when it is none. */
export function splitFrame(frame: ArrayBuffer): Answer<ArrayBuffer> {
  if (frame.byteLength < 4) throw new Error(`the desktop shell answered ${frame.byteLength} bytes, which is no frame`);
  const length = new DataView(frame).getUint32(0, true);
  if (4 + length > frame.byteLength) throw new Error("the desktop shell's answer is shorter than its header says");
  const text = new TextDecoder().decode(new Uint8Array(frame, 4, length));
  const header = JSON.parse(text) as { status: number; headers: Record<string, string> };
  return { status: header.status, headers: header.headers, body: frame.slice(4 + length) };
}

// Sends a file in chunks, so that its size does not matter, and takes up a broken one where it stopped.
import { post, sendBytes } from "@/api/client";
import { type ImportKind, type Upload } from "@/api/types";
import { type PickedFile } from "@/platform/types";

/** Bytes of one chunk; the server takes at most 4 MiB. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** The spans of a file, in order; a file without bytes has none. */
export function chunks(size: number, chunk = CHUNK_BYTES): [start: number, end: number][] {
  const spans: [number, number][] = [];
  for (let start = 0; start < size; start += chunk) spans.push([start, Math.min(size, start + chunk)]);
  return spans;
}

export interface UploadOptions {
  /** What it holds: a file too large for that is refused before a byte is sent. */
  kind: ImportKind;
  /** Part sent, 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/** Sends the file; answers the upload's identity. */
export async function uploadFile(file: PickedFile, { kind, onProgress, signal }: UploadOptions): Promise<string> {
  const { id } = await post<Upload>("/uploads", undefined, {
    query: { name: file.name, kind, bytes: file.size },
  });
  for (const [start, end] of chunks(file.size)) {
    signal.throwIfAborted();
    const body = await file.slice(start, end);
    await sendBytes("PUT", "/uploads/{id}", body, {
      path: { id },
      query: { offset: start },
      accept: "application/json",
    });
    onProgress(end / file.size);
  }
  return id;
}

// Words of the server as the start of a line.

/** The same text with a capital first letter; symbols and figures stay as they are. */
export function capitalized(text: string): string {
  const first = [...text][0] ?? "";
  return first.toUpperCase() + text.slice(first.length);
}

// Picking and saving files with what every webview has: an input element and a download link.
import { type PickedFile } from "./types";

/** A browser's File as ours. */
export function pickedFile(file: File): PickedFile {
  return { name: file.name, size: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() };
}

/** Opens the system's file dialog for one file. */
export function pickFile(accept: string[]): Promise<PickedFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept.join(",");
    input.hidden = true;
    const finish = (file: File | undefined): void => {
      input.remove();
      resolve(file ? pickedFile(file) : null);
    };
    input.addEventListener("change", () => finish(input.files?.[0]));
    input.addEventListener("cancel", () => finish(undefined));
    document.body.append(input);
    input.click();
  });
}

/** Offers a download. */
export function download(name: string, content: string | ArrayBuffer, mime: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: mime }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the blob after the click; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

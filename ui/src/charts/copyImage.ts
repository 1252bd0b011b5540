// A chart's picture to the clipboard, or to a file where the webview has no clipboard for images.
import { platform } from "@/platform/platform";

function toBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("the picture could not be made; make the window smaller and try again"));
    }, "image/png");
  });
}

/** Saves the picture as a PNG file. */
export async function saveImage(canvas: HTMLCanvasElement, name: string): Promise<void> {
  const blob = await toBlob(canvas);
  await platform().saveFile(`${name}.png`, await blob.arrayBuffer(), "image/png");
}

/** Copies the picture; saves it when copying is not possible, and says which of the two it did. */
export async function copyImage(canvas: HTMLCanvasElement, name: string): Promise<"copied" | "saved"> {
  try {
    const item = new ClipboardItem({ "image/png": toBlob(canvas) });
    await navigator.clipboard.write([item]);
    return "copied";
  } catch {
    await saveImage(canvas, name);
    return "saved";
  }
}

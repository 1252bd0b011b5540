// The user guide's pages, taken from docs/guide when the client is built.
import { parseMarkdown, plainText } from "@/lib/markdown";

export interface GuidePage {
  /** The file's name without its ending. */
  id: string;
  title: string;
  source: string;
}

const files = import.meta.glob<string>("../../../../docs/guide/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A page's title: its first heading, else its file's name. */
export function titleOf(source: string, id: string): string {
  const heading = parseMarkdown(source).find((block) => block.kind === "heading");
  return heading?.kind === "heading" ? plainText(heading.children) : id;
}

/** All pages; the introduction first, then by title. */
export const PAGES: readonly GuidePage[] = Object.entries(files)
  .map(([path, source]) => {
    const id = (path.split("/").at(-1) ?? path).replace(/\.md$/, "");
    return { id, title: titleOf(source, id), source };
  })
  .sort((a, b) => rank(a.id) - rank(b.id) || a.title.localeCompare(b.title, "en"));

function rank(id: string): number {
  const first = ["index", "README", "start", "getting-started", "first-steps"].indexOf(id);
  return first < 0 ? 99 : first;
}

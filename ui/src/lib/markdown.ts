// A small Markdown reader: text to a tree that the interface draws itself, so no HTML ever passes through.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "emphasis"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] };

export type Block =
  | { kind: "heading"; level: number; id: string; children: Inline[] }
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: Inline[][] }
  | { kind: "quote"; children: Block[] }
  | { kind: "table"; header: Inline[][]; rows: Inline[][][] }
  | { kind: "rule" };

const INLINE =
  /`([^`]+)`|\*\*([^*]+(?:\*[^*]+\*[^*]*)*)\*\*|\*([^*\s][^*]*)\*|(?<![A-Za-z0-9])_([^_\s][^_]*)_(?![A-Za-z0-9])|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/;

/** Only links that cannot run anything: web, mail, pages of the guide and anchors. */
export function safeHref(href: string): string | null {
  if (/^(https?:|mailto:)/i.test(href)) return href;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith("//")) return null;
  return href;
}

/** The inline parts of a line. */
export function parseInline(text: string): Inline[] {
  const out: Inline[] = [];
  let rest = text;
  while (rest !== "") {
    const found = INLINE.exec(rest);
    if (!found) break;
    if (found.index > 0) out.push({ kind: "text", text: rest.slice(0, found.index) });
    const [all, code, strong, star, underscore, label, href] = found;
    if (code !== undefined) out.push({ kind: "code", text: code });
    else if (strong !== undefined) out.push({ kind: "strong", children: parseInline(strong) });
    else if (star !== undefined || underscore !== undefined) {
      out.push({ kind: "emphasis", children: parseInline(star ?? underscore ?? "") });
    } else {
      const safe = all.startsWith("!") ? null : safeHref(href ?? "");
      const children = parseInline(label ?? "");
      if (safe === null) out.push(...children);
      else out.push({ kind: "link", href: safe, children });
    }
    rest = rest.slice(found.index + all.length);
  }
  if (rest !== "") out.push({ kind: "text", text: rest });
  return out;
}

/** The words of inline parts, without marks. */
export function plainText(parts: Inline[]): string {
  return parts.map((p) => ("children" in p ? plainText(p.children) : p.text)).join("");
}

/** A heading as an anchor: lower case, words joined by hyphens. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");
}

const isRow = (line: string | undefined): line is string => line !== undefined && /^\s*\|.*\|\s*$/.test(line);
const cells = (line: string): Inline[][] =>
  line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => parseInline(cell.trim().replace(/\\\|/g, "|")));
const ITEM = /^\s*(?:([-*+])|(\d+)[.)])\s+(.*)$/;

/** The blocks of a page. */
export function parseMarkdown(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let i = 0;
  const line = (): string => lines[i] ?? "";
  while (i < lines.length) {
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line());
    if (line().trim() === "") {
      i += 1;
    } else if (/^\s*(```|~~~)/.test(line())) {
      const code: string[] = [];
      for (i += 1; i < lines.length && !/^\s*(```|~~~)\s*$/.test(line()); i += 1) code.push(line());
      i += 1;
      blocks.push({ kind: "code", text: code.join("\n") });
    } else if (heading) {
      const children = parseInline(heading[2] ?? "");
      blocks.push({ kind: "heading", level: (heading[1] ?? "#").length, id: slug(plainText(children)), children });
      i += 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line())) {
      blocks.push({ kind: "rule" });
      i += 1;
    } else if (/^\s*>/.test(line())) {
      const quoted: string[] = [];
      for (; /^\s*>/.test(line()); i += 1) quoted.push(line().replace(/^\s*>\s?/, ""));
      blocks.push({ kind: "quote", children: parseMarkdown(quoted.join("\n")) });
    } else if (isRow(line()) && /^\s*\|[\s:|-]+\|\s*$/.test(lines[i + 1] ?? "")) {
      const header = cells(line());
      const rows: Inline[][][] = [];
      for (i += 2; isRow(lines[i]); i += 1) rows.push(cells(line()));
      blocks.push({ kind: "table", header, rows });
    } else if (ITEM.test(line())) {
      const ordered = ITEM.exec(line())?.[2] !== undefined;
      const items: string[] = [];
      for (; i < lines.length && line().trim() !== ""; i += 1) {
        const item = ITEM.exec(line());
        if (item) items.push(item[3] ?? "");
        else items[items.length - 1] += ` ${line().trim()}`;
      }
      blocks.push({ kind: "list", ordered, items: items.map(parseInline) });
    } else {
      const text: string[] = [];
      for (; i < lines.length && line().trim() !== "" && !/^(#{1,6}\s|\s*(```|~~~|>))/.test(line()); i += 1) {
        if (text.length > 0 && (ITEM.test(line()) || isRow(line()))) break;
        text.push(line().trim());
      }
      blocks.push({ kind: "paragraph", children: parseInline(text.join(" ")) });
    }
  }
  return blocks;
}

// The Markdown reader, with what the guide uses and what must not pass.
import { describe, expect, it } from "vitest";

import { parseInline, parseMarkdown, plainText, safeHref, slug } from "./markdown";

describe("markdown", () => {
  it("reads headings with anchors", () =>
    expect(parseMarkdown("## Getting *started* ##")).toMatchObject([
      { kind: "heading", level: 2, id: "getting-started" },
    ]));
  it("joins lines of a paragraph and ends it at a list", () => {
    const blocks = parseMarkdown("one\ntwo\n- a\n- b\n  more");
    expect(blocks.map((b) => b.kind)).toEqual(["paragraph", "list"]);
    expect(blocks[1]).toMatchObject({ ordered: false, items: [[{ text: "a" }], [{ text: "b more" }]] });
  });
  it("keeps code as it is", () =>
    expect(parseMarkdown("```sh\n# not a *heading*\n```")).toEqual([{ kind: "code", text: "# not a *heading*" }]));
  it("reads tables", () => {
    const [table] = parseMarkdown("| a | b |\n| --- | --: |\n| 1 | 2 |");
    expect(table).toMatchObject({
      kind: "table",
      header: [[{ text: "a" }], [{ text: "b" }]],
      rows: [[[{ text: "1" }], [{ text: "2" }]]],
    });
  });
  it("reads quotes and rules", () => expect(parseMarkdown("> q\n\n---").map((b) => b.kind)).toEqual(["quote", "rule"]));
  it("reads marks within a line", () =>
    expect(parseInline("a **b** `c*d` [e](f.md)").map((p) => p.kind)).toEqual([
      "text",
      "strong",
      "text",
      "code",
      "text",
      "link",
    ]));
  it("leaves words_with_underscores alone", () =>
    expect(plainText(parseInline("base_currency_code"))).toBe("base_currency_code"));
  it("drops links that could run something", () => {
    expect(safeHref("javascript:alert(1)")).toBeNull();
    expect(safeHref("//evil.example")).toBeNull();
    expect(parseInline("[x](javascript:1)")).toEqual([{ kind: "text", text: "x" }]);
  });
  it("never makes HTML: tags stay text", () =>
    expect(parseInline("<script>x</script>")).toEqual([{ kind: "text", text: "<script>x</script>" }]));
  it("makes anchors", () => expect(slug("What's new, in 1.0?")).toBe("whats-new-in-10"));
  it("ends on a lone table row without a rule", () =>
    expect(parseMarkdown("| only |")).toMatchObject([{ kind: "paragraph" }]));
});

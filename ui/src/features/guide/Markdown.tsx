// Draws the tree of a Markdown page; no HTML is ever taken from the text.
import { type ReactNode } from "react";

import { type Block, type Inline } from "@/lib/markdown";

export interface MarkdownProps {
  blocks: readonly Block[];
  /** A link was followed: to the web, another page, or an anchor. */
  onLink: (href: string) => void;
}

export function Markdown({ blocks, onLink }: MarkdownProps) {
  return (
    <>
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} onLink={onLink} />
      ))}
    </>
  );
}

function BlockView({ block, onLink }: { block: Block; onLink: (href: string) => void }): ReactNode {
  const inline = (parts: readonly Inline[]): ReactNode => <InlineView parts={parts} onLink={onLink} />;
  switch (block.kind) {
    case "heading": {
      const Tag = `h${Math.min(6, block.level + 1)}` as "h2" | "h3" | "h4" | "h5" | "h6";
      return <Tag id={`guide-${block.id}`}>{inline(block.children)}</Tag>;
    }
    case "paragraph":
      return <p>{inline(block.children)}</p>;
    case "code":
      return <pre className="qd-pre">{block.text}</pre>;
    case "quote":
      return (
        <blockquote>
          <Markdown blocks={block.children} onLink={onLink} />
        </blockquote>
      );
    case "rule":
      return <hr />;
    case "list": {
      const Tag = block.ordered ? "ol" : "ul";
      return (
        <Tag>
          {block.items.map((item, i) => (
            <li key={i}>{inline(item)}</li>
          ))}
        </Tag>
      );
    }
    case "table":
      return (
        <table className="qd-plain-table">
          <thead>
            <tr>
              {block.header.map((cell, i) => (
                <th key={i} scope="col">
                  {inline(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j}>{inline(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function InlineView({ parts, onLink }: { parts: readonly Inline[]; onLink: (href: string) => void }): ReactNode {
  return parts.map((part, i) => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "code":
        return <code key={i}>{part.text}</code>;
      case "strong":
        return (
          <strong key={i}>
            <InlineView parts={part.children} onLink={onLink} />
          </strong>
        );
      case "emphasis":
        return (
          <em key={i}>
            <InlineView parts={part.children} onLink={onLink} />
          </em>
        );
      case "link":
        return (
          <a
            key={i}
            href={part.href}
            onClick={(event) => {
              event.preventDefault();
              onLink(part.href);
            }}
          >
            <InlineView parts={part.children} onLink={onLink} />
          </a>
        );
    }
  });
}

// An explanation as plain text, to paste into a mail or a note as a worked example.
import { type Format, UNKNOWN } from "@/lib/format";
import { isDecimal } from "@/lib/decimal";
import { type Explanation } from "./types";

/** The value with its unit, as a person reads it. */
export function explainedValue({ value, unit, digits = 2 }: Explanation, format: Format): string {
  if (value === null) return UNKNOWN;
  if (!isDecimal(value)) return unit === "" || unit === value ? value : `${value} ${unit}`;
  if (/^[A-Z]{3}$/.test(unit)) return `${format.money(value, unit)} ${unit}`;
  if (unit === "%") return `${format.number(Number(value), digits)}%`;
  const text = format.quantity(value);
  return unit === "" ? text : `${text} ${unit}`;
}

/** The whole tree, two spaces deeper at each level. */
export function explanationText(node: Explanation, format: Format, depth = 0): string {
  const indent = "  ".repeat(depth);
  const lines = [`${indent}${node.title}: ${explainedValue(node, format)}`];
  if (node.formula) lines.push(`${indent}  = ${node.formula}`);
  if (node.unknown) lines.push(`${indent}  ${node.unknown.message}`);
  const origin = [node.source, node.as_of].filter((part) => part !== null && part !== "").join(", ");
  if (origin) lines.push(`${indent}  (${origin})`);
  return [...lines, ...node.inputs.map((input) => explanationText(input, format, depth + 1))].join("\n");
}

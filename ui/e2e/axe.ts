// Accessibility of what is on the screen right now, by axe-core.
import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

/** One broken rule: which, how grave, where. */
interface Violation {
  readonly rule: string;
  readonly impact: string | null | undefined;
  readonly help: string;
  readonly places: string[];
}

/** Fails with rule and element of every violation on the page, or only inside `within` (a CSS selector). */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  const found = await violations(page, within);
  expect(found, JSON.stringify(found, null, 2)).toEqual([]);
}

async function violations(page: Page, within?: string): Promise<Violation[]> {
  // Evaluated through the debugger: a script element would break the page's content security policy.
  await page.evaluate(axe.source);
  return page.evaluate(async (selector) => {
    const checker = (globalThis as unknown as { axe: typeof axe }).axe;
    const results = await checker.run(selector === undefined ? document : { include: [selector] }, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return results.violations.map((violation) => ({
      rule: violation.id,
      impact: violation.impact,
      help: violation.help,
      places: violation.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
    }));
  }, within);
}

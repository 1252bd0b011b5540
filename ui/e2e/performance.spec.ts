// Performance: measures of a period, what each part contributed, and where a return comes from.
import { expect, test } from "./fixtures";
import { showPanel } from "./panels";

interface Returns {
  whole: { modified_dietz: { value: number } };
  parts: { group: string; contribution: { value: number } }[];
  rest: { value: number };
}

test("contributions add up, by position and by sector, and a return opens", async ({ page, server }) => {
  await showPanel(page, server, "performance");
  const table = page.getByRole("grid", { name: "Contributions" });
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  for (const by of ["position", "account", "sector", "asset_class", "currency", "country"]) {
    const returns = await server.api<Returns>("GET", `/api/v1/returns?by=${by}`);
    const sum = returns.parts.reduce((all, part) => all + part.contribution.value, returns.rest.value);
    expect(Math.abs(sum - returns.whole.modified_dietz.value)).toBeLessThan(1e-9);
  }
  await page.getByRole("button", { name: /Parts/ }).click();
  await page.getByRole("option", { name: "By sector" }).click();
  await expect(table.getByRole("row").filter({ hasText: "Technology" }).first()).toBeVisible();
  await page.getByRole("button", { name: "1Y" }).click();
  await page.getByRole("button", { name: /Explain Modified Dietz/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Average capital")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByText("How the figures are defined").click();
  await expect(page.getByText(/Gain ÷ \(value at the start/)).toBeVisible();
});

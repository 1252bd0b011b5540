// Keys where no keychain is running: a sealed file is made with a passphrase, and each key says where it lies.
import { stat } from "node:fs/promises";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { showPanel } from "./panels";

interface SealedFile {
  has_keychain: boolean;
  path: string;
}

test("a key is kept in a sealed file, which says so", async ({ page, server }) => {
  const { has_keychain, path } = await server.api<SealedFile>("GET", "/api/v1/sealed-file");
  test.skip(has_keychain, "a keychain is running here");
  await showPanel(page, server, "providers");
  const notice = page.getByRole("region", { name: "Where keys are kept" });
  await expect(notice).toContainText("No keychain is running.");
  await expectAccessible(page);
  await notice.getByRole("button", { name: "Keep keys in a sealed file" }).click();
  const making = page.getByRole("dialog", { name: "Keep keys in a sealed file" });
  await making.getByLabel("Passphrase").fill("short");
  await making.getByLabel("The same again").fill("short");
  await making.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(making).toContainText("Give at least 8 characters.");
  await expectAccessible(page);
  for (const field of ["Passphrase", "The same again"]) await making.getByLabel(field).fill("four words and a comma,");
  await making.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(notice).toContainText(`Keys are kept in the sealed file ${path}`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  await page.getByRole("grid", { name: "Providers" }).getByRole("row").filter({ hasText: "Tiingo" }).first().click();
  const detail = page.getByRole("region", { name: "Provider Tiingo" });
  await detail.getByRole("button", { name: "Enter the key" }).click();
  const keying = page.getByRole("dialog", { name: "Key of Tiingo" });
  await expect(keying).toContainText("It goes to the sealed file");
  await keying.getByLabel("Token").fill("token-of-a-test");
  await keying.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(detail).toContainText("in the sealed file");

  await detail.getByRole("button", { name: "Change the key" }).click();
  await keying.getByRole("button", { name: "Forget the key" }).click();
  await expect(detail).toContainText("missing");

  await notice.getByRole("button", { name: "Change the passphrase" }).click();
  const changing = page.getByRole("dialog", { name: "Change the passphrase" });
  await changing.getByLabel("Present passphrase").fill("not this one");
  for (const field of ["New passphrase", "The same again"]) await changing.getByLabel(field).fill("quite another one");
  await changing.getByRole("button", { name: "Change", exact: true }).click();
  await expect(changing).toContainText("does not open");
  await changing.getByLabel("Present passphrase").fill("four words and a comma,");
  await changing.getByRole("button", { name: "Change", exact: true }).click();
  await expect(changing).toHaveCount(0);
});

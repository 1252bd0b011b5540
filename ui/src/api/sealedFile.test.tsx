import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { expectNoAxeViolations } from "@/testing/axe";
import { Status } from "@/testing/host";
import { renderApp } from "@/testing/render";
import { type SealedFileView } from "./sealedFile";
import { SealedFileNotice } from "./SealedFileNotice";

const NOT_MADE: SealedFileView = {
  has_keychain: false,
  keychain_problem: "no bus",
  state: "not_made",
  path: "/data/keys.sealed",
  is_used: false,
  problem: null,
  code: null,
  passphrase_chars_min: 8,
  passphrase_chars_advised: 15,
};
const UNLOCKED: SealedFileView = { ...NOT_MADE, state: "unlocked", is_used: true };

it("says nothing where a keychain is running", async () => {
  const { host } = renderApp(<SealedFileNotice />, { "GET /sealed-file": { ...NOT_MADE, has_keychain: true } });
  await expect.poll(() => host.calls.length).toBe(1);
  expect(screen.queryByRole("region", { name: "Where keys are kept" })).toBeNull();
});

it("makes a sealed file with a passphrase that is typed twice", async () => {
  let view = NOT_MADE;
  const { container, host } = renderApp(<SealedFileNotice />, {
    "GET /sealed-file": () => view,
    "PUT /sealed-file": () => (view = UNLOCKED),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Keep keys in a sealed file" }));
  await expectNoAxeViolations(container);
  const dialog = within(await screen.findByRole("dialog", { name: "Keep keys in a sealed file" }));
  const [passphrase, again] = [dialog.getByLabelText(/^Passphrase/), dialog.getByLabelText(/^The same again/)];
  expect((passphrase as HTMLInputElement).type).toBe("password");
  expect(dialog.getByText(/15 or more are advised/)).toBeTruthy();
  await userEvent.type(passphrase, "short");
  await userEvent.type(again, "shore");
  await userEvent.click(dialog.getByRole("button", { name: "Keep" }));
  expect(await dialog.findByText("Give at least 8 characters.")).toBeTruthy();
  expect(dialog.getByText("The two differ.")).toBeTruthy();
  expect(host.calls.some(({ method }) => method === "PUT")).toBe(false);
  for (const field of [passphrase, again]) {
    await userEvent.clear(field);
    await userEvent.type(field, "four words and more");
  }
  await userEvent.click(dialog.getByRole("button", { name: "Keep" }));
  const notice = await screen.findByRole("region", { name: "Where keys are kept" });
  await expect.poll(() => notice.textContent).toContain("Keys are kept in the sealed file /data/keys.sealed");
  expect(host.calls.find(({ method }) => method === "PUT")?.body).toEqual({ passphrase: "four words and more" });
});

it("unlocks a file, and shows at the field that the passphrase is wrong", async () => {
  const detail = "the passphrase does not open /data/keys.sealed; try again";
  const refusal = { code: "invalid", title: "Not valid", detail, fields: [{ field: "passphrase", message: detail }] };
  renderApp(<SealedFileNotice />, {
    "GET /sealed-file": { ...NOT_MADE, state: "locked" },
    "PUT /sealed-file": new Status(422, refusal),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Unlock" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Unlock the sealed file" }));
  expect(dialog.queryByLabelText(/^The same again/)).toBeNull();
  await userEvent.type(dialog.getByLabelText(/^Passphrase/), "wrong");
  await userEvent.click(dialog.getByRole("button", { name: "Unlock" }));
  expect((await dialog.findAllByText(new RegExp("does not open"))).length).toBeGreaterThan(0);
});

it("tells what is wrong with a file that no passphrase mends", async () => {
  const problem = "others on this machine can get at the sealed file (mode 640); close it with chmod 600";
  renderApp(<SealedFileNotice />, {
    "GET /sealed-file": { ...NOT_MADE, state: "unusable", code: "sealed_file_exposed", problem },
  });
  const notice = await screen.findByRole("region", { name: "Where keys are kept" });
  expect(notice.textContent).toContain("chmod 600");
  expect(within(notice).queryByRole("button")).toBeNull();
});

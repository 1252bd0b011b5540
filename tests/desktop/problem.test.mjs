// A workspace that cannot be opened: the window says so in words, with the next step, and can try again.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { ready } from "./screens.mjs";
import { Place } from "./window.mjs";
import { lacking } from "./x.mjs";

/** What the page says, once it says that the workspace is not open. */
async function problem(session) {
  await session.find("heading", "The workspace is not open", { limit: 120_000 });
  return session.run("return document.body.innerText");
}

/** A workspace folder in a fresh place, with a ledger made by `write(file)`. */
async function opened(write) {
  const place = await Place.make();
  const folder = join(place.home, "books");
  await mkdir(folder);
  const ledger = join(folder, "ledger.sqlite");
  await write(ledger);
  return { place, ledger, session: await place.open(["--workspace", folder]) };
}

test("a damaged ledger is named with the way out, and the window opens once it is mended", { timeout: 600_000 }, async () => {
  const { place, ledger, session } = await opened((file) => writeFile(file, "no database ".repeat(2_000)));
  try {
    const words = await problem(session);
    assert.match(words, /ledger/i);
    assert.match(words, /backup|restore|choose/i, "the next step");
    assert.match(words, /Nothing was changed/);

    await session.click(await session.find("link", "Try again"));
    assert.match(await problem(session), /ledger/i, "it is as damaged as before");

    await rm(ledger);
    await session.click(await session.find("link", "Try again"));
    await ready(session);
    await session.end();
  } finally {
    await place.stop();
  }
});

test("a workspace of a newer version asks for that version", { timeout: 600_000, skip: lacking("sqlite3") }, async () => {
  const { place, session } = await opened((file) => {
    const made = spawnSync("sqlite3", [file], {
      input: `CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
        installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL,
        execution_time BIGINT NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (9999, 'of the future', CURRENT_TIMESTAMP, 1, x'00', 0);`,
    });
    assert.equal(made.status, 0, String(made.stderr));
  });
  try {
    const words = await problem(session);
    assert.match(words, /has version 9999/);
    assert.match(words, /Update Quarterdeck\./);
    await session.end();
  } finally {
    await place.stop();
  }
});

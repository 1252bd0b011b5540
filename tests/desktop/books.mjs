// Made-up books, the same at every run: files that the command line imports into the workspace of a place.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const TRANSACTIONS = 100_000;
const INSTRUMENTS = 500;
const YEARS = 20;
const CURRENCIES = ["USD", "EUR", "GBP"];

/**
 * Twenty years of 500 instruments in three currencies, in four accounts: purchases, sales, dividends, a few deposits and
 * splits. Every instrument has a price a day. The window opens on it, for it was open last.
 */
export async function fillLarge(place, transactions = TRANSACTIONS) {
  await place.command("api", "POST", "/workspaces", "--data", JSON.stringify({ name: "Large", kind: "empty" }));
  const uniform = uniforms(2_026);
  const below = (n) => Math.floor(uniform() * n);
  // The last of them is a day ago or a few: older rates would be too old to use, and all values unknown.
  const days = weekdays(daysAgo(YEARS * 365.25 + 7), YEARS * 261);
  const names = Array.from({ length: INSTRUMENTS }, (_, i) => `S${String(i).padStart(3, "0")}`);
  const rates = days.map((day) => `${day},${(1.1 + 0.2 * uniform()).toFixed(4)},${(0.8 + 0.1 * uniform()).toFixed(4)}`);
  await importCsv(place, "fx-rates", ["Date,USD,GBP", ...rates]);
  const rows = Array.from({ length: transactions }, () => {
    const [i, account, day] = [below(INSTRUMENTS), `Account ${below(4)}`, days[below(days.length)]];
    const kind = below(1_000);
    const what = [names[i], CURRENCIES[i % CURRENCIES.length]];
    const row = (name, [symbol, currency], units = "", price = "", amount = "", fees = "", of = ["", ""]) =>
      [day, name, account, symbol, units, price, amount, currency, fees, ...of].join();
    if (kind < 500) return row("buy", what, 1 + below(50), (10 + uniform() * 200).toFixed(2), "", "0.95");
    if (kind < 800) return row("sell", what, 1 + below(20), (10 + uniform() * 200).toFixed(2), "", "0.95");
    if (kind < 975) return row("dividend", what, "", "", "12.34");
    if (kind < 998) return row("deposit", ["", "USD"], "", "", "1000");
    return row("split", what, "", "", "", "", ["2", "1"]);
  });
  const header = "date,kind,account,symbol,quantity,price,amount,currency,fees,ratio_new,ratio_old";
  await importCsv(place, "transactions", [header, ...rows]);
  // The instruments are there now, each in its currency.
  const prices = names.map(() => 100);
  const closes = days.map((day) => {
    names.forEach((_, i) => (prices[i] = Math.max(1, prices[i] * (1 + 0.03 * (uniform() - 0.4985)))));
    return [day, ...prices.map((price) => price.toFixed(2))].join();
  });
  await importCsv(place, "prices", [["date", ...names].join(), ...closes]);
}

/** A workspace of so many instruments with closes of a week, nothing held; gives their identities. */
export async function fillPrices(place, count) {
  await place.command("api", "POST", "/workspaces", "--data", JSON.stringify({ name: "Prices", kind: "empty" }));
  const uniform = uniforms(11);
  const names = Array.from({ length: count }, (_, i) => `S${String(i).padStart(3, "0")}`);
  const prices = names.map(() => 20 + 200 * uniform());
  const rows = weekdays(daysAgo(12), 7).map((day) => {
    names.forEach((_, i) => (prices[i] *= 1 + 0.02 * (uniform() - 0.5)));
    return [day, ...prices.map((price) => price.toFixed(2))].join();
  });
  await importCsv(place, "prices", [["date", ...names].join(), ...rows]);
  const listed = JSON.parse(await place.command("api", "GET", "/instruments?limit=1000"));
  return listed.items.map(({ id }) => id);
}

/** Writes a file and imports it, with the instruments and accounts that are new in it. */
export async function importCsv(place, what, lines) {
  const path = join(place.home, `${what}.csv`);
  await writeFile(path, `${lines.join("\n")}\n`);
  await place.command("import", what, path, "--create-unknown");
}

/** The day so many days ago. */
function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** So many weekdays from a day on. */
export function weekdays(first, count) {
  const days = [];
  for (let at = Date.parse(first); days.length < count; at += 86_400_000) {
    if (![0, 6].includes(new Date(at).getUTCDay())) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** Numbers from 0 to 1, the same at every run (the generator of Park and Miller 1988). */
export function uniforms(seed) {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

// Measures frames of the real window while prices stream, for `cargo xtask bench --only frames`: 500 symbols ten times a second in a
// watchlist (which asks for what changed four times a second), and an order book of twenty levels a side fifty times a second. Prints one JSON object a line.
import { fillPrices } from "./books.mjs";
import { cpuMs } from "./processes.mjs";
import { openPanel } from "./screens.mjs";
import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";

const SYMBOLS = 500;
const WATCHLIST_S = 20;
const BOOK_S = 60;
/** Seconds between two invented trades: of one instrument, and of so many. */
const EVERY_ONE_S = 3;
const EVERY_ALL_S = EVERY_ONE_S * Math.ceil(SYMBOLS / 20);

const print = (value) => console.log(JSON.stringify({ program: "Quarterdeck", ...value }));
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

const place = await Place.make();
try {
  const ids = await fillPrices(place, SYMBOLS);
  const session = await place.open();

  await openPanel(session, "Watchlists");
  await session.click(await until(20_000, "there is no list of all", async () => (await session.all("tab", "Watched"))[0]));
  await replay(ids, 10 * EVERY_ALL_S);
  const list = await frames(session, WATCHLIST_S);
  print({ case: "frames_watchlist", seconds: list.frames, });
  print({ case: "cpu_watchlist_own", seconds: [100 * list.own] });
  print({ case: "cpu_watchlist_page", seconds: [100 * list.page] });

  await openPanel(session, "Depth & tape");
  await replay(ids.slice(0, 1), 50 * EVERY_ONE_S);
  const book = await frames(session, BOOK_S);
  print({ case: "frames_book", seconds: book.frames, detail: { own: book.own, page: book.page } });
  await session.end();
} finally {
  await place.stop();
}

/** Practises on these instruments, so many times as fast as it was. */
function replay(instrument_ids, speed) {
  return place.command("api", "POST", "/replays", "--data", JSON.stringify({ of: "practice", instrument_ids, speed }));
}

/** Every frame of some seconds, in seconds, and the share of a core that we and the page took. */
async function frames(session, seconds) {
  // What is shown for the first time is laid out and compiled.
  await pause(3);
  const before = await cpuMs();
  await session.run(`
    window.__frames = [];
    let last = performance.now();
    const tick = (now) => {
      if (window.__frames === undefined) return;
      window.__frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);`);
  const began = performance.now();
  await pause(seconds);
  const after = await cpuMs();
  const took = performance.now() - began;
  const found = await session.run("const all = window.__frames; window.__frames = undefined; return all;");
  if (found.length < seconds * 5) throw new Error(`only ${found.length} frames in ${seconds} s`);
  return {
    // The first one began before.
    frames: found.slice(1).map((ms) => ms / 1000),
    own: (after.own - before.own) / took,
    page: (after.page - before.page) / took,
  };
}

// Windows beside the main one: the native chart from the command line and from the page, and a panel of its own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { choosePanelAction, openPanel, ready } from "./screens.mjs";
import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";
import { Display, lacking, press } from "./x.mjs";

/** An empty window has one or two; a drawn line with its labels has hundreds. */
const COLOURS_LEAST = 40;

const skip = lacking("xdotool");

describe("windows beside the main one", { skip, timeout: 600_000 }, () => {
  let place;
  let display;
  let session;

  before(async () => {
    place = await Place.make();
    display = await Display.open(place);
    session = await place.open();
    await ready(session);
  });
  after(async () => {
    display?.end();
    await place?.stop();
  });

  /** Waits for a window of this title that has something painted in it; gives its id. */
  const painted = async (title) => {
    const id = await until(60_000, `no window "${title}" appeared`, async () => (await display.shown(title))[0]);
    await until(30_000, `the window "${title}" stays empty`, async () => (await display.countColours(id)) > COLOURS_LEAST);
    return id;
  };

  test("`quarterdeck chart SYMBOL` opens a titled, drawn window that Escape closes", async () => {
    const chart = place.launch(["chart", "AAPL"]);
    const ended = new Promise((resolve) => chart.once("exit", resolve));
    const id = await painted("AAPL · Apple Inc. · Quarterdeck");
    press(place, id, "Escape");
    assert.equal(await ended, 0);
  });

  test("an unknown symbol opens nothing and names the way to the list", async () => {
    await assert.rejects(place.command("chart", "NOSUCH"), /ended with 2: .*no instrument "NOSUCH".*lists them/s);
  });

  test("the chart panel pops its instrument out", async () => {
    await openPanel(session, "Chart");
    await session.click(await session.find("button", "Pop out chart"));
    const benchmark = await symbolShown();
    const id = await painted(benchmark);
    press(place, id, "Escape");
    await until(20_000, "the chart did not close", async () => (await display.shown(benchmark)).length === 0);
  });

  test("a panel moves to a window of its own, under its own name", async () => {
    await openPanel(session, "Change history");
    await choosePanelAction(session, "Change history", "Move to its own window");
    await painted("Change history · Quarterdeck");
    assert.deepEqual(await session.all("tab", "Change history", { exact: true }), [], "it left the main window");
  });

  /** The title that the native window of the page's instrument has. */
  async function symbolShown() {
    const { items } = JSON.parse(await place.command("api", "GET", "/api/v1/instruments?limit=1000"));
    const symbol = await session.run(`return document.querySelector("input[role=combobox]").value`);
    const { name } = items.find((instrument) => symbol.startsWith(instrument.symbol));
    return `${symbol} · ${name} · Quarterdeck`;
  }
});

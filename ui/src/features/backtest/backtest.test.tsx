import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { setups } from "@/api/backtest/drafts";
import { BEGUN } from "@/api/backtest/setup";
import {
  type BacktestAttribution,
  type BacktestOutcome,
  type BacktestView,
  type Catalogue,
} from "@/api/backtest/types";
import { expectNoAxeViolations } from "@/testing/axe";
import { type Reply, Status } from "@/testing/host";
import { renderApp } from "@/testing/render";
import BacktestPanel from "./panel";
import { running, shown } from "./running";

const page = (items: unknown[]) => ({ items, next_cursor: null });
const INSTRUMENT = { id: "i1", symbol: "AAPL", name: "Apple", currency: "USD" };
const CATALOGUE: Catalogue = {
  strategies: [
    {
      kind: "moving_average_cross",
      title: "Moving-average cross",
      words: "Is long while the fast average is above the slow one.",
      instruments_min: 1,
      instruments_max: null,
      parameters: [
        { name: "fast", words: "Fast one", unit: "bars", type: "integer", least: 1, most: 99, default: 10 },
        { name: "stop", words: "A stop", unit: "multiple", type: "real", least: 0, most: 9, default: null },
      ],
    },
  ],
  samples: [],
};
const RUN: BacktestView = {
  id: "r1",
  name: "Cross on AAPL",
  created_at: "2022-12-28T10:00:00Z",
  strategy_id: null,
  strategy_kind: "moving_average_cross",
  from: "2020-01-02",
  to: "2020-01-06",
  interval: "1d",
  instrument_ids: ["i1"],
  n_trials: 2,
  paper: null,
  summary: {
    currency: "USD",
    cash: "1000",
    equity_end: "1010",
    total_return: 0.01,
    annual_return: null,
    volatility: null,
    sharpe_ratio: null,
    max_drawdown: 0,
    moments: 3,
    counts: { orders: 1, fills: 1, round_trips: 0, refused: 1 },
    notices: 1,
  },
  job_id: "j1",
  data_hash: "00",
  specification: { kind: "moving_average_cross" },
  question: { specification: { kind: "moving_average_cross" }, instrument_ids: ["i1"], settings: { cash: "1000" } },
  has_result: true,
};
const OUTCOME: BacktestOutcome = {
  id: "r1",
  currency: "USD",
  cash: "1000",
  equity_end: "1010",
  curve: {
    at: ["2020-01-02T00:00:00Z", "2020-01-03T00:00:00Z", "2020-01-06T00:00:00Z"],
    equity: [1000, null, 1010],
    drawdown: [0, null, 0],
    gross_exposure: [0, null, 900],
    net_exposure: [0, null, 900],
    benchmark: [],
  },
  moments: 3,
  thinned: false,
  report: {
    n_returns: 2,
    n_missing: 1,
    figures: [
      { name: "total_return", value: 0.01, undefined: null, unit: "fraction", convention: "Π(1 + r) − 1" },
      { name: "sharpe_ratio", value: null, undefined: "the returns do not vary", unit: "number", convention: "Sharpe" },
    ],
    months: [{ year: 2020, months: [0.01, ...Array.from({ length: 11 }, () => null)], year_return: 0.01 }],
    trades: null,
    drawdowns: [],
    rolling: null,
  },
  returns: { at: [], values: [] },
  undefined: null,
  costs: { fees: "1", slippage: null, interest: "0", borrow: "0", dividends: "0" },
  attribution: null,
  positions: [{ instrument_id: "i1", units: "9", average_price: "100", price: null }],
  margin_calls: [],
  notices: [{ kind: "gap", instrument_id: "i1", from: "2020-01-03T00:00:00Z", to: "2020-01-16T00:00:00Z" }],
  refused: [{ order_id: "o", at: "2020-01-03T00:00:00Z", code: "buying_power", message: "the order needs 2,000" }],
  counts: { orders: 1, fills: 1, round_trips: 0, refused: 1 },
  knows_its_close: false,
  journal: [],
  journal_dropped: 0,
};
const JOB = {
  id: "j1",
  kind: "backtest",
  title: "Back-test: Cross on AAPL",
  input_hash: "00",
  state: "done",
  progress: 1,
  message: "Done",
  result: { backtest_id: "r1" },
  created_at: "2022-12-28T10:00:00Z",
  started_at: null,
  finished_at: null,
};
const window = (items: unknown[]) => ({ items, offset: 0, matching: items.length, total: items.length, place: null });

const amounts = { closed: "12", open: "0", dividends: "0", fees: "-1", slippage: "-1", total: "10" };
const parts = (name: string | null) => ({
  rows: [{ name, instrument_id: null, ...amounts }],
  financing: "0",
  currency: "0",
  total: "10",
});
const ATTRIBUTION: BacktestAttribution = {
  decision: null,
  asset: parts("AAPL"),
  sector: parts(null),
  currency: null,
  factor: { n: 20, alpha: 0.0001, alpha_t: null, beta: 0.5, beta_t: 3, mean_contribution: 0.0002, r_squared: 0.25 },
};

const ROUTES: Record<string, Reply> = {
  "GET /instruments": page([INSTRUMENT]),
  "GET /strategies": page([]),
  "GET /strategies/catalogue": CATALOGUE,
  "GET /backtests": page([RUN, { ...RUN, id: "r2", name: "Another" }]),
  "GET /backtests/r1": RUN,
  "GET /backtests/r1/result": OUTCOME,
  "GET /backtests/r2/result": OUTCOME,
  "GET /backtests/r1/attribution": ATTRIBUTION,
  "GET /backtests/r1/fills": window([]),
  "GET /backtests/r1/round_trips": window([]),
  "POST /backtests": JOB,
  "GET /jobs/j1": JOB,
};

function show(routes: Record<string, Reply> = {}) {
  setups.set({ ...BEGUN, instrument_ids: ["i1"] });
  running.set(null);
  shown.set(null);
  return renderApp(<BacktestPanel panelId="p" params={{}} />, { ...ROUTES, ...routes });
}

describe("the panel of back-tests", () => {
  it("says that it needs instruments", async () => {
    show({ "GET /instruments": page([]) });
    expect(await screen.findByText("No instruments yet")).toBeTruthy();
  });

  it("names what is missing, and does not run without it", async () => {
    show();
    setups.set({ ...BEGUN, cash: null });
    expect(await screen.findByText("Choose the instruments to trade. Give the cash at the start.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Run the back-test" }).hasAttribute("disabled")).toBe(true);
  });

  it("runs, follows the job, and shows what came of it; what is undefined is never zero", async () => {
    const { host, container } = show();
    await userEvent.click(await screen.findByRole("button", { name: "Run the back-test" }));
    expect(await screen.findByRole("heading", { name: "Cross on AAPL" })).toBeTruthy();
    const asked = host.calls.find(({ method, path }) => method === "POST" && path === "/backtests");
    expect(asked?.body).toMatchObject({ instrument_ids: ["i1"], settings: { cash: "100000" } });
    const figures = await screen.findByRole("grid", { name: "Figures" });
    const sharpe = within(figures).getByRole("row", { name: /Sharpe ratio/ });
    expect(within(sharpe).getByText("—")).toBeTruthy();
    expect(within(sharpe).getByText("the returns do not vary")).toBeTruthy();
    expect(screen.getByText(/trial 2 of this strategy/)).toBeTruthy();
    expect(screen.getByText("AAPL: no bar from Jan 3, 2020 to Jan 16, 2020.")).toBeTruthy();
    expect(screen.getByText("the order needs 2,000")).toBeTruthy();
    expect(screen.getByText(/so the gain cannot be divided/)).toBeTruthy();
    await expectNoAxeViolations(container);
  });

  it("shows a refusal of the question where it was asked", async () => {
    const detail = "AAPL has no bars in this period; choose another one or import prices";
    show({ "POST /backtests": new Status(422, { code: "no_bars", title: "No bars", detail }) });
    await userEvent.click(await screen.findByRole("button", { name: "Run the back-test" }));
    expect(await screen.findByText(detail)).toBeTruthy();
  });

  it("starts the same on paper over a practice day, and shows how it stands", async () => {
    const paper = {
      id: "r3",
      name: "Cross on paper",
      feed: "replay",
      began_at: "2022-12-28T10:00:00Z",
      instrument_ids: ["i1"],
      last_at: null,
      ticks: 0,
      missed_ticks: 0,
      currency: "USD",
      cash_at_start: "100000",
      cash: "100000",
      equity: null,
      positions: [],
      open_orders: [],
      orders: 0,
      fills: 0,
      last_fills: [],
      refused_count: 0,
      refused: [],
      journal: [],
    };
    const { host, container } = show({
      "POST /replays": {},
      "POST /replays/act": {},
      "POST /paper-runs": paper,
      "GET /paper-runs": [paper],
      "POST /paper-runs/r3/stop": RUN,
    });
    setups.set({ ...BEGUN, instrument_ids: ["i1"], from: "2020-01-02", ticks: "recording" });
    await userEvent.click(await screen.findByRole("button", { name: "Start on paper" }));
    expect(await screen.findByRole("heading", { name: "Cross on paper" })).toBeTruthy();
    expect(screen.getByText(/no tick yet/)).toBeTruthy();
    const posted = host.calls.filter(({ method }) => method === "POST").map(({ path }) => path);
    expect(posted.filter((path) => /replays|paper/.test(path))).toEqual(["/replays", "/paper-runs", "/replays/act"]);
    const asked = host.calls.find(({ path, method }) => method === "POST" && path === "/paper-runs")?.body as {
      feed: string;
      run: Record<string, unknown>;
    };
    expect(asked.feed).toBe("replay");
    expect(Object.keys(asked.run)).not.toContain("from");
    expect(Object.keys(asked.run)).not.toContain("ticks");
    await expectNoAxeViolations(container);
  });

  it("says so when a run is kept without its result, and sets it up again", async () => {
    show({ "GET /backtests/r1": { ...RUN, has_result: false } });
    shown.set("r1");
    await userEvent.click(await screen.findByRole("tab", { name: "Result" }));
    await userEvent.click(await screen.findByRole("button", { name: "Set it up again" }));
    expect(setups.get()).toMatchObject({ cash: "1000", instrument_ids: ["i1"] });
    expect(screen.getByRole("tab", { name: "Set-up" }).getAttribute("aria-selected")).toBe("true");
  });

  it("divides the gain by instrument and sector, and says so where it cannot", async () => {
    show();
    shown.set("r1");
    await userEvent.click(await screen.findByRole("tab", { name: "Result" }));
    const part = await screen.findByRole("region", { name: "Gain by part" });
    expect(await within(part).findByText("AAPL")).toBeTruthy();
    expect(within(part).getByText("25.00%")).toBeTruthy();
    const choose = async (option: string): Promise<void> => {
      await userEvent.click(within(part).getByRole("button", { name: /Divide the gain by/ }));
      await userEvent.click(await screen.findByRole("option", { name: option }));
    };
    await choose("By sector");
    expect(await within(part).findByText("Not classified")).toBeTruthy();
    await choose("By currency");
    expect(await within(part).findByText("The gain is not divided")).toBeTruthy();
  });

  it("shows the options of a parameter in words", async () => {
    const average = {
      name: "average",
      words: "How averages are made",
      unit: "plain",
      type: "choice",
      of: ["sma", "ema"],
    };
    const strategies = [{ ...CATALOGUE.strategies[0], parameters: [{ ...average, default: "sma" }] }];
    show({ "GET /strategies/catalogue": { ...CATALOGUE, strategies } });
    await userEvent.click(await screen.findByRole("button", { name: /Simple average Average/ }));
    expect(await screen.findByRole("option", { name: "Exponential average" })).toBeTruthy();
  });

  it("saves the tear sheet of a run", async () => {
    const html = new TextEncoder().encode("<!doctype html>").buffer;
    const { host } = show({ "GET /backtests/r1/tear-sheet": html });
    shown.set("r1");
    await userEvent.click(await screen.findByRole("tab", { name: "Result" }));
    await userEvent.click(await screen.findByRole("button", { name: "Tear sheet" }));
    expect(await screen.findByText(/^Saved Cross on AAPL\.html/)).toBeTruthy();
    expect(host.saved).toEqual([{ name: "Cross on AAPL.html", content: html }]);
  });

  it("says why a tear sheet cannot be made", async () => {
    const detail = "the result of this back-test is missing; run it again";
    const missing = new Status(409, { code: "result_missing", title: "Missing", detail });
    const { host } = show({ "GET /backtests/r1/tear-sheet": missing });
    shown.set("r1");
    await userEvent.click(await screen.findByRole("tab", { name: "Result" }));
    await userEvent.click(await screen.findByRole("button", { name: "Tear sheet" }));
    expect(await screen.findByText(detail)).toBeTruthy();
    expect(host.saved).toEqual([]);
  });

  it("holds two runs against each other", async () => {
    const { container } = show();
    await userEvent.click(await screen.findByRole("tab", { name: "Kept runs" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: "Compare Cross on AAPL" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Compare Another" }));
    const table = await screen.findByRole("table", { name: "Figures beside each other" });
    const heads = within(table).getAllByRole("columnheader");
    expect(heads.map(({ textContent }) => textContent)).toEqual(["Figure", "Cross on AAPL", "Another"]);
    await waitFor(() => expect(within(table).getAllByText("1.00%")).toHaveLength(2));
    await expectNoAxeViolations(container);
  });
});

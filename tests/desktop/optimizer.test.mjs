// The real window: the Optimizer panel finds the weights that the API gives for the same question.
import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseRadio, fraction, openPanel, rows } from "./screens.mjs";
import { until } from "./webdriver.mjs";
import { Place } from "./window.mjs";

/** Weights are shown in hundredths of a percent. */
const HALF_A_DIGIT = 0.00005 + 1e-9;

test("maximum Sharpe in the window equals maximum Sharpe of the API", { timeout: 600_000 }, async () => {
  const place = await Place.make();
  try {
    const session = await place.open();
    await openPanel(session, "Optimizer");
    await chooseRadio(session, "Maximum Sharpe");

    // A second command line, while the window has the workspace open: it goes through the window's process.
    const universe = JSON.parse(
      await place.command(
        "api",
        "POST",
        "/api/v1/optimizations/universe",
        "--data",
        JSON.stringify({
          instrument_ids: [],
          from: null,
          to: null,
          expected_returns_model: { model: "historical_mean" },
          covariance_model: { model: "ledoit_wolf_constant_variance" },
        }),
      ),
    );
    const assets = universe.assets.map(({ symbol }) => symbol);
    const expected = JSON.parse(
      await place.command(
        "api",
        "POST",
        "/api/v1/optimizations/solve",
        "--data",
        JSON.stringify({
          assets,
          expected_returns: universe.expected_returns,
          covariance: universe.covariance,
          risk_free_rate: universe.risk_free_rate,
          objective: "maximum_sharpe",
          long_only: true,
        }),
      ),
    ).weights;

    const differences = async () => {
      const shown = new Map((await rows(session, "Weights")).map(([name, weight]) => [name, fraction(weight)]));
      assert.deepEqual([...shown.keys()].toSorted(), assets.toSorted(), "the panel's assets");
      return assets.filter((name) => Math.abs((shown.get(name) ?? Number.NaN) - expected[name]) > HALF_A_DIGIT || shown.get(name) === null);
    };
    await until(30_000, "the weights in the window are not the API's", async () => (await differences()).length === 0);
    assert.ok(Object.values(expected).some((weight) => weight > 0.01), "the answer holds something");
    await session.end();
  } finally {
    await place.stop();
  }
});

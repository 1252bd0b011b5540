// Common cases that fill the form; instruments, dates and estimates of risk stay as they are.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { firstView, withViews } from "./estimates";
import { DEFAULT_FORM, type Form } from "./form";
import { type GroupKey, membersBy } from "./groups";
import { type Limits, type Universe } from "./types";

export interface Preset {
  id: string;
  name: MessageDescriptor;
  meaning: MessageDescriptor;
  apply: (form: Form, universe: Universe) => Form;
}

/** The choices without objective, limits, costs and taxes: what a preset starts from. */
function fresh({ instrumentIds, from, to, returnsModel, covarianceModel, ...form }: Form): Form {
  const { missing, repair, benchmarkInstrumentId, factorInstrumentIds, riskFreeRate, ownGroups } = form;
  return {
    ...DEFAULT_FORM,
    ...{ instrumentIds, from, to, returnsModel, covarianceModel, missing, repair },
    ...{ benchmarkInstrumentId, factorInstrumentIds, riskFreeRate, ownGroups },
  };
}

/** A cap for each, as low as asked but never so low that all caps together stay below the whole. */
export function fittingCap(wanted: number, count: number): number {
  return Math.max(wanted, Math.min(1, Math.ceil((1 / Math.max(1, count)) * 1e4) / 1e4));
}

/** Caps of all sectors that a portfolio can keep, also when each asset has a cap. */
export function sectorCaps(universe: Universe, wanted: number): Record<GroupKey, Limits> {
  const sectors = [...membersBy("sector", universe.assets).keys()];
  const cap = fittingCap(wanted, sectors.length);
  if (cap >= 1) return {};
  return Object.fromEntries(sectors.map((value): [GroupKey, Limits] => [`sector:${value}`, [0, cap]]));
}

function assetCaps(universe: Universe, wanted: number): Record<string, Limits> {
  const cap = fittingCap(wanted, universe.assets.length);
  if (cap >= 1) return {};
  return Object.fromEntries(universe.assets.map(({ symbol }): [string, Limits] => [symbol, [0, cap]]));
}

export const PRESETS: readonly Preset[] = [
  {
    id: "low_risk",
    name: msg`Low risk, sectors capped`,
    meaning: msg`Minimum variance, no sector above 30%`,
    apply: (form, universe) => ({ ...fresh(form), objective: "minimum_variance", groups: sectorCaps(universe, 0.3) }),
  },
  {
    id: "sharpe",
    name: msg`Maximum Sharpe, 10% caps`,
    meaning: msg`No asset above 10%`,
    apply: (form, universe) => ({ ...fresh(form), objective: "maximum_sharpe", bounds: assetCaps(universe, 0.1) }),
  },
  {
    id: "tail",
    name: msg`Tail-aware (CVaR)`,
    meaning: msg`The least mean loss of the worst days in twenty, no asset above 25%`,
    apply: (form, universe) => ({ ...fresh(form), objective: "minimum_cvar", bounds: assetCaps(universe, 0.25) }),
  },
  {
    id: "parity",
    name: msg`Risk parity`,
    meaning: msg`Every asset contributes the same risk`,
    apply: (form) => ({ ...fresh(form), objective: "risk_parity" }),
  },
  {
    id: "views",
    name: msg`Black–Litterman on the market`,
    meaning: msg`Equilibrium returns with a first view to change`,
    apply: (form, universe) => ({
      ...fresh(form),
      objective: "maximum_sharpe",
      returnsModel:
        form.returnsModel.model === "black_litterman"
          ? form.returnsModel
          : withViews(form.returnsModel, [firstView(universe)]),
    }),
  },
  {
    id: "taxes",
    name: msg`Tax-aware rebalancing`,
    meaning: msg`Towards equal weights, as far as taxes and costs allow`,
    apply: (form) => ({
      ...fresh(form),
      objective: "minimum_tracking_error",
      riskAversion: 5,
      settings: { ...DEFAULT_FORM.settings, benchmark: "equal" },
      costs: { ...DEFAULT_FORM.costs, linear: 0.001 },
      taxes: { ...form.taxes, isOn: true },
    }),
  },
  {
    id: "long_short",
    name: msg`130/30`,
    meaning: msg`Shorts up to 30%, the proceeds invested; borrowing costs 1% a year`,
    apply: (form) => ({
      ...fresh(form),
      objective: "maximum_sharpe",
      longOnly: false,
      bounds: {},
      rules: { ...DEFAULT_FORM.rules, caps: { gross_exposure: 1.6, short_exposure: 0.3 } },
      costs: { ...DEFAULT_FORM.costs, borrow: 0.01 },
    }),
  },
];

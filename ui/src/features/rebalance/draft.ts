// What is being planned: the target with its edits, and the rules. One value, so that undo takes back any of it.
import { type Decimal } from "@/lib/decimal";
import { canonical, isNested, modelOfWeights, plainWeights, type TargetModel } from "@/lib/targetTree";
import { type Mode, type Scope, type SteerTo, type Target, type TargetFields, type Terms } from "./types";

/** An amount of money or a part of the value, whichever is more. */
export interface Smallest {
  amount: Decimal;
  /** 0.01 is 1 %. */
  fraction: Decimal;
}

export interface Draft {
  targetId: string;
  model: TargetModel;
  /** All real ones when empty. */
  accountIds: readonly string[];
  mode: Mode;
  scope: Scope;
  steerTo: SteerTo;
  drift: { kind: "absolute"; per_unit: number } | { kind: "squared"; risk_aversion: number };
  shares: "whole" | "fractional";
  minimumTrade: Smallest;
  cashBuffer: Smallest;
  /** A part of the price; null takes the cost rate of the tax profile. */
  halfSpread: number | null;
  commission: Decimal;
  /** Money that comes in (above zero) or is paid out, by account. */
  flows: Readonly<Record<string, Decimal>>;
  locked: readonly string[];
  leftOut: readonly string[];
  taxes: "profile" | "ignored";
  washSales: "block" | "warn";
  /** Years over which tax on income decides where things lie; null when it does not matter. */
  locationYears: number | null;
}

export const DEFAULT_PER_UNIT = 0.02;
const NOTHING: Smallest = { amount: "0", fraction: "0" };
/** A fresh plan makes no trade of less than a thousandth of the value: where costs are unknown, single shares would be traded. */
const SMALLEST_TRADE: Smallest = { amount: "0", fraction: "0.001" };

/** A saved target as a tree, its members named by identity. */
export function modelOf(target: Target): TargetModel {
  const source = target.source_optimization_id === null ? "by_hand" : "optimizer";
  return target.tree ?? modelOfWeights(target.weights, target.tolerance, source);
}

export function draftOf(target: Target): Draft {
  return {
    targetId: target.id,
    model: modelOf(target),
    accountIds: [],
    mode: "full",
    scope: "everything",
    steerTo: "target",
    drift: { kind: "absolute", per_unit: DEFAULT_PER_UNIT },
    shares: "whole",
    minimumTrade: SMALLEST_TRADE,
    cashBuffer: NOTHING,
    halfSpread: null,
    commission: "0",
    flows: {},
    locked: [],
    leftOut: [],
    taxes: "profile",
    washSales: "block",
    locationYears: null,
  };
}

/** The rules with another target. */
export function withTarget(draft: Draft, target: Target): Draft {
  return { ...draft, targetId: target.id, model: modelOf(target) };
}

/** Whether the weights are no longer those of the saved target. */
export function isEdited(draft: Draft, target: Target | undefined): boolean {
  return target === undefined || canonical(draft.model) !== canonical(modelOf(target));
}

/** What the server is asked. */
export function termsOf(draft: Draft, target: Target | undefined, effort: "full" | "quick"): Terms {
  const given = isEdited(draft, target);
  return {
    target: given
      ? { kind: "given", model: draft.model as Extract<Terms["target"], { kind: "given" }>["model"] }
      : { kind: "saved", target_id: draft.targetId },
    account_ids: [...draft.accountIds],
    mode: draft.mode,
    scope: draft.scope,
    steer_to: draft.steerTo,
    drift_price: draft.drift,
    shares: draft.shares === "whole" ? { kind: "whole" } : { kind: "fractional", decimals: 6 },
    minimum_trade: draft.minimumTrade,
    cash_buffer: draft.cashBuffer,
    half_spread: draft.halfSpread === null ? null : String(draft.halfSpread),
    commission: draft.commission,
    flows: Object.fromEntries(Object.entries(draft.flows).filter(([, amount]) => Number(amount) !== 0)),
    locked: [...draft.locked],
    left_out: [...draft.leftOut],
    taxes: draft.taxes,
    wash_sales: draft.washSales,
    location_years: draft.locationYears,
    effort,
  };
}

/** The edited weights as fields of a target: as groups, or as plain weights where those say it all. */
export function weightFields(model: TargetModel): Pick<TargetFields, "weights" | "tree" | "tolerance"> {
  const tolerance = model.member_band?.absolute ?? null;
  if (isNested(model)) return { weights: {}, tree: model, tolerance };
  return { weights: plainWeights(model), tree: null, tolerance };
}

/** The list with or without a member. */
export function toggled(list: readonly string[], member: string): string[] {
  return list.includes(member) ? list.filter((other) => other !== member) : [...list, member];
}

/** How many of the rules differ from those of a fresh draft. */
export function changedRules(draft: Draft): number {
  const plain: readonly [unknown, unknown][] = [
    [draft.scope, "everything"],
    [draft.steerTo, "target"],
    [draft.washSales, "block"],
    [draft.taxes, "profile"],
    [draft.halfSpread, null],
    [draft.locationYears, null],
    [Number(draft.commission), 0],
    [Number(draft.minimumTrade.amount), Number(SMALLEST_TRADE.amount)],
    [Number(draft.minimumTrade.fraction), Number(SMALLEST_TRADE.fraction)],
    [Number(draft.cashBuffer.amount) + Number(draft.cashBuffer.fraction), 0],
    [draft.drift.kind === "absolute" ? draft.drift.per_unit : null, DEFAULT_PER_UNIT],
  ];
  return plain.filter(([now, fresh]) => now !== fresh).length;
}

// The lines of the weights: each group and instrument of the draft with what is held now and after the trades.
import { cashOf, flatten, instrumentsOf, type Path, type TargetModel } from "@/lib/targetTree";
import { type DriftRow, type Preview, type Verdict } from "./types";

export interface WeightLine {
  key: string;
  /** `beside` is held without a place in the target. */
  kind: "group" | "instrument" | "beside" | "cash";
  name: string;
  instrumentId: string | null;
  /** Null where the draft has no place for it yet. */
  path: Path | null;
  level: number;
  /** The target, a part of the portfolio. */
  whole: number;
  lower: number | null;
  upper: number | null;
  /** Null where unknown. */
  current: number | null;
  planned: number | null;
  before: Verdict | null;
  after: Verdict | null;
  isAlone: boolean;
}

const numberOf = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Number(text);

const keyed = (rows: readonly DriftRow[]): Map<string, DriftRow> =>
  new Map(rows.map((row) => [`${row.kind} ${row.name}`, row]));

/** Cash as a part of the value; null without a plan. */
function cashParts(preview: Preview | null): { current: number | null; planned: number | null } {
  const value = preview ? Number(preview.plan.value) : 0;
  if (!preview || !(value > 0)) return { current: null, planned: null };
  const before = preview.plan.accounts.reduce((sum, account) => sum + Number(account.cash_before), 0);
  return { current: before / value, planned: Number(preview.plan.figures.cash) / value };
}

/** All lines in the order of the target, then what is held beside it, then cash. */
export function linesOf(
  model: TargetModel,
  preview: Preview | null,
  symbolOf: (id: string) => string,
  cashName: string,
): WeightLine[] {
  const before = keyed(preview?.plan.drift_before ?? []);
  const after = keyed(preview?.plan.drift_after ?? []);
  const figures = (key: string): Pick<WeightLine, "current" | "planned" | "before" | "after"> => ({
    // What is planned for but neither held nor in the plan's rows yet is not held.
    current: numberOf(before.get(key)?.current),
    planned: numberOf(after.get(key)?.current),
    before: before.get(key)?.verdict ?? null,
    after: after.get(key)?.verdict ?? null,
  });
  const lines = flatten(model).map(({ path, node, level, whole, band, isAlone }): WeightLine => {
    const name = node.kind === "group" ? node.name : symbolOf(node.instrument);
    return {
      key: `${node.kind} ${node.kind === "group" ? node.name : node.instrument}`,
      kind: node.kind,
      name,
      instrumentId: node.kind === "instrument" ? node.instrument : null,
      path,
      level,
      whole,
      lower: band?.lower ?? null,
      upper: band?.upper ?? null,
      isAlone,
      ...figures(`${node.kind} ${name}`),
    };
  });
  const wanted = new Set(instrumentsOf(model));
  const beside = (preview?.plan.drift_before ?? []).flatMap((row): WeightLine[] => {
    const id = row.kind === "instrument" ? preview?.instruments[row.name]?.instrument_id : undefined;
    if (id === undefined || wanted.has(id)) return [];
    return [
      {
        key: `instrument ${id}`,
        kind: "beside",
        name: row.name,
        instrumentId: id,
        path: null,
        level: 0,
        whole: 0,
        lower: 0,
        upper: 0,
        isAlone: false,
        ...figures(`instrument ${row.name}`),
      },
    ];
  });
  beside.sort((a, b) => (b.current ?? 0) - (a.current ?? 0));
  const cash: WeightLine = {
    key: "cash",
    kind: "cash",
    name: cashName,
    instrumentId: null,
    path: null,
    level: 0,
    whole: cashOf(model),
    lower: null,
    upper: null,
    before: null,
    after: null,
    isAlone: false,
    ...cashParts(preview),
  };
  return [...lines, ...beside, cash];
}

export interface Axes {
  groups: number;
  instruments: number;
}

/** The ends of the tracks: groups and cash share one, instruments another, so that small weights can be told apart. */
export function axesOf(lines: readonly WeightLine[]): Axes {
  const end = (shown: readonly WeightLine[]): number => {
    const most = Math.max(0, ...shown.flatMap((l) => [l.whole, l.upper ?? 0, l.current ?? 0, l.planned ?? 0]));
    const step = most > 0.4 ? 0.1 : 0.05;
    return Math.min(1, Math.max(0.1, Math.round(Math.ceil((most * 1.15) / step) * step * 100) / 100));
  };
  const isLarge = ({ kind }: WeightLine): boolean => kind === "group" || kind === "cash";
  return { groups: end(lines.filter(isLarge)), instruments: end(lines.filter((line) => !isLarge(line))) };
}

/** The weight that a key asks for; null for another key. Steps are tenths of a percent, with Shift whole percents. */
export function keyWeight(key: string, shift: boolean, whole: number): number | null {
  const step = shift ? 0.01 : 0.001;
  const from = Math.round(whole * 1000) / 1000;
  const to: Record<string, number> = {
    ArrowRight: from + step,
    ArrowUp: from + step,
    ArrowLeft: from - step,
    ArrowDown: from - step,
    PageUp: from + 0.01,
    PageDown: from - 0.01,
    Home: 0,
    End: 1,
  };
  const next = to[key];
  return next === undefined ? null : Math.min(1, Math.max(0, next));
}

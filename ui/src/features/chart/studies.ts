// Indicators of the chart: which are chosen, what the server gives for them, how the chart shows them.
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";
import { type Study } from "@/charts/time/studies";
import { daySeconds } from "@/charts/time/ranges";
import { isRecord } from "@/lib/storage";

type Schemas = components["schemas"];

export type Catalogue = Received<Schemas["IndicatorCatalogue"]>;
export type Entry = Catalogue["indicators"][number];
export type View = Received<Schemas["IndicatorsView"]>;
export type Average = Schemas["IndicatorAverage"];
type Parameter = Entry["parameters"][number];

/** A description as the server takes it. */
export type Spec = { kind: string } & Record<string, string | number>;

/** A chosen indicator; the same kind may be chosen twice with other parameters. */
export interface Chosen {
  id: string;
  spec: Spec;
}

/** The most that a chart shows. */
export const STUDIES_MAX = 8;

export const isChosen = (value: unknown): value is Chosen[] =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one["id"] === "string" && isRecord(one["spec"]));

/** The value of a parameter: what was set, else the default. */
export function valueOf(spec: Spec, { name, default: usual }: Parameter): string | number {
  return spec[name] ?? usual;
}

/** "RSI 14", "MACD 12 26 9": the kind with its parameters, as people write it. */
export function labelOf(spec: Spec, entry: Entry | undefined): string {
  const values = (entry?.parameters ?? []).map((parameter) => valueOf(spec, parameter));
  return [spec.kind.replaceAll("_", " ").toUpperCase(), ...values].join(" ");
}

/** The indicators over the bars of an instrument; nothing is asked while none is chosen. */
export function useIndicators(instrumentId: string, chosen: readonly Chosen[]): UseQueryResult<View, ApiError> {
  const specs = chosen.map(({ spec }) => spec);
  return useQuery<View, ApiError>({
    // They grow old with the bars.
    queryKey: ["bars", "indicators", instrumentId, specs],
    queryFn: () =>
      post<View>("/indicators/{instrument_id}", { indicators: specs }, { path: { instrument_id: instrumentId } }),
    enabled: specs.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** What the chart draws, and what cannot be drawn with the reason. */
export function studiesOf(
  view: View | undefined,
  chosen: readonly Chosen[],
  catalogue: readonly Entry[],
): { studies: Study[]; missing: string[] } {
  const studies: Study[] = [];
  const missing: string[] = [];
  const times = (view?.dates ?? []).map(daySeconds);
  view?.indicators.forEach((result, i) => {
    const one = chosen[i];
    const entry = catalogue.find(({ kind }) => kind === result.indicator.kind);
    // An answer to an earlier choice is shown until the new one is there.
    if (one?.spec.kind !== result.indicator.kind) return;
    const label = labelOf(one.spec, entry);
    if (result.missing) missing.push(`${label}: ${result.missing}.`);
    else if (result.outputs.length > 0)
      studies.push({
        id: one.id,
        label,
        pane: result.pane,
        times,
        lines: result.outputs.map((output, k) => ({
          name: output.name,
          style: entry?.outputs[k]?.style ?? "line",
          values: shifted(output.values, output.shift),
        })),
      });
  });
  return { studies, missing };
}

/** Moved to where a chart draws them: later, or earlier than the bar that made them known. What leaves the bars is not drawn. */
export function shifted(values: readonly (number | null | undefined)[], shift: number): (number | null)[] {
  return values.map((_, i) => values[i - shift] ?? null);
}

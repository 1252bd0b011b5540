// What the studio shows beside the session of an optimizer panel: layers over the frontier, jobs, the runs that are compared.
import { type FrontierOverlay, NO_OVERLAY } from "@/charts/frontier/overlay";
import { createStore, type Store } from "@/lib/store";
import { type Form } from "../form";
import { type Session } from "../session";
import { type ResamplingResult } from "./types";

export type Layer = "corners" | "band" | "region" | "runs";
export type JobName = "walk_forward" | "stability" | "resampling_frontier" | "resampling_solution";

/** A run to compare: a saved one by its id, or what is solved now. */
export type Side = string;
export const PRESENT: Side = "present";

export interface Insight {
  overlay: Store<FrontierOverlay>;
  /** Which layers are drawn. */
  layers: Store<Readonly<Record<Layer, boolean>>>;
  /** The last job of each kind, with what it was asked; null before the first. */
  jobs: Store<Readonly<Record<JobName, { id: string; asked: string } | null>>>;
  /** A and B. */
  pair: Store<{ a: Side | null; b: Side | null }>;
  /** Saved runs whose points lie over the frontier. */
  shownRuns: Store<readonly string[]>;
  /** Everything that is known for a layer, drawn or not. */
  known: Store<FrontierOverlay>;
}

/** The layers that are on. */
export function drawn(known: FrontierOverlay, layers: Readonly<Record<Layer, boolean>>): FrontierOverlay {
  return {
    corners: layers.corners ? known.corners : [],
    band: layers.band ? known.band : [],
    region: layers.region ? known.region : null,
    runs: layers.runs ? known.runs : [],
  };
}

/** What an answer of a resampling adds: a band of a whole frontier, and the region of the chosen portfolio. */
export function withResampling(known: FrontierOverlay, { band, region }: ResamplingResult): FrontierOverlay {
  return { ...known, band: band && band.length > 0 ? band : known.band, region };
}

/** What of the choices moves the point on the frontier, but not the frontier. */
const ALONG: readonly string[] = ["objective", "targetReturn", "targetVolatility", "riskAversion"];

/** What resampling found is of the choices it was asked for: others take it off the chart, the band only when the frontier moves. */
export function outdated(known: FrontierOverlay, before: Form, after: Form): FrontierOverlay {
  if (known.band.length === 0 && known.region === null) return known;
  const isAlong = Object.entries(after).every(
    ([name, value]) => ALONG.includes(name) || Object.is(value, before[name as keyof Form]),
  );
  return { ...known, band: isAlong ? known.band : [], region: null };
}

function makeInsight(session: Session): Insight {
  const overlay = createStore<FrontierOverlay>(NO_OVERLAY);
  const known = createStore<FrontierOverlay>(NO_OVERLAY);
  const layers = createStore<Readonly<Record<Layer, boolean>>>({
    corners: true,
    band: true,
    region: true,
    runs: true,
  });
  const draw = (): void => overlay.set(drawn(known.get(), layers.get()));
  known.subscribe(draw);
  layers.subscribe(draw);
  let form = session.form.get();
  session.form.subscribe(() => {
    const before = form;
    form = session.form.get();
    known.update((layer) => outdated(layer, before, form));
  });
  session.universe.subscribe(() => known.update((layer) => ({ ...layer, band: [], region: null })));
  return {
    overlay,
    known,
    layers,
    jobs: createStore<Readonly<Record<JobName, { id: string; asked: string } | null>>>({
      walk_forward: null,
      stability: null,
      resampling_frontier: null,
      resampling_solution: null,
    }),
    pair: createStore<{ a: Side | null; b: Side | null }>({ a: null, b: null }),
    shownRuns: createStore<readonly string[]>([]),
  };
}

const kept = new WeakMap<Session, Insight>();

/** The one of a session; it lives as long as the session does. */
export function insightOf(session: Session): Insight {
  let found = kept.get(session);
  if (!found) kept.set(session, (found = makeInsight(session)));
  return found;
}

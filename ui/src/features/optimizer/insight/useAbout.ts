// The solution with everything its figures are explained from.
import { useSyncExternalStore } from "react";

import { type Session } from "../session";
import { type Universe } from "../types";
import { type Explained } from "./explain";

/** Null while there is no solution. */
export function useAbout(session: Session, universe: Universe): Explained | null {
  const { result } = useSyncExternalStore(session.solution.subscribe, session.solution.get);
  const { riskFreeRate } = useSyncExternalStore(session.form.subscribe, session.form.get);
  return result ? { universe, result, risk_free_rate: riskFreeRate ?? universe.risk_free_rate } : null;
}

// What the result tabs that look behind a solution are given.
import { type Session } from "./session";
import { type Universe } from "./types";

export interface InsightProps {
  session: Session;
  universe: Universe;
}

// Targets as the API keeps them: weights to steer a portfolio towards.
import { type components } from "@/api/generated/schema";
import { type Decimal } from "@/lib/decimal";
import { type Received } from "@/api/types";
import { type TargetModel } from "@/lib/targetTree";

export interface TargetFields {
  name: string;
  /** Fractions by instrument; what they leave of 1 is cash. */
  weights: Record<string, Decimal>;
  /** Groups with weights and bands of their own, out of which the weights are reckoned; null without groups. */
  tree: TargetModel | null;
  /** How far a weight may drift, a fraction of the portfolio; null says nothing. */
  tolerance: Decimal | null;
  source_optimization_id: string | null;
  note: string | null;
}

export interface Target extends TargetFields {
  id: string;
  created_at: string;
  updated_at: string;
}

export type Portfolio = Received<components["schemas"]["PortfolioView"]>;

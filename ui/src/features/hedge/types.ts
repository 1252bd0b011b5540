// Hedges as the API sends and takes them. Losses are positive parts of the capital over the horizon.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type PortfolioHedges = Received<Schemas["PortfolioHedges"]>;
export type HedgeQuestion = Schemas["HedgeQuestion"];
export type Report = PortfolioHedges["report"];
export type Hedge = Report["recommendations"][number];
export type OptionMarket = Schemas["OptionMarket"];

// The portfolio as the API sends it. Amounts are decimal strings, ratios fractions; null is unknown and says why.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type Unknown = Received<Schemas["Unknown"]>;
export type Figure = Received<Schemas["Figure"]>;
export type Ratio = Received<Schemas["Ratio"]>;
export type Total = Received<Schemas["Total"]>;
export type Portfolio = Received<Schemas["PortfolioView"]>;
export type Returns = Received<Schemas["Returns"]>;
export type Position = Received<Schemas["PositionValue"]>;
export type Cash = Received<Schemas["CashValue"]>;
export type Slice = Received<Schemas["Slice"]>;
export type Lots = Received<Schemas["LotsView"]>;
export type OpenLot = Received<Schemas["LotValue"]>;
export type ClosedLot = Received<Schemas["RealizedGain"]>;

export type { FigureKind, Question, View } from "@/api/figures";

// Tax years, harvests and the profile as the API sends them. Amounts are decimal strings; null is unknown.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type TaxProfile = Received<Schemas["TaxProfile"]>;
export type TaxYears = Received<Schemas["TaxYears"]>;
export type TaxYear = Received<Schemas["TaxYearView"]>;
export type TaxedGain = Received<Schemas["TaxedGain"]>;
export type YearSummary = Received<Schemas["YearSummary"]>;
export type Harvest = Received<Schemas["HarvestView"]>;
export type Candidate = Harvest["candidates"][number];
export type TaxLots = Received<Schemas["TaxLotsView"]>;
export type TaxLot = TaxLots["lots"][number];
export type Rules = Received<Schemas["TaxYearRules"]>;
export type Charge = Rules["charge"];
export type LotOrder = Rules["default_lot_order"];
export type RepurchaseKind = NonNullable<Rules["repurchase"]>["kind"];
export type Person = Received<Schemas["Person"]>;
export type Jurisdiction = Schemas["Jurisdiction"];
export type FilingStatus = Schemas["FilingStatus"];

/** The places of which tax years are in the program. */
export const PLACES: readonly Jurisdiction[] = ["united_states", "united_kingdom", "canada", "germany", "italy"];
export const STATUSES: readonly FilingStatus[] = [
  "single",
  "married_jointly",
  "married_separately",
  "head_of_household",
  "surviving_spouse",
];

export const LOT_ORDERS: readonly LotOrder[] = ["specific", "first_in_first_out", "last_in_first_out", "average"];
export const REPURCHASES: readonly RepurchaseKind[] = ["wash_sale", "superficial_loss", "matching"];

// Risk as the API sends it. Losses are positive parts of the capital; what is undefined says why.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type PortfolioRisk = Received<Schemas["PortfolioRisk"]>;
export type Report = PortfolioRisk["report"];
export type Tail = Report["tails"][number];
export type Backtest = Report["backtests"][number];
export type Contributions = NonNullable<Report["contributions"][number]["value"]>;
export type Contribution = Contributions["holdings"][number];
export type Correlation = NonNullable<Report["correlation"]["value"]>;
export type Spread = Report["concentration"]["sectors"];
export type Clusters = NonNullable<Report["clusters"]["value"]>;

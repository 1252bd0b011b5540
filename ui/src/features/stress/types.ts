// Crises and shocks as the API sends and takes them. Changes are parts: −0.2 is a fall by a fifth.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type PortfolioStress = Received<Schemas["PortfolioStress"]>;
export type StressQuestion = Schemas["StressQuestion"];
export type Stressed = PortfolioStress["report"]["scenarios"][number];
export type HoldingStress = Stressed["holdings"][number];
export type Reverse = PortfolioStress["report"]["reverse"][number];
export type Shock = Schemas["StressShock"];
export type Scenario = Schemas["StressScenario"];
export type StressWindow = Schemas["StressWindow"];
export type Sensitivities = Schemas["Sensitivities"];

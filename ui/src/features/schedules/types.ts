// Schedules as the API keeps them.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type Schedule = Received<Schemas["ScheduleView"]>;
export type ScheduleFields = Received<Schemas["ScheduleFields"]>;
export type ScheduleAction = Received<Schemas["ScheduleAction"]>;
export type ScheduleRun = Received<Schemas["ScheduleRun"]>;
export type Recurrence = Received<Schemas["Recurrence"]>;
export type Preview = Received<Schemas["SchedulePreview"]>;
export type CatchUp = Schemas["CatchUp"];
export type Exchange = Schemas["Exchange"];
export type Otherwise = Schemas["Otherwise"];
export type Period = Schemas["Period"];
export type RebalancingCheck = Received<Schemas["RebalancingCheck"]>;
export type Condition = Received<Schemas["RebalancingCondition"]>;
export type Target = Received<Schemas["Target"]>;

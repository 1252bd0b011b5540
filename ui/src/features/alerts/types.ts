// Alerts as the API keeps them.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type Alert = Received<Schemas["AlertView"]>;
export type AlertFields = Schemas["AlertFields"];
export type AlertEvent = Received<Schemas["AlertEventView"]>;
export type AlertDelivery = Received<Schemas["AlertDeliveryView"]>;
export type AlertState = Schemas["AlertState"];
export type Severity = Schemas["AlertSeverity"];
export type DeliveryState = Schemas["DeliveryState"];
export type HeldBack = Schemas["AlertHeldBack"];
export type Escalation = Received<Schemas["AlertEscalation"]>;
export type Notifications = Received<Schemas["NotificationsView"]>;

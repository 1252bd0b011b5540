// Ways as the API keeps them.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type Way = Received<Schemas["NotificationWay"]>;
export type NamedWay = Received<Schemas["NamedWay"]>;
export type Notifications = Received<Schemas["NotificationsView"]>;
export type WayKind = Way["way"];
export type TestSent = Received<Schemas["TestSent"]>;

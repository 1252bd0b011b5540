// Alerts that fire, told in the corner of the window.
import { useLingui } from "@lingui/react/macro";

import { useEvents } from "@/stream/events";
import { useHost } from "@/ui/host";
import { toast } from "@/ui/toasts";
import { play } from "./sound";

/** Shows each firing as it comes; what is no mere information stays until it is closed. */
export function useAlertToasts(): void {
  const { t } = useLingui();
  const host = useHost();
  useEvents((events) => {
    for (const event of events) {
      if (event.kind === "sound") play(event.name);
      if (event.kind === "show_alert") host.openPanel("alerts", { alert_id: event.id });
      if (event.kind !== "alert_fired") continue;
      const { id, name, severity, is_late } = event;
      toast({
        text: is_late ? t`Alert, seen late: ${name}` : t`Alert: ${name}`,
        kind: severity === "info" ? "info" : "error",
        action: { label: t`Show`, onPress: () => host.openPanel("alerts", { alert_id: id }) },
      });
    }
  });
}

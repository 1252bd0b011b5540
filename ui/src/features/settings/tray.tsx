// Whether closing the desktop window keeps the program in the tray.
import { useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { errorText } from "@/lib/error";
import { platform } from "@/platform/platform";
import { Switch } from "@/ui/fields/Toggle";
import { toast } from "@/ui/toasts";

export function TraySetting() {
  const { t } = useLingui();
  const client = useQueryClient();
  const tray = platform().closeToTray;
  const present = useQuery({
    queryKey: ["close-to-tray"],
    queryFn: () => tray?.get() ?? false,
    enabled: tray !== null,
  });
  if (!tray || present.data === undefined) return null;
  const set = async (value: boolean): Promise<void> => {
    try {
      await tray.set(value);
      await client.invalidateQueries({ queryKey: ["close-to-tray"] });
    } catch (error) {
      toast({ kind: "error", text: errorText(error) });
    }
  };
  return (
    <Switch
      label={t`Keep running in the tray when the window is closed`}
      description={t`Jobs go on; the tray's menu brings the window back or quits.`}
      value={present.data}
      onChange={(value) => void set(value)}
    />
  );
}

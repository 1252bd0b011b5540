// The common cases behind one button.
import { useLingui } from "@lingui/react/macro";

import { MenuButton } from "@/ui/Menu";
import { toast } from "@/ui/toasts";
import { PRESETS } from "./presets";
import { type Session } from "./session";
import { type Universe } from "./types";

export function PresetMenu({ session, universe }: { session: Session; universe: Universe }) {
  const { t, i18n } = useLingui();
  return (
    <MenuButton
      label={t`Presets`}
      items={PRESETS.map(({ id, name, meaning, apply }) => ({
        id,
        label: i18n._(name),
        onAction: () => {
          const before = session.form.get();
          session.dispatch({ type: "replace", form: apply(before, universe) });
          const what = i18n._(meaning);
          toast({
            text: `${i18n._(name)}: ${what}`,
            action: { label: t`Undo`, onPress: () => session.dispatch({ type: "replace", form: before }) },
          });
        },
      }))}
    >
      {t`Presets`}
    </MenuButton>
  );
}

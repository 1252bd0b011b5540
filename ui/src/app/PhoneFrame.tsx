// The frame on a phone: one panel at a time, a tab bar at the bottom with the rest under "More".
import { useLingui } from "@lingui/react/macro";

import { Icon } from "@/ui/Icon";
import { MenuButton } from "@/ui/Menu";
import { PANELS, panelOf } from "./panels";
import { PanelView } from "./PanelView";

export interface Shown {
  id: string;
  params: Record<string, string>;
}

const BAR_SIZE = 4;

export function PhoneFrame({ shown, show }: { shown: Shown; show: (panel: Shown) => void }) {
  const { t, i18n } = useLingui();
  const bar = PANELS.slice(0, BAR_SIZE);
  const rest = PANELS.slice(BAR_SIZE);
  const current = panelOf(shown.id) ?? PANELS[0];
  if (!current) return null;
  return (
    <>
      <main className="qd-phone-panel" aria-label={i18n._(current.title)}>
        <PanelView
          key={`${current.id} ${JSON.stringify(shown.params)}`}
          id={current.id}
          panelId="phone"
          params={shown.params}
          link={1}
        />
      </main>
      <nav className="qd-phone-bar" aria-label={t`Panels`}>
        {bar.map((panel) => (
          <button
            key={panel.id}
            type="button"
            aria-current={panel.id === current.id ? "page" : undefined}
            onClick={() => show({ id: panel.id, params: {} })}
          >
            <Icon name={panel.icon} size={20} />
            {i18n._(panel.title)}
          </button>
        ))}
        <span className="qd-phone-more">
          <MenuButton
            label={t`More panels`}
            isBare
            items={rest.map((panel) => ({
              id: panel.id,
              label: i18n._(panel.title),
              isChecked: panel.id === current.id,
              onAction: () => show({ id: panel.id, params: {} }),
            }))}
          >
            <Icon name="more" size={20} />
            {t`More`}
          </MenuButton>
        </span>
      </nav>
    </>
  );
}

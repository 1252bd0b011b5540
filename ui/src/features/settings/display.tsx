// How this window shows things; takes effect at once and stays on this machine.
import { useLingui } from "@lingui/react/macro";

import { platform } from "@/platform/platform";
import { choose, type DisplayChoices, useChoices, useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { TraySetting } from "./tray";

const LOCALES = [
  "en-US",
  "en-GB",
  "en-AU",
  "en-CA",
  "de-DE",
  "de-CH",
  "fr-FR",
  "es-ES",
  "it-IT",
  "nl-NL",
  "pl-PL",
  "sv-SE",
  "ja-JP",
  "zh-CN",
];

export function DisplaySettings() {
  const { t } = useLingui();
  const format = useFormat();
  const choices = useChoices();
  const themes: { id: DisplayChoices["theme"]; label: string }[] = [
    { id: "dark", label: t`Dark` },
    { id: "light", label: t`Light` },
    { id: "system", label: t`As the system` },
  ];
  const colours: { id: DisplayChoices["colours"]; label: string }[] = [
    { id: "green-red", label: t`Green and red` },
    { id: "blue-orange", label: t`Blue and orange (for colour-blind users)` },
  ];
  const ups: { id: DisplayChoices["up"]; label: string }[] = [
    { id: "green", label: t`Rises green or blue, falls red or orange` },
    { id: "red", label: t`Rises red or orange, falls green or blue` },
  ];
  const names = new Intl.DisplayNames([format.locale], { type: "language" });
  const locales = [
    { id: "system", label: t`As the system` },
    ...LOCALES.map((id) => ({ id, label: names.of(id) ?? id, note: id })),
  ];
  const example = format.number("-1234567.891", 2);
  const day = format.date("2022-12-28");
  return (
    <div className="qd-stack">
      <Select label={t`Theme`} options={themes} value={choices.theme} onChange={(theme) => choose({ theme })} />
      <Select
        label={t`Colours of rise and fall`}
        options={colours}
        value={choices.colours}
        onChange={(c) => choose({ colours: c })}
      />
      <Select label={t`Direction of colours`} options={ups} value={choices.up} onChange={(up) => choose({ up })} />
      <Select
        label={t`Numbers and dates`}
        description={t`Such as ${example} and ${day}`}
        options={locales}
        value={choices.locale === "" ? "system" : choices.locale}
        onChange={(id) => choose({ locale: id === "system" ? "" : id })}
      />
      <Select
        label={t`Times`}
        options={[
          { id: "local", label: t`Local time` },
          { id: "utc", label: t`UTC` },
        ]}
        value={choices.timeZone}
        onChange={(timeZone) => choose({ timeZone })}
      />
      <Switch label={t`Blur amounts`} value={choices.privacy} onChange={(privacy) => choose({ privacy })} />
      {platform().kind === "desktop" ? <TraySetting /> : null}
    </div>
  );
}

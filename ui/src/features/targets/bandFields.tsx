// How far a weight may drift: in points of the portfolio, as a part of the target, or the narrower of both.
import { useLingui } from "@lingui/react/macro";

import { fractionOf, percentOf } from "@/lib/decimal";
import { type Tolerance } from "@/lib/targetTree";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { tidyBand } from "./treeEdit";

export interface BandFieldsProps {
  /** Whose band it is, for the labels. */
  name: string;
  value: Tolerance | null;
  onChange: (band: Tolerance | null) => void;
}

export function BandFields({ name, value, onChange }: BandFieldsProps) {
  const { t } = useLingui();
  const field = (part: keyof Tolerance, label: string) => {
    const known = value?.[part] ?? null;
    return (
      <DecimalInput
        label={label}
        unit="%"
        value={known === null ? null : percentOf(known)}
        onChange={(percent) => onChange(tidyBand({ ...value, [part]: percent === null ? null : fractionOf(percent) }))}
      />
    );
  };
  return (
    <div className="qd-target-band" role="group" aria-label={t`Band of ${name}`}>
      {field("absolute", t`Band of ${name}, points`)}
      {field("relative", t`Band of ${name}, of the target`)}
    </div>
  );
}

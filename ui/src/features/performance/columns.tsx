// The columns of the table of parts.
import { useLingui } from "@lingui/react/macro";

import { ASSET_CLASS } from "@/api/labels";
import { type AssetClass } from "@/api/types";
import { Money, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { asMoney, type Part, type Ratio, type ReturnsBy } from "./types";

/** What a part is called. */
export function usePartName(by: ReturnsBy): (part: Part) => string {
  const { t, i18n } = useLingui();
  return (part) => {
    if (part.group === "") return t`Not said`;
    const label = by === "asset_class" ? ASSET_CLASS[part.group as AssetClass] : undefined;
    return label ? i18n._(label) : part.group;
  };
}

export function usePartColumns(by: ReturnsBy, largest: number): Column<Part>[] {
  const { t } = useLingui();
  const nameOf = usePartName(by);
  const ratio = (id: string, header: string, of: (part: Part) => Ratio): Column<Part> => ({
    id,
    header,
    align: "end",
    width: 110,
    value: (part) => of(part).value,
    cell: (part) => <Percent value={of(part).value} signed reason={of(part).unknown?.message} />,
  });
  const amount = (id: string, header: string, of: (part: Part) => Ratio, signed: boolean): Column<Part> => ({
    id,
    header,
    align: "end",
    width: 120,
    value: (part) => of(part).value,
    cell: (part) => <Money value={asMoney(of(part))} signed={signed} reason={of(part).unknown?.message} />,
  });
  return [
    {
      id: "part",
      header: t`Part`,
      width: 200,
      value: nameOf,
      cell: (part) => (
        <>
          <span>{nameOf(part)}</span> {part.name ? <span className="qd-dim qd-small">{part.name}</span> : null}
        </>
      ),
    },
    {
      id: "contribution",
      header: t`Contribution`,
      align: "end",
      width: 180,
      value: (part) => part.contribution.value,
      cell: (part) => (
        <span className="qd-contribution">
          <ContributionBar value={part.contribution.value} largest={largest} />
          <Percent value={part.contribution.value} signed reason={part.contribution.unknown?.message} />
        </span>
      ),
    },
    amount("gain", t`Gain`, (part) => part.returns.gain, true),
    ratio("twr", t`TWR`, (part) => part.returns.twr),
    ratio("xirr", t`XIRR`, (part) => part.returns.xirr),
    ratio("modified_dietz", t`Modified Dietz`, (part) => part.returns.modified_dietz),
    amount("net_flows", t`Net flows`, (part) => part.returns.net_flows, true),
    amount("value_end", t`Value at the end`, (part) => part.returns.value_end, false),
  ];
}

/** A bar to the right of the middle for a gain, to the left for a loss. */
function ContributionBar({ value, largest }: { value: number | null; largest: number }) {
  if (value === null || largest === 0) return <span className="qd-contribution-bar" aria-hidden="true" />;
  const share = (Math.abs(value) / largest) * 50;
  return (
    <span className="qd-contribution-bar" aria-hidden="true">
      <span
        className={value < 0 ? "qd-contribution-loss" : "qd-contribution-gain"}
        style={{ left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%` }}
      />
    </span>
  );
}

// How the value is spread over sectors, asset classes and currencies.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { AllocationBar, type Part } from "@/charts/AllocationBar";
import { Select } from "@/ui/fields/Select";
import { type Portfolio, type Slice } from "./types";
import { reasonsOf } from "./words";

type By = "sector" | "asset_class" | "currency";

export function Allocation({ portfolio }: { portfolio: Portfolio }) {
  const { t } = useLingui();
  const [by, setBy] = useState<By>("sector");
  const slices: Record<By, Slice[]> = {
    sector: portfolio.allocation_by_sector,
    asset_class: portfolio.allocation_by_asset_class,
    currency: portfolio.allocation_by_currency,
  };
  const titles: Record<By, string> = { sector: t`Sector`, asset_class: t`Asset class`, currency: t`Currency` };
  const classNames: Record<string, string> = {
    equity: t`Equity`,
    fund: t`Fund`,
    bond: t`Bond`,
    future: t`Future`,
    option: t`Option`,
    fx: t`FX`,
    crypto: t`Crypto`,
    cash: t`Cash`,
  };
  const nameOf = (slice: Slice): string => {
    if (slice.name === null) return t`Not classified`;
    return by === "asset_class" ? (classNames[slice.name] ?? slice.name) : slice.name;
  };
  const parts: Part[] = slices[by].map((slice) => ({
    name: nameOf(slice),
    weight: slice.weight.value,
    value: slice.value.value,
  }));
  const reason =
    reasonsOf(slices[by].flatMap((slice) => slice.value.unknowns)) ?? t`A part of the portfolio is unknown.`;
  return (
    <section className="qd-stack" aria-label={t`Allocation`}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{t`Allocation`}</h2>
        <Select
          label={t`Allocation by`}
          hideLabel
          value={by}
          onChange={setBy}
          options={[
            { id: "sector", label: titles.sector },
            { id: "asset_class", label: titles.asset_class },
            { id: "currency", label: titles.currency },
          ]}
        />
      </div>
      <AllocationBar label={t`Allocation by ${titles[by]}`} header={titles[by]} parts={parts} reason={reason} />
    </section>
  );
}

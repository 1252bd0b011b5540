// The columns of the instruments table.
import { useLingui } from "@lingui/react/macro";

import { ASSET_CLASS } from "@/api/labels";
import { type Instrument } from "@/api/types";
import { type Column } from "@/ui/table/columns";

export function useInstrumentColumns(): Column<Instrument>[] {
  const { t, i18n } = useLingui();
  return [
    { id: "symbol", header: t`Symbol`, value: (i) => i.symbol, width: 130 },
    { id: "name", header: t`Name`, value: (i) => i.name, width: 220 },
    { id: "asset_class", header: t`Class`, value: (i) => i18n._(ASSET_CLASS[i.asset_class]), width: 100 },
    { id: "currency", header: t`Currency`, value: (i) => i.currency, width: 80 },
    { id: "sector", header: t`Sector`, value: (i) => i.sector, width: 170 },
    { id: "country", header: t`Country`, value: (i) => i.country, width: 70, isHidden: true },
    { id: "exchange_mic", header: t`Exchange`, value: (i) => i.exchange_mic, width: 90, isHidden: true },
    { id: "isin", header: t`ISIN`, value: (i) => i.isin, width: 120, isHidden: true },
    { id: "prices_adjusted", header: t`Prices`, value: (i) => (i.prices_adjusted ? t`Adjusted` : t`Raw`), width: 80 },
    { id: "note", header: t`Note`, value: (i) => i.note, width: 240 },
  ];
}

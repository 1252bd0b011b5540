// Which panel mends a problem.
import { type DataProblem } from "@/api/types";

export interface Mend {
  panel: string;
  params: Record<string, string>;
}

/** The panel that a problem's remedy asks for; null when there is nothing to press. */
export function remedyOf({ remedy, instrument_id, transaction_id }: DataProblem): Mend | null {
  if (!remedy) return null;
  const instrument: Record<string, string> = instrument_id ? { instrument_id } : {};
  switch (remedy.action) {
    case "import_prices":
      return { panel: "imports", params: { kind: "prices" } };
    case "import_fx_rates":
      return { panel: "imports", params: { kind: "fx_rates" } };
    case "edit_transaction":
      return { panel: "transactions", params: transaction_id ? { transaction_id } : instrument };
    case "edit_instrument":
      return { panel: "instruments", params: instrument };
    case "add_price":
      return { panel: "prices", params: instrument };
    case "add_fx_rate":
      return { panel: "fx_rates", params: {} };
    default:
      return null;
  }
}

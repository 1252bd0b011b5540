// What is held today in base currency.
import { useGet } from "@/api/queries";

/** The value of the books; null while it is not known. */
export function usePortfolioValue(): number | null {
  const portfolio = useGet<{ totals: { total_value: { value: string | null } } }>("/portfolio");
  const value = portfolio.data?.totals.total_value.value ?? null;
  return value === null ? null : Number(value);
}

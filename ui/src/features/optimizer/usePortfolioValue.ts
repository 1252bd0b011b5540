// What is held today in base currency.
import { usePortfolio } from "@/api/usePortfolio";

/** The value of the books; null while it is not known. */
export function usePortfolioValue(): number | null {
  const portfolio = usePortfolio();
  const value = portfolio.data?.totals.total_value.value ?? null;
  return value === null ? null : Number(value);
}

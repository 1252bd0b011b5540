// What is held today and its value.
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "./errors";
import { type components } from "./generated/schema";
import { useGet } from "./queries";
import { type Received } from "./types";

export type Portfolio = Received<components["schemas"]["PortfolioView"]>;

/** Today's portfolio without its returns, which take every price there is and are asked for where they are shown. */
export function usePortfolio(): UseQueryResult<Portfolio, ApiError> {
  return useGet<Portfolio>("/portfolio", { query: { returns: false } });
}

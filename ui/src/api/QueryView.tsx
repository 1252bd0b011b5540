// A query as a view: loading, failed, or its data.
import { type ReactNode } from "react";
import { type UseQueryResult } from "@tanstack/react-query";

import { ErrorState, Skeleton } from "@/ui/states";
import { type ApiError } from "./errors";

export interface QueryViewProps<T> {
  query: UseQueryResult<T, ApiError>;
  lines?: number;
  children: (data: T) => ReactNode;
}

export function QueryView<T>({ query, lines, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton {...(lines === undefined ? {} : { lines })} />;
}

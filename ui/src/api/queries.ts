// Server state in React: queries keyed by noun, mutations that refresh what they changed.
import {
  type InvalidateQueryFilters,
  keepPreviousData,
  QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";

import { type Method } from "@/platform/types";
import { type CallOptions, fillPath, get, getColumns, send } from "./client";
import { type Columns } from "./binary";
import { type ApiError } from "./errors";
import { affected, nounOf } from "./nouns";

/** The one cache of a window. Nothing goes stale by time: `changed` events say when. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        // A refusal does not get better by asking again; a missing answer may.
        retry: (failures, error) => (error as Partial<ApiError>).status === 0 && failures < 2,
      },
    },
  });
}

export interface QueryOptions {
  enabled?: boolean;
  /** Milliseconds between refetches while shown. */
  refetchInterval?: number;
  /** Keep showing the old answer while one for new parameters is on its way. */
  keepPrevious?: boolean;
}

/** The key of a GET: the noun first, so that changes of the noun find it, then what is asked. */
export function keyOf(path: string, options?: CallOptions): unknown[] {
  return [nounOf(path), fillPath(path, options)];
}

/** The answer of a GET. */
export function useGet<T>(path: string, options?: CallOptions, query: QueryOptions = {}): UseQueryResult<T, ApiError> {
  return useQuery<T, ApiError>({
    queryKey: keyOf(path, options),
    queryFn: () => get<T>(path, options),
    enabled: query.enabled ?? true,
    ...(query.refetchInterval ? { refetchInterval: query.refetchInterval } : {}),
    ...(query.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A binary series. */
export function useColumns(
  path: string,
  options?: CallOptions,
  query: QueryOptions = {},
): UseQueryResult<Columns, ApiError> {
  return useQuery<Columns, ApiError>({
    queryKey: [...keyOf(path, options), "columns"],
    queryFn: () => getColumns(path, options),
    enabled: query.enabled ?? true,
    structuralSharing: false,
    ...(query.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Refetches what follows from changed nouns. */
export async function refresh(client: QueryClient, nouns: readonly string[]): Promise<void> {
  const old = affected(nouns);
  await renew(client, { predicate: (query) => old.has(String(query.queryKey[0])) });
}

/**
 * Refetches what is shown. A first answer that is on its way may be from before the change, and the library lets it finish
 * instead of asking again: it is asked for once more.
 */
export async function renew(client: QueryClient, filters: InvalidateQueryFilters = {}): Promise<void> {
  const first = client.getQueryCache().findAll({ ...filters, fetchStatus: "fetching" });
  const onTheirWay = first.filter((query) => query.state.data === undefined);
  const again = onTheirWay.map(async ({ promise, queryKey }) => {
    await promise?.catch(() => undefined);
    await client.invalidateQueries({ queryKey, exact: true });
  });
  await Promise.all([client.invalidateQueries(filters), ...again]);
}

/** What a change sends: the body, and values for the path. */
export interface Sent<Body> extends CallOptions {
  body?: Body;
}

/** A call that changes something; afterwards everything that follows from the noun is fetched anew. */
export function useSend<Body, Result>(
  method: Method,
  path: string,
  options: { onSuccess?: (result: Result, sent: Sent<Body>) => void; nouns?: string[] } = {},
): UseMutationResult<Result, ApiError, Sent<Body>> {
  const client = useQueryClient();
  return useMutation<Result, ApiError, Sent<Body>>({
    mutationFn: ({ body, ...call }) => send<Result>(method, path, body, call),
    onSuccess: async (result, sent) => {
      options.onSuccess?.(result, sent);
      await refresh(client, [nounOf(path), ...(options.nouns ?? [])]);
    },
  });
}

/** All items of a paged list, one page after another. */
export async function getAll<T>(path: string, options: CallOptions = {}): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null | undefined = undefined;
  do {
    const page: { items: T[]; next_cursor?: string | null } = await get(path, {
      ...options,
      query: { limit: 500, ...options.query, cursor },
    });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

/** A whole list, through all its pages. */
export function useAll<T>(
  path: string,
  options?: CallOptions,
  query: QueryOptions = {},
): UseQueryResult<T[], ApiError> {
  return useQuery<T[], ApiError>({
    queryKey: [...keyOf(path, options), "all"],
    queryFn: () => getAll<T>(path, options),
    enabled: query.enabled ?? true,
    ...(query.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

// The server's part of an import: the dry run.
import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { type ImportPreview, type ImportRequest } from "@/api/types";

/** What a file would bring, computed anew for each change of mapping or options; nothing is written. */
export function usePreview(request: ImportRequest): UseQueryResult<ImportPreview, ApiError> {
  return useQuery<ImportPreview, ApiError>({
    queryKey: ["imports", "preview", request],
    queryFn: () => post<ImportPreview>("/imports/preview", request),
    placeholderData: (previous) => previous,
    gcTime: 60_000,
  });
}

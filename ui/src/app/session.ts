// The workspace this window shows.
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { type Workspace } from "@/api/types";

export function useWorkspace(): UseQueryResult<Workspace, ApiError> {
  return useGet<Workspace>("/workspace");
}

// A button that fetches a file of the API and saves it; then says where it is and how large.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { toast } from "@/ui/toasts";
import { type CallOptions, sendBytes } from "./client";
import { toApiError } from "./errors";

export interface SaveButtonProps {
  label: string;
  /** The route, such as "/exports/archive". */
  path: string;
  /** The members of its braces. */
  options?: CallOptions;
  /** The name that is proposed for the file. */
  name: () => string;
  mime: string;
  isPrimary?: boolean;
  isSmall?: boolean;
}

export function SaveButton({ label, path, options, name, mime, isPrimary = false, isSmall = false }: SaveButtonProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [isPending, setPending] = useState(false);
  const save = async (): Promise<void> => {
    setPending(true);
    try {
      const content = await sendBytes("GET", path, undefined, { ...options, accept: mime });
      const file = name();
      const where = (await platform().saveFile(file, content, mime)) ?? file;
      const size = format.bytes(content.byteLength);
      toast({ kind: "success", text: t`Saved ${where} (${size})` });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    } finally {
      setPending(false);
    }
  };
  return (
    <Button
      icon="download"
      isPending={isPending}
      onPress={() => void save()}
      {...(isPrimary ? { variant: "primary" as const } : {})}
      {...(isSmall ? { size: "small" as const } : {})}
    >
      {label}
    </Button>
  );
}

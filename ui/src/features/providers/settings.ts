// Providers' settings as values: who is on and in which order, and the writing of them.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { change } from "@/api/client";
import { toApiError } from "@/api/errors";
import { type ProviderSettings, type ProvidersView, type ProviderView } from "@/api/markets";
import { refresh } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { toast } from "@/ui/toasts";

/** Switched on or off; who is switched on comes last, after those that were preferred already. */
export function switched(settings: ProviderSettings, source: string, isOn: boolean): ProviderSettings {
  const others = settings.on.filter((one) => one !== source);
  return { ...settings, on: isOn ? [...others, source] : others };
}

/** One place nearer to the front, or farther from it. */
export function preferred(settings: ProviderSettings, source: string, step: -1 | 1): ProviderSettings {
  const at = settings.on.indexOf(source);
  const to = at + step;
  if (at < 0 || to < 0 || to >= settings.on.length) return settings;
  const on = settings.on.filter((one) => one !== source);
  return { ...settings, on: [...on.slice(0, to), source, ...on.slice(to)] };
}

/** Those that are on in the order in which they are asked, then the others. */
export function inOrder(providers: readonly ProviderView[], on: readonly string[]): ProviderView[] {
  const rank = ({ source }: ProviderView): number => {
    const at = on.indexOf(source);
    return at < 0 ? on.length : at;
  };
  return [...providers].sort((a, b) => rank(a) - rank(b));
}

export type PutSettings = (next: ProviderSettings, said: string) => Promise<void>;

/** Writes settings; rejects with the server's words. */
export function usePutSettings(): PutSettings {
  const client = useQueryClient();
  const { announce } = useUndo();
  return async (next, said) => {
    const { changeId } = await change<ProvidersView>("PUT", "/providers", next);
    announce(said, changeId);
    await refresh(client, ["providers"]);
  };
}

/** Writes settings and says in a message when it did not work. */
export function usePutAndTell(): (next: ProviderSettings, said: string) => void {
  const put = usePutSettings();
  return (next, said) => {
    put(next, said).catch((error: unknown) => toast({ kind: "error", text: toApiError(error).message }));
  };
}

/** What a provider needs before it can be used; null when it can. */
export function useLacking(): (provider: ProviderView) => string | null {
  const { t } = useLingui();
  return ({ key }) => {
    if (key.needs === "none") return null;
    if (key.problem !== null) return t`The key cannot be read: ${key.problem}`;
    return key.is_kept ? null : t`It needs a key.`;
  };
}

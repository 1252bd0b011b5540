// The server's per-start token: comes in the address after `#token=`, then lives in this tab only.

const KEY = "quarterdeck.token";

/** Takes the token from the fragment (and removes it from the address bar), else from this tab's storage. */
export function takeToken(location: Location, history: History, storage: Storage): string | null {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ""));
  const given = fragment.get("token");
  if (!given) return storage.getItem(KEY);
  storage.setItem(KEY, given);
  fragment.delete("token");
  const rest = fragment.toString();
  history.replaceState(history.state, "", `${location.pathname}${location.search}${rest ? `#${rest}` : ""}`);
  return given;
}

// A value that follows another one after a pause, so that not every key asks the server.
import { useEffect, useState } from "react";

/** The value as it was when it last stayed the same for so many milliseconds. */
export function useSettled<T>(value: T, pause_ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const pause = setTimeout(() => setSettled(() => value), pause_ms);
    return () => clearTimeout(pause);
  }, [value, pause_ms]);
  return settled;
}

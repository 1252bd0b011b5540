// What a panel may ask of the frame around it, without knowing the frame.
import { createContext, useContext } from "react";

export interface PanelProps {
  /** This panel's place in the layout; unique in a window. */
  panelId: string;
  /** What it was opened with, such as an instrument. */
  params: Record<string, string>;
}

export interface Host {
  /** Shows a panel: focuses one that is open with the same parameters, else opens it. */
  openPanel(id: string, params?: Record<string, string>): void;
  /** Shows a panel in a window of its own. */
  popOutPanel(id: string, params?: Record<string, string>): void;
  /** Opens the native chart window; null where there is none. */
  popOutChart: ((symbol: string) => void) | null;
}

export const HostContext = createContext<Host>({
  openPanel: () => undefined,
  popOutPanel: () => undefined,
  popOutChart: null,
});

/** The frame. */
export function useHost(): Host {
  return useContext(HostContext);
}

/** The instrument that panels of one colour follow; null as long as none was chosen. */
export type Linked = readonly [instrumentId: string | null, follow: (instrumentId: string) => void];

export const LinkContext = createContext<Linked>([null, () => undefined]);

/** The instrument this panel follows, and the way to make its colour's panels follow another. */
export function useLinkedInstrument(): Linked {
  return useContext(LinkContext);
}

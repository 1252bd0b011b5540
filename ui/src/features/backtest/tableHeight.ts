// How high a table of a run is.

/** As high as so many rows with head and tools need, up to a limit beyond which the table scrolls. */
export const heightOf = (rows: number): string => `min(260px, calc(var(--qd-row) * ${rows + 1} + 56px))`;

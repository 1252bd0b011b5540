// The icons: 16 × 16 line drawings of our own, in the colour of the text.

const PATHS = {
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3 14 14",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
  plus: "M8 3v10M3 8h10",
  edit: "M10.5 3 13 5.5 5.5 13H3v-2.5ZM9 4.5 11.5 7",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13h6l.5-8.5M7 7v3.5M9 7v3.5",
  undo: "M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6",
  redo: "M10.5 3l3 3-3 3M13.5 6h-7a4 4 0 0 0 0 8H10",
  down: "M4 6l4 4 4-4",
  up: "M4 10l4-4 4 4",
  right: "M6 4l4 4-4 4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  columns: "M2.5 3h11v10h-11ZM6.2 3v10M9.8 3v10",
  copy: "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3",
  sun: "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z",
  "eye-off":
    "M2 2l12 12M6.6 3.7A6 6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-2 2.5M4.3 4.9A11 11 0 0 0 1.5 8S4 12.5 8 12.500a6 6 0 0 0 2.8-.7",
  settings: "M2 4.500h6M11 4.500h3M2 11.500h3M8 11.500h6M8 2.800v3.400M5 9.800v3.4",
  layout: "M2.5 2.500h11v11h-11ZM2.5 6.500h11M7 6.500v7",
  lock: "M4 7.500h8v6H4ZM5.5 7.500V5a2.5 2.5 0 0 1 5 0v2.5",
  unlock: "M4 7.500h8v6H4ZM5.5 7.500V5a2.5 2.5 0 0 1 4.8-1",
  window: "M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5",
  portfolio: "M8 2v6h6a6 6 0 1 1-6-6ZM10.5 1.800A6 6 0 0 1 14.2 5.500h-3.700Z",
  optimizer: "M2.5 13.500v-11M2.5 13.500h11M4 11C5 6.5 8 4.5 13 4M8.5 5.800h.01",
  target:
    "M8 2.500a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM8 5.500a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM8 1v2.500M8 12.500V15M1 8h2.500M12.500 8H15",
  rebalance:
    "M8 2v11.500M4.500 13.500h7M2.500 4.500 13.500 3M3.500 4.400 1.500 9a2 2 0 0 0 4 0ZM12.500 3.200 10.500 8a2 2 0 0 0 4 0Z",
  chart: "M4 3v10M4 5.500h-1.200v4.500H5.200V5.500H4M8 2v8M8 4H6.800v4h2.400V4H8M12 5v9M12 7h-1.200v4.500h2.400V7H12",
  performance: "M2.5 13.500v-11M2.5 13.500h11M4.5 11l2.500-3.500 2.5 2L13.5 4M10.8 4h2.700v2.7",
  tax: "M4 2.500h8v11l-1.300-1-1.300 1-1.400-1-1.400 1-1.300-1-1.300 1ZM6.2 10 9.800 6M6.500 6.200h.01M9.500 9.800h.01",
  accounts: "M2 6.5 8 3l6 3.500ZM3.5 6.500v5M6.5 6.500v5M9.5 6.500v5M12.5 6.500v5M2 13h12",
  instruments: "M2.5 3.500h5l6 6-4 4-6-6v-4M5 6h.01",
  transactions: "M3 5.500h9M9.5 3 12 5.5 9.5 8M13 10.500H4M6.5 8 4 10.5 6.5 13",
  prices: "M2 12l4-4 3 2.500L14 5M10.5 5H14v3.5",
  fx: "M3 5h7a3 3 0 0 1 3 3M5 3 3 5l2 2M13 11H6a3 3 0 0 1-3-3M11 9l2 2-2 2",
  import: "M8 2v7.500M5 6.500l3 3 3-3M2.5 10.500v3h11v-3",
  health: "M1.5 8.500h3L6 4l3.5 8.500L11 8.500h3.5",
  bell: "M8 2a4 4 0 0 1 4 4c0 3 1 4.500 1.500 5h-11C3 10.500 4 9 4 6a4 4 0 0 1 4-4ZM6.500 13.500h3",
  send: "M14 2 7 9M14 2 9.500 14 7 9 2 6.500Z",
  jobs: "M8 2.500a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM8 5v3.200l2.2 1.3",
  schedule: "M2.5 3.500h11v10h-11ZM2.5 6.500h11M5.500 2v2.500M10.500 2v2.500M8 8v2.200l1.500.9",
  history: "M2.5 8a5.5 5.5 0 1 0 1.7-4L2.5 5.500M2.5 2.500v3h3M8 5v3.200l2 1.3",
  workspaces: "M2 4h4.500l1.5 2h6v7.500H2Z",
  guide: "M8 4C6.5 3 4.5 2.8 2.5 3v9.500c2-.2 4 0 5.5 1 1.5-1 3.5-1.2 5.5-1V3C11.5 2.8 9.5 3 8 4ZM8 4v9.5",
  about: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 7.200v4M8 4.800h.01",
  diagnostics: "M3.5 2h6l3 3v9h-9ZM9.5 2v3h3M5.8 8.500h4.400M5.8 11h4.4",
  warning: "M8 2 14.5 13.500h-13ZM8 6.500v3.500M8 12h.01",
  error: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM6 6l4 4M10 6l-4 4",
  keyboard: "M1.5 4h13v8h-13ZM4 6.500h.01M6.7 6.500h.01M9.3 6.500h.01M12 6.500h.01M5 9.500h6",
  download: "M8 2v7.500M5 6.500l3 3 3-3M3 13.500h10",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon; always beside a text or inside a labelled button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: "none" }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

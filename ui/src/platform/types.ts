// The host boundary: everything the client asks of the place it runs in. The desktop window and the browser each have one.

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** An answer of the API, whatever carried it. */
export interface Answer<Body> {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Body;
}

/** Light in the bottom bar: whether events arrive. */
export type Connection = "connecting" | "open" | "lost";

export interface StreamHandlers {
  /** One event, already parsed from JSON. */
  onEvent(event: unknown): void;
  /** Each change of the connection; after "lost" and then "open", what was fetched before may be old. */
  onConnection(state: Connection): void;
}

/** A file the user picked. */
export interface PickedFile {
  name: string;
  size: number;
  /** The bytes from `start` to before `end`; so that a file of any size is never wholly in memory. */
  slice(start: number, end: number): Promise<ArrayBuffer>;
}

export interface Platform {
  /** Where it runs: decides which menu entries exist. */
  readonly kind: "desktop" | "browser";

  /** One JSON call of the API; never rejects for an HTTP status, only when no answer came. */
  request(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<unknown>>;

  /** One call whose body or answer is raw bytes: series, images, upload chunks. */
  bytes(method: Method, path: string, body?: ArrayBuffer, accept?: string): Promise<Answer<ArrayBuffer>>;

  /** Subscribes to server events; reconnects by itself. Returns the function that ends it. */
  stream(path: string, handlers: StreamHandlers): () => void;

  /** Lets the user pick one file; null when they think better of it. */
  openFile(accept: string[]): Promise<PickedFile | null>;

  /**
   * Saves text or bytes under a proposed name: a download in the browser, the downloads folder on the desktop.
   * Answers the path where it is known.
   */
  saveFile(name: string, content: string | ArrayBuffer, mime: string): Promise<string | null>;

  /** Puts text on the clipboard. */
  copyText(text: string): Promise<void>;

  /** Opens an http(s) or mailto link outside the client. */
  openLink(href: string): void;

  /** Opens the native chart window; null where there is none. */
  readonly popOutChart: ((symbol: string) => Promise<void>) | null;

  /** Shows a panel in a window of its own: native on the desktop, a tab in the browser. `title` names the window. */
  openPanelWindow(panel: string, title: string, params: Record<string, string>): Promise<void>;

  /** Whether closing the window keeps the program in the tray; null where there is no tray. */
  readonly closeToTray: { get(): Promise<boolean>; set(value: boolean): Promise<void> } | null;

  /** Notes a point of the start, such as the first chart, for measurements of the desktop's start; the browser ignores it. */
  mark(point: string): void;
}

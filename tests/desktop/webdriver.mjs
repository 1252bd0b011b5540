// A small WebDriver client: as much of the protocol as the window's tests need, elements found by role and name.

/** What a person with a screen reader hears: elements by role and accessible name. Runs inside the page. */
const FIND = `
const [role, name, exact] = arguments;
const implicit = { BUTTON: "button", A: "link", TABLE: "table", TR: "row", TD: "cell", TH: "columnheader", MAIN: "main", H1: "heading",
  H2: "heading", H3: "heading", SELECT: "combobox", TEXTAREA: "textbox", DIALOG: "dialog", NAV: "navigation" };
const inputs = { text: "textbox", search: "searchbox", number: "spinbutton", range: "slider", checkbox: "checkbox", radio: "radio" };
const roleOf = (e) => e.getAttribute("role") ?? (e.tagName === "INPUT" ? (inputs[e.type] ?? "textbox") : implicit[e.tagName]);
const words = (e) => (e?.innerText ?? e?.textContent ?? "").trim();
const nameOf = (e) => {
  const by = e.getAttribute("aria-labelledby");
  if (by) return by.split(/\\s+/).map((id) => words(document.getElementById(id))).join(" ").trim();
  const label = e.getAttribute("aria-label");
  if (label) return label.trim();
  if (e.labels?.length) return words(e.labels[0]);
  return words(e) || (e.getAttribute("title") ?? "").trim();
};
const shown = (e) => e.getClientRects().length > 0 || (e.tagName === "INPUT" && e.labels?.length && e.labels[0].getClientRects().length > 0);
const found = [...document.querySelectorAll("*")].filter((e) => roleOf(e) === role && shown(e));
return found.filter((e) => name === null || (exact ? nameOf(e) === name : nameOf(e).toLowerCase().includes(name.toLowerCase())));
`;

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Enter: "\uE007", Escape: "\uE00C", Tab: "\uE004", Control: "\uE009", Alt: "\uE00A", ArrowDown: "\uE015", ArrowUp: "\uE013", ArrowRight: "\uE014" };

/** One open window. */
export class Session {
  #base;

  constructor(base) {
    this.#base = base;
  }

  /** Starts the program through the driver at `driver` and waits until its page answers. */
  static async start(driver, binary, args) {
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
    const { sessionId } = await call("POST", `${driver}/session`, { capabilities }, 120_000);
    return new Session(`${driver}/session/${sessionId}`);
  }

  /** Ends the session, and with it the program. */
  end() {
    return call("DELETE", this.#base);
  }

  /** Runs a function body in the page. */
  run(script, ...args) {
    return call("POST", `${this.#base}/execute/sync`, { script, args });
  }

  /** Runs a function body whose last argument is called with the result. */
  runAsync(script, ...args) {
    return call("POST", `${this.#base}/execute/async`, { script, args });
  }

  /** The first element of this role and name; waits for it. */
  async find(role, name = null, { exact = false, limit = 30_000 } = {}) {
    return until(limit, `no ${role} "${name ?? ""}" appeared`, async () => (await this.all(role, name, { exact }))[0]);
  }

  /** All elements of this role and name that are shown now. */
  async all(role, name = null, { exact = false } = {}) {
    return (await this.run(FIND, role, name, exact)) ?? [];
  }

  click(element) {
    return call("POST", `${this.#base}/element/${element[ELEMENT]}/click`, {});
  }

  /** What is shown of an element. */
  text(element) {
    return this.run("return arguments[0].innerText", element);
  }

  /** An attribute of an element, or null. */
  attribute(element, name) {
    return this.run("return arguments[0].getAttribute(arguments[1])", element, name);
  }

  /** Presses keys together, in order, and lets them go: `press("Control", "k")`. */
  press(...names) {
    const keys = names.map((name) => KEYS[name] ?? name);
    const actions = [
      ...keys.map((value) => ({ type: "keyDown", value })),
      ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
    ];
    return call("POST", `${this.#base}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Types text into whatever has the focus. */
  async type(text) {
    for (const letter of text) await this.press(letter);
  }

  /** A pointer that is pressed at the first point, moved through the others and let go. Points are `[x, y]`, page pixels. */
  drag(points, stepMs = 30) {
    const move = ([x, y], duration) => ({ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration, origin: "viewport" });
    const [first, ...others] = points;
    const actions = [
      move(first, 0),
      { type: "pointerDown", button: 0 },
      ...others.map((point) => move(point, stepMs)),
      { type: "pointerUp", button: 0 },
    ];
    return call("POST", `${this.#base}/actions`, { actions: [{ type: "pointer", id: "mouse", actions }] }, 120_000);
  }
}

/** Tries until there is a result; fails with `message` and the last error when time is up. */
export async function until(limitMs, message, attempt) {
  const end = Date.now() + limitMs;
  let last = "";
  do {
    try {
      const result = await attempt();
      if (result !== undefined && result !== null && result !== false) return result;
    } catch (error) {
      last = `: ${error.message}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < end);
  throw new Error(message + last);
}

async function call(method, url, body, limitMs = 40_000) {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(limitMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value?.error}: ${value?.message}`);
  return value;
}

// A small X client: as much of the protocol as the window's tests need to see windows, what is painted in them, and to close them.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";

/** Why a test that needs these programs cannot run here; false when it can. Given as `skip` of a test. */
export function lacking(...programs) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const missing = programs.filter((name) => !folders.some((folder) => isProgram(join(folder, name))));
  return missing.length > 0 && `${missing.join(", ")} not installed; \`cargo xtask doctor\` names the package`;
}

/** Why a test that needs a session bus cannot run here; false when it can. */
export function lackingBus() {
  return !process.env.DBUS_SESSION_BUS_ADDRESS && "no session bus; run it under dbus-run-session";
}

const STATES = ["unmapped", "unviewable", "viewable"];
const ALL_PLANES = 0xffffffff;

/** A connection to the display of a place. Windows are numbers. */
export class Display {
  #socket;
  #root = 0;
  #data = Buffer.alloc(0);
  #waiting = [];

  static async open(place) {
    const display = new Display();
    display.#socket = connect(`/tmp/.X11-unix/X${place.env.DISPLAY.slice(1)}`);
    display.#socket.on("data", (chunk) => {
      display.#data = Buffer.concat([display.#data, chunk]);
      display.#deliver();
    });
    // Little-endian, protocol 11.0, no authorization.
    const setup = await display.#ask(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]), (data) =>
      data.length < 8 ? null : 8 + data.readUInt16LE(6) * 4,
    );
    const formats = setup[29];
    const vendor = Math.ceil(setup.readUInt16LE(24) / 4) * 4;
    display.#root = setup.readUInt32LE(40 + vendor + formats * 8);
    return display;
  }

  end() {
    this.#socket.destroy();
  }

  /** The windows of this title that are on the screen. */
  async shown(title) {
    const found = [];
    for (const window of await this.#children()) {
      if ((await this.#title(window)) === title && (await this.state(window)) === "viewable") found.push(window);
    }
    return found;
  }

  /** "viewable", or "unmapped" for a hidden window. */
  async state(window) {
    return STATES[(await this.#request(3, 0, [window]))[26]];
  }

  /** How many colours are painted in a window; an empty one has one or two. */
  async countColours(window) {
    const geometry = await this.#request(14, 0, [window]);
    const size = geometry.readUInt32LE(16);
    const image = (await this.#request(73, 2, [window, 0, size, ALL_PLANES])).subarray(32);
    const colours = new Set();
    for (let at = 0; at + 3 < image.length; at += 4) colours.add(image.readUInt32LE(at) & 0xffffff);
    return colours.size;
  }

  /** Asks a window to close, as its cross does. */
  async close(window) {
    const [protocols, wish] = [await this.#atom("WM_PROTOCOLS"), await this.#atom("WM_DELETE_WINDOW")];
    const event = [33 | (32 << 8), window, protocols, wish, 0, 0, 0, 0];
    this.#send(25, 0, [window, 0, ...event]);
  }

  async #children() {
    const tree = await this.#request(15, 0, [this.#root]);
    return Array.from({ length: tree.readUInt16LE(16) }, (_, i) => tree.readUInt32LE(32 + i * 4));
  }

  async #title(window) {
    const property = await this.#request(20, 0, [window, await this.#atom("_NET_WM_NAME"), 0, 0, 256]);
    return property.subarray(32, 32 + property.readUInt32LE(16)).toString("utf8");
  }

  async #atom(name) {
    const bytes = Buffer.alloc(4 + Math.ceil(name.length / 4) * 4);
    bytes.writeUInt16LE(name.length, 0);
    bytes.write(name, 4);
    return (await this.#request(16, 0, words(bytes))).readUInt32LE(8);
  }

  /** Sends a request and gives its reply. */
  #request(opcode, detail, body) {
    return this.#ask(encoded(opcode, detail, body), (data) => (data.length < 32 ? null : data[0] === 1 ? 32 + data.readUInt32LE(4) * 4 : 32));
  }

  #send(opcode, detail, body) {
    this.#socket.write(encoded(opcode, detail, body));
  }

  /** Writes and waits for an answer whose length `lengthOf` reads from its beginning. */
  #ask(bytes, lengthOf) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lengthOf, resolve, reject });
      this.#socket.once("error", reject);
      this.#socket.write(bytes);
    });
  }

  #deliver() {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      // An event: of the keyboard's mapping each client is told, asked or not.
      while (this.#data.length >= 32 && this.#data[0] > 1) this.#data = this.#data.subarray(32);
      const length = first.lengthOf(this.#data);
      if (length === null || this.#data.length < length) return;
      const answer = this.#data.subarray(0, length);
      this.#data = this.#data.subarray(length);
      this.#waiting.shift();
      // 0 is an error, such as of a window that is gone.
      if (answer[0] === 0) first.reject(new Error(`X error ${answer[1]}`));
      else first.resolve(answer);
    }
  }
}

/** Gives a window the focus and presses a key there. */
export function press(place, window, key) {
  const ended = spawnSync("xdotool", ["windowfocus", String(window), "sleep", "0.3", "key", key], { env: place.env, timeout: 20_000 });
  if (ended.error) throw ended.error;
}

/** A request: opcode, detail, length in words, body in words. */
function encoded(opcode, detail, body) {
  const bytes = Buffer.alloc(4 + body.length * 4);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(detail, 1);
  bytes.writeUInt16LE(1 + body.length, 2);
  body.forEach((word, i) => bytes.writeUInt32LE(word >>> 0, 4 + i * 4));
  return bytes;
}

function words(bytes) {
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(i * 4));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Steps on the screens that more than one test takes: what a person does, by the words a person sees.
import { until } from "./webdriver.mjs";

/** Waits until the workstation is there. */
export async function ready(session) {
  await session.find("main", null, { limit: 300_000 });
}

/** Opens a panel through the search. */
export async function openPanel(session, name) {
  await ready(session);
  const entry = await until(60_000, `the search does not offer "${name}"`, async () => {
    // The first panels may still take the focus while they load: begin anew rather than type into them.
    if (!(await isSearching(session))) await session.press("Control", "k");
    await until(5_000, "the search has not the focus", () => isSearching(session));
    const typed = await session.run("return document.activeElement.value");
    if (typed !== name) {
      await session.run("document.activeElement.select()");
      await session.type(name);
    }
    return until(3_000, "nothing was found", async () => (await session.all("menuitem", name))[0]);
  });
  await session.click(entry);
  await session.find("tabpanel", null);
}

/** Whether the search is open and what is typed goes there. */
function isSearching(session) {
  return session.run(`return document.activeElement?.matches("[role=dialog] input[type=search]") ?? false`);
}

/** Runs an entry of the menu that the group of a panel has beside its tabs. */
export async function choosePanelAction(session, name, action) {
  await session.click(await session.find("button", `Move or link ${name}`));
  await session.click(await session.find("menuitem", action));
}

/** Chooses one of several radio buttons. The input itself is hidden behind its label, which is what a person clicks. */
export async function chooseRadio(session, name) {
  const radio = await session.find("radio", name);
  const label = await session.run(`return arguments[0].closest("label") ?? arguments[0]`, radio);
  await session.click(label);
  await until(5_000, `"${name}" was not chosen`, () => session.run("return arguments[0].checked", radio));
}

/** The rows of a table: for each, its row header and the texts of its cells. */
export async function rows(session, label) {
  const table = await session.find("table", label, { exact: true });
  return session.run(
    `return [...arguments[0].tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))`,
    table,
  );
}

/** A percentage as shown, as a fraction; null for an unknown one. */
export function fraction(text) {
  if (text === "—") return null;
  const value = Number(text.replace("\u2212", "-").replace(/[%\s,]/g, ""));
  if (Number.isNaN(value)) throw new Error(`"${text}" is not a percentage`);
  return value / 100;
}

/** Drags the upper bound of the first asset down to a fifth of its track and back. */
export async function startDragging(session) {
  const thumb = await session.find("slider", "Upper bound of");
  const { x, y, left, width } = await session.run(
    `arguments[0].scrollIntoView({ block: "center" });
     const thumb = arguments[0].getBoundingClientRect();
     const track = arguments[0].parentElement.getBoundingClientRect();
     return { x: thumb.x + thumb.width / 2, y: thumb.y + thumb.height / 2, left: track.x, width: track.width };`,
    thumb,
  );
  const low = left + width / 5;
  const steps = 24;
  const way = Array.from({ length: steps }, (_, i) => x + ((low - x) * (i + 1)) / steps);
  await session.drag([[x, y], ...[...way, ...way.toReversed(), x].map((at) => [at, y])]);
}

// What processes have taken of the machine.
import { readFile, readdir } from "node:fs/promises";

/** Processor time that the page's process and ours have taken, in milliseconds. */
export async function cpuMs() {
  const used = { page: 0, own: 0 };
  for (const name of await readdir("/proc")) {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const [, program, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
    if (program === undefined) continue;
    const fields = rest.split(" ");
    // User and system time, in hundredths of a second.
    const ms = (Number(fields[11]) + Number(fields[12])) * 10;
    if (program.startsWith("WebKitWebProces")) used.page += ms;
    if (program.startsWith("quarterdeck")) used.own += ms;
  }
  return used;
}

// Calendar days as ISO texts, such as "2022-12-28".

/** The same day so many years earlier; the 29th of February becomes the 28th. */
export function yearsBefore(iso: string, years: number): string {
  const [year = "1970", month = "01", day = "01"] = iso.split("-");
  const target = Number(year) - years;
  const isLeap = (target % 4 === 0 && target % 100 !== 0) || target % 400 === 0;
  const safe = month === "02" && day === "29" && !isLeap ? "28" : day;
  return `${String(target).padStart(4, "0")}-${month}-${safe}`;
}

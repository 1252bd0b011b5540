// Finding a point by its time.

/** The index of a time in ascending times, or −1. */
export function indexOfTime(times: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = times[middle] ?? Number.NaN;
    if (value === time) return middle;
    if (value < time) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

// Names for rows that are added: only this window knows them, so that counting is enough.
let count = 0;

export function newRowId(): string {
  count += 1;
  return `row-${count}`;
}

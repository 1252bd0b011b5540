// Series as binary columns: little-endian, decoded into typed arrays without a copy where alignment allows.
//
// Layout: magic "QDC1", u32 column count, u32 row count; then per column u8 type, u8 name length, the name (UTF-8);
// then, from the next multiple of 8, each column's values in order, each column starting at a multiple of 8.

export type Values = Float64Array | BigInt64Array | Int32Array;
export interface Columns {
  rows: number;
  columns: Record<string, Values>;
}

const MAGIC = "QDC1";

/** Reads a blob; throws a plain message when it is not one. */
export function decodeColumns(blob: ArrayBuffer): Columns {
  const view = new DataView(blob);
  const bytes = new Uint8Array(blob);
  if (blob.byteLength < 12 || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC) {
    throw new Error("the answer is no series of columns; the client and the server may be of different versions");
  }
  const n_columns = view.getUint32(4, true);
  const rows = view.getUint32(8, true);
  let at = 12;
  const heads: { name: string; type: number }[] = [];
  for (let c = 0; c < n_columns; c += 1) {
    const type = view.getUint8(at);
    const length = view.getUint8(at + 1);
    heads.push({ type, name: new TextDecoder().decode(bytes.subarray(at + 2, at + 2 + length)) });
    at += 2 + length;
  }
  const columns: Record<string, Values> = {};
  for (const { name, type } of heads) {
    at = Math.ceil(at / 8) * 8;
    const width = type === 2 ? 4 : 8;
    if (at + rows * width > blob.byteLength) throw new Error(`column "${name}" is cut off; try again`);
    if (type === 0) columns[name] = new Float64Array(blob, at, rows);
    else if (type === 1) columns[name] = new BigInt64Array(blob, at, rows);
    else if (type === 2) columns[name] = new Int32Array(blob, at, rows);
    else throw new Error(`column "${name}" has the unknown type ${type}; update the client`);
    at += rows * width;
  }
  return { rows, columns };
}

// Calls: paths, errors, binary series, what grows old.
import { describe, expect, it } from "vitest";

import { setPlatform } from "@/platform/platform";
import { splitFrame } from "@/platform/tauri/frame";
import { takeToken } from "@/platform/web/token";
import { Status, testHost } from "@/testing/host";
import { decodeColumns } from "./binary";
import { change, fillPath, get } from "./client";
import { ApiError, problemToError } from "./errors";
import { affected, nounOf } from "./nouns";
import { getAll } from "./queries";

describe("paths", () => {
  it("fills and escapes", () =>
    expect(fillPath("/a/{id}", { path: { id: "x/y" }, query: { q: "a b", n: 0 } })).toBe("/a/x%2Fy?q=a+b&n=0"));
  it("leaves absent values out", () => expect(fillPath("/a", { query: { q: "", b: null, c: undefined } })).toBe("/a"));
  it("wants every placeholder", () => expect(() => fillPath("/a/{id}")).toThrow("needs a value for id"));
  it("knows the noun", () =>
    expect([nounOf("/fx-rates/pairs"), nounOf("/workspace?x=1")]).toEqual(["fx-rates", "workspace"]));
});

describe("errors", () => {
  const problem = {
    title: "Not valid",
    code: "invalid",
    detail: "Price is below zero.",
    request_id: "r1",
    fields: [{ field: "price", code: "c", message: "below zero" }],
  };
  it("carry the problem's words and fields", () => {
    const error = problemToError(422, problem);
    expect([error.message, error.code, error.requestId, error.fields]).toEqual([
      "Price is below zero.",
      "invalid",
      "r1",
      [{ field: "price", detail: "below zero" }],
    ]);
  });
  it("do not show a page of HTML", () =>
    expect(problemToError(502, "<html>").message).toBe("The server answered 502."));
  it("come out of a refused call", async () => {
    setPlatform(testHost({ "GET /x": new Status(422, problem) }));
    await expect(get("/x")).rejects.toMatchObject({ status: 422, message: "Price is below zero." });
  });
  it("of a call without an answer have status 0", async () => {
    setPlatform({ ...testHost({}), request: () => Promise.reject(new TypeError("connection refused")) });
    const error = await get("/x").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 0, code: "unreachable" });
  });
});

describe("answers", () => {
  it("a change names itself in a header, a deletion in its body", async () => {
    setPlatform(
      testHost({ "PATCH /a": new Status(200, { id: "1" }, { "x-change-id": "c1" }), "DELETE /a": { change_id: "c2" } }),
    );
    expect(await change("PATCH", "/a", {})).toEqual({ value: { id: "1" }, changeId: "c1" });
    expect((await change("DELETE", "/a")).changeId).toBe("c2");
  });
  it("lists are read through all pages", async () => {
    setPlatform(
      testHost({
        "GET /l?limit=500": { items: [1], next_cursor: "n" },
        "GET /l?limit=500&cursor=n": { items: [2], next_cursor: null },
      }),
    );
    expect(await getAll("/l")).toEqual([1, 2]);
  });
  it("changes reach what is computed from them", () => {
    expect(affected(["transactions"])).toContain("portfolio");
    expect(affected(["fx_rates"])).toContain("fx-rates");
    expect(affected(["portfolio_optimizations"])).toContain("optimizations");
    expect(affected(["jobs"])).not.toContain("portfolio");
  });
});

/** A blob as the server writes it: f64 and i64 columns. */
function blob(columns: [name: string, type: 0 | 1, values: number[]][]): ArrayBuffer {
  const rows = columns[0]?.[2].length ?? 0;
  const head = 12 + columns.reduce((n, [name]) => n + 2 + name.length, 0);
  const start = Math.ceil(head / 8) * 8;
  const view = new DataView(new ArrayBuffer(start + columns.length * rows * 8));
  [..."QDC1"].forEach((c, i) => view.setUint8(i, c.charCodeAt(0)));
  view.setUint32(4, columns.length, true);
  view.setUint32(8, rows, true);
  let at = 12;
  for (const [name, type] of columns) {
    view.setUint8(at, type);
    view.setUint8(at + 1, name.length);
    [...name].forEach((c, i) => view.setUint8(at + 2 + i, c.charCodeAt(0)));
    at += 2 + name.length;
  }
  columns.forEach(([, type, values], c) =>
    values.forEach((v, r) => {
      const offset = start + (c * rows + r) * 8;
      if (type === 0) view.setFloat64(offset, v, true);
      else view.setBigInt64(offset, BigInt(v), true);
    }),
  );
  return view.buffer;
}

describe("binary series", () => {
  it("become typed arrays over the same bytes", () => {
    const bytes = blob([
      ["at", 1, [1, -2]],
      ["close", 0, [1.5, Number.NaN]],
    ]);
    const { rows, columns } = decodeColumns(bytes);
    expect(rows).toBe(2);
    expect(columns["at"]).toEqual(new BigInt64Array([1n, -2n]));
    expect(columns["close"]).toEqual(new Float64Array([1.5, Number.NaN]));
    expect(columns["close"]?.buffer).toBe(bytes);
  });
  it("that are cut off or foreign are refused", () => {
    const bytes = blob([["close", 0, [1, 2]]]);
    expect(() => decodeColumns(bytes.slice(0, bytes.byteLength - 8))).toThrow('"close" is cut off');
    expect(() => decodeColumns(new TextEncoder().encode("<!doctype html>").buffer as ArrayBuffer)).toThrow("no series");
  });
});

describe("hosts", () => {
  it("the desktop's frame splits into header and body", () => {
    const header = new TextEncoder().encode('{"status":200,"headers":{"etag":"x"}}');
    const bytes = new Uint8Array(4 + header.length + 2);
    new DataView(bytes.buffer).setUint32(0, header.length, true);
    bytes.set(header, 4);
    bytes.set([7, 8], 4 + header.length);
    const answer = splitFrame(bytes.buffer);
    expect([answer.status, answer.headers["etag"], [...new Uint8Array(answer.body)]]).toEqual([200, "x", [7, 8]]);
    expect(() => splitFrame(new ArrayBuffer(2))).toThrow("no frame");
  });
  it("the token leaves the address and stays in the tab", () => {
    sessionStorage.clear();
    window.history.replaceState(null, "", "/?panel=jobs#token=secret");
    expect(takeToken(window.location, window.history, sessionStorage)).toBe("secret");
    expect(window.location.href).not.toContain("secret");
    expect(takeToken(window.location, window.history, sessionStorage)).toBe("secret");
  });
});

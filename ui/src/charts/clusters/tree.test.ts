import { describe, expect, it } from "vitest";

import { blocks, branches, type ClusterTree } from "./tree";

// Five points on a line at 0, 1, 5, 7 and 20 by single linkage, worked by hand: 0–1 at 1, 5–7 at 2, both pairs at 4 (1 to 5),
// 20 at 13 (7 to 20). The order of the leaves puts the lone point first.
const TREE: ClusterTree = {
  names: ["A", "B", "C", "D", "E"],
  merges: [
    { left: 0, right: 1, distance: 1, size: 2 },
    { left: 2, right: 3, distance: 2, size: 2 },
    { left: 5, right: 6, distance: 4, size: 4 },
    { left: 4, right: 7, distance: 13, size: 5 },
  ],
  leaf_order: ["E", "A", "B", "C", "D"],
  cluster_of: { E: 1, A: 2, B: 2, C: 3, D: 3 },
};

describe("a dendrogram", () => {
  it("sets each bracket over the middle of its parts, at the distance where they join", () => {
    const drawn = branches(TREE).map(({ from, to, from_distance, to_distance, distance }) => [
      from,
      to,
      from_distance,
      to_distance,
      distance,
    ]);
    expect(drawn).toEqual([
      [1, 2, 0, 0, 1],
      [3, 4, 0, 0, 2],
      [1.5, 3.5, 1, 2, 4],
      [0, 2.5, 0, 4, 13],
    ]);
  });

  it("knows which brackets lie within one cluster, and what is below each", () => {
    expect(branches(TREE).map(({ cluster, first, last }) => [cluster, first, last])).toEqual([
      [2, 1, 2],
      [3, 3, 4],
      [null, 1, 4],
      [null, 0, 4],
    ]);
  });

  it("leaves out merges of leaves that the order does not know, with all that follows from them", () => {
    const { leaf_order, ...rest } = TREE;
    expect(branches({ ...rest, leaf_order: leaf_order.filter((name) => name !== "A") })).toHaveLength(1);
  });
});

describe("the blocks of an ordered matrix", () => {
  it("are the runs of equal clusters", () => {
    expect(blocks(TREE.leaf_order, TREE.cluster_of)).toEqual([
      { cluster: 1, first: 0, last: 0 },
      { cluster: 2, first: 1, last: 2 },
      { cluster: 3, first: 3, last: 4 },
    ]);
  });

  it("are two when a cluster is torn apart, and none without clusters", () => {
    expect(blocks(["A", "C", "B"], { A: 1, B: 1, C: 2 })).toEqual([
      { cluster: 1, first: 0, last: 0 },
      { cluster: 2, first: 1, last: 1 },
      { cluster: 1, first: 2, last: 2 },
    ]);
    expect(blocks(["A"], {})).toEqual([]);
  });
});

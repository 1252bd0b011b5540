import { describe, expect, it } from "vitest";

import { stepTree, treeHitAt, type TreeHit } from "./dendrogram";
import { type ClusterTree } from "./tree";

const TREE: ClusterTree = {
  names: ["A", "B", "C"],
  merges: [
    { left: 0, right: 1, distance: 1, size: 2 },
    { left: 2, right: 3, distance: 4, size: 3 },
  ],
  leaf_order: ["C", "A", "B"],
  cluster_of: { C: 1, A: 2, B: 2 },
};

describe("reading a dendrogram", () => {
  const walk = (...keys: string[]): TreeHit | null =>
    keys.reduce<TreeHit | null>((hit, key) => stepTree(TREE, hit, key) ?? hit, null);

  it("goes along the leaves and stops at the last", () => {
    expect(walk("ArrowRight")).toEqual({ kind: "leaf", place: 0 });
    expect(walk("ArrowRight", "ArrowRight")).toEqual({ kind: "leaf", place: 1 });
    expect(walk("End", "ArrowRight")).toEqual({ kind: "leaf", place: 2 });
    expect(stepTree(TREE, null, "x")).toBeNull();
  });

  it("goes up to the bracket over what is read, to the root, and down again", () => {
    expect(walk("End", "ArrowUp")).toEqual({ kind: "branch", index: 0 });
    expect(walk("End", "ArrowUp", "ArrowUp")).toEqual({ kind: "branch", index: 1 });
    expect(walk("End", "ArrowUp", "ArrowUp", "ArrowUp")).toEqual({ kind: "branch", index: 1 });
    expect(walk("End", "ArrowUp", "ArrowDown")).toEqual({ kind: "leaf", place: 1 });
    expect(walk("Home", "ArrowUp")).toEqual({ kind: "branch", index: 1 });
  });

  it("goes on beside a bracket, not inside of it", () => {
    expect(walk("End", "ArrowUp", "ArrowLeft")).toEqual({ kind: "leaf", place: 0 });
  });

  it("finds leaves below the axis and the bars of brackets above", () => {
    expect(treeHitAt(TREE, 590, 330, 600, 340)).toEqual({ kind: "leaf", place: 2 });
    const bar = Array.from({ length: 266 }, (_, y) => treeHitAt(TREE, 450, y, 600, 340)).filter((hit) => hit !== null);
    expect(new Set(bar.map((hit) => (hit.kind === "branch" ? hit.index : -1)))).toEqual(new Set([0]));
    expect(treeHitAt(TREE, 5, 100, 600, 340)).toBeNull();
  });
});

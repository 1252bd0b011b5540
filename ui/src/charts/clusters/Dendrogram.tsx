// The tree of assets that the objectives by clusters follow.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { CanvasChart } from "../CanvasChart";
import { type TableRow } from "../ChartFrame";
import { drawDendrogram, stepTree, treeHitAt, type TreeHit } from "./dendrogram";
import { branches, type ClusterTree } from "./tree";

export interface DendrogramProps {
  title: string;
  tree: ClusterTree;
  controls?: ReactNode;
}

export function Dendrogram({ title, tree, controls }: DendrogramProps) {
  const { t } = useLingui();
  const format = useFormat();
  const names = tree.leaf_order;
  const count = new Set(Object.values(tree.cluster_of)).size;
  const below = (first: number, last: number): string => names.slice(first, last + 1).join(", ");
  const read = (hit: TreeHit): string => {
    if (hit.kind === "leaf") {
      const name = names[hit.place] ?? "";
      return t`${name}, cluster ${tree.cluster_of[name] ?? "—"}`;
    }
    const branch = branches(tree)[hit.index];
    if (!branch) return "";
    return t`Joined at distance ${format.number(branch.distance, 3)}: ${below(branch.first, branch.last)}`;
  };
  const rows = (): TableRow[] =>
    branches(tree).map(({ distance, first, last, cluster }) => [
      below(first, last),
      last - first + 1,
      cluster,
      distance,
    ]);
  return (
    <CanvasChart<TreeHit>
      title={title}
      label={t`${title}: tree of clusters. Assets: ${names.length}, clusters: ${count}.`}
      height={320}
      minWidth={Math.min(900, 60 + names.length * 13)}
      controls={controls}
      table={{
        header: [t`Joined`, t`Assets`, t`Cluster`, t`Distance`],
        rows,
        show: (value, column) => (column === 3 ? format.number(value, 4) : (value ?? "—")),
      }}
      draw={(surface, style, hit) => drawDendrogram(surface, tree, style, hit)}
      hitAt={(x, y, { width, height }) => treeHitAt(tree, x, y, width, height)}
      step={(hit, key) => stepTree(tree, hit, key)}
      read={read}
    />
  );
}

// The geometry of a dendrogram and of the blocks that clusters make in an ordered matrix.

/** Two clusters joined: the n leaves have the numbers 0 to n − 1, the k-th merge makes the cluster n + k. */
export interface Merge {
  left: number;
  right: number;
  distance: number;
  size: number;
}

export interface ClusterTree {
  /** Leaf names by their number. */
  names: readonly string[];
  /** Ascending by distance. */
  merges: readonly Merge[];
  /** Names from the first to the last place, so that branches do not cross. */
  leaf_order: readonly string[];
  /** Cluster of each name, from 1. */
  cluster_of: Readonly<Record<string, number>>;
}

/** One merge as drawn: a bracket over its two parts. Places count leaves: the first leaf stands at 0. */
export interface Branch {
  /** Places of the two parts, the smaller one first. */
  from: number;
  to: number;
  /** Distances at which the two parts themselves were joined; 0 for a leaf. */
  from_distance: number;
  to_distance: number;
  distance: number;
  /** The cluster that all leaves below belong to; null where several meet. */
  cluster: number | null;
  /** First and last place below it. */
  first: number;
  last: number;
}

interface Part {
  place: number;
  distance: number;
  cluster: number | null;
  first: number;
  last: number;
}

/** The brackets in the order of the merges. A merge whose parts are unknown is left out. */
export function branches({ names, merges, leaf_order, cluster_of }: ClusterTree): Branch[] {
  const places = new Map(leaf_order.map((name, place) => [name, place]));
  const parts: (Part | null)[] = names.map((name) => {
    const place = places.get(name);
    return place === undefined
      ? null
      : { place, distance: 0, cluster: cluster_of[name] ?? null, first: place, last: place };
  });
  const drawn: Branch[] = [];
  for (const { left, right, distance } of merges) {
    const pair = [parts[left], parts[right]].filter((part) => part !== null && part !== undefined);
    const [a, b] = pair.sort((x, y) => x.place - y.place);
    if (!a || !b) {
      parts.push(null);
      continue;
    }
    const cluster = a.cluster === b.cluster ? a.cluster : null;
    const [first, last] = [Math.min(a.first, b.first), Math.max(a.last, b.last)];
    drawn.push({
      from: a.place,
      to: b.place,
      from_distance: a.distance,
      to_distance: b.distance,
      distance,
      cluster,
      first,
      last,
    });
    parts.push({ place: (a.place + b.place) / 2, distance, cluster, first, last });
  }
  return drawn;
}

/** Neighbouring places of one cluster. */
export interface Block {
  cluster: number;
  first: number;
  last: number;
}

/** The runs of equal clusters along the order of the leaves; leaves without a cluster belong to none. */
export function blocks(leaf_order: readonly string[], cluster_of: Readonly<Record<string, number>>): Block[] {
  const found: Block[] = [];
  leaf_order.forEach((name, place) => {
    const cluster = cluster_of[name];
    const open = found.at(-1);
    if (cluster === undefined) return;
    if (open && open.cluster === cluster && open.last === place - 1) open.last = place;
    else found.push({ cluster, first: place, last: place });
  });
  return found;
}

// What a group is called on the screen.
import { useLingui } from "@lingui/react/macro";

import { ASSET_CLASS } from "@/api/labels";
import { type GroupKey, NOTHING, partsOf } from "./groups";
import { DIMENSION_UNSAID } from "./words";

const isClass = (value: string): value is keyof typeof ASSET_CLASS => value in ASSET_CLASS;

export function useGroupName(): (key: GroupKey) => string {
  const { i18n } = useLingui();
  return (key) => {
    const { dimension, value } = partsOf(key);
    if (dimension === "own") return value;
    if (value === NOTHING) return i18n._(DIMENSION_UNSAID[dimension]);
    return dimension === "asset_class" && isClass(value) ? i18n._(ASSET_CLASS[value]) : value;
  };
}

// The words for flags.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type Flag } from "@/api/markets";

export const FLAG: Record<Flag, MessageDescriptor> = {
  red: msg`red`,
  orange: msg`orange`,
  yellow: msg`yellow`,
  green: msg`green`,
  blue: msg`blue`,
  purple: msg`purple`,
};

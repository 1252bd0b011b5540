// The words for kinds of data, sorts of trouble and states of connections.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type BarSize, type ConnectionState, type DataKind, type IncidentKind } from "@/api/markets";

export const DATA_KIND: Record<DataKind, MessageDescriptor> = {
  trade: msg`trades`,
  quote: msg`quotes`,
  bar: msg`bars`,
  book: msg`order books`,
  news: msg`news`,
};

export const CONNECTION: Record<ConnectionState["state"], MessageDescriptor> = {
  idle: msg`nothing wanted`,
  connecting: msg`connecting`,
  ready: msg`connected`,
  waiting: msg`tries again`,
  stopped: msg`stopped`,
};

export const INCIDENT: Record<IncidentKind, MessageDescriptor> = {
  stale: msg`Nothing came for too long`,
  gap: msg`Numbers are missing`,
  sequence_jump: msg`A number far from the others`,
  crossed: msg`Bid above ask`,
  spike: msg`Price far from the last ones`,
  unconfirmed: msg`First price, not confirmed`,
  out_of_order: msg`Came too late`,
  duplicate: msg`Came twice`,
  clock_skew: msg`Clocks differ`,
  disagreement: msg`Two sources disagree`,
  currency: msg`Another currency`,
  adjustment: msg`Adjusted otherwise`,
  range: msg`No possible number`,
  checksum: msg`Checksum of the book`,
  book_gap: msg`Book does not join on`,
};

export const BAR_SIZE: Record<BarSize, MessageDescriptor> = {
  "1s": msg`1 second`,
  "1m": msg`1 minute`,
  "5m": msg`5 minutes`,
  "15m": msg`15 minutes`,
  "30m": msg`30 minutes`,
  "1h": msg`1 hour`,
  "4h": msg`4 hours`,
  "1d": msg`1 day`,
};

export const BAR_SIZES = Object.keys(BAR_SIZE) as BarSize[];

// The words for places, filing statuses and the person's figures.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import {
  type Charge,
  type FilingStatus,
  type Jurisdiction,
  type LotOrder,
  type Person,
  type RepurchaseKind,
  type Rules,
} from "./types";

export const PLACE: Partial<Record<Jurisdiction, MessageDescriptor>> = {
  united_states: msg`United States (federal)`,
  united_kingdom: msg`United Kingdom`,
  canada: msg`Canada (federal)`,
  germany: msg`Germany`,
  italy: msg`Italy`,
};

export const STATUS: Record<FilingStatus, MessageDescriptor> = {
  single: msg`Single`,
  married_jointly: msg`Married, one return`,
  married_separately: msg`Married, a return each`,
  head_of_household: msg`Head of household`,
  surviving_spouse: msg`Surviving spouse`,
};

/** A figure of the person that a law asks for. */
export type PersonFigure = Exclude<keyof Person, "filing_status" | "church_tax_rate">;

export const FIGURE: Record<PersonFigure, MessageDescriptor> = {
  income: msg`Taxable income without gains`,
  qualified_dividends: msg`Qualified dividends`,
  adjusted_gross_income: msg`Adjusted gross income without gains`,
  net_investment_income: msg`Interest, dividends and other investment income`,
  allowance_used: msg`Allowance used by other income`,
};

/** Which figures each place's law asks for. */
export const ASKED: Partial<Record<Jurisdiction, readonly PersonFigure[]>> = {
  united_states: ["income", "qualified_dividends", "adjusted_gross_income", "net_investment_income"],
  united_kingdom: ["income"],
  canada: ["income"],
  germany: ["allowance_used"],
  italy: [],
};

export const LOT_ORDER: Record<LotOrder, MessageDescriptor> = {
  specific: msg`the lots that you name`,
  first_in_first_out: msg`the oldest first`,
  last_in_first_out: msg`the newest first`,
  highest_cost_first: msg`the dearest first`,
  average: msg`one average cost`,
};

export const REPURCHASE: Record<RepurchaseKind, MessageDescriptor> = {
  wash_sale: msg`disallows the loss (wash sale)`,
  superficial_loss: msg`denies it while the same is still held`,
  matching: msg`is what was sold (matching)`,
};

export type CarryKind = Rules["losses"]["carry_forward"]["kind"];

export const CARRY: Record<CarryKind, MessageDescriptor> = {
  unlimited: msg`without limit`,
  years: msg`for some years`,
  none: msg`not at all`,
};

export const CHARGE: Record<Charge["kind"], MessageDescriptor> = {
  flat: msg`at one rate`,
  band: msg`at one rate within and one above a band`,
  inclusion: msg`by a share that is income`,
  brackets: msg`short-term as income, long-term by brackets`,
};

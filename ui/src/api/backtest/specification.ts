// A strategy as data: where its parameters stand, what they are, and which of them are numbers that a sweep can vary.
import { without } from "@/lib/records";
import { isRecord } from "@/lib/storage";
import { type Catalogue, type ParameterForm, type Specification, type StrategyForm } from "./types";

/** A strategy of a kind with its defaults: what is left out has the default of the catalogue. */
export function begun(kind: string, source = ""): Specification {
  if (kind === "script") return { kind, source, parameters: {} };
  return { kind };
}

/** The entry of the catalogue for a kind. */
export function formOf(catalogue: Catalogue, kind: string): StrategyForm | null {
  return catalogue.strategies.find((form) => form.kind === kind) ?? null;
}

function scriptParameters(specification: Specification): Record<string, unknown> {
  const { parameters } = specification;
  return isRecord(parameters) ? parameters : {};
}

/** What is said of a parameter; undefined when it is left out. */
export function said(specification: Specification, name: string): unknown {
  return specification.kind === "script" ? scriptParameters(specification)[name] : specification[name];
}

/** The strategy with another value of a parameter; null and undefined leave it out. */
export function withValue(specification: Specification, name: string, value: unknown): Specification {
  const put = (record: Record<string, unknown>): Record<string, unknown> =>
    value === null || value === undefined ? without(record, name) : { ...record, [name]: value };
  if (specification.kind !== "script") return { ...put(specification), kind: specification.kind };
  return { ...specification, parameters: put(scriptParameters(specification)) };
}

/** The strategy with the parameters of a trial. */
export function withParameters(
  specification: Specification,
  parameters: Readonly<Record<string, number>>,
): Specification {
  return Object.entries(parameters).reduce((so_far, [name, value]) => withValue(so_far, name, value), specification);
}

/** The value in force: what is said, else the default; null where there is none. */
export function inForce(specification: Specification, form: ParameterForm): unknown {
  const value = said(specification, form.name);
  if (value !== undefined) return value;
  return "default" in form ? form.default : null;
}

/** The parameters that are numbers. */
export function numeric(
  forms: readonly ParameterForm[],
): Extract<ParameterForm, { type: "integer" } | { type: "real" }>[] {
  return forms.flatMap((form) => (form.type === "integer" || form.type === "real" ? [form] : []));
}

/** Whether something kept is a strategy. */
export function isSpecification(value: unknown): value is Specification {
  return isRecord(value) && typeof value["kind"] === "string";
}

/** The text of a script; empty for what is none. */
export function sourceOf(specification: Specification): string {
  const { source } = specification;
  return typeof source === "string" ? source : "";
}

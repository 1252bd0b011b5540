// What every field has in common: label, help, error.
import { FieldError, Label, Text } from "react-aria-components";

export interface FieldProps {
  label: string;
  /** A line of help under the field. */
  description?: string | undefined;
  /** What is wrong with the present value. */
  error?: string | undefined;
  isRequired?: boolean | undefined;
  isDisabled?: boolean | undefined;
  autoFocus?: boolean | undefined;
  /** Keeps the label for assistive technology only. */
  hideLabel?: boolean | undefined;
}

export function FieldLabel({
  label,
  isRequired = false,
  hideLabel = false,
}: Pick<FieldProps, "label" | "isRequired" | "hideLabel">) {
  return (
    <Label className={hideLabel ? "qd-sr-only" : "qd-label"}>
      {label}
      {isRequired ? <span aria-hidden="true"> *</span> : null}
    </Label>
  );
}

export function FieldNotes({ description, error }: Pick<FieldProps, "description" | "error">) {
  return (
    <>
      {description ? (
        <Text slot="description" className="qd-field-description">
          {description}
        </Text>
      ) : null}
      <FieldError className="qd-field-error">{error}</FieldError>
    </>
  );
}

/** The props that every React Aria field takes from ours. */
export function common({ error, isRequired = false, isDisabled = false, autoFocus = false }: FieldProps) {
  return { isInvalid: Boolean(error), isRequired, isDisabled, autoFocus, validationBehavior: "aria" as const };
}

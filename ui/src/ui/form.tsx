// Forms in dialogs: react-hook-form holds the values, zod checks them, refusals of the server land at their fields.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { zodResolver } from "@hookform/resolvers/zod";
import {
  type Control,
  Controller,
  type DefaultValues,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  useForm,
  type UseFormReturn,
} from "react-hook-form";
import { type z } from "zod";

import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ErrorState, type ShownError } from "./states";

/** A form whose values a schema checks. */
export function useZodForm<Values extends FieldValues>(
  schema: z.ZodType<Values, Values>,
  defaultValues: DefaultValues<Values>,
): UseFormReturn<Values> {
  return useForm<Values>({ resolver: zodResolver(schema), defaultValues, mode: "onTouched" });
}

export interface Bound<Value> {
  value: Value;
  onChange: (value: Value) => void;
  onBlur: () => void;
  error: string | undefined;
}

export interface BindProps<Values extends FieldValues, Name extends FieldPath<Values>> {
  control: Control<Values>;
  name: Name;
  children: (field: Bound<FieldPathValue<Values, Name>>) => ReactNode;
}

/** Connects one field: `<Bind control={…} name="symbol">{(f) => <TextInput label=… {...f} />}</Bind>`. */
export function Bind<Values extends FieldValues, Name extends FieldPath<Values>>({
  control,
  name,
  children,
}: BindProps<Values, Name>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <>
          {children({
            value: field.value,
            onChange: field.onChange,
            onBlur: field.onBlur,
            error: fieldState.error?.message,
          })}
        </>
      )}
    />
  );
}

export interface FormDialogProps<Values extends FieldValues> {
  title: string;
  form: UseFormReturn<Values>;
  /** Saves; a rejected promise keeps the dialog open and shows why. */
  onSave: (values: Values) => Promise<unknown>;
  onClose: () => void;
  saveLabel?: string;
  width?: number;
  children: ReactNode;
}

function isShown(error: unknown): error is ShownError {
  return error instanceof Error;
}

/** A dialog around a form. */
export function FormDialog<Values extends FieldValues>(props: FormDialogProps<Values>) {
  const { title, form, onSave, onClose, saveLabel, width = 620, children } = props;
  const { t } = useLingui();
  const [failure, setFailure] = useState<ShownError | null>(null);
  const [isSaving, setSaving] = useState(false);
  const submit = form.handleSubmit(async (values) => {
    setSaving(true);
    setFailure(null);
    try {
      await onSave(values);
      onClose();
    } catch (error) {
      const shown: ShownError = isShown(error) ? error : { message: String(error) };
      const elsewhere = (shown.fields ?? []).filter(({ field, detail }) => {
        if (!(field in values)) return true;
        form.setError(field as FieldPath<Values>, { message: detail });
        return false;
      });
      setFailure({ ...shown, message: shown.message, fields: elsewhere });
    } finally {
      setSaving(false);
    }
  });
  return (
    <Dialog
      title={title}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width={width}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form="qd-form" isPending={isSaving}>
            {saveLabel ?? t`Save`}
          </Button>
        </>
      }
    >
      {failure ? <ErrorState error={{ title: t`Not saved`, ...failure }} /> : null}
      <form id="qd-form" className="qd-form" noValidate onSubmit={(event) => void submit(event)}>
        {children}
      </form>
    </Dialog>
  );
}

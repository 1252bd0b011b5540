// The settings that hold for a whole workspace.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { change } from "@/api/client";
import { toApiError } from "@/api/errors";
import { InstrumentPicker } from "@/api/pickers";
import { refresh } from "@/api/queries";
import { type Settings } from "@/api/types";
import { useUndo } from "@/api/useUndo";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Bind, useZodForm } from "@/ui/form";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { type SettingsValues, settingsSchema, toPatch, toValues } from "./schema";

export function WorkspaceSettings({ settings }: { settings: Settings }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const [failure, setFailure] = useState<Error | null>(null);
  const schema = settingsSchema({
    rate: t`A rate lies between −100 and 100 percent.`,
    periods: t`A year has 1 to 366 trading days.`,
    days: t`Give a number of days from 0.`,
  });
  const form = useZodForm<SettingsValues>(schema, toValues(settings));
  const { control } = form;
  const save = form.handleSubmit(async (values) => {
    const patch = toPatch(values, settings);
    if (!patch) {
      toast({ text: t`Nothing has changed.` });
      return;
    }
    try {
      const { changeId } = await change("PATCH", "/settings", patch);
      setFailure(null);
      announce(t`Settings saved`, changeId);
      await refresh(client, ["settings"]);
    } catch (error) {
      setFailure(toApiError(error));
    }
  });
  return (
    <form className="qd-stack" noValidate onSubmit={(event) => void save(event)}>
      {failure ? <ErrorState error={failure} /> : null}
      <Bind control={control} name="base_currency">
        {(f) => <CurrencyInput label={t`Base currency`} description={t`Totals are shown in it.`} isRequired {...f} />}
      </Bind>
      <Bind control={control} name="benchmark_id">
        {(f) => (
          <InstrumentPicker
            label={t`Benchmark`}
            description={t`Performance is compared with it; empty for none.`}
            {...f}
          />
        )}
      </Bind>
      <Bind control={control} name="risk_free_percent">
        {(f) => (
          <DecimalInput
            label={t`Risk-free rate per year`}
            unit="%"
            description={t`Empty: the sample's series where there is one, else 0.`}
            {...f}
          />
        )}
      </Bind>
      <Bind control={control} name="periods_per_year">
        {(f) => <NumberInput label={t`Trading days in a year`} min={1} max={366} {...f} />}
      </Bind>
      <Bind control={control} name="stale_after_days">
        {(f) => <NumberInput label={t`A price is stale after days`} min={0} max={3650} {...f} />}
      </Bind>
      {platform().kind === "desktop" ? (
        <Bind control={control} name="renderer">
          {(f) => (
            <Select
              label={t`The window is drawn`}
              description={t`On Linux, from the next start. Choose “without it” when the window is blank or torn.`}
              options={[
                { id: "auto", label: t`By the graphics card where there is one` },
                { id: "gpu", label: t`By the graphics card` },
                { id: "software", label: t`Without it` },
              ]}
              {...f}
            />
          )}
        </Bind>
      ) : null}
      <div>
        <Button variant="primary" type="submit">
          {t`Save`}
        </Button>
      </div>
    </form>
  );
}

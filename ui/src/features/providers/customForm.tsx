// A JSON source of one's own: its address, and where in its answer what stands.
import { useLingui } from "@lingui/react/macro";
import { type Control, type FieldPathByValue, useWatch } from "react-hook-form";
import { z } from "zod";

import { type CustomSettings } from "@/api/markets";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { type CustomValues, EMPTY, isName, settingsOf, type TimeWay, valuesOf } from "./custom";
import { BAR_SIZE, BAR_SIZES } from "./words";

export interface CustomFormProps {
  /** The source to change; null makes a new one. */
  settings: CustomSettings | null;
  taken: readonly string[];
  onSave: (settings: CustomSettings) => Promise<void>;
  onClose: () => void;
}

type Fields = Control<CustomValues>;

export function CustomForm({ settings, taken, onSave, onClose }: CustomFormProps) {
  const { t, i18n } = useLingui();
  const schema: z.ZodType<CustomValues, CustomValues> = z.custom<CustomValues>().superRefine((values, context) => {
    const refuse = (field: keyof CustomValues, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    if (!isName(values.name)) refuse("name", t`1 to 16 small letters, digits, “_”, “-” or “.”.`);
    else if (taken.includes(values.name.trim())) refuse("name", t`Another source has this name.`);
    if (!values.url.includes("{symbol}")) refuse("url", t`Put {"{symbol}"} where the symbol goes.`);
    if (!/^https?:\/\//.test(values.url.trim())) refuse("url", t`Begin it with https://.`);
    if (values.time.trim() === "") refuse("time", t`Say where the time stands.`);
    if (values.close.trim() === "") refuse("close", t`Say where the close stands.`);
    if (values.lastUrl.trim() !== "" && !values.lastUrl.includes("{symbol}"))
      refuse("lastUrl", t`Put {"{symbol}"} where the symbol goes.`);
    if (values.lastUrl.trim() !== "" && values.lastPrice.trim() === "")
      refuse("lastPrice", t`Say where the price stands.`);
  });
  const form = useZodForm<CustomValues>(schema, settings ? valuesOf(settings) : EMPTY);
  const { control } = form;
  const names = ["urlTime", "timeFormat", "lastUrl", "lastTimeFormat"] as const;
  const [urlTime, timeFormat, lastUrl, lastTimeFormat] = useWatch({ control, name: names });
  return (
    <FormDialog
      title={settings ? t`Change the source` : t`Own JSON source`}
      form={form}
      onSave={(values) => onSave(settingsOf(values))}
      onClose={onClose}
      width={720}
    >
      <Line control={control} name="name" label={t`Name`} isRequired />
      <Bind control={control} name="size">
        {(f) => (
          <Select
            label={t`A bar covers`}
            options={BAR_SIZES.map((id) => ({ id, label: i18n._(BAR_SIZE[id]) }))}
            value={f.value}
            onChange={f.onChange}
          />
        )}
      </Bind>
      <div className="qd-form-wide">
        <Line
          control={control}
          name="url"
          label={t`Address`}
          hint={t`With {"{symbol}"} where the symbol goes, and {"{from}"} and {"{to}"} where it takes days.`}
          isRequired
        />
      </div>
      <Times control={control} name="urlTime" label={t`Days in the address`} />
      {urlTime === "pattern" ? <Line control={control} name="urlPattern" label={t`Pattern of the days`} /> : null}
      <Line
        control={control}
        name="list"
        label={t`Where the rows stand`}
        hint={t`Such as /data/prices; empty when the answer is the list.`}
      />
      <Line control={control} name="time" label={t`Time in a row`} hint={t`Such as /date or /0`} isRequired />
      <Times control={control} name="timeFormat" label={t`Form of the time`} />
      {timeFormat === "pattern" ? <Line control={control} name="timePattern" label={t`Pattern of the time`} /> : null}
      <Line control={control} name="open" label={t`Open`} />
      <Line control={control} name="high" label={t`High`} />
      <Line control={control} name="low" label={t`Low`} />
      <Line control={control} name="close" label={t`Close`} isRequired />
      <Line control={control} name="volume" label={t`Volume`} />
      <Bind control={control} name="adjustment">
        {(f) => (
          <Select
            label={t`Prices are`}
            options={[
              { id: "raw", label: t`as they were paid` },
              { id: "adjusted", label: t`adjusted for splits and dividends` },
            ]}
            value={f.value}
            onChange={f.onChange}
          />
        )}
      </Bind>
      <Line control={control} name="currency" label={t`Currency`} hint={t`Empty when it differs by symbol.`} />
      <Bind control={control} name="perMinute">
        {(f) => (
          <NumberInput
            label={t`Requests a minute`}
            description={t`Empty: as many as needed.`}
            min={1}
            max={60000}
            {...f}
          />
        )}
      </Bind>
      <Line
        control={control}
        name="keyHeader"
        label={t`Header of the key`}
        hint={t`Such as X-Api-Key; empty when it needs none. The key is entered afterwards.`}
      />
      <div className="qd-form-wide">
        <Line
          control={control}
          name="lastUrl"
          label={t`Address of the last price`}
          hint={t`On the same host, with {"{symbol}"}; empty when it has bars only. It is asked for while somebody looks and nothing streams.`}
        />
      </div>
      {lastUrl.trim() === "" ? null : <LastFields control={control} format={lastTimeFormat} />}
    </FormDialog>
  );
}

/** Where in the answer about a last price what stands. */
function LastFields({ control, format }: { control: Fields; format: TimeWay }) {
  const { t } = useLingui();
  return (
    <>
      <Line control={control} name="lastPrice" label={t`Last price`} hint={t`Such as /quote/last`} isRequired />
      <Line control={control} name="lastTime" label={t`Its time`} hint={t`Empty when the source does not tell it.`} />
      <Times control={control} name="lastTimeFormat" label={t`Form of its time`} />
      {format === "pattern" ? <Line control={control} name="lastTimePattern" label={t`Pattern of its time`} /> : null}
      <Line control={control} name="lastBid" label={t`Bid`} />
      <Line control={control} name="lastAsk" label={t`Ask`} />
      <Bind control={control} name="lastEvery">
        {(f) => <NumberInput label={t`Asked every … seconds`} min={1} max={86400} {...f} />}
      </Bind>
      <Bind control={control} name="lastDelay">
        {(f) => (
          <NumberInput label={t`Minutes late`} description={t`Empty when it is not late.`} min={0} max={1440} {...f} />
        )}
      </Bind>
    </>
  );
}

interface LineProps {
  control: Fields;
  name: FieldPathByValue<CustomValues, string>;
  label: string;
  hint?: string;
  isRequired?: boolean;
}

function Line({ control, name, label, hint, isRequired = false }: LineProps) {
  return (
    <Bind control={control} name={name}>
      {(f) => (
        <TextInput
          label={label}
          isRequired={isRequired}
          {...(hint === undefined ? {} : { description: hint })}
          {...f}
        />
      )}
    </Bind>
  );
}

interface TimesProps {
  control: Fields;
  name: "urlTime" | "timeFormat" | "lastTimeFormat";
  label: string;
}

function Times({ control, name, label }: TimesProps) {
  const { t } = useLingui();
  const ways: { id: TimeWay; label: string }[] = [
    { id: "date", label: "2024-03-12" },
    { id: "rfc3339", label: "2024-03-12T10:27:48Z" },
    { id: "unix_seconds", label: t`seconds since 1970` },
    { id: "unix_millis", label: t`milliseconds since 1970` },
    { id: "unix_micros", label: t`microseconds since 1970` },
    { id: "pattern", label: t`a pattern such as %d.%m.%Y` },
  ];
  return (
    <Bind control={control} name={name}>
      {(f) => <Select label={label} options={ways} value={f.value} onChange={f.onChange} />}
    </Bind>
  );
}

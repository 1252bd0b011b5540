// Whom a firing reaches, in steps until somebody acknowledges it.
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { type Escalation } from "./types";

/** A day: nobody waits longer to be told. */
const MINUTES_MAX = 1440;

export interface StepsProps {
  value: Escalation | null;
  /** The names of the ways that are set up. */
  ways: readonly string[];
  onChange: (value: Escalation | null) => void;
  error?: string | undefined;
}

export function Steps({ value, ways, onChange, error }: StepsProps) {
  const { t } = useLingui();
  const steps = value?.steps ?? [];
  // A way that was taken away meanwhile is still shown, for the alert names it.
  const known = [...new Set([...ways, ...steps.map(({ channel }) => channel.way)])];
  const free = known.filter((way) => !steps.some(({ channel }) => channel.way === way));
  const keep = (next: Escalation["steps"]): void => {
    const sorted = next.toSorted((a, b) => a.after_minutes - b.after_minutes);
    onChange(
      sorted.length === 0
        ? null
        : { steps: sorted, repeat_minutes: value?.repeat_minutes ?? null, quiet: value?.quiet ?? null },
    );
  };
  const set = (at: number, part: Partial<{ way: string; minutes: number }>): void =>
    keep(
      steps.map((step, n) =>
        n === at
          ? {
              after_minutes: part.minutes ?? step.after_minutes,
              channel: { way: part.way ?? step.channel.way, person: step.channel.person },
            }
          : step,
      ),
    );
  const add = (): void => {
    const way = free[0];
    const after = steps.at(-1)?.after_minutes;
    if (way !== undefined) {
      keep([...steps, { after_minutes: after === undefined ? 0 : after + 10, channel: { way, person: null } }]);
    }
  };
  return (
    <div className="qd-form-wide qd-stack" role="group" aria-label={t`Whom a firing reaches`}>
      {steps.map((step, n) => (
        <div className="qd-row qd-alert-step" key={step.channel.way}>
          <Select
            label={t`Way`}
            options={[step.channel.way, ...free].map((id) => ({ id, label: id }))}
            value={step.channel.way}
            onChange={(way) => set(n, { way })}
          />
          <NumberInput
            label={t`Minutes without an answer`}
            value={step.after_minutes}
            min={0}
            max={MINUTES_MAX}
            step={5}
            onChange={(minutes) => set(n, { minutes: minutes ?? 0 })}
          />
          <IconButton
            label={t`Take ${step.channel.way} away`}
            icon="trash"
            size="small"
            onPress={() => keep(steps.filter((_, at) => at !== n))}
          />
        </div>
      ))}
      <div className="qd-row">
        <Button size="small" icon="plus" onPress={add} isDisabled={free.length === 0}>
          {steps.length === 0 ? t`Tell somebody` : t`Then tell`}
        </Button>
        {value ? (
          <NumberInput
            label={t`Remind every … minutes`}
            value={value.repeat_minutes}
            min={1}
            max={MINUTES_MAX}
            step={5}
            onChange={(repeat_minutes) => onChange({ ...value, repeat_minutes })}
          />
        ) : null}
      </div>
      <p className="qd-dim qd-small">
        {ways.length === 0
          ? t`No way to tell somebody is set up. A firing is listed here, and shown in open windows.`
          : t`A firing is always listed here and shown in open windows; these are told beside that.`}
      </p>
      {error ? (
        <p role="alert" className="qd-field-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}

// Limits of one group as multiples of another's weight.
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { OpenNumberField } from "@/ui/fields/PercentField";
import { Select } from "@/ui/fields/Select";
import { useSlice } from "@/ui/useSlice";
import { blamedNames } from "./blame";
import { DIMENSIONS, type GroupKey, membersBy, nameOf, type Relative } from "./groups";
import { type Session } from "./session";
import { type Universe } from "./types";
import { newRowId } from "./rowId";
import { useGroupName } from "./useGroupName";

/** Every group there is, as options of a field. */
function useGroupOptions(session: Session, universe: Universe): { id: GroupKey; label: string }[] {
  const groupName = useGroupName();
  const own = useSlice(session.form, (form) => form.ownGroups);
  const keys: GroupKey[] = [
    ...Object.keys(own).map((name): GroupKey => `own:${name}`),
    ...DIMENSIONS.flatMap((d) => [...membersBy(d, universe.assets).keys()].map((value): GroupKey => `${d}:${value}`)),
  ];
  return keys.map((id) => ({ id, label: groupName(id) }));
}

interface RowProps {
  session: Session;
  options: { id: GroupKey; label: string }[];
  relative: Relative;
  onChange: (change: Partial<Relative>) => void;
  onRemove: () => void;
}

function RelativeRow({ session, options, relative, onChange, onRemove }: RowProps) {
  const { t } = useLingui();
  const groupName = useGroupName();
  const { group, other, lower, upper } = relative;
  const isBlamed = useSlice(session.solution, ({ error }) =>
    error ? blamedNames(error, [nameOf(group), nameOf(other)]).length === 2 : false,
  );
  const [name, against] = [groupName(group), groupName(other)];
  const rangeIsEmpty = lower !== null && upper !== null && lower > upper;
  return (
    <fieldset className={`qd-relative${isBlamed ? " qd-limit-blamed" : ""}`}>
      <legend className="qd-sr-only">{t`${name} against ${against}`}</legend>
      <Select label={t`Group`} value={group} onChange={(next) => onChange({ group: next })} options={options} />
      <label className="qd-field">
        <span className="qd-label">{t`At least ×`}</span>
        <OpenNumberField
          label={t`Least multiple of ${against} for ${name}`}
          value={lower}
          isInvalid={isBlamed || rangeIsEmpty}
          onCommit={(value) => onChange({ lower: value })}
        />
      </label>
      <label className="qd-field">
        <span className="qd-label">{t`At most ×`}</span>
        <OpenNumberField
          label={t`Highest multiple of ${against} for ${name}`}
          value={upper}
          isInvalid={isBlamed || rangeIsEmpty}
          onCommit={(value) => onChange({ upper: value })}
        />
      </label>
      <Select label={t`Of`} value={other} onChange={(next) => onChange({ other: next })} options={options} />
      <IconButton icon="trash" label={t`Remove the limit of ${name} against ${against}`} onPress={onRemove} />
      {lower === null && upper === null ? (
        <p className="qd-dim qd-small qd-relative-note">{t`Limits nothing until one of the two multiples is given.`}</p>
      ) : null}
      {group === other ? <p className="qd-warn qd-relative-note">{t`Choose two different groups.`}</p> : null}
    </fieldset>
  );
}

export function RelativeLimits({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const relatives = useSlice(session.form, (form) => form.relatives);
  const options = useGroupOptions(session, universe);
  const set = (next: readonly Relative[]): void => session.dispatch({ type: "set", change: { relatives: next } });
  const add = (): void => {
    const [first, second] = options;
    if (!first || !second) return;
    set([...relatives, { id: newRowId(), group: first.id, other: second.id, lower: null, upper: null }]);
  };
  return (
    <>
      {relatives.map((relative) => (
        <RelativeRow
          key={relative.id}
          session={session}
          options={options}
          relative={relative}
          onChange={(change) => set(relatives.map((r) => (r.id === relative.id ? { ...r, ...change } : r)))}
          onRemove={() => set(relatives.filter((r) => r.id !== relative.id))}
        />
      ))}
      <div>
        <Button size="small" icon="plus" isDisabled={options.length < 2} onPress={add}>
          {t`Limit a group against another`}
        </Button>
      </div>
    </>
  );
}

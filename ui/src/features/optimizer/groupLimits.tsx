// The limits of groups: by what instruments are, or groups of one's own.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Checkbox } from "@/ui/fields/Toggle";
import { useSlice } from "@/ui/useSlice";
import { type Dimension, DIMENSIONS, type GroupKey, membersBy, nameOf } from "./groups";
import { LimitRow, LimitTable } from "./limitRow";
import { type Session } from "./session";
import { type Universe } from "./types";
import { useGroupName } from "./useGroupName";
import { DIMENSION } from "./words";

function GroupDialog({ session, universe, onClose }: { session: Session; universe: Universe; onClose: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const [members, setMembers] = useState<readonly string[]>([]);
  const wanted = name.trim();
  // The solver tells groups and assets apart by name alone.
  const taken = new Set([
    ...Object.keys(session.form.get().ownGroups),
    ...universe.assets.map((asset) => asset.symbol),
    ...DIMENSIONS.flatMap((d) => [...membersBy(d, universe.assets).keys()].map((value) => nameOf(`${d}:${value}`))),
  ]);
  const error = taken.has(wanted) ? t`This name is taken: choose another one.` : undefined;
  const save = (): void => {
    const { ownGroups } = session.form.get();
    session.dispatch({ type: "set", change: { ownGroups: { ...ownGroups, [wanted]: members } } });
    onClose();
  };
  return (
    <Dialog
      title={t`New group`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width={560}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            variant="primary"
            isDisabled={wanted === "" || error !== undefined || members.length === 0}
            onPress={save}
          >
            {t`Add group`}
          </Button>
        </>
      }
    >
      <TextInput label={t`Name`} value={name} onChange={setName} error={error} isRequired autoFocus />
      <fieldset className="qd-universe-group">
        <legend>{t`Members`}</legend>
        {universe.assets.map(({ symbol, name: full }) => (
          <Checkbox
            key={symbol}
            label={`${symbol}  ${full}`}
            value={members.includes(symbol)}
            onChange={(on) => setMembers(on ? [...members, symbol] : members.filter((m) => m !== symbol))}
          />
        ))}
      </fieldset>
    </Dialog>
  );
}

export function GroupLimits({ session, universe }: { session: Session; universe: Universe }) {
  const { t, i18n } = useLingui();
  const groupName = useGroupName();
  const [by, setBy] = useState<Dimension | "own">("sector");
  const [isAdding, setIsAdding] = useState(false);
  const own = useSlice(session.form, (form) => form.ownGroups);
  const keys: GroupKey[] =
    by === "own"
      ? Object.keys(own).map((name): GroupKey => `own:${name}`)
      : [...membersBy(by, universe.assets).keys()].map((value): GroupKey => `${by}:${value}`);
  const dimension = by === "own" ? t`Own group` : i18n._(DIMENSION[by]);
  return (
    <>
      <div className="qd-row qd-row-end">
        <div className="qd-grow">
          <Select
            label={t`Group by`}
            value={by}
            onChange={setBy}
            options={[
              ...DIMENSIONS.map((id) => ({ id, label: i18n._(DIMENSION[id]) })),
              { id: "own" as const, label: t`Own groups` },
            ]}
          />
        </div>
        <Button
          icon="plus"
          onPress={() => {
            setBy("own");
            setIsAdding(true);
          }}
        >
          {t`New group`}
        </Button>
      </div>
      {keys.length === 0 ? (
        <p className="qd-dim qd-small">{t`No group of your own yet: “New group” makes one of any assets.`}</p>
      ) : (
        <LimitTable label={t`Limits by ${dimension}`} header={dimension}>
          {keys.map((key) => (
            <LimitRow
              key={key}
              session={session}
              id={key}
              isGroup
              name={groupName(key)}
              onRemove={
                by === "own" ? (
                  <IconButton
                    size="small"
                    icon="trash"
                    label={t`Remove the group ${groupName(key)}`}
                    onPress={() => session.dispatch({ type: "remove_own_group", name: groupName(key) })}
                  />
                ) : null
              }
            />
          ))}
        </LimitTable>
      )}
      {isAdding ? <GroupDialog session={session} universe={universe} onClose={() => setIsAdding(false)} /> : null}
    </>
  );
}

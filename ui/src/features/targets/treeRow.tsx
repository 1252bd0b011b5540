// One member of a nested target: its weight inside its group, its band, and where it can go.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Decimal, fractionOf, percentOf } from "@/lib/decimal";
import { scaleToOne, sumAt, type TargetModel, type TreeRow, withNode } from "@/lib/targetTree";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { TextInput } from "@/ui/fields/TextInput";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { BandFields } from "./bandFields";
import { isInside, movedTo, placesOf, removed, shifted, withWeight } from "./treeEdit";

export interface TreeRowProps {
  model: TargetModel;
  row: TreeRow;
  /** What an instrument is called. */
  symbolOf: (id: string) => string;
  onChange: (model: TargetModel) => void;
}

export function TreeRowFields({ model, row, symbolOf, onChange }: TreeRowProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { path, node } = row;
  const isGroup = node.kind === "group";
  const name = isGroup ? node.name : symbolOf(node.instrument);
  const [hasBand, setHasBand] = useState(Boolean(node.band) || (isGroup && Boolean(node.member_band)));
  const parent = path.slice(0, -1);
  const moves: MenuEntry[] = placesOf(model)
    .filter((place) => !isInside(place.path, path) && place.path.join() !== parent.join())
    .map((place) => ({
      id: `to ${place.path.join()}`,
      label: place.name === null ? t`Move to the top` : t`Move into ${place.name}`,
      onAction: () => onChange(movedTo(model, path, place.path)),
    }));
  const sum = isGroup ? sumAt(model, path) : 1;
  return (
    <li className="qd-tree-row" style={{ paddingLeft: row.level * 18 }}>
      <div className="qd-tree-fields">
        {isGroup ? (
          <TextInput
            label={t`Name of the group`}
            hideLabel
            value={node.name}
            onChange={(typed) => onChange(withNode(model, path, (old) => ({ ...old, name: typed }) as typeof old))}
          />
        ) : (
          <span className="qd-tree-name">{name}</span>
        )}
        <DecimalInput
          label={isGroup ? t`Weight of ${name}` : name}
          hideLabel
          unit="%"
          value={percentOf(node.weight)}
          onChange={(percent: Decimal | null) =>
            percent !== null && onChange(withWeight(model, path, fractionOf(percent)))
          }
        />
        <span className="qd-num qd-dim qd-small">
          {path.length > 1 ? t`= ${format.percent(row.whole, 2)} of all` : ""}
        </span>
        <MenuButton
          label={t`What to do with ${name}`}
          size="small"
          items={[
            {
              id: "band",
              label: hasBand ? t`No band of its own` : t`A band of its own`,
              onAction: () => {
                setHasBand(!hasBand);
                if (hasBand)
                  onChange(
                    withNode(
                      model,
                      path,
                      (old) => ({ ...old, band: null, ...(isGroup ? { member_band: null } : {}) }) as typeof old,
                    ),
                  );
              },
            },
            { id: "up", label: t`Up`, onAction: () => onChange(shifted(model, path, -1)) },
            { id: "down", label: t`Down`, onAction: () => onChange(shifted(model, path, 1)) },
            ...moves,
            {
              id: "remove",
              label: isGroup ? t`Remove with its members` : t`Remove`,
              isDanger: true,
              startsGroup: true,
              onAction: () => onChange(removed(model, path)),
            },
          ]}
        />
      </div>
      {hasBand ? (
        <BandFields
          name={name}
          value={node.band ?? null}
          onChange={(band) => onChange(withNode(model, path, (old) => ({ ...old, band })))}
        />
      ) : null}
      {hasBand && isGroup ? (
        <BandFields
          name={t`members of ${name}`}
          value={node.member_band ?? null}
          onChange={(band) => onChange(withNode(model, path, (old) => ({ ...old, member_band: band }) as typeof old))}
        />
      ) : null}
      {isGroup && Math.abs(sum - 1) > 1e-4 ? (
        <p className="qd-warn qd-small qd-row">
          {node.members.length === 0
            ? t`No members yet: add instruments to ${name} below.`
            : t`The members sum to ${format.percent(sum, 2)}; inside a group they make up 100%.`}
          {node.members.length > 0 ? (
            <Button
              size="small"
              aria-label={t`Scale to 100%: members of ${name}`}
              onPress={() => onChange(scaleToOne(model, path))}
            >
              {t`Scale to 100%`}
            </Button>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}

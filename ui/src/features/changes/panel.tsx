// The change history: every change with who, when and what, and the way back.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { ACTOR, AUDIT_ACTION, NOUN } from "@/api/labels";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type AuditEvent, type Page } from "@/api/types";
import { useUndo } from "@/api/useUndo";
import { capitalized } from "@/lib/text";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { Dialog } from "@/ui/Dialog";
import { useDisplay } from "@/ui/display";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { differences } from "./differences";

const SHOWN_MAX = 500;

function useColumns(): Column<AuditEvent>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  return [
    { id: "seq", header: t`No.`, align: "end", value: (e) => e.seq, width: 60 },
    { id: "at", header: t`When`, value: (e) => e.at, cell: (e) => format.dateTime(e.at, timeZone), width: 170 },
    { id: "action", header: t`Action`, value: (e) => i18n._(AUDIT_ACTION[e.action]), width: 90 },
    {
      id: "noun",
      header: t`What`,
      value: (e) => {
        const word = NOUN[e.noun];
        return word ? i18n._(word) : e.noun;
      },
      width: 100,
    },
    { id: "summary", header: t`Summary`, value: (e) => e.summary, width: 320 },
    {
      id: "actor",
      header: t`Who`,
      value: (e) => i18n._(ACTOR[e.actor.kind]),
      isHidden: true,
    },
  ];
}

export default function ChangesPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const { undo } = useUndo();
  const columns = useColumns();
  const [opened, setOpened] = useState<AuditEvent | null>(null);
  const query = { limit: SHOWN_MAX, object_id: params["object_id"], noun: params["noun"] };
  const changes = useGet<Page<AuditEvent>>("/changes", { query }, { keepPrevious: true });
  return (
    <PanelFrame label={t`Change history`} isFlush>
      <QueryView query={changes}>
        {(page) => (
          <DataTable
            label={t`Change history`}
            rows={page.items}
            columns={columns}
            rowKey={(e) => e.id}
            storageKey="changes"
            onOpen={setOpened}
            isFilterable
            toolbar={
              <Button
                icon="undo"
                size="small"
                isDisabled={!page.items.some((e) => e.undoable)}
                onPress={() => void undo()}
              >
                {t`Undo the last change`}
              </Button>
            }
            rowActions={(e) => [
              { id: "open", label: t`Show before and after`, onAction: () => setOpened(e) },
              { id: "undo", label: t`Undo`, isDisabled: !e.undoable, onAction: () => void undo(e.id) },
            ]}
            empty={
              <EmptyState
                title={t`No changes yet`}
                text={t`Each change of the books is listed here, and can be undone from here.`}
              />
            }
          />
        )}
      </QueryView>
      {opened ? <ChangeDialog event={opened} onClose={() => setOpened(null)} undo={undo} /> : null}
    </PanelFrame>
  );
}

interface ChangeDialogProps {
  event: AuditEvent;
  onClose: () => void;
  undo: (id: string) => Promise<void>;
}

function ChangeDialog({ event, onClose, undo }: ChangeDialogProps) {
  const { t } = useLingui();
  const rows = differences(event.before, event.after);
  return (
    <Dialog
      title={event.summary}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width={640}
      footer={
        <Button
          icon="undo"
          isDisabled={!event.undoable}
          onPress={() => {
            onClose();
            void undo(event.id);
          }}
        >
          {t`Undo`}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className="qd-dim">{t`Nothing of the object itself was recorded with this change.`}</p>
      ) : (
        <table className="qd-plain-table">
          <thead>
            <tr>
              <th scope="col">{t`Field`}</th>
              <th scope="col">{t`Before`}</th>
              <th scope="col">{t`After`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">{capitalized(row.field.replaceAll("_", " "))}</th>
                <td>{row.before}</td>
                <td>{row.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}

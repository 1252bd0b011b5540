// Notifications: ways in which alerts tell somebody, with a message to try each out.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { change, post, send } from "@/api/client";
import { toApiError } from "@/api/errors";
import { refresh, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { SealedFileNotice } from "@/api/SealedFileNotice";
import { useUndo } from "@/api/useUndo";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { PanelFrame } from "@/ui/PanelFrame";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";
import { WayForm } from "./form";
import { type NamedWay, type Notifications, type TestSent } from "./types";
import { KIND, secretName, type Values, wayOf, whereOf } from "./ways";

export default function NotificationsPanel() {
  const { t } = useLingui();
  const notifications = useGet<Notifications>("/notifications");
  return (
    <PanelFrame label={t`Notifications`}>
      <QueryView query={notifications}>{(found) => <Ways {...found} />}</QueryView>
    </PanelFrame>
  );
}

function Ways({ ways, secrets }: Notifications) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const [opened, setOpened] = useState<{ way: NamedWay | null } | null>(null);
  const put = async (next: readonly NamedWay[], said: string): Promise<void> => {
    const { changeId } = await change("PUT", "/notifications", { ways: next });
    announce(said, changeId);
    await refresh(client, ["notifications"]);
  };
  const save = async (values: Values): Promise<void> => {
    const before = opened?.way ?? null;
    const name = values.name.trim();
    const made: NamedWay = { name, settings: wayOf(values, before?.settings ?? null) };
    if (values.secret !== "") {
      const path = { name: secretName({ ...values, name }) };
      await send("PUT", "/notifications/secrets/{name}", { secret: values.secret }, { path });
    }
    const others = ways.filter((way) => way.name !== before?.name);
    await put(
      before ? ways.map((way) => (way.name === before.name ? made : way)) : [...others, made],
      t`“${name}” set up`,
    );
  };
  const remove = (gone: NamedWay): void => {
    const others = ways.filter(({ name }) => name !== gone.name);
    put(others, t`“${gone.name}” taken away`).catch((error: unknown) =>
      toast({ kind: "error", text: toApiError(error).message }),
    );
  };
  const test = async (way: NamedWay): Promise<void> => {
    try {
      const { receipt } = await post<TestSent>("/notifications/test", way);
      const text =
        receipt.kind === "handed_over"
          ? t`Handed to the system. Whether it was seen, nobody knows.`
          : t`The receiving server has it.`;
      toast({ kind: "success", text });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const columns: Column<NamedWay>[] = [
    { id: "name", header: t`Name`, width: 160, value: (row) => row.name },
    { id: "way", header: t`Way`, width: 200, value: (row) => i18n._(KIND[row.settings.way]) },
    { id: "where", header: t`To`, width: 320, value: (row) => whereOf(row.settings) },
  ];
  const isBuiltIn = (row: NamedWay): boolean => row.name === "desktop" && row.settings.way === "desktop";
  return (
    <div className="qd-stack">
      <p className="qd-dim">
        {t`Alerts are always listed and shown in open windows. Here is how else they can reach you; an alert says which of these it uses, and when.`}
      </p>
      <div className="qd-boxed">
        <DataTable
          label={t`Ways`}
          rows={ways}
          columns={columns}
          rowKey={(row) => row.name}
          storageKey="notifications"
          onOpen={(row) => setOpened({ way: row })}
          rowActions={(row) => [
            { id: "test", label: t`Send a test message`, onAction: () => void test(row) },
            { id: "edit", label: t`Change`, onAction: () => setOpened({ way: row }) },
            {
              id: "delete",
              label: t`Take away`,
              isDanger: true,
              isDisabled: isBuiltIn(row),
              onAction: () => remove(row),
            },
          ]}
          toolbar={
            <Button icon="plus" size="small" onPress={() => setOpened({ way: null })}>
              {t`New way`}
            </Button>
          }
        />
      </div>
      <SealedFileNotice />
      {secrets
        .filter(({ is_kept }) => is_kept !== true)
        .map(({ name, problem }) => (
          <p key={name} className="qd-notice">
            {problem === null
              ? t`The secret “${name}” is missing: change the way and enter it.`
              : t`The secret “${name}” cannot be looked up: ${problem}`}
          </p>
        ))}
      {opened ? (
        <WayForm
          way={opened.way}
          taken={ways.map(({ name }) => name).filter((name) => name !== opened.way?.name)}
          onSave={save}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  );
}

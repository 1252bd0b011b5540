// A provider's key: typed, kept, never shown again.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { send } from "@/api/client";
import { toApiError } from "@/api/errors";
import { type ProviderView } from "@/api/markets";
import { refresh } from "@/api/queries";
import { useSealedFile } from "@/api/sealedFile";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toasts";

export function KeyDialog({ provider, onClose }: { provider: ProviderView; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: sealed } = useSealedFile();
  const [id, setId] = useState("");
  const [secret, setSecret] = useState("");
  const [failure, setFailure] = useState<{ message: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { key, name } = provider;
  const isPair = key.needs === "pair";
  const put = async (body: { id: string | null; secret: string | null }, said: string): Promise<void> => {
    setBusy(true);
    try {
      await send("PUT", "/providers/keys/{name}", body, { path: { name: key.name } });
      await refresh(client, ["providers"]);
      toast({ kind: "success", text: said });
      onClose();
    } catch (error) {
      setFailure(toApiError(error));
    } finally {
      setBusy(false);
    }
  };
  const isWhole = secret.trim() !== "" && (!isPair || id.trim() !== "");
  const save = (): void => {
    if (isWhole) void put({ id: isPair ? id.trim() : null, secret: secret.trim() }, t`Key of ${name} kept`);
  };
  return (
    <Dialog
      title={t`Key of ${name}`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          {key.is_kept ? (
            <Button
              variant="danger"
              isDisabled={isBusy}
              onPress={() => void put({ id: null, secret: null }, t`Key of ${name} forgotten`)}
            >
              {t`Forget the key`}
            </Button>
          ) : null}
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isDisabled={!isWhole} isPending={isBusy} onPress={save}>
            {t`Keep`}
          </Button>
        </>
      }
    >
      {failure ? <ErrorState error={failure} /> : null}
      <form
        className="qd-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {isPair ? <TextInput label={t`Key id`} isRequired autoFocus value={id} onChange={setId} /> : null}
        <TextInput
          label={isPair ? t`Secret` : t`Token`}
          type="password"
          isRequired
          autoFocus={!isPair}
          value={secret}
          onChange={setSecret}
        />
        <p className="qd-form-wide qd-dim qd-small">
          {sealed?.is_used
            ? t`It goes to the sealed file, as no keychain is running, and is sent to this provider only. It is not shown again. All sources of the provider use it.`
            : t`It goes to the keychain of this machine and is sent to this provider only. It is not shown again. All sources of the provider use it.`}
        </p>
      </form>
    </Dialog>
  );
}

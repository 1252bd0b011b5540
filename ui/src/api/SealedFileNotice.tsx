// Says loudly that keys do not lie in a keychain, and asks for the passphrase of the sealed file.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { PassphraseForm } from "./PassphraseForm";
import { type PassphraseTask, type SealedFileView, taskOf, useSealedFile } from "./sealedFile";

/** Nothing where a keychain is running: keys are where everybody expects them. */
export function SealedFileNotice() {
  const { data } = useSealedFile();
  return data && !data.has_keychain ? <Notice view={data} /> : null;
}

function Notice({ view }: { view: SealedFileView }) {
  const { t } = useLingui();
  const [asked, setAsked] = useState<PassphraseTask | null>(null);
  const task = taskOf(view);
  const labels: Record<PassphraseTask, string> = {
    make: t`Keep keys in a sealed file`,
    unlock: t`Unlock`,
    change: t`Change the passphrase`,
  };
  return (
    <section aria-label={t`Where keys are kept`} className={`qd-notice qd-notice-acts ${toneOf(view)}`}>
      <div className="qd-grow">
        <strong>{t`No keychain is running.`}</strong> <Said view={view} />
        {view.problem === null ? null : <div>{view.problem}</div>}
      </div>
      {task === null ? null : (
        <Button
          size="small"
          icon="lock"
          variant={task === "change" ? "default" : "primary"}
          onPress={() => setAsked(task)}
        >
          {labels[task]}
        </Button>
      )}
      {asked === null ? null : <PassphraseForm task={asked} view={view} onClose={() => setAsked(null)} />}
    </section>
  );
}

function toneOf({ state }: SealedFileView): string {
  return state === "unusable" ? "qd-notice-danger" : "qd-notice-warn";
}

function Said({ view }: { view: SealedFileView }) {
  const { t } = useLingui();
  const path = view.path ?? "—";
  switch (view.state) {
    case "not_made":
      return view.is_used
        ? t`Keys will be kept in a sealed file, ${path}. It is as safe as its passphrase.`
        : t`Keys cannot be kept: start one and then this program again, or keep them in a file that a passphrase seals.`;
    case "locked":
      return t`The sealed file ${path} is locked, and the keys in it cannot be used.`;
    case "unlocked":
      return t`Keys are kept in the sealed file ${path}. It is as safe as its passphrase.`;
    case "unusable":
      return t`The sealed file ${path} cannot be used.`;
  }
}

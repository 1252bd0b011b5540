// What an empty workspace says: what goes here, and the one button that fills it.
import { Trans } from "@lingui/react/macro";

import { type Workspace } from "@/api/types";
import { Button } from "@/ui/Button";
import { useHost } from "@/ui/host";

/** Whether nothing at all is in the books. */
export function isEmpty(workspace: Workspace): boolean {
  const { accounts, instruments, transactions } = workspace.counts;
  return accounts + instruments + transactions === 0;
}

export function FirstStart() {
  const host = useHost();
  return (
    <section className="qd-first" role="status">
      <p>
        <strong>
          <Trans>This workspace is empty.</Trans>
        </strong>{" "}
        <Trans>Your accounts, transactions and prices go here. Bring them in from CSV files, or enter them.</Trans>
      </p>
      <Button variant="primary" icon="import" onPress={() => host.openPanel("imports")}>
        <Trans>Import a file</Trans>
      </Button>
      <Button variant="quiet" onPress={() => host.openPanel("accounts")}>
        <Trans>Enter by hand</Trans>
      </Button>
    </section>
  );
}

// The way from the sample to the user's own books: a button that asks for name and currency.
import { lazy, Suspense, useState } from "react";
import { Trans } from "@lingui/react/macro";

import { Button } from "@/ui/Button";

const NewWorkspaceForm = lazy(() => import("@/features/workspaces/form"));

export function UseOwn() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="primary" onPress={() => setOpen(true)}>
        <Trans>Use my own</Trans>
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <NewWorkspaceForm isOwn onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

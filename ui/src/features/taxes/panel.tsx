// Taxes: a year's gains as the law counts them, losses worth taking, and who is taxed how.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { Tabs } from "@/ui/Tabs";
import { HarvestTab } from "./harvest";
import { LotsTab } from "./lots";
import { ProfileTab } from "./profile";
import { type TaxProfile, type TaxYears } from "./types";
import { YearTab } from "./year";
import "./taxes.css";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const [tab, setTab] = useState<string | null>(params["tab"] ?? null);
  const profile = useGet<TaxProfile>("/taxes/profile");
  const years = useGet<TaxYears>("/taxes/years");
  return (
    <PanelFrame label={t`Taxes`}>
      <QueryView query={profile}>
        {(own) => (
          <QueryView query={years}>
            {(known) => (
              <Tabs
                label={t`Parts of the taxes`}
                selected={tab ?? (own.jurisdiction === null && own.own_rules.length === 0 ? "profile" : "year")}
                onSelect={setTab}
                items={[
                  {
                    id: "year",
                    label: t`Tax year`,
                    content: <YearTab years={known} onProfile={() => setTab("profile")} />,
                  },
                  { id: "harvest", label: t`Losses to take`, content: <HarvestTab /> },
                  { id: "lots", label: t`Open lots`, content: <LotsTab /> },
                  { id: "profile", label: t`Profile`, content: <ProfileTab profile={own} years={known} /> },
                ]}
              />
            )}
          </QueryView>
        )}
      </QueryView>
      <p className="qd-small qd-dim">
        {t`No tax advice: the rules are the simple ones for listed securities in private hands. Sources are named below each year.`}
      </p>
    </PanelFrame>
  );
}

// Exports: everything as one archive, and each noun as a CSV file.
import { useLingui } from "@lingui/react/macro";

import { SaveButton } from "@/api/SaveButton";
import { Button } from "@/ui/Button";
import { useHost } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { archiveName, CSV_FILES, type CsvFile } from "./files";

export default function ExportsPanel() {
  const { t } = useLingui();
  const host = useHost();
  const hints: Partial<Record<CsvFile, string>> = {
    transactions: t`As they are known now; the import of transactions reads it back.`,
    fx_rates: t`As they are known now; the import of FX rates reads it back.`,
    prices: t`Daily prices; the import of prices reads it back.`,
    lots: t`Open and closed lots with their gains.`,
  };
  return (
    <PanelFrame label={t`Export`}>
      <div className="qd-stack">
        <h2>{t`Archive`}</h2>
        <p>
          {t`Everything in one file: books with all their corrections, prices, rates, targets and settings. It comes back into an empty workspace just as it is here.`}
        </p>
        <div className="qd-row">
          <SaveButton
            label={t`Save the archive`}
            path="/exports/archive"
            name={() => archiveName(new Date())}
            mime="application/json"
            isPrimary
          />
          <Button icon="import" onPress={() => host.openPanel("imports", { kind: "archive" })}>
            {t`Import an archive`}
          </Button>
        </div>
        <h2>{t`CSV files`}</h2>
        <p className="qd-dim">
          {t`For spreadsheets and other programs. A cell that a spreadsheet would calculate has an apostrophe before it.`}
        </p>
        <ul className="qd-items">
          {CSV_FILES.map((file) => (
            <li key={file} className="qd-row">
              <SaveButton
                label={t`Save ${`${file}.csv`}`}
                path={`/exports/${file}.csv`}
                name={() => `${file}.csv`}
                mime="text/csv"
              />
              {hints[file] ? <span className="qd-dim">{hints[file]}</span> : null}
            </li>
          ))}
        </ul>
      </div>
    </PanelFrame>
  );
}

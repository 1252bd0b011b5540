// What a file would bring: counts, first rows, what is unknown, what is refused.
import { useLingui } from "@lingui/react/macro";

import { RefusalTable, SectionList } from "@/api/ImportReportView";
import { type ImportPreview, type UnknownName } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { DifferenceTable } from "./differences";

export function PreviewView({ preview }: { preview: ImportPreview }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const { counts, facts } = preview;
  const count = (value: number | null): string => (value === null ? t`Told by the import` : format.number(value, 0));
  const before = preview.imported_before ? format.dateTime(preview.imported_before, timeZone) : null;
  const figures: [string, string][] = [
    [t`Lines read`, count(counts.lines)],
    [t`Values that pass`, count(counts.accepted)],
    [t`New`, count(counts.added)],
    [t`There already`, count(counts.unchanged)],
    [t`Empty`, count(counts.missing)],
    [t`Equal rows in the file`, count(counts.duplicates)],
    [t`Refused`, count(counts.refused)],
  ];
  return (
    <div className="qd-stack">
      {before ? (
        <p className="qd-notice">{t`The same content was imported on ${before}. Importing it again adds nothing.`}</p>
      ) : null}
      {facts.notices.map((notice) => (
        <p key={notice} className="qd-notice qd-notice-warn">
          {notice}
        </p>
      ))}
      <dl className="qd-figures">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Unknown title={t`Instruments that are not known`} names={preview.unknown_instruments} />
      <Unknown title={t`Accounts that are not known`} names={preview.unknown_accounts} />
      <Unknown title={t`Words for kinds that are not understood`} names={preview.unknown_kinds} />
      {preview.new_instruments.length > 0 ? (
        <p>{t`Instruments to be created: ${preview.new_instruments.map((i) => i.symbol).join(", ")}`}</p>
      ) : null}
      {preview.new_accounts.length > 0 ? (
        <p>{t`Accounts to be created: ${preview.new_accounts.map((a) => a.name).join(", ")}`}</p>
      ) : null}
      {preview.kind === "archive" ? <SectionList sections={preview.sections} /> : null}
      {facts.headers.length > 0 && preview.rows.length > 0 ? <FirstRows preview={preview} /> : null}
      {preview.differences.length > 0 ? (
        <>
          <h3>{t`What would change`}</h3>
          <DifferenceTable differences={preview.differences} />
        </>
      ) : null}
      {preview.refusals.length > 0 ? (
        <>
          <h3>{t`Refused rows`}</h3>
          <RefusalTable refusals={preview.refusals} />
        </>
      ) : null}
    </div>
  );
}

function Unknown({ title, names }: { title: string; names: readonly UnknownName[] }) {
  const { t } = useLingui();
  if (names.length === 0) return null;
  const list = names.map(({ name, n_rows, first_line }) => t`${name} (${n_rows} rows, first on line ${first_line})`);
  return (
    <p className="qd-notice qd-notice-warn">
      <span>
        <strong>{title}:</strong> {list.slice(0, 30).join(", ")}
        {list.length > 30 ? ` ${t`and ${list.length - 30} more`}` : ""}
      </span>
    </p>
  );
}

const ROWS_SHOWN = 8;

function FirstRows({ preview }: { preview: ImportPreview }) {
  const { t } = useLingui();
  const { headers } = preview.facts;
  return (
    <div className="qd-scroll-x" role="region" tabIndex={0} aria-label={t`First rows of the file`}>
      <table className="qd-plain-table">
        <caption className="qd-sr-only">{t`First rows of the file`}</caption>
        <thead>
          <tr>
            {headers.map((header, i) => (
              <th key={i} scope="col">
                {header || t`(no name)`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, ROWS_SHOWN).map((row, i) => (
            <tr key={i}>
              {headers.map((_, j) => (
                <td key={j}>{row[j] ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

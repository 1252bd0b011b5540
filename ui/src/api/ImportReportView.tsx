// What an import did, as the import itself and the list of jobs show it.
import { useLingui } from "@lingui/react/macro";

import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { type Column } from "@/ui/table/columns";
import { type ImportReport, type Refusal } from "./types";

/** Refused rows with line and reason. */
export function RefusalTable({ refusals }: { refusals: readonly Refusal[] }) {
  const { t } = useLingui();
  const columns: Column<Refusal>[] = [
    { id: "line", header: t`Line`, align: "end", value: (r) => r.line, width: 70 },
    { id: "column", header: t`Column`, value: (r) => r.column, width: 110 },
    { id: "reason", header: t`Reason`, value: (r) => r.reason, width: 460 },
    { id: "code", header: t`Code`, value: (r) => r.code, width: 140, isHidden: true },
  ];
  const keyed = refusals.map((refusal, index) => ({ ...refusal, key: `${index}` }));
  return (
    <div className="qd-table-box">
      <DataTable
        label={t`Refused rows`}
        rows={keyed}
        columns={columns}
        rowKey={(r) => r.key}
        storageKey="refusals"
        isFilterable
      />
    </div>
  );
}

/** How much each section of an archive holds. */
export function SectionList({ sections }: { sections: readonly { section: string; entries: number }[] }) {
  const { t } = useLingui();
  const format = useFormat();
  if (sections.length === 0) return null;
  return (
    <table className="qd-plain-table">
      <caption className="qd-sr-only">{t`What the archive holds`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Section`}</th>
          <th scope="col">{t`Entries`}</th>
        </tr>
      </thead>
      <tbody>
        {sections.map(({ section, entries }) => (
          <tr key={section}>
            <td>{section}</td>
            <td>{format.number(entries, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What an import added, corrected, found there already and refused. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const figures: [string, number][] = [
    [t`Added`, report.added],
    [t`Corrected`, report.revised],
    [t`There already`, report.unchanged],
    [t`Empty`, report.missing],
    [t`Refused`, report.refused],
  ];
  const created = [...report.created_accounts, ...report.created_instruments];
  return (
    <>
      <h3>{t`${report.file_name} is imported`}</h3>
      <dl className="qd-figures">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{format.number(value, 0)}</dd>
          </div>
        ))}
      </dl>
      {/* Reports of imports before there were archives have none. */}
      <SectionList sections={report.sections ?? []} />
      {created.length > 0 ? <p>{t`Created: ${created.join(", ")}`}</p> : null}
      {report.notices.map((notice) => (
        <p key={notice} className="qd-notice">
          {notice}
        </p>
      ))}
      {report.refusals.length > 0 ? (
        <>
          <h3>{t`Refused rows`}</h3>
          <RefusalTable refusals={report.refusals} />
        </>
      ) : null}
    </>
  );
}

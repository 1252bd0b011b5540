// What stands around every chart: title, legend, copy as picture or CSV, and the table behind it.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { copyText } from "@/lib/clipboard";
import { toCsv } from "@/lib/csv";
import { platform } from "@/platform/platform";
import { IconButton } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { MenuButton } from "@/ui/Menu";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";
import { copyImage, saveImage } from "./copyImage";
import "./charts.css";

export type TableRow = readonly (string | number | null)[];

/** The figures behind a chart: header, and one row of bare values for each point. */
export interface ChartTable {
  header: string[];
  /** Read only when the table is shown or copied. */
  rows: () => TableRow[];
  /** How a value is shown in the table. */
  show?: (value: string | number | null, column: number) => ReactNode;
}

export interface ChartFrameProps {
  /** The chart's name; also that of its files. */
  title: string;
  /** Says the title on the screen too. */
  showTitle?: boolean;
  /** Buttons before the standard ones. */
  controls?: ReactNode;
  legend?: ReactNode;
  table: ChartTable;
  /** The drawn picture; null while nothing is drawn. */
  picture: () => HTMLCanvasElement | null;
  /** The drawing as SVG; left out where a library draws, which gives pixels only. */
  svg?: (title: string) => string | null;
  children: ReactNode;
}

const fileName = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

export function ChartFrame(props: ChartFrameProps) {
  const { title, showTitle = false, controls, legend, table, picture, svg, children } = props;
  const { t } = useLingui();
  const [isTable, setIsTable] = useState(false);

  const run = (action: () => Promise<string>): void => {
    action().then(
      (text) => toast({ kind: "success", text }),
      (error: unknown) => toast({ kind: "error", text: error instanceof Error ? error.message : String(error) }),
    );
  };
  const withPicture = async (action: (canvas: HTMLCanvasElement) => Promise<string>): Promise<string> => {
    const canvas = picture();
    if (!canvas) throw new Error(t`There is no picture yet.`);
    return await action(canvas);
  };
  const csv = (): string =>
    toCsv(
      table.header,
      table.rows().map((row) => [...row]),
    );

  return (
    <section className="qd-chart" aria-label={title}>
      <div className="qd-chart-head">
        {showTitle ? <h2 className="qd-chart-title">{title}</h2> : null}
        <div className="qd-chart-legend">{legend}</div>
        {controls}
        <IconButton
          label={isTable ? t`Show the chart` : t`Show the table behind`}
          icon={isTable ? "chart" : "columns"}
          size="small"
          isOn={isTable}
          onPress={() => setIsTable(!isTable)}
        />
        <MenuButton
          label={t`Copy or save ${title}`}
          icon="copy"
          size="small"
          items={[
            {
              id: "png",
              label: t`Copy as PNG`,
              onAction: () =>
                run(() =>
                  withPicture(async (canvas) =>
                    (await copyImage(canvas, fileName(title))) === "copied"
                      ? t`Picture copied`
                      : t`This window cannot copy pictures: it was saved as a file instead`,
                  ),
                ),
            },
            {
              id: "csv",
              label: t`Copy as CSV`,
              onAction: () =>
                run(async () => {
                  await copyText(csv());
                  return t`Figures copied as CSV`;
                }),
            },
            {
              id: "save-png",
              label: t`Save as PNG`,
              startsGroup: true,
              onAction: () =>
                run(() =>
                  withPicture(async (canvas) => {
                    await saveImage(canvas, fileName(title));
                    return t`Picture saved`;
                  }),
                ),
            },
            ...(svg
              ? [
                  {
                    id: "save-svg",
                    label: t`Save as SVG`,
                    onAction: () =>
                      run(async () => {
                        const drawn = svg(title);
                        if (drawn === null) throw new Error(t`There is no picture yet.`);
                        await platform().saveFile(`${fileName(title)}.svg`, drawn, "image/svg+xml");
                        return t`Drawing saved`;
                      }),
                  },
                ]
              : []),
            {
              id: "save-csv",
              label: t`Save as CSV`,
              onAction: () =>
                run(async () => {
                  await platform().saveFile(`${fileName(title)}.csv`, csv(), "text/csv;charset=utf-8");
                  return t`Figures saved`;
                }),
            },
          ]}
        />
      </div>
      {isTable ? <FiguresTable title={title} table={table} /> : null}
      <div className="qd-chart-body" hidden={isTable}>
        {children}
      </div>
    </section>
  );
}

function FiguresTable({ title, table }: { title: string; table: ChartTable }) {
  const { t } = useLingui();
  const rows = table.rows().map((values, index) => ({ index, values }));
  const columns: Column<{ index: number; values: TableRow }>[] = table.header.map((header, i) => ({
    id: String(i),
    header,
    align: i === 0 ? "start" : "end",
    value: ({ values }) => values[i] ?? null,
    ...(table.show ? { cell: ({ values }) => table.show?.(values[i] ?? null, i) } : {}),
  }));
  return (
    <div className="qd-chart-table">
      <DataTable label={t`Figures: ${title}`} rows={rows} columns={columns} rowKey={(row) => String(row.index)} />
    </div>
  );
}

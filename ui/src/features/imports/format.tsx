// The form of a transactions file: what was found out, and another one where that is wrong.
import { useLingui } from "@lingui/react/macro";

import { FILE_FORMAT } from "@/api/labels";
import { FILE_FORMATS, type FileFormat, type ImportPreview } from "@/api/types";
import { Select } from "@/ui/fields/Select";

export interface FormatFieldProps {
  /** The last dry run; none before the first, or when the file cannot be read in the form chosen. */
  preview: ImportPreview | undefined;
  chosen: FileFormat | null;
  onChange: (format: FileFormat) => void;
}

export function FormatField({ preview, chosen, onChange }: FormatFieldProps) {
  const { t, i18n } = useLingui();
  const detection = preview?.detection ?? null;
  const found = (): string | undefined => {
    if (detection === null) return undefined;
    const { format, confidence_percent } = detection;
    if (format === "columns") return t`No form that is known: say which column means what.`;
    return t`Found: ${i18n._(FILE_FORMAT[format])}, ${confidence_percent} % of what such files have`;
  };
  const description = found();
  return (
    <div className="qd-form">
      <Select
        label={t`The file is`}
        {...(description ? { description } : {})}
        placeholder={t`being found out`}
        options={FILE_FORMATS.map((id) => ({ id, label: i18n._(FILE_FORMAT[id]) }))}
        value={chosen ?? preview?.format ?? null}
        onChange={onChange}
      />
    </div>
  );
}

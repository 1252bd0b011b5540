// How far a long work is.
import { ProgressBar } from "react-aria-components";

/** `value` from 0 to 1; null while it is not known. */
export function Progress({ value, label }: { value: number | null; label: string }) {
  return (
    <ProgressBar
      aria-label={label}
      {...(value === null ? { isIndeterminate: true } : { value: value * 100 })}
      className="qd-progress"
    >
      {({ percentage }) => (
        <div className="qd-progress-track">
          <div
            className={`qd-progress-fill${value === null ? " qd-progress-unknown" : ""}`}
            style={{ width: value === null ? "30%" : `${percentage ?? 0}%` }}
          />
        </div>
      )}
    </ProgressBar>
  );
}

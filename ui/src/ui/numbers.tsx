// Figures as every panel shows them: exact, aligned, with a word for what is unknown.
import { createContext, type ReactNode, useContext } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Decimal, isDecimal, sign } from "@/lib/decimal";
import { type Digits, UNKNOWN } from "@/lib/format";
import { useDisplay } from "./display";
import { ColumnShape } from "./table/shape";
import { Hint } from "./Tooltip";

/** Inside a button no second button may stand, so an unknown figure there shows its reason as a plain title. */
const InsideButton = createContext(false);

type Value = Decimal | number | null | undefined;

function signOf(value: Value): -1 | 0 | 1 {
  if (value === null || value === undefined) return 0;
  if (typeof value === "number") return value > 0 ? 1 : value < 0 ? -1 : 0;
  return isDecimal(value) ? sign(value) : 0;
}

interface FigureProps {
  /** Shows sign, arrow and the colour of rise or fall. */
  signed?: boolean | undefined;
  /** Why it is unknown, when it is. */
  reason?: string | null | undefined;
}

function Figure(props: FigureProps & { value: Value; text: string; code?: string | undefined; isAmount?: boolean }) {
  const { value, text, signed = false, reason, code, isAmount = false } = props;
  const { t } = useLingui();
  const insideButton = useContext(InsideButton);
  const { format } = useDisplay();
  const column = useContext(ColumnShape);
  // Room for what other rows of the column have behind the point and behind the number.
  const padding = column ? format.padding(text, column.digits) : "";
  const slot = code || column?.hasCodes ? <span className="qd-code">{code}</span> : null;
  if (text === UNKNOWN) {
    const mark = (
      <>
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className="qd-sr-only">{reason ? t`unknown: ${reason}` : t`unknown`}</span>
      </>
    );
    if (!reason || insideButton) {
      return (
        <span className="qd-num qd-dim" title={reason ?? undefined}>
          {mark}
          {slot}
        </span>
      );
    }
    return (
      <span className="qd-num qd-dim">
        <Hint text={reason}>{mark}</Hint>
        {slot}
      </span>
    );
  }
  const direction = signed ? signOf(value) : 0;
  const tone = direction > 0 ? " qd-up" : direction < 0 ? " qd-down" : "";
  return (
    <span className={`qd-num${tone}${isAmount ? " qd-amount" : ""}`}>
      {signed ? (
        <span className="qd-arrow" aria-hidden="true">
          {direction > 0 ? "▲" : direction < 0 ? "▼" : ""}
        </span>
      ) : null}
      {text}
      {padding === "" ? null : <span className="qd-padding" data-text={padding} />}
      {slot}
    </span>
  );
}

/** An amount; the currency's code is shown when it is not the base currency. */
export function Money(
  props: FigureProps & { value: Decimal | null | undefined; currency?: string; digits?: number | Digits },
) {
  const { value, signed = false, digits, reason } = props;
  const { format, baseCurrency } = useDisplay();
  const currency = props.currency ?? baseCurrency;
  const text = format.money(value, currency, digits, signed);
  const code = currency === baseCurrency ? undefined : currency;
  return <Figure value={value} text={text} signed={signed} reason={reason} code={code} isAmount />;
}

/** A price; privacy leaves it legible, for everybody knows it. */
export function Price(
  props: FigureProps & { value: Decimal | number | null | undefined; currency?: string; digits?: Digits },
) {
  const { value, currency, digits = { min: 2, max: 6 }, reason } = props;
  const { format, baseCurrency } = useDisplay();
  const code = currency === undefined || currency === baseCurrency ? undefined : currency;
  return <Figure value={value} text={format.number(value, digits)} reason={reason} code={code} />;
}

/** Units of an instrument. */
export function Quantity({ value, reason }: { value: Decimal | null | undefined; reason?: string | null }) {
  const { format } = useDisplay();
  return <Figure value={value} text={format.quantity(value)} reason={reason} isAmount />;
}

/** A fraction, shown as percent: 0.0123 is 1.23%. */
export function Percent({
  value,
  digits = 2,
  signed = false,
  reason,
}: FigureProps & { value: number | null | undefined; digits?: number }) {
  const { format } = useDisplay();
  return <Figure value={value} text={format.percent(value, digits, signed)} signed={signed} reason={reason} />;
}

/** How far a weight or a ratio has moved: with arrow and sign, but without the colours of gain and loss, for it is neither. */
export function Shift({
  value,
  digits = 2,
  isRatio = false,
  reason,
}: FigureProps & {
  value: number | null | undefined;
  digits?: number;
  /** A bare number rather than a percentage. */
  isRatio?: boolean;
}) {
  const { format } = useDisplay();
  // What the last digit does not show is no move; "▲ 0.00%" would read as one.
  const least = (isRatio ? 0.5 : 0.005) / 10 ** digits;
  const shown = typeof value === "number" && Math.abs(value) < least ? 0 : value;
  const arrow = !shown ? "" : shown > 0 ? "▲ " : "▼ ";
  const text = isRatio ? format.number(shown, digits, true) : format.percent(shown, digits, true);
  return <Figure value={shown} text={text === UNKNOWN ? UNKNOWN : `${arrow}${text}`} reason={reason} />;
}

/** A plain number: a ratio, a count, a price. */
export function Num({
  value,
  digits,
  signed = false,
  reason,
}: FigureProps & { value: Value; digits?: number | Digits }) {
  const { format } = useDisplay();
  return <Figure value={value} text={format.number(value, digits, signed)} signed={signed} reason={reason} />;
}

/** A figure that opens its inputs on click or Enter. */
export function Explainable({
  label,
  onExplain,
  children,
}: {
  label: string;
  onExplain: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <button type="button" className="qd-explainable" aria-label={t`Explain ${label}`} onClick={onExplain}>
      <InsideButton value>{children}</InsideButton>
    </button>
  );
}

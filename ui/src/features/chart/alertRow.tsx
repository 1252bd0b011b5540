// The row above a chart in which an alert is tried out: its rule in words, and how often it would have fired.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { type AlertBacktest, FiredWords } from "@/api/alertBacktest";
import { type ApiError } from "@/api/errors";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useFormat } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";

/** Milliseconds without a key before a rule is tried. */
const PAUSE_MS = 400;

export interface AlertRowProps {
  words: string;
  symbol: string;
  test: UseQueryResult<AlertBacktest, ApiError>;
  onChange: (words: string) => void;
  /** The rule is to watch from now on. */
  onKeep: (words: string) => void;
  onClose: () => void;
}

export function AlertRow({ words, symbol, test, onChange, onKeep, onClose }: AlertRowProps) {
  const { t } = useLingui();
  const [text, setText] = useState(words);
  const [isListed, setListed] = useState(false);
  useEffect(() => {
    const pause = setTimeout(() => onChange(text.trim()), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [text, onChange]);
  const found = words === "" || test.isError ? undefined : test.data;
  return (
    <form
      className="qd-row qd-chart-alert"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <div className="qd-grow">
        <TextInput
          label={t`Alert in words`}
          hideLabel
          placeholder={t`${symbol} crosses above 150`}
          value={text}
          onChange={setText}
          error={words !== "" && test.isError ? test.error.message : undefined}
        />
      </div>
      {found ? <FiredWords test={found} /> : null}
      {found && found.firings.length > 0 ? (
        <Button size="small" onPress={() => setListed(true)}>{t`Firings`}</Button>
      ) : null}
      {found ? <Button size="small" icon="bell" onPress={() => onKeep(words)}>{t`Keep as an alert`}</Button> : null}
      <IconButton label={t`Stop trying an alert`} icon="close" size="small" onPress={onClose} />
      {found ? <Firings test={found} isOpen={isListed} onOpenChange={setListed} /> : null}
    </form>
  );
}

interface FiringsProps {
  test: AlertBacktest;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Newest first: what happened lately is asked for most. */
function Firings({ test, isOpen, onOpenChange }: FiringsProps) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <Dialog title={t`When it would have fired`} isOpen={isOpen} onOpenChange={onOpenChange}>
      <div className="qd-stack">
        <p>
          <strong>{test.words}</strong>
        </p>
        <ol className="qd-chart-firings">
          {test.firings.toReversed().map(({ epoch, day, is_order_assumed }) => (
            <li key={epoch} value={epoch}>
              {format.date(day)}
              {is_order_assumed ? <span className="qd-dim"> {t`if the low came first in a rising bar`}</span> : null}
            </li>
          ))}
        </ol>
        {test.cannot_tell.map((text) => (
          <p key={text} className="qd-dim qd-small">
            {text}
          </p>
        ))}
      </div>
    </Dialog>
  );
}

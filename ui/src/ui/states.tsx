// What a panel shows when it has nothing to show: loading, empty, failed.
import { Trans, useLingui } from "@lingui/react/macro";

import { Button } from "./Button";
import { Icon } from "./Icon";

export interface EmptyStateProps {
  title: string;
  /** What goes here. */
  text?: string;
  /** The one button that fills it. */
  action?: { label: string; onPress: () => void };
}

export function EmptyState({ title, text, action }: EmptyStateProps) {
  return (
    <div className="qd-state">
      <p className="qd-state-title">{title}</p>
      {text ? <p className="qd-dim">{text}</p> : null}
      {action ? (
        <Button variant="primary" onPress={action.onPress}>
          {action.label}
        </Button>
      ) : null}
    </div>
  );
}

/** What an error says: the ApiError of a call, or any other. */
export interface ShownError {
  message: string;
  title?: string;
  requestId?: string | null;
  fields?: readonly { field: string; detail: string }[];
}

export function ErrorState({ error, onRetry }: { error: ShownError; onRetry?: () => void }) {
  const { t } = useLingui();
  return (
    <div className="qd-state qd-state-error" role="alert">
      <p className="qd-state-title">
        <Icon name="warning" /> {error.title ?? t`This did not work`}
      </p>
      <p>{error.message}</p>
      {error.fields && error.fields.length > 0 ? (
        <ul>
          {error.fields.map((f) => (
            <li key={`${f.field} ${f.detail}`}>
              <code>{f.field}</code> {f.detail}
            </li>
          ))}
        </ul>
      ) : null}
      {onRetry ? <Button onPress={onRetry}>{t`Try again`}</Button> : null}
      {error.requestId ? (
        <p className="qd-dim qd-small">
          <Trans>
            Request <code>{error.requestId}</code>
          </Trans>
        </p>
      ) : null}
    </div>
  );
}

export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useLingui();
  return (
    <div className="qd-skeleton" role="status" aria-label={t`Loading`}>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} style={{ width: `${92 - ((i * 17) % 45)}%` }} />
      ))}
    </div>
  );
}

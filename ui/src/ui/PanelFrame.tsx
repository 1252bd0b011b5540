// The inside of a panel: a row of tools, the content that scrolls, a foot.
import { type ReactNode } from "react";

export interface PanelFrameProps {
  /** The panel's name for assistive technology; its tab shows it to everybody. */
  label: string;
  toolbar?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
  /** The content brings its own scrolling, as a table does. */
  isFlush?: boolean;
}

export function PanelFrame({ label, toolbar, footer, children, isFlush = false }: PanelFrameProps) {
  return (
    <section aria-label={label} className="qd-panel">
      {toolbar ? (
        <div role="toolbar" aria-label={label} className="qd-panel-toolbar">
          {toolbar}
        </div>
      ) : null}
      <div className={isFlush ? "qd-panel-body qd-panel-flush" : "qd-panel-body"}>{children}</div>
      {footer ? <div className="qd-panel-foot">{footer}</div> : null}
    </section>
  );
}

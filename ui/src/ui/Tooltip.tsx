// Short texts that appear over a control on hover and focus.
import { type ReactElement, type ReactNode } from "react";
import { Focusable, Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";

/** A tooltip for a control that React Aria knows (a Button and its like). */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip className="qd-tooltip" offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

/** A tooltip for plain text, reachable by the keyboard. */
export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={300} closeDelay={100}>
      <Focusable>
        <button type="button" className="qd-hint">
          {children}
        </button>
      </Focusable>
      <AriaTooltip className="qd-tooltip" offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

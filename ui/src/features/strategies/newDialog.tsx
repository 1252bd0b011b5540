// What a new strategy begins with: a built-in one, conditions, or a script.
import { useLingui } from "@lingui/react/macro";

import { begun } from "@/api/backtest/specification";
import { type Catalogue, type Specification } from "@/api/backtest/types";
import { parameterTitle } from "@/api/backtest/parameterFields";
import { Dialog } from "@/ui/Dialog";

const EMPTY_SCRIPT = `-- What it does, in a sentence.
local length = param("length", 20, { min = 2, max = 500, whole = true, words = "Bars of the average" })

function on_bar(ctx, bar)
    local average = ctx:sma(length)
    if not average then
        return
    end
    if bar.close > average and ctx:position() == 0 then
        ctx:target_weight(1)
    elseif bar.close < average and ctx:position() > 0 then
        ctx:close()
    end
end
`;

export interface NewDialogProps {
  catalogue: Catalogue;
  onChoose: (name: string, specification: Specification) => void;
  onClose: () => void;
}

export function NewDialog({ catalogue, onChoose, onClose }: NewDialogProps) {
  const { t } = useLingui();
  const choose = (name: string, specification: Specification): void => {
    onChoose(name, specification);
    onClose();
  };
  const group = (title: string, list: { name: string; words: string; specification: Specification }[]) => (
    <section aria-label={title}>
      <h3 className="qd-strategy-group">{title}</h3>
      <ul className="qd-strategy-choices">
        {list.map(({ name, words, specification }) => (
          <li key={name}>
            <button type="button" className="qd-strategy-choice" onClick={() => choose(name, specification)}>
              <strong>{name}</strong>
              <span className="qd-dim">{words}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
  const entry = (kind: string) => catalogue.strategies.find((form) => form.kind === kind);
  const rules = entry("rules");
  return (
    <Dialog title={t`New strategy`} isOpen onOpenChange={(isOpen) => !isOpen && onClose()} width={720}>
      <div className="qd-stack">
        {group(
          t`Built in`,
          catalogue.strategies
            .filter(({ kind }) => kind !== "script" && kind !== "rules")
            .map(({ kind, title, words }) => ({ name: title, words, specification: begun(kind) })),
        )}
        {rules
          ? group(t`By conditions`, [{ name: rules.title, words: rules.words, specification: begun("rules") }])
          : null}
        {group(t`By a script`, [
          {
            name: t`New script`,
            words: t`A few lines to begin with.`,
            specification: begun("script", EMPTY_SCRIPT),
          },
          ...catalogue.samples.map(({ name, words, source }) => ({
            name: t`Sample: ${parameterTitle(name)}`,
            words,
            specification: begun("script", source),
          })),
        ])}
      </div>
    </Dialog>
  );
}

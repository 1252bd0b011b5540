// The guide in the program: pages at the left, the chosen one beside them.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { parseMarkdown } from "@/lib/markdown";
import { platform } from "@/platform/platform";
import { Select } from "@/ui/fields/Select";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { Markdown } from "./Markdown";
import { PAGES } from "./pages";

export default function GuidePanel({ params }: PanelProps) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState(params["page"] ?? PAGES[0]?.id ?? "");
  const page = PAGES.find((p) => p.id === chosen) ?? PAGES[0];
  if (!page)
    return (
      <EmptyState title={t`The guide is not in this build`} text={t`It is in the folder docs/guide of the source.`} />
    );
  const follow = (href: string): void => {
    if (/^(https?|mailto):/i.test(href)) {
      platform().openLink(href);
      return;
    }
    const [file = "", anchor] = href.split("#");
    const id = (file.split("/").at(-1) ?? "").replace(/\.md$/, "");
    if (id !== "" && PAGES.some((p) => p.id === id)) setChosen(id);
    if (anchor) requestAnimationFrame(() => document.getElementById(`guide-${anchor}`)?.scrollIntoView());
  };
  const options = PAGES.map((p) => ({ id: p.id, label: p.title }));
  return (
    <PanelFrame
      label={t`Guide`}
      toolbar={
        <div style={{ minWidth: 220 }}>
          <Select label={t`Page`} hideLabel options={options} value={page.id} onChange={setChosen} />
        </div>
      }
    >
      <article key={page.id} className="qd-guide" lang="en">
        <Markdown blocks={parseMarkdown(page.source)} onLink={follow} />
      </article>
    </PanelFrame>
  );
}

// Diagnostics: what to send along with a question, without figures or secrets.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { copyText } from "@/lib/clipboard";
import { errorText } from "@/lib/error";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { PanelFrame } from "@/ui/PanelFrame";
import { toast } from "@/ui/toasts";

export default function DiagnosticsPanel() {
  const { t } = useLingui();
  const { locale } = useDisplay();
  const diagnostics = useGet<{ text: string }>("/diagnostics");
  const client = [
    `Client: ${platform().kind}, ${navigator.userAgent}`,
    `Locale: ${locale} (system ${navigator.language})`,
    `Window: ${window.innerWidth}x${window.innerHeight} at ${window.devicePixelRatio}`,
  ].join("\n");
  const copy = async (text: string): Promise<void> => {
    try {
      await copyText(text);
      toast({ kind: "success", text: t`Diagnostics copied` });
    } catch (error) {
      toast({ kind: "error", text: errorText(error) });
    }
  };
  return (
    <PanelFrame label={t`Diagnostics`}>
      <QueryView query={diagnostics}>
        {(data) => {
          const text = `${data.text.trimEnd()}\n${client}\n`;
          return (
            <div className="qd-stack">
              <p className="qd-dim">{t`Versions, settings and the last log lines. Amounts, names and keys are not in it.`}</p>
              <div className="qd-row">
                <Button variant="primary" icon="copy" onPress={() => void copy(text)}>
                  {t`Copy diagnostics`}
                </Button>
                <Button onPress={() => void diagnostics.refetch()}>{t`Read again`}</Button>
              </div>
              <pre className="qd-pre" tabIndex={0} aria-label={t`Diagnostics`}>
                {text}
              </pre>
            </div>
          );
        }}
      </QueryView>
    </PanelFrame>
  );
}

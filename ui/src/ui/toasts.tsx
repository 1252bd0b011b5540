// Short messages in the corner; F6 moves the focus to them, and they wait while they have it.
import { useLingui } from "@lingui/react/macro";
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";

import { Icon } from "./Icon";

export interface ToastMessage {
  text: string;
  kind?: "info" | "success" | "error";
  action?: { label: string; onPress: () => void };
}

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

/** Shows a message; errors stay until they are closed. */
export function toast(message: ToastMessage): void {
  queue.add(message, message.kind === "error" ? {} : { timeout: message.action ? 10_000 : 5_000 });
}

/** Takes all messages away. */
export function clearToasts(): void {
  queue.clear();
}

/** Where the messages appear; once in a window. */
export function ToastCorner() {
  const { t } = useLingui();
  return (
    <ToastRegion queue={queue} className="qd-toasts" aria-label={t`Messages`}>
      {({ toast: item }) => {
        const { text, kind = "info", action } = item.content;
        return (
          <Toast toast={item} className={`qd-toast qd-toast-${kind}`}>
            <Icon name={kind === "error" ? "error" : kind === "success" ? "check" : "about"} />
            <ToastContent className="qd-grow">
              <Text slot="title">{text}</Text>
            </ToastContent>
            {action ? (
              <AriaButton
                className="qd-button qd-button-small"
                onPress={() => {
                  queue.close(item.key);
                  action.onPress();
                }}
              >
                {action.label}
              </AriaButton>
            ) : null}
            <AriaButton
              slot="close"
              aria-label={t`Close`}
              className="qd-button qd-button-quiet qd-button-icon qd-button-small"
            >
              <Icon name="close" size={12} />
            </AriaButton>
          </Toast>
        );
      }}
    </ToastRegion>
  );
}

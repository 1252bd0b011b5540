// The message catalogue in the page. English text stands in the code itself; other languages load a compiled catalogue.
import { i18n } from "@lingui/core";
import { compileMessage, type CompiledMessage } from "@lingui/message-utils/compileMessage";

const compiled = new Map<string, CompiledMessage>();

/** Makes the catalogue ready; each message is compiled once, when it is first shown. */
export function startMessages(): void {
  i18n.setMessagesCompiler((message: string) => {
    let found = compiled.get(message);
    if (found === undefined) compiled.set(message, (found = compileMessage(message)));
    return found;
  });
  i18n.loadAndActivate({ locale: "en", messages: {} });
}

export { i18n };

// Where keys are kept: the keychain of the machine, or the sealed file where none is running.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "./errors";
import { type components } from "./generated/schema";
import { useGet } from "./queries";
import { type Received } from "./types";

type Schemas = components["schemas"];

export type SecretPlace = Schemas["SecretPlace"];
export type SealedFileView = Received<Schemas["SealedFileView"]>;

export const SECRET_PLACE: Record<SecretPlace, MessageDescriptor> = {
  keychain: msg`in the keychain`,
  sealed_file: msg`in the sealed file`,
  environment: msg`in the environment`,
};

export function useSealedFile(): UseQueryResult<SealedFileView, ApiError> {
  return useGet<SealedFileView>("/sealed-file");
}

/** What a passphrase is asked for. */
export type PassphraseTask = "make" | "unlock" | "change";

/** What can be done about the file now; null when nothing is to be done. */
export function taskOf({ has_keychain, state, code }: SealedFileView): PassphraseTask | null {
  switch (state) {
    case "not_made":
      return has_keychain ? null : "make";
    case "locked":
      return "unlock";
    case "unlocked":
      return "change";
    case "unusable":
      // Sealed anew or taken away by somebody: a passphrase mends that. Damage and permissions it does not.
      return code === "sealed_file_resealed" ? "unlock" : code === "sealed_file_gone" ? "make" : null;
  }
}

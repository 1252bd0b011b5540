// The fields of a form for a way, and the way that they come to.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type components } from "@/api/generated/schema";
import { type NamedWay, type Way, type WayKind } from "./types";

export const KIND: Record<WayKind, MessageDescriptor> = {
  desktop: msg`Notification of the desktop`,
  sound: msg`Sound`,
  mail: msg`Mail`,
  webhook: msg`Webhook`,
  telegram: msg`Telegram`,
  ntfy: msg`ntfy`,
};

export type Sound = components["schemas"]["SoundName"];
export type MailTls = components["schemas"]["MailTls"];

export const SOUND: Record<Sound, MessageDescriptor> = {
  message: msg`Message`,
  complete: msg`Done`,
  warning: msg`Warning`,
  error: msg`Error`,
  alarm: msg`Alarm`,
};

export const TLS: Record<MailTls, MessageDescriptor> = {
  starttls: msg`STARTTLS (usually port 587)`,
  implicit: msg`TLS from the first byte (usually port 465)`,
  none: msg`none, for a server on this machine`,
};

/** Everything that a form asks for; what the kind does not need is not looked at. */
export interface Values {
  name: string;
  kind: WayKind;
  sound: Sound;
  host: string;
  port: number | null;
  tls: MailTls;
  from: string;
  to: string;
  user: string;
  url: string;
  chat: string;
  base: string;
  topic: string;
  allowPrivate: boolean;
  /** A new secret; empty keeps the one there is. */
  secret: string;
}

export const EMPTY: Values = {
  name: "",
  kind: "mail",
  sound: "message",
  host: "",
  port: 587,
  tls: "starttls",
  from: "",
  to: "",
  user: "",
  url: "https://",
  chat: "",
  base: "https://ntfy.sh",
  topic: "",
  allowPrivate: false,
  secret: "",
};

/** The form of a way that is there. */
export function valuesOf({ name, settings }: NamedWay): Values {
  const begun: Values = { ...EMPTY, name, kind: settings.way };
  switch (settings.way) {
    case "desktop":
      return begun;
    case "sound":
      return { ...begun, sound: settings.sound };
    case "mail": {
      const { host, port, tls, from, to, user } = settings;
      return { ...begun, host, port, tls, from, to: to.join(", "), user: user ?? "" };
    }
    case "webhook":
      return { ...begun, url: settings.url, allowPrivate: settings.allow_private };
    case "telegram":
      return { ...begun, chat: settings.chat_id, base: settings.base, allowPrivate: settings.allow_private };
    case "ntfy":
      return { ...begun, topic: settings.topic, base: settings.base, allowPrivate: settings.allow_private };
  }
}

/** The name under which the secret of a way is kept. */
export function secretName(values: Pick<Values, "name" | "kind">): string {
  const what = { mail: "password", webhook: "signature", telegram: "token", ntfy: "token", desktop: "", sound: "" };
  return `${values.name.trim()} ${what[values.kind]}`.trim();
}

/** Whether the way has a secret: one that is typed now, or one that the settings name already. */
function secretOf(values: Values, before: string | null): string | null {
  return values.secret === "" ? before : secretName(values);
}

/** The way of a form, with what stays of the one there was. */
export function wayOf(values: Values, before: Way | null): Way {
  const kept = before?.way === values.kind ? before : null;
  switch (values.kind) {
    case "desktop":
      return kept?.way === "desktop" ? kept : { way: "desktop", sound: null, template: null };
    case "sound":
      return { way: "sound", sound: values.sound };
    case "mail": {
      const old = kept?.way === "mail" ? kept : null;
      const user = values.user.trim();
      return {
        way: "mail",
        host: values.host.trim(),
        port: values.port ?? 0,
        tls: values.tls,
        from: values.from.trim(),
        to: values.to
          .split(/[,;\n]/)
          .map((address) => address.trim())
          .filter((address) => address !== ""),
        user: user === "" ? null : user,
        password_secret: user === "" ? null : (secretOf(values, old?.password_secret ?? null) ?? secretName(values)),
        template: old?.template ?? null,
      };
    }
    case "webhook": {
      const old = kept?.way === "webhook" ? kept : null;
      return {
        way: "webhook",
        url: values.url.trim(),
        allow_private: values.allowPrivate,
        signing_secret: secretOf(values, old?.signing_secret ?? null),
        template: old?.template ?? null,
      };
    }
    case "telegram": {
      const old = kept?.way === "telegram" ? kept : null;
      return {
        way: "telegram",
        chat_id: values.chat.trim(),
        token_secret: secretOf(values, old?.token_secret ?? null) ?? secretName(values),
        base: old?.base ?? "https://api.telegram.org",
        allow_private: old?.allow_private ?? false,
        template: old?.template ?? null,
      };
    }
    case "ntfy": {
      const old = kept?.way === "ntfy" ? kept : null;
      return {
        way: "ntfy",
        base: values.base.trim(),
        topic: values.topic.trim(),
        token_secret: secretOf(values, old?.token_secret ?? null),
        priority: old?.priority ?? { info: 3, warning: 4, critical: 5 },
        allow_private: values.allowPrivate,
        template: old?.template ?? null,
      };
    }
  }
}

/** Where a way goes to, in a few words. */
export function whereOf(way: Way): string {
  switch (way.way) {
    case "desktop":
    case "sound":
      return "";
    case "mail":
      return way.to.join(", ");
    case "webhook":
      return way.url;
    case "telegram":
      return way.chat_id;
    case "ntfy":
      return `${way.base}/${way.topic}`;
  }
}

import { expect, test } from "vitest";

import { type NamedWay } from "./types";
import { EMPTY, valuesOf, wayOf } from "./ways";

const mail: NamedWay = {
  name: "Office",
  settings: {
    way: "mail",
    host: "mail.example.org",
    port: 465,
    tls: "implicit",
    from: "desk@example.org",
    to: ["a@example.org", "b@example.org"],
    user: "desk",
    password_secret: "old name",
    template: { subject: "{{ title }}", body: null, html: null },
  },
};

test("a way that is opened and saved stays as it was", () => {
  const ways: NamedWay[] = [
    mail,
    { name: "desktop", settings: { way: "desktop", sound: null, template: null } },
    { name: "Bell", settings: { way: "sound", sound: "alarm" } },
    {
      name: "Hook",
      settings: {
        way: "webhook",
        url: "https://example.org/",
        allow_private: false,
        signing_secret: "s",
        template: null,
      },
    },
    {
      name: "Bot",
      settings: {
        way: "telegram",
        chat_id: "-100",
        token_secret: "t",
        base: "https://api.telegram.org",
        allow_private: false,
        template: null,
      },
    },
    {
      name: "Push",
      settings: {
        way: "ntfy",
        base: "https://ntfy.sh",
        topic: "desk",
        token_secret: null,
        priority: { info: 1, warning: 2, critical: 3 },
        allow_private: false,
        template: null,
      },
    },
  ];
  for (const way of ways) expect(wayOf(valuesOf(way), way.settings)).toEqual(way.settings);
});

test("a typed secret is named after the way", () => {
  const typed = { ...valuesOf(mail), name: "Home", secret: "x" };
  expect(wayOf(typed, mail.settings)).toMatchObject({ password_secret: "Home password" });
  expect(wayOf({ ...EMPTY, name: "Hook", kind: "webhook" }, null)).toMatchObject({ signing_secret: null });
});

test("receivers are written with commas or lines", () => {
  const typed = { ...EMPTY, name: "Mail", to: "a@example.org,\n b@example.org ; " };
  expect(wayOf(typed, null)).toMatchObject({
    to: ["a@example.org", "b@example.org"],
    user: null,
    password_secret: null,
  });
});

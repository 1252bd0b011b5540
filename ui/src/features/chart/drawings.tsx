// The drawings of one instrument: kept with it, made by tools, listed for who has no pointer.
import { useState } from "react";
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { Menu as AriaMenu, MenuItem, Popover } from "react-aria-components";

import { change } from "@/api/client";
import { toApiError } from "@/api/errors";
import { type Drawing, type Drawings, type DrawShape } from "@/api/markets";
import { keyOf, refresh, useGet } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { type Tool } from "@/charts/drawings/geometry";
import { type DrawnOver } from "@/charts/drawings/layer";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useDisplay } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";
import { MenuButton } from "@/ui/Menu";
import { toast } from "@/ui/toasts";

const PATH = "/drawings/{instrument_id}";

const TOOL: Record<Tool, MessageDescriptor> = {
  horizontal: msg`Horizontal line`,
  trend: msg`Trend line`,
  channel: msg`Channel`,
  vertical: msg`Vertical line`,
  text: msg`Text`,
};
const TOOLS = Object.keys(TOOL) as Tool[];

/** What to press next while a tool is at work. */
const ADVICE: Record<Tool, MessageDescriptor> = {
  horizontal: msg`Press at a price.`,
  trend: msg`Press at two points.`,
  channel: msg`Press at two points of the line, then at the height of its parallel.`,
  vertical: msg`Press at a time.`,
  text: msg`Press where the text goes.`,
};

export interface DrawingTools {
  over: DrawnOver;
  drawings: readonly Drawing[];
  tool: Tool | null;
  setTool: (tool: Tool | null) => void;
  select: (id: string | null) => void;
  remove: (id: string) => void;
  rename: (id: string, text: string) => void;
  /** Where a menu is open, of which drawing. */
  menu: { id: string; x: number; y: number } | null;
  closeMenu: () => void;
  /** A drawing whose words are being written. */
  writing: string | null;
  write: (id: string | null) => void;
}

/** The drawings of an instrument and the ways to change them, each with undo. */
export function useDrawings(instrumentId: string | null): DrawingTools {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const path = { instrument_id: instrumentId ?? "" };
  const answer = useGet<Drawings>(PATH, { path }, { enabled: instrumentId !== null });
  const [tool, setTool] = useState<Tool | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [menu, setMenu] = useState<DrawingTools["menu"]>(null);
  const [writing, setWriting] = useState<string | null>(null);
  const drawings = answer.data?.drawings ?? [];
  const put = (next: Drawing[], said: string): void => {
    const key = keyOf(PATH, { path });
    const before = client.getQueryData(key);
    client.setQueryData(key, { drawings: next });
    change<Drawings>("PUT", PATH, { drawings: next }, { path }).then(
      async ({ changeId }) => {
        announce(said, changeId);
        await refresh(client, ["drawings"]);
      },
      (error: unknown) => {
        client.setQueryData(key, before);
        toast({ kind: "error", text: toApiError(error).message });
      },
    );
  };
  const replace = (id: string, part: (drawing: Drawing) => Drawing, said: string): void =>
    put(
      drawings.map((one) => (one.id === id ? part(one) : one)),
      said,
    );
  const remove = (id: string): void => {
    setSelected(null);
    put(
      drawings.filter((one) => one.id !== id),
      t`Drawing deleted`,
    );
  };
  return {
    drawings,
    tool,
    setTool,
    select: setSelected,
    remove,
    menu,
    closeMenu: () => setMenu(null),
    writing,
    write: setWriting,
    rename: (id, text) =>
      replace(
        id,
        (one) =>
          one.shape.shape === "text" ? { ...one, shape: { ...one.shape, text } } : { ...one, label: text || null },
        t`Drawing renamed`,
      ),
    over: {
      drawings,
      selected,
      tool,
      onMade: (shape) => {
        const made: Drawing = { id: crypto.randomUUID(), shape: named(shape, t`Note`), colour: null, label: null };
        setTool(null);
        setSelected(made.id);
        put([...drawings, made], t`${i18n._(TOOL[shape.shape])} drawn`);
        if (shape.shape === "text") setWriting(made.id);
      },
      onMoved: (id, shape) => replace(id, (one) => ({ ...one, shape }), t`Drawing moved`),
      onSelect: setSelected,
      onCancel: () => {
        setTool(null);
        setSelected(null);
      },
      onDelete: remove,
      onMenu: (id, x, y) => setMenu({ id, x, y }),
    },
  };
}

function named(shape: DrawShape, text: string): DrawShape {
  return shape.shape === "text" && shape.text === "" ? { ...shape, text } : shape;
}

/** The button with the tools, and what to do while one is at work. */
export function DrawMenu({ tools, onList }: { tools: DrawingTools; onList: () => void }) {
  const { t, i18n } = useLingui();
  const { tool, setTool, drawings } = tools;
  if (tool !== null)
    return (
      <span className="qd-row qd-chart-drawing" role="status">
        <span>{i18n._(ADVICE[tool])}</span>
        <IconButton label={t`Stop drawing`} icon="close" size="small" onPress={() => setTool(null)} />
      </span>
    );
  return (
    <MenuButton
      label={t`Draw`}
      icon="draw"
      size="small"
      items={[
        ...TOOLS.map((id) => ({ id, label: i18n._(TOOL[id]), onAction: () => setTool(id) })),
        {
          id: "list",
          label: t`Drawings (${drawings.length})…`,
          startsGroup: true,
          isDisabled: drawings.length === 0,
          onAction: onList,
        },
      ]}
    />
  );
}

interface ActionsProps {
  tools: DrawingTools;
  /** Tries an alert on a line; does nothing for what is none. */
  onAlert: (shape: DrawShape) => void;
}

const isLine = ({ shape }: Drawing): boolean => shape.shape !== "vertical" && shape.shape !== "text";

/** The menu of a right click on a drawing. */
export function DrawingMenu({ tools, onAlert }: ActionsProps) {
  const { t } = useLingui();
  // The place of the click, for the menu to stand at.
  const [anchor, setAnchor] = useState<HTMLSpanElement | null>(null);
  const { menu } = tools;
  const drawing = tools.drawings.find(({ id }) => id === menu?.id);
  if (!menu || !drawing) return null;
  return (
    <>
      <span ref={setAnchor} className="qd-chart-anchor" style={{ left: menu.x, top: menu.y }} />
      {anchor ? (
        <Popover
          triggerRef={{ current: anchor }}
          isOpen
          onOpenChange={(isOpen) => !isOpen && tools.closeMenu()}
          placement="bottom start"
          className="qd-popover"
        >
          <AriaMenu aria-label={t`Drawing`} className="qd-menu" autoFocus="first" onClose={tools.closeMenu}>
            {isLine(drawing) ? (
              <MenuItem className="qd-option" onAction={() => onAlert(drawing.shape)}>{t`Alert on this line`}</MenuItem>
            ) : null}
            <MenuItem className="qd-option" onAction={() => tools.write(drawing.id)}>{t`Write on it…`}</MenuItem>
            <MenuItem className="qd-option qd-danger" onAction={() => tools.remove(drawing.id)}>{t`Delete`}</MenuItem>
          </AriaMenu>
        </Popover>
      ) : null}
    </>
  );
}

/** All drawings as words, to choose, to write on and to delete without a pointer. */
export function DrawingsDialog({ tools, onAlert, onClose }: ActionsProps & { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const where = useWhere();
  return (
    <Dialog title={t`Drawings`} isOpen onOpenChange={(isOpen) => !isOpen && onClose()} width={620}>
      <ul className="qd-items">
        {tools.drawings.map((drawing) => {
          const name = `${i18n._(TOOL[drawing.shape.shape])} ${where(drawing.shape)}`;
          return (
            <li key={drawing.id} className="qd-notice">
              <span className="qd-grow">
                {name}
                {drawing.label ? <span className="qd-dim"> {drawing.label}</span> : null}
              </span>
              <Button
                size="small"
                aria-label={t`Select ${name}`}
                onPress={() => {
                  tools.select(drawing.id);
                  onClose();
                }}
              >
                {t`Select`}
              </Button>
              <IconButton
                label={t`Write on ${name}`}
                icon="edit"
                size="small"
                onPress={() => tools.write(drawing.id)}
              />
              {isLine(drawing) ? (
                <IconButton
                  label={t`Alert on ${name}`}
                  icon="bell"
                  size="small"
                  onPress={() => {
                    onAlert(drawing.shape);
                    onClose();
                  }}
                />
              ) : null}
              <IconButton
                label={t`Delete ${name}`}
                icon="trash"
                size="small"
                onPress={() => tools.remove(drawing.id)}
              />
            </li>
          );
        })}
      </ul>
      {tools.drawings.length === 0 ? <p className="qd-dim">{t`None is left.`}</p> : null}
    </Dialog>
  );
}

function useWhere(): (shape: DrawShape) => string {
  const { t } = useLingui();
  const { format } = useDisplay();
  const price = (value: number): string => format.number(value, { min: 2, max: 6 });
  return (shape) => {
    switch (shape.shape) {
      case "horizontal":
        return t`at ${price(shape.price)}`;
      case "vertical":
        return t`at ${format.date(shape.at)}`;
      case "text":
        return `“${shape.text}”`;
      case "trend":
      case "channel":
        return t`from ${price(shape.from.price)} on ${format.date(shape.from.at)} to ${price(shape.to.price)} on ${format.date(shape.to.at)}`;
    }
  };
}

/** The words of a drawing. */
export function WriteDialog({ tools }: { tools: DrawingTools }) {
  const drawing = tools.drawings.find(({ id }) => id === tools.writing);
  return drawing ? <Write key={drawing.id} drawing={drawing} tools={tools} /> : null;
}

function Write({ drawing, tools }: { drawing: Drawing; tools: DrawingTools }) {
  const { t } = useLingui();
  const [text, setText] = useState(drawing.shape.shape === "text" ? drawing.shape.text : (drawing.label ?? ""));
  const close = (): void => tools.write(null);
  const mayBeEmpty = drawing.shape.shape !== "text";
  const save = (): void => {
    if (!mayBeEmpty && text.trim() === "") return;
    tools.rename(drawing.id, text.trim());
    close();
  };
  return (
    <Dialog
      title={t`Words of the drawing`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      footer={
        <>
          <Button onPress={close}>{t`Cancel`}</Button>
          <Button variant="primary" isDisabled={!mayBeEmpty && text.trim() === ""} onPress={save}>{t`Save`}</Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput label={t`Text`} autoFocus value={text} onChange={setText} />
      </form>
    </Dialog>
  );
}

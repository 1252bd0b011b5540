// Dialogs: focus stays inside, Escape closes, focus goes back to where it was.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { Button, IconButton } from "./Button";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
  footer?: ReactNode;
  /** Pixels; the window's width is the limit. */
  width?: number;
  role?: "dialog" | "alertdialog";
}

export function Dialog({ title, isOpen, onOpenChange, children, footer, width = 480, role = "dialog" }: DialogProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable={role === "dialog"} className="qd-overlay">
      <Modal className="qd-modal" style={{ width }}>
        <AriaDialog role={role} className="qd-dialog">
          <header className="qd-dialog-head">
            <Heading slot="title" className="qd-dialog-title">
              {title}
            </Heading>
            <IconButton label={t`Close`} icon="close" onPress={() => onOpenChange(false)} />
          </header>
          <div className="qd-dialog-body">{children}</div>
          {footer ? <footer className="qd-dialog-foot">{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmDialogProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** What will happen, with its numbers. */
  children: ReactNode;
  confirmLabel: string;
  onConfirm: () => void;
  isDanger?: boolean;
  isPending?: boolean;
}

/** Asks before something that is hard to take back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { confirmLabel, onConfirm, isDanger = false, isPending = false, children, ...rest } = props;
  const { t } = useLingui();
  const footer = (
    <>
      <Button onPress={() => rest.onOpenChange(false)} autoFocus>{t`Cancel`}</Button>
      <Button variant={isDanger ? "danger" : "primary"} isPending={isPending} onPress={onConfirm}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog {...rest} role="alertdialog" footer={footer}>
      {children}
    </Dialog>
  );
}

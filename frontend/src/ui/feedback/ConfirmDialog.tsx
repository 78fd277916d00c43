import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Actions } from "../layout/Actions.tsx";
import { Stack } from "../layout/Stack.tsx";

export interface ConfirmDialogProps {
  opened: boolean;
  /** The question: "Stop sharing with Dr. Okoro?" */
  title: string;
  /** What it does and what it can't do. */
  children: ReactNode;
  /** The verb of the title: "Stop sharing". Never "OK". */
  confirmLabel: string;
  /** "Cancel" when nothing is given. */
  cancelLabel?: string | undefined;
  /** Red, for what can't be undone. */
  danger?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks once more. A transaction needs none: `TransactionPanel` asks already. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onCancel}
      title={props.title}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <Stack>
        <div>{props.children}</div>
        <Actions>
          <Button {...(props.danger === true ? { color: "red" } : {})} onClick={props.onConfirm}>
            {props.confirmLabel}
          </Button>
          <Button variant="default" onClick={props.onCancel} data-autofocus>
            {props.cancelLabel ?? t("ui.cancel")}
          </Button>
        </Actions>
      </Stack>
    </Modal>
  );
}

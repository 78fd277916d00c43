import { useTranslation } from "react-i18next";
import { useBeforeUnload, useBlocker } from "react-router";
import { ConfirmDialog } from "./ConfirmDialog.tsx";

export interface LeaveGuardProps {
  /** While there is something that would be lost. */
  when: boolean;
  /** What would be lost, in a sentence. */
  children: string;
}

/** Asks before a page is left with something typed or chosen on it that isn't saved. */
export function LeaveGuard({ when, children }: LeaveGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      when && currentLocation.pathname !== nextLocation.pathname,
  );
  useBeforeUnload((event) => {
    if (when) event.preventDefault();
  });
  return (
    <ConfirmDialog
      opened={blocker.state === "blocked"}
      title={t("ui.leave.title")}
      confirmLabel={t("ui.leave.leave")}
      cancelLabel={t("ui.leave.stay")}
      danger
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {children}
    </ConfirmDialog>
  );
}

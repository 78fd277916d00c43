import { useTranslation } from "react-i18next";
import { useBlocker, useNavigate } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import { ConfirmDialog } from "../../ui/feedback/ConfirmDialog.tsx";
import { useUnsentReceipts } from "./queries.ts";

/** Openings for which "later" was said: asked again only after more. Numbers, nothing else. */
const toldOf = new Map<PatientNumber, number>();

/**
 * On leaving a patient's chart with openings that the patient wasn't told of: offers to send the
 * receipt. They stay in this browser, encrypted, so "later" loses nothing.
 */
export function ReceiptGuard({ patient }: { patient: PatientNumber }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const unsent = useUnsentReceipts();
  const count = (unsent.data ?? [])
    .filter((receipt) => receipt.patient === patient)
    .reduce((sum, receipt) => sum + receipt.count, 0);
  const blocker = useBlocker(({ nextLocation: { pathname } }) => {
    const inside =
      pathname === `/patients/${patient}` || pathname.startsWith(`/patients/${patient}/`);
    return count > (toldOf.get(patient) ?? 0) && !inside && pathname !== "/receipts";
  });
  return (
    <ConfirmDialog
      opened={blocker.state === "blocked"}
      title={t("provider.leave.title", { count })}
      confirmLabel={t("provider.unsent.send", { count: 1 })}
      cancelLabel={t("provider.leave.later")}
      onConfirm={() => {
        blocker.reset?.();
        void navigate("/receipts");
      }}
      onCancel={() => {
        toldOf.set(patient, count);
        blocker.proceed?.();
      }}
    >
      {t("provider.leave.text")}
    </ConfirmDialog>
  );
}

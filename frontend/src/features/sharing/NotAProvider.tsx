import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { usePowers } from "../../session/usePowers.ts";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";

/** A patient's code where a doctor's or hospital's is needed; perhaps of one whom they help. */
export function NotAProvider({ patient }: { patient: PatientNumber | undefined }) {
  const { t } = useTranslation();
  const { connection } = useSession();
  const { may } = usePowers();
  const doorstep = connection?.doorstep;
  const standing = useRoleQuery(
    ["acts-for", patient ?? 0],
    async () => (await doorstep?.readStanding())?.delegateOf ?? [],
    { enabled: patient !== undefined, askAnew: true },
  );
  if (standing.isLoading) return <LoadingRows rows={1} />;
  if (patient !== undefined && standing.data?.includes(patient) === true) {
    return (
      <Notice
        title={t("sharing.actsFor.title")}
        action={
          <Button component={Link} to={`/unlock?chart=${patient}`} size="sm">
            {t("sharing.actsFor.open")}
          </Button>
        }
      >
        {t("sharing.actsFor.what")}
      </Notice>
    );
  }
  return (
    <Notice
      kind="warning"
      title={t("sharing.notProvider.title")}
      action={
        may("appoint") && (
          <Button component={Link} to="/delegates" variant="default" size="sm">
            {t("sharing.notProvider.delegates")}
          </Button>
        )
      }
    >
      {t("sharing.notProvider.what")}
    </Notice>
  );
}

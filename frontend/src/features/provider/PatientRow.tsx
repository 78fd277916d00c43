import { useTranslation } from "react-i18next";
import type { ProviderNumber } from "../../domain/brand.ts";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import type { AccessView } from "../../usecases/model.ts";
import { pathFor } from "./useOnBehalfOf.ts";
import { usePatientName } from "./usePatientName.ts";

/** One patient of the list: the chart while it is open, the request otherwise. */
export function PatientRow({
  access,
  organization,
}: {
  access: AccessView;
  organization: ProviderNumber | undefined;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = usePatientName();
  const { patient, patientDetails, state, grant, request } = access;
  const live = state === "live";
  return (
    <ListRow
      to={pathFor(live ? `/patients/${patient}` : `/patients/${patient}/ask`, organization)}
      icon="person"
      title={<bdi>{nameOf(patient, patientDetails)}</bdi>}
      meta={meta()}
      status={tag()}
    />
  );

  function meta() {
    const terms = live || request === undefined ? grant : request;
    const parts = [
      patientDetails === undefined
        ? ""
        : t("provider.patients.born", { date: words.isoDay(patientDetails.birthDate) }),
      terms === undefined ? "" : words.purpose(terms.purpose),
      live && request !== undefined ? t("provider.patients.askedForMore") : "",
    ].filter((part) => part !== "");
    return parts.length === 0 ? undefined : parts.join(" · ");
  }

  function tag() {
    switch (state) {
      case "live":
        return (
          <StatusTag kind="good">
            {t("provider.patients.until", {
              date: words.day(grant?.expiresAt ?? 0, { short: true }),
            })}
          </StatusTag>
        );
      case "pending":
        return <StatusTag kind="waiting">{t("provider.patients.waiting")}</StatusTag>;
      case "expired":
        return (
          <StatusTag kind="ended">
            {t("provider.patients.endedOn", {
              date: words.day(grant?.expiresAt ?? 0, { short: true }),
            })}
          </StatusTag>
        );
      case "suspended":
        return <StatusTag kind="warning">{t("provider.patients.onHold")}</StatusTag>;
      case "ended":
        return <StatusTag kind="ended">{t("provider.patients.ended")}</StatusTag>;
    }
  }
}

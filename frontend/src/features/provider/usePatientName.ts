import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { PatientNumber } from "../../domain/brand.ts";
import type { PersonDetails } from "../../usecases/model.ts";

/** "Amina Diallo", or "Patient no. 4,021,337" while only the number is known. */
export function usePatientName(): (
  patient: PatientNumber,
  details: PersonDetails | undefined,
) => string {
  const { t } = useTranslation();
  return useCallback(
    (patient, details) => {
      const name = details?.name.trim() ?? "";
      return name === "" ? t("provider.patientNumber", { number: patient }) : name;
    },
    [t],
  );
}

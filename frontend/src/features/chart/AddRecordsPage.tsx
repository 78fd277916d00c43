import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { useCompartments } from "./chartQueries.ts";
import { FilesForm } from "./FilesForm.tsx";

export function AddRecordsPage() {
  const { t } = useTranslation();
  const compartments = useCompartments();
  return (
    <>
      <PageHeader title={t("chart.add.title")} lead={t("chart.add.lead")} back="/records" />
      <QueryFaces query={compartments} empty={null}>
        {(parts) => (
          <FilesForm
            compartments={parts}
            doneActions={(refs, again) => (
              <>
                <Button
                  component={Link}
                  to={refs.length === 1 ? `/records/${refs[0]}` : "/records"}
                >
                  {t("chart.add.see", { count: refs.length })}
                </Button>
                <Button variant="default" onClick={again}>
                  {t("chart.add.another")}
                </Button>
              </>
            )}
          />
        )}
      </QueryFaces>
    </>
  );
}

import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { RecordView } from "../../usecases/model.ts";
import { useCompartments, useRecords } from "./chartQueries.ts";
import { FilesForm } from "./FilesForm.tsx";
import { NoSuchRecord } from "./NoSuchRecord.tsx";
import { RecordRow } from "./RecordRow.tsx";

export function AmendRecordPage() {
  const { t } = useTranslation();
  const ref = Number(useParams().ref);
  const records = useRecords();
  return (
    <>
      <PageHeader
        title={t("chart.amend.title")}
        lead={t("chart.amend.lead")}
        back={`/records/${ref}`}
      />
      <QueryFaces
        query={records}
        isEmpty={(all) => !all.some((one) => one.ref === ref)}
        empty={<NoSuchRecord />}
      >
        {(all) => {
          const record = all.find((one) => one.ref === ref);
          return record === undefined ? <NoSuchRecord /> : <AmendForm record={record} />;
        }}
      </QueryFaces>
    </>
  );
}

function AmendForm({ record }: { record: RecordView }) {
  const { t } = useTranslation();
  const compartments = useCompartments();
  const amends = useMemo(
    () => ({
      ref: record.ref,
      preset: {
        part: record.compartment,
        ...(record.state === "readable"
          ? {
              title: record.metadata.title,
              kind: record.metadata.kind,
              date: record.metadata.date,
            }
          : {}),
      },
    }),
    [record],
  );
  return (
    <QueryFaces query={compartments} empty={null}>
      {(parts) => (
        <Stack>
          <ListGroup label={t("chart.amend.replaces")}>
            <RecordRow record={record} />
          </ListGroup>
          <FilesForm
            compartments={parts}
            amends={amends}
            doneActions={(refs) => (
              <Button component={Link} to={`/records/${refs[0] ?? ""}`}>
                {t("chart.add.see", { count: 1 })}
              </Button>
            )}
          />
        </Stack>
      )}
    </QueryFaces>
  );
}

import { useTranslation } from "react-i18next";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { DelegateForm } from "./DelegateForm.tsx";
import { useCompartments } from "./delegateQueries.ts";

export function AddDelegatePage() {
  const { t } = useTranslation();
  const compartments = useCompartments();
  if (compartments.data !== undefined) return <DelegateForm compartments={compartments.data} />;
  return (
    <>
      <PageHeader title={t("delegates.add.title")} back="/delegates" />
      <QueryFaces query={compartments} loading={<LoadingRows shape="facts" />} empty={null}>
        {() => null}
      </QueryFaces>
    </>
  );
}

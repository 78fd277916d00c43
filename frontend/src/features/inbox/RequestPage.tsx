import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { AnswerRequest } from "./AnswerRequest.tsx";
import { useCompartments, useInbox } from "./inboxQueries.ts";
import { isOpenRequest, type OpenRequest } from "./openRequest.ts";
import { RequestGone } from "./RequestGone.tsx";

export function RequestPage() {
  const { t } = useTranslation();
  const provider = Number(useParams().provider);
  const inbox = useInbox();
  const compartments = useCompartments();
  const found = inbox.data?.filter(isOpenRequest).find((one) => one.provider.provider === provider);
  // An answered request is gone from the inbox; this page still has to say what came of it.
  const last = useRef<OpenRequest>(undefined);
  if (found !== undefined) last.current = found;
  const shown = last.current?.provider.provider === provider ? last.current : undefined;

  if (shown !== undefined && compartments.data !== undefined) {
    return (
      <AnswerRequest
        key={provider}
        access={shown}
        open={found !== undefined}
        compartments={compartments.data}
      />
    );
  }
  return (
    <>
      <PageHeader title={t("inbox.one")} back="/requests" />
      {shown === undefined ? (
        <QueryFaces
          query={inbox}
          loading={<LoadingRows shape="facts" />}
          errorTitle={t("inbox.failed")}
          isEmpty={() => true}
          empty={<RequestGone />}
        >
          {() => <RequestGone />}
        </QueryFaces>
      ) : (
        <QueryFaces
          query={compartments}
          loading={<LoadingRows shape="facts" />}
          empty={<RequestGone />}
        >
          {() => <RequestGone />}
        </QueryFaces>
      )}
    </>
  );
}

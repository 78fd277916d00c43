import { useTranslation } from "react-i18next";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { DelegateForm } from "./DelegateForm.tsx";
import { DelegateLookup } from "./DelegateLookup.tsx";
import { useCompartments } from "./delegateQueries.ts";

/** What somebody may do, see, and until when; also sharing again after they got new keys. */
export function ChangeDelegatePage() {
  const { t } = useTranslation();
  const compartments = useCompartments();
  return (
    <DelegateLookup also={compartments} title={t("delegates.one")}>
      {(delegate) =>
        delegate.read === undefined && !delegate.managing ? (
          <>
            <PageHeader title={t("delegates.one")} back={`/delegates/${delegate.account}`} />
            <Notice kind="warning" title={t("delegates.unknown")}>
              {t("delegates.unknownWhat")}
            </Notice>
          </>
        ) : (
          <DelegateForm
            key={delegate.account}
            existing={delegate}
            compartments={compartments.data ?? []}
          />
        )
      }
    </DelegateLookup>
  );
}

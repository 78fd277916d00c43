import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useTermsWords } from "../../session/useTermsWords.ts";
import type { CompartmentView, TermsView } from "../../usecases/model.ts";
import type { ConfirmPageProps } from "./ConfirmPage.tsx";
import type { OpenRequest } from "./openRequest.ts";

/** What saying yes means, for the whole of what was asked or for less. */
export function useApprovalWords(
  access: OpenRequest,
  name: string,
  compartments: readonly CompartmentView[],
): (terms: TermsView) => Omit<ConfirmPageProps, "task" | "confirmLabel"> {
  const { t } = useTranslation();
  const inWords = useTermsWords(compartments);
  return (terms) => {
    const shown = inWords(terms);
    return {
      title: t("inbox.approve.title", { name }),
      explanation: {
        what: t(terms.write.length > 0 ? "inbox.approve.whatAdd" : "inbox.approve.what", {
          name,
          ...shown,
        }),
        visibleTo: t("inbox.approve.visible", { name }),
        irreversible: t("inbox.approve.irreversible", { name }),
      },
      doneMessage: t("inbox.approve.done", { name, ...shown }),
      doneActions: (
        <>
          <Button component={Link} to="/records">
            {t("inbox.approve.toRecords")}
          </Button>
          <Button
            component={Link}
            to={`/share/access/${access.provider.provider}`}
            variant="default"
          >
            {t("inbox.approve.toAccess")}
          </Button>
        </>
      ),
    };
  };
}

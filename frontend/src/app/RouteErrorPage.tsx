import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { ErrorPanel } from "../ui/feedback/ErrorPanel.tsx";
import { errorFacts } from "../ui/feedback/errorFacts.ts";
import { PageHeader } from "../ui/layout/PageHeader.tsx";

/** A page threw. The frame stays where it can; a reload is the way on. */
export function RouteErrorPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const outdated = isMissingChunk(error);
  const facts = errorFacts(error, t);
  return (
    <>
      <PageHeader title={outdated ? t("app.newVersion.title") : t("app.crash.title")} />
      <ErrorPanel
        error={outdated ? { ...facts, message: t("app.newVersion.lead"), nextStep: "" } : facts}
        reassurance={outdated ? "" : t("app.crash.lead")}
        actions={
          <>
            <Button onClick={() => window.location.reload()}>{t("app.crash.reload")}</Button>
            <Button component="a" href="#/" variant="default">
              {t("app.crash.home")}
            </Button>
          </>
        }
      />
    </>
  );
}

/** A page's code that is gone because a newer build replaced it while this tab was open. */
function isMissingChunk(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /dynamically imported module|importing a module script/i.test(error.message)
  );
}

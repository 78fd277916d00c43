import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RoleApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { formatBytes } from "../../ui/facts/formatBytes.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { useAttempt } from "./useAttempt.ts";

/** The locked copies that this browser keeps, and putting back what the node lost. */
export function Copies({ app }: { app: RoleApp }) {
  const { t, i18n } = useTranslation();
  const copies = useRoleQuery(["copies"], () => app.copies());
  const putBack = useAttempt<{ republished: number; stillMissing: number }>();
  const { state } = putBack;
  return (
    <Section title={t("settings.copies.title")} lead={t("settings.copies.lead")}>
      <QueryFaces query={copies} loading={<LoadingRows shape="facts" rows={1} />} empty={null}>
        {({ documents, bytes }) => (
          <Stack gap="normal">
            <KeyFacts
              facts={[
                {
                  label: t("settings.copies.kept"),
                  value: t("settings.copies.amount", {
                    count: documents,
                    size: formatBytes(bytes, i18n.language),
                  }),
                },
              ]}
            />
            {state.step === "failed" && (
              <ErrorPanel error={state.error} title={t("settings.copies.failed")} takesFocus />
            )}
            <div role="status">
              {state.step === "working" && (
                <p>
                  {t("settings.copies.working", {
                    percent: new Intl.NumberFormat(i18n.language, { style: "percent" }).format(
                      state.fraction ?? 0,
                    ),
                  })}
                </p>
              )}
              {state.step === "done" && <Result {...state.result} />}
            </div>
            <Actions>
              <Button
                variant="default"
                leftSection={<Icon name="refresh" size={1.25} />}
                loading={state.step === "working"}
                onClick={() =>
                  void putBack.run(async (options) => {
                    const result = await app.republish(options);
                    void copies.refetch();
                    return result;
                  })
                }
              >
                {t("settings.copies.putBack")}
              </Button>
              {state.step === "working" && (
                <Button variant="subtle" onClick={putBack.reset}>
                  {t("ui.cancel")}
                </Button>
              )}
            </Actions>
          </Stack>
        )}
      </QueryFaces>
    </Section>
  );
}

function Result({ republished, stillMissing }: { republished: number; stillMissing: number }) {
  const { t } = useTranslation();
  if (stillMissing > 0) {
    return (
      <Notice
        kind="warning"
        title={t("settings.copies.stillMissingTitle", { count: stillMissing })}
      >
        {t("settings.copies.stillMissing", { count: republished })}
      </Notice>
    );
  }
  return (
    <Notice kind="good">
      {republished === 0
        ? t("settings.copies.nothingLost")
        : t("settings.copies.done", { count: republished })}
    </Notice>
  );
}

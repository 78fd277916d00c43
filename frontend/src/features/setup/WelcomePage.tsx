import { Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import type { IconName } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Card } from "../../ui/layout/Card.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { useNext } from "./useNext.ts";

const demoIcons: Record<string, IconName> = {
  doctor: "doctor",
  "staff-doctor": "doctor",
  hospital: "hospital",
  laboratory: "laboratory",
  authority: "authority",
};

/** The order in which a newcomer meets them. */
const demoOrder = [
  "patient",
  "doctor",
  "hospital",
  "staff-doctor",
  "laboratory",
  "authority",
  "carer",
  "second-patient",
  "stranger",
];

/** The front door: what this is, and who are you. */
export function WelcomePage() {
  const { t } = useTranslation();
  const { connector, wallets, status, connection, problem, connect, cancelConnecting } =
    useSession();
  const { keep, next } = useNext();
  const chain = useQuery({ queryKey: ["chain", "welcome"], queryFn: () => connector.chain() });
  useEffect(
    () =>
      connector.subscribe((event) => {
        if (event === "chain") void chain.refetch();
      }),
    [connector, chain.refetch],
  );

  if (status === "connected" && connection !== undefined) {
    return <Navigate to={keep("/unlock")} replace />;
  }
  const own = wallets.filter(({ demo }) => demo === undefined);
  const demo = wallets
    .filter((wallet) => wallet.demo !== undefined && demoOrder.includes(wallet.demo.person))
    .toSorted(
      (a, b) => demoOrder.indexOf(a.demo?.person ?? "") - demoOrder.indexOf(b.demo?.person ?? ""),
    );
  const phoneLink = connector.openInMetaMask(window.location.href);
  return (
    <Stack gap="page">
      <PageHeader title={t("setup.welcome.title")} lead={t("setup.welcome.lead")} />
      {next.startsWith("/share/code") || next.startsWith("/scan/code") ? (
        <Notice>{t("setup.welcome.scanned")}</Notice>
      ) : null}
      {chain.error !== null && (
        <ErrorPanel
          error={toHealthRecordsError(chain.error)}
          actions={<Button onClick={() => chain.refetch()}>{t("ui.tryAgain")}</Button>}
        />
      )}
      {problem !== undefined && (
        <ErrorPanel error={problem} title={t("setup.welcome.notConnected")} takesFocus />
      )}
      {status === "connecting" ? (
        <Card tone="soft">
          <Stack gap="normal">
            <div role="status">
              <strong>{t("setup.welcome.waiting")}</strong>
              <p>{t("setup.welcome.waitingHint")}</p>
            </div>
            <Actions>
              <Button variant="default" onClick={cancelConnecting}>
                {t("ui.cancel")}
              </Button>
            </Actions>
          </Stack>
        </Card>
      ) : (
        <>
          <Section title={t("setup.welcome.wallets")} lead={t("setup.welcome.walletsLead")}>
            {chain.isPending ? (
              <LoadingRows rows={2} />
            ) : own.length > 0 ? (
              <Actions>
                {own.map((wallet) => (
                  <Button key={wallet.id} onClick={() => void connect(wallet.id)}>
                    {t("setup.welcome.connect", { wallet: wallet.name })}
                  </Button>
                ))}
              </Actions>
            ) : (
              <Stack gap="normal">
                <p>{t("setup.welcome.noWallet")}</p>
                {phoneLink !== undefined && (
                  <Actions>
                    <Button component="a" href={phoneLink}>
                      {t("setup.welcome.openInMetaMask")}
                    </Button>
                  </Actions>
                )}
                <p>
                  <Anchor href="https://metamask.io/download" rel="noreferrer" target="_blank">
                    {t("setup.welcome.getMetaMask")}
                  </Anchor>
                </p>
              </Stack>
            )}
          </Section>
          {demo.length > 0 && (
            <Section title={t("setup.welcome.demo")} lead={t("setup.welcome.demoLead")}>
              <ListGroup label={t("setup.welcome.demo")}>
                {demo.map((wallet) => (
                  <ListRow
                    key={wallet.id}
                    icon={demoIcons[wallet.demo?.person ?? ""] ?? "person"}
                    title={t(`ui.demoPerson.${wallet.demo?.person}.name`)}
                    meta={t(`ui.demoPerson.${wallet.demo?.person}.about`)}
                    onClick={() => void connect(wallet.id)}
                  />
                ))}
              </ListGroup>
            </Section>
          )}
        </>
      )}
    </Stack>
  );
}

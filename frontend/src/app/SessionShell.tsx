import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChainInfo, Connector, DemoConfirmation } from "../session/connector.ts";
import { SessionProvider, useSession } from "../session/SessionContext.tsx";
import { useRoleQuery } from "../session/useRoleQuery.ts";
import { ConfirmInWallet } from "../ui/transaction/ConfirmInWallet.tsx";
import type { Role } from "./navigation.ts";
import { ShellContext, type ShellState } from "./shellState.ts";

/** The session around every page, what the frame shows of it, and the demo wallets' questions. */
export function SessionShell({
  connector,
  children,
}: {
  connector: Connector;
  children: ReactNode;
}) {
  return (
    <SessionProvider connector={connector}>
      <Frame>{children}</Frame>
      <DemoWalletQuestions connector={connector} />
    </SessionProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { app, connection, lock, connector } = useSession();
  const [chain, setChain] = useState<ChainInfo>();
  useEffect(() => {
    let stale = false;
    const read = () =>
      connector.chain().then(
        (info) => {
          if (!stale) setChain(info);
        },
        // The welcome page shows why no chain can be used.
        () => undefined,
      );
    void read();
    const stop = connector.subscribe((event) => {
      if (event === "chain") void read();
    });
    return () => {
      stale = true;
      stop();
    };
  }, [connector]);

  const requests = useRoleQuery(
    ["inbox"],
    () => (app?.role === "patient" ? app.inbox() : Promise.resolve([])),
    { enabled: app?.role === "patient", live: true },
  );
  const applications = useRoleQuery(
    ["providers"],
    () => (app?.role === "authority" ? app.providers() : Promise.resolve([])),
    { enabled: app?.role === "authority", live: true },
  );

  const me = useRoleQuery(
    ["me"],
    () => (app?.role === "provider" ? app.me() : Promise.resolve(null)),
    { enabled: app?.role === "provider" },
  );
  const providerName = me.data?.profile?.name;

  const state = useMemo<ShellState>(() => {
    const role = roleOf(app);
    const acting = app?.role === "patient" && app.actingWith !== undefined;
    const waitingApplications =
      app?.role === "authority"
        ? applications.data?.filter(({ status }) => status === "applied").length
        : undefined;
    return {
      role,
      identity:
        connection === undefined || app === undefined
          ? undefined
          : {
              name:
                app.role === "patient" ? app.details.name : (providerName ?? t(`app.role.${role}`)),
              role: t(acting ? "app.role.acting" : `app.role.${role}`),
            },
      acting: acting ? { name: app.details.name, holdsMainKeys: app.holdsMainKeys } : undefined,
      chain:
        chain === undefined ? undefined : { name: chain.name, kind: chain.test ? "test" : "real" },
      waiting: {
        requests: app?.role === "patient" ? requests.data?.length : undefined,
        applications: waitingApplications,
      },
      lock: app === undefined ? undefined : () => void lock(),
    };
  }, [app, connection, chain, requests.data, applications.data, providerName, lock, t]);
  return <ShellContext value={state}>{children}</ShellContext>;
}

function roleOf(app: ReturnType<typeof useSession>["app"]): Role {
  if (app === undefined) return "visitor";
  if (app.role !== "provider") return app.role;
  return app.kind === "hospital" || app.kind === "organization" ? "hospital" : "provider";
}

/** One question at a time, in the order they were put. */
function DemoWalletQuestions({ connector }: { connector: Connector }) {
  const { t } = useTranslation();
  const [questions, setQuestions] = useState<readonly DemoConfirmation[]>([]);
  useEffect(
    () => connector.onDemoConfirmation((asked) => setQuestions((before) => [...before, asked])),
    [connector],
  );
  const question = questions[0];
  const answer = (confirmed: boolean) => {
    question?.answer(confirmed);
    setQuestions((before) => before.slice(1));
  };
  return (
    <ConfirmInWallet
      question={
        question === undefined
          ? undefined
          : {
              kind: question.action === "signature" ? "message" : question.action,
              summary: t(`app.demoWallet.${question.action}`),
              facts: question.facts.map(({ label, value }) => ({ label, value, mono: true })),
            }
      }
      walletName={
        question === undefined
          ? ""
          : t("app.demoWallet.name", { name: t(`ui.demoPerson.${question.walletName}.name`) })
      }
      onConfirm={() => answer(true)}
      onReject={() => answer(false)}
    />
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import type { HealthRecordsError } from "../../domain/errors.ts";
import type { Connection } from "../../session/connector.ts";
import { type RoleApp, useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { PassphraseField } from "../../ui/form/PassphraseField.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { Role, Standing, VaultState } from "../../usecases/model.ts";
import { demoPassphrase } from "./demoPassphrase.ts";
import { useNext } from "./useNext.ts";

interface Door {
  readonly standing: Standing;
  readonly vaults: Readonly<Record<Role, VaultState>>;
}

/** After connecting: who this account is here, and its passphrase; or how to begin. */
export function DoorPage() {
  const { t } = useTranslation();
  const { connection, app, disconnect, lock } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { next, keep } = useNext();
  // Who comes with one chart open and wishes for another closes the first.
  const [isSwitching, setSwitching] = useState(app !== undefined && search.has("chart"));
  useEffect(() => {
    if (isSwitching) void lock().finally(() => setSwitching(false));
  }, [isSwitching, lock]);
  const doorstep = connection?.doorstep;
  const door = useQuery<Door, HealthRecordsError>({
    queryKey: ["door", doorstep?.chainId ?? 0, connection?.address ?? ""],
    queryFn: async () => {
      try {
        if (doorstep === undefined) throw new Error("not connected");
        const [standing, patient, provider, authority] = await Promise.all([
          doorstep.readStanding(),
          doorstep.vaultState("patient"),
          doorstep.vaultState("provider"),
          doorstep.vaultState("authority"),
        ]);
        return { standing, vaults: { patient, provider, authority } };
      } catch (error) {
        throw toHealthRecordsError(error);
      }
    },
    enabled: doorstep !== undefined,
    staleTime: 0,
  });
  if (connection === undefined) {
    return <Navigate to={keep("/welcome")} replace />;
  }
  if (isSwitching) return <LoadingRows shape="facts" />;
  if (app !== undefined) {
    return <Navigate to={next} replace />;
  }
  return (
    <QueryFaces query={door} empty={null}>
      {({ standing, vaults }) => {
        const roles = rolesOf(standing);
        return (
          <Stack gap="page">
            {roles.length === 0 ? (
              <Begin />
            ) : (
              <Unlock connection={connection} roles={roles} standing={standing} vaults={vaults} />
            )}
            <Actions>
              <Button variant="subtle" onClick={() => void disconnect()}>
                {t("setup.door.otherAccount")}
              </Button>
              <Button variant="subtle" onClick={() => void navigate("/pay")}>
                {t("setup.door.pay")}
              </Button>
            </Actions>
          </Stack>
        );
      }}
    </QueryFaces>
  );
}

function rolesOf({ charts, delegateOf, provider, authority }: Standing): Role[] {
  return [
    ...(charts.length + delegateOf.length > 0 ? (["patient"] as const) : []),
    ...(provider !== undefined ? (["provider"] as const) : []),
    ...(authority !== undefined ? (["authority"] as const) : []),
  ];
}

function Begin() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { keep } = useNext();
  const [role, setRole] = useState<"patient" | "provider" | "restore">();
  return (
    <Stack gap="wide">
      <PageHeader title={t("setup.begin.title")} lead={t("setup.begin.lead")} />
      <ChoiceCards
        label={t("setup.begin.question")}
        value={role}
        onChange={setRole}
        choices={[
          {
            value: "patient",
            label: t("setup.begin.patient"),
            hint: t("setup.begin.patientHint"),
            icon: "person",
          },
          {
            value: "provider",
            label: t("setup.begin.provider"),
            hint: t("setup.begin.providerHint"),
            icon: "doctor",
          },
        ]}
      />
      <Actions>
        <Button
          disabled={role === undefined}
          onClick={() =>
            void navigate(keep(`/setup/${role === "provider" ? "provider" : "patient"}`))
          }
        >
          {t("ui.continue")}
        </Button>
      </Actions>
    </Stack>
  );
}

function Unlock({
  connection,
  roles,
  standing,
  vaults,
}: {
  connection: Connection;
  roles: readonly Role[];
  standing: Standing;
  vaults: Door["vaults"];
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { enter } = useSession();
  const { next, keep } = useNext();
  const [role, setRole] = useState<Role>(roles[0] ?? "patient");
  const charts = [
    ...standing.charts.map(({ patient }) => ({ patient, own: true })),
    ...standing.delegateOf.map((patient) => ({ patient, own: false })),
  ];
  const [search] = useSearchParams();
  const wished = charts.find(({ patient }) => String(patient) === search.get("chart"));
  const [chart, setChart] = useState(String((wished ?? charts[0])?.patient ?? ""));
  const [passphrase, setPassphrase] = useState("");
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<HealthRecordsError>();
  const { doorstep, demoSheet } = connection;
  const vault = vaults[role];
  const isDelegated = standing.delegateOf.some((patient) => String(patient) === chart);
  // A managing delegate was given the patient's own sheet.
  const restorePath =
    role === "patient" && isDelegated
      ? `/restore?role=patient&patient=${chart}`
      : `/restore?role=${role}`;

  async function open(unlock: () => Promise<RoleApp>) {
    setWorking(true);
    setProblem(undefined);
    try {
      enter(await unlock());
      setPassphrase("");
      await navigate(next, { replace: true });
    } catch (error) {
      setProblem(toHealthRecordsError(error));
    } finally {
      setWorking(false);
    }
  }

  function unlockWith(words: string): Promise<RoleApp> {
    if (role === "provider") return doorstep.unlockProvider(words);
    if (role === "authority") return doorstep.unlockAuthority(words);
    const chosen = charts.find(({ patient }) => String(patient) === chart);
    return doorstep.unlockPatient(words, chosen?.patient);
  }

  return (
    <Stack gap="wide">
      <PageHeader title={t("setup.unlock.title")} lead={t("setup.unlock.lead")} />
      {roles.length > 1 && (
        <ChoiceCards
          label={t("setup.unlock.as")}
          value={role}
          onChange={setRole}
          choices={roles.map((value) => ({ value, label: t(`setup.unlock.role.${value}`) }))}
        />
      )}
      {role === "patient" && charts.length > 1 && (
        <ChoiceCards
          label={t("setup.unlock.chart")}
          value={chart}
          onChange={setChart}
          choices={charts.map(({ patient, own }) => ({
            value: String(patient),
            label: t(own ? "setup.unlock.ownChart" : "setup.unlock.delegatedChart"),
            hint: t("setup.unlock.chartNumber", { number: patient }),
          }))}
        />
      )}
      {problem !== undefined && <ErrorPanel error={problem} takesFocus />}
      {demoSheet !== undefined ? (
        <Stack gap="normal">
          <Notice>{t("setup.unlock.demo")}</Notice>
          <Actions>
            <Button
              loading={working}
              onClick={() =>
                void open(() =>
                  vault === "absent"
                    ? doorstep.restore(role, demoSheet, demoPassphrase)
                    : unlockWith(demoPassphrase),
                )
              }
            >
              {t("setup.unlock.demoButton")}
            </Button>
          </Actions>
        </Stack>
      ) : vault === "absent" ? (
        <Stack gap="normal">
          <Notice kind="warning" title={t("setup.unlock.absentTitle")}>
            {t("setup.unlock.absent")}
          </Notice>
          <Actions>
            <Button onClick={() => void navigate(keep(restorePath))}>
              {t("setup.unlock.restore")}
            </Button>
            {role === "authority" && (
              <Button variant="default" onClick={() => void navigate(keep("/setup/authority"))}>
                {t("setup.unlock.authorityFirst")}
              </Button>
            )}
          </Actions>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void open(() => unlockWith(passphrase));
          }}
        >
          <Stack gap="normal">
            <PassphraseField
              label={t("setup.unlock.passphrase")}
              purpose="unlock"
              value={passphrase}
              onChange={setPassphrase}
              autoFocus
            />
            <Actions>
              <Button type="submit" loading={working} disabled={passphrase === ""}>
                {t("setup.unlock.button")}
              </Button>
              <Button variant="subtle" onClick={() => void navigate(keep(restorePath))}>
                {t("setup.unlock.forgot")}
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

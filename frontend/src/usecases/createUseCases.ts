/**
 * The way in: one Doorstep per connected wallet and chain. Unlocking hands out the role's app;
 * every method of it is a use case in a file of its own.
 */
import { parseSignedOrder } from "../chain/orders.ts";
import type { CryptoSession } from "../crypto/crypto.ts";
import { typicalGas } from "../domain/typicalGas.ts";
import { createAuthorityApp } from "./authority/createAuthorityApp.ts";
import { createWorkspace } from "./createWorkspace.ts";
import { prepareApplication } from "./identity/applyForVerification.ts";
import { beginSetUp } from "./identity/beginSetUp.ts";
import { LocalVaults } from "./identity/localVaults.ts";
import { readStanding } from "./identity/readStanding.ts";
import { prepareRegistration } from "./identity/registerPatient.ts";
import { prepareAuthoritySetUp } from "./identity/setUpAuthority.ts";
import {
  restoreAuthority,
  restoreChart,
  restoreProvider,
  unlockAuthority,
  unlockChart,
  unlockProvider,
} from "./identity/unlock.ts";
import type { Prepared, Role } from "./model.ts";
import { createPatientApp } from "./patient/createPatientApp.ts";
import type { Ports } from "./ports.ts";
import { createProviderApp } from "./provider/createProviderApp.ts";
import { prepareCalls } from "./transactions/prepareCalls.ts";
import type { Doorstep } from "./useCases.ts";

export function createUseCases(ports: Ports): Doorstep {
  const { reader, writer } = ports;
  const workspace = createWorkspace(ports);
  const { wallet } = workspace;
  const vaults = new LocalVaults(ports.store, wallet);
  const unlocked = new Map<CryptoSession, Role>();

  function enter<D extends { readonly session: CryptoSession }, A>(
    role: Role,
    desk: D,
    createApp: (desk: D) => A,
  ): A {
    unlocked.set(desk.session, role);
    return createApp(desk);
  }
  const enterChart = (chart: Parameters<typeof createPatientApp>[0]) =>
    enter("patient", chart, (open) => createPatientApp(open, vaults));
  const enterProvider = (desk: Parameters<typeof createProviderApp>[0]) =>
    enter("provider", desk, (open) => createProviderApp(open, vaults));
  const enterAuthority = (desk: Parameters<typeof createAuthorityApp>[0]) =>
    enter("authority", desk, createAuthorityApp);

  return {
    chainId: reader.deployment.chainId,
    wallet,
    readStanding: () => readStanding(workspace),
    async vaultState(role) {
      if ([...unlocked.values()].includes(role)) return "unlocked";
      return (await vaults.has(role)) ? "locked" : "absent";
    },
    async authorities() {
      const all = await reader.authorities();
      return Promise.all(all.map((authority) => workspace.people.authorityView(authority)));
    },

    beginSetUp: () => beginSetUp(ports.crypto, ports.random),
    prepareRegistration: async (draft, details, passphrase, options) =>
      mapPrepared(
        await prepareRegistration(workspace, vaults, draft, details, passphrase, options),
        enterChart,
      ),
    prepareApplication: async (draft, application, passphrase, options) =>
      mapPrepared(
        await prepareApplication(workspace, vaults, draft, application, passphrase, options),
        enterProvider,
      ),
    prepareAuthoritySetUp: async (draft, passphrase, options) =>
      mapPrepared(
        await prepareAuthoritySetUp(workspace, vaults, draft, passphrase, options),
        enterAuthority,
      ),

    async restore(role, sheet, passphrase, options) {
      switch (role) {
        case "patient":
          return enterChart(await restoreChart(workspace, vaults, sheet, passphrase, options));
        case "provider":
          return enterProvider(await restoreProvider(workspace, vaults, sheet, passphrase));
        case "authority":
          return enterAuthority(await restoreAuthority(workspace, vaults, sheet, passphrase));
      }
    },
    unlockPatient: async (passphrase, patient) =>
      enterChart(await unlockChart(workspace, vaults, passphrase, patient)),
    unlockProvider: async (passphrase) =>
      enterProvider(await unlockProvider(workspace, vaults, passphrase)),
    unlockAuthority: async (passphrase) =>
      enterAuthority(await unlockAuthority(workspace, vaults, passphrase)),
    async lock() {
      const sessions = [...unlocked.keys()];
      unlocked.clear();
      await Promise.all(sessions.map((session) => session.lock()));
    },

    newestBlock: () => reader.blockNumber(),
    typicalFee: (task) => writer.priceOf(typicalGas[task]),
    async prepareRelayedOrder(signedOrder) {
      const { call, order, signer, deadline } = parseSignedOrder(reader.deployment, signedOrder);
      return prepareCalls(writer, {
        kind: "relay-order",
        facts: { order, signer, deadline },
        calls: [call],
        finish: async () => undefined,
      });
    },
  };
}

function mapPrepared<T, R, P extends Prepared<T>>(
  prepared: P & Prepared<T>,
  map: (result: T) => R,
): Omit<P, "submit"> & Prepared<R> {
  return { ...prepared, submit: async (options) => map(await prepared.submit(options)) };
}

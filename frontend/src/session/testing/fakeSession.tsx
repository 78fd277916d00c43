/**
 * A session in a known state for component tests: a connected wallet and an unlocked app made of
 * the few use cases that a test needs. Everything else throws, so that a test says what it uses.
 */
import type { ReactNode } from "react";
import type {
  Address,
  AuthorityNumber,
  Compartment,
  Digest,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../../domain/brand.ts";
import { HealthRecordsError } from "../../domain/errors.ts";
import {
  type CompartmentView,
  compartmentKinds,
  type ProviderView,
  sensitiveCompartmentKinds,
  type TransactionState,
} from "../../usecases/model.ts";
import type {
  AuthorityApp,
  PatientApp,
  ProviderApp,
  SponsorablePrepared,
} from "../../usecases/useCases.ts";
import type { Connection, Connector } from "../connector.ts";
import { type RoleApp, type Session, SessionContext } from "../SessionContext.tsx";

function onlyWhatIsGiven<T extends object>(given: Partial<T>): T {
  return new Proxy(given as T, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name);
      // Promises and React probe objects for these.
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      throw new Error(`the test did not say what ${name} does`);
    },
  });
}

export const amina = "0x00000000000000000000000000000000000000A1" as Address;

export function fakePatientApp(given: Partial<PatientApp> = {}): PatientApp {
  return onlyWhatIsGiven<PatientApp>({
    role: "patient",
    patient: 7 as PatientNumber,
    patientId: `0x${"07".repeat(32)}` as PatientId,
    details: { name: "Amina Diallo", birthDate: "1954-03-02" },
    compartments: () => Promise.resolve(allCompartments),
    doctors: () => Promise.resolve([]),
    hospitals: () => Promise.resolve([]),
    inbox: () => Promise.resolve([]),
    lapsed: () => Promise.resolve([]),
    actingWith: undefined,
    holdsMainKeys: true,
    hasCode: true,
    delegates: () => Promise.resolve([]),
    delegateNames: () => Promise.resolve([]),
    ...given,
  });
}

export function fakeProviderApp(given: Partial<ProviderApp> = {}): ProviderApp {
  return onlyWhatIsGiven<ProviderApp>({
    role: "provider",
    provider: drOkoro.provider,
    kind: "doctor",
    me: () => Promise.resolve(drOkoro),
    organizations: () => Promise.resolve([]),
    patients: () => Promise.resolve([]),
    unsentReceipts: () => Promise.resolve([]),
    ...given,
  });
}

export function fakeAuthorityApp(given: Partial<AuthorityApp> = {}): AuthorityApp {
  return onlyWhatIsGiven<AuthorityApp>({
    role: "authority",
    authority: 1 as AuthorityNumber,
    providers: () => Promise.resolve([drOkoro]),
    leftBehind: () => Promise.resolve([]),
    ...given,
  });
}

/** `app` undefined: connected, but locked; `connected: false`: not even that. */
export function withSession(
  children: ReactNode,
  app: RoleApp | undefined,
  options: { connected?: boolean; connector?: Partial<Connector>; newestBlock?: () => number } = {},
): ReactNode {
  const { connected = true } = options;
  const connector = onlyWhatIsGiven<Connector>({
    chain: () =>
      Promise.resolve({
        chainId: 31337,
        name: "Practice chain",
        coin: "ETH",
        explorer: undefined,
        local: true,
        test: true,
        contracts: [],
      }),
    wallets: () => [],
    subscribe: () => () => undefined,
    ...options.connector,
  });
  const connection = onlyWhatIsGiven<Connection>({
    wallet: { id: "demo:patient", name: "MetaMask", icon: undefined, demo: undefined },
    address: amina,
    doorstep: onlyWhatIsGiven<Connection["doorstep"]>({
      chainId: 31337,
      wallet: amina,
      newestBlock: () => Promise.resolve(options.newestBlock?.() ?? 1),
    }),
    demoSheet: undefined,
  });
  const session: Session = {
    connector,
    wallets: [],
    status: connected ? "connected" : "disconnected",
    connection: connected ? connection : undefined,
    problem: undefined,
    app,
    connect: () => Promise.resolve(connection),
    cancelConnecting: () => undefined,
    disconnect: () => Promise.resolve(),
    enter: () => undefined,
    lock: () => Promise.resolve(),
  };
  return <SessionContext value={session}>{children}</SessionContext>;
}

// --- A small cast ------------------------------------------------------------------------------

/** All sixteen parts of a chart, in the order of their kinds. */
export const allCompartments: readonly CompartmentView[] = compartmentKinds.map((kind, index) => ({
  compartment: index as Compartment,
  kind,
  sensitive: sensitiveCompartmentKinds.includes(kind),
  recordCount: 0,
}));

export const usualParts: readonly Compartment[] = allCompartments
  .filter(({ sensitive }) => !sensitive)
  .map(({ compartment }) => compartment);

export const drOkoro: ProviderView = {
  provider: 1 as ProviderNumber,
  wallet: "0x00000000000000000000000000000000000000D1" as Address,
  kind: "doctor",
  status: "verified",
  verifiedNow: true,
  verifiedUntil: 1_900_000_000,
  jurisdiction: 276,
  authority: {
    authority: 1 as AuthorityNumber,
    wallet: "0x00000000000000000000000000000000000000Aa" as Address,
    jurisdiction: 276,
    active: true,
    name: "Health authority",
  },
  keyVersion: 1,
  profileDigest: `0x${"01".repeat(32)}` as Digest,
  profile: {
    name: "Dr. Okoro",
    specialty: "Family medicine",
    organization: "Mill Street Practice",
    place: "Freiburg",
    contact: "",
  },
};

// --- A wallet that answers as told --------------------------------------------------------------

const hash = `0x${"ab".repeat(32)}` as const;

/** Each `submit` takes the next answer; the last one stays. */
export function fakePrepared<T>(
  result: T,
  answers: readonly ("confirm" | "reject")[] = ["confirm"],
): SponsorablePrepared<T> {
  let asked = 0;
  return {
    kind: "test",
    facts: {},
    estimateFee: () => Promise.resolve(40_000_000_000_000n),
    submit: ({ onState } = {}) => {
      const say = (state: TransactionState) => onState?.(state);
      const answer = answers[Math.min(asked++, answers.length - 1)];
      say({ state: "waiting-for-wallet" });
      if (answer === "reject") {
        return Promise.reject(
          new HealthRecordsError({
            code: "chain.rejected",
            message: "You said no in the wallet.",
            nextStep: "Try again when you like.",
          }),
        );
      }
      say({ state: "pending", hash });
      say({ state: "done", hash, feeWei: 1n });
      return Promise.resolve(result);
    },
    sign: () => Promise.resolve("signed text"),
  };
}

export function fakeSponsorable(
  answers?: readonly ("confirm" | "reject")[],
  signed = "signed text",
): SponsorablePrepared {
  return { ...fakePrepared<void>(undefined, answers), sign: () => Promise.resolve(signed) };
}

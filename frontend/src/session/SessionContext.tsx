/**
 * React's view of the use cases: which wallet is connected and whose records are unlocked. The
 * layer between the use cases and the features: it may import use cases and domain, and is
 * imported by features and the app. Decrypted content never goes in here.
 */
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { HealthRecordsError } from "../domain/errors.ts";
import type { AuthorityApp, PatientApp, ProviderApp } from "../usecases/useCases.ts";
import type { Connection, Connector, WalletChoice } from "./connector.ts";
import { toHealthRecordsError } from "./toHealthRecordsError.ts";

export type RoleApp = PatientApp | ProviderApp | AuthorityApp;

export interface Session {
  readonly connector: Connector;
  readonly wallets: readonly WalletChoice[];
  readonly status: "disconnected" | "connecting" | "connected";
  readonly connection: Connection | undefined;
  /** Why the last attempt to connect failed, or the wallet changed under us. */
  readonly problem: HealthRecordsError | undefined;
  readonly app: RoleApp | undefined;
  connect(walletId: string): Promise<Connection | undefined>;
  cancelConnecting(): void;
  disconnect(): Promise<void>;
  /** Takes over what unlocking, restoring or registering returned. */
  enter(app: RoleApp): void;
  /** Forgets every key, keeps the wallet connected. */
  lock(): Promise<void>;
}

/** For `SessionProvider`, and for tests that need a session in a certain state. */
export const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider(props: { connector: Connector; children: ReactNode }) {
  const { connector } = props;
  const queryClient = useQueryClient();
  const [wallets, setWallets] = useState(() => connector.wallets());
  const [status, setStatus] = useState<Session["status"]>("disconnected");
  const [connection, setConnection] = useState<Connection>();
  const [problem, setProblem] = useState<HealthRecordsError>();
  const [app, setApp] = useState<RoleApp>();
  const connecting = useRef<AbortController>(undefined);
  const current = useRef<Connection>(undefined);
  current.current = connection;

  const forget = useCallback(async () => {
    await current.current?.doorstep.lock();
    setApp(undefined);
    // Names and titles live in the query cache while unlocked, and nowhere else.
    queryClient.clear();
  }, [queryClient]);

  const disconnect = useCallback(async () => {
    await forget();
    connector.disconnect();
    setConnection(undefined);
    setStatus("disconnected");
  }, [connector, forget]);

  const connect = useCallback(
    async (walletId: string) => {
      connecting.current?.abort();
      const attempt = new AbortController();
      connecting.current = attempt;
      setProblem(undefined);
      setStatus("connecting");
      try {
        if (current.current !== undefined) {
          await forget();
        }
        const next = await connector.connect(walletId, { signal: attempt.signal });
        if (attempt.signal.aborted) {
          return undefined;
        }
        setConnection(next);
        setStatus("connected");
        return next;
      } catch (error) {
        if (!attempt.signal.aborted) {
          setProblem(toHealthRecordsError(error));
          setConnection(undefined);
          setStatus("disconnected");
        }
        return undefined;
      }
    },
    [connector, forget],
  );

  const cancelConnecting = useCallback(() => {
    connecting.current?.abort();
    setStatus((was) => (was === "connecting" ? "disconnected" : was));
  }, []);

  useEffect(() => {
    // A wallet that announced itself between the first drawing and now would be missed otherwise.
    setWallets(connector.wallets());
    return connector.subscribe((event) => {
      if (event === "wallets") {
        setWallets(connector.wallets());
        return;
      }
      // Another account, chain or setting: nothing of the old one may stay on the screen.
      const wallet = current.current?.wallet;
      if (wallet === undefined) {
        return;
      }
      void connect(wallet.id);
    });
  }, [connector, connect]);

  const enter = useCallback((next: RoleApp) => setApp(next), []);

  const session = useMemo<Session>(
    () => ({
      connector,
      wallets,
      status,
      connection,
      problem,
      app,
      connect,
      cancelConnecting,
      disconnect,
      enter,
      lock: forget,
    }),
    [
      connector,
      wallets,
      status,
      connection,
      problem,
      app,
      connect,
      cancelConnecting,
      disconnect,
      enter,
      forget,
    ],
  );
  return <SessionContext value={session}>{props.children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) {
    throw new Error("useSession needs a SessionProvider above it");
  }
  return session;
}

/** For screens under a route that already made sure of the role (see `RequireRole`). */
export function usePatientApp(): PatientApp {
  const { app } = useSession();
  if (app?.role !== "patient") {
    throw new Error("This screen is for an unlocked patient");
  }
  return app;
}

export function useProviderApp(): ProviderApp {
  const { app } = useSession();
  if (app?.role !== "provider") {
    throw new Error("This screen is for an unlocked provider");
  }
  return app;
}

export function useAuthorityApp(): AuthorityApp {
  const { app } = useSession();
  if (app?.role !== "authority") {
    throw new Error("This screen is for an unlocked authority");
  }
  return app;
}

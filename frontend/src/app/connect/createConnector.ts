/**
 * The session's way to the outside world (see session/connector.ts): finds the chain and the
 * wallets, and wires reader, writer, crypto worker, IPFS and storage into the use cases. The one
 * place where the app knows all layers.
 */
import i18next from "i18next";
import type { Deployment } from "../../chain/deployment.ts";
import { parseDeployment } from "../../chain/deployment.ts";
import { describeCall } from "../../chain/describeCall.ts";
import { ChainError } from "../../chain/errors.ts";
import { recordedDeployments } from "../../chain/generated/deployments.ts";
import { HttpRpc } from "../../chain/httpRpc.ts";
import { localChainId, sepoliaChainId } from "../../chain/knownChains.ts";
import { ChainReader } from "../../chain/reader.ts";
import { connectWallet } from "../../chain/wallet/connectWallet.ts";
import {
  createDemoWallets,
  type DemoQuestion,
  type DemoWallet,
} from "../../chain/wallet/demoWallets.ts";
import { discoverWallets } from "../../chain/wallet/discoverWallets.ts";
import type { Eip1193Provider, Wallet } from "../../chain/wallet/eip1193.ts";
import { eip1193Account } from "../../chain/wallet/eip1193Account.ts";
import { ensureChain } from "../../chain/wallet/ensureChain.ts";
import { openInMetaMaskLink } from "../../chain/wallet/openInMetaMaskLink.ts";
import { watchWallet } from "../../chain/wallet/watchWallet.ts";
import { ChainWriter } from "../../chain/writer.ts";
import type { Crypto } from "../../crypto/crypto.ts";
import { platformRandom } from "../../crypto/random.ts";
import { startCryptoWorker } from "../../crypto/worker/cryptoClient.ts";
import { createIpfsStore } from "../../ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../ipfs/parseEndpoint.ts";
import type {
  ChainInfo,
  Connection,
  Connector,
  DemoConfirmation,
  Settings,
  WalletChoice,
} from "../../session/connector.ts";
import { createUseCases } from "../../usecases/createUseCases.ts";
import { systemClock } from "../../usecases/ports.ts";
import { indexedDbStore } from "./indexedDbStore.ts";
import { findLocalSystem, type LocalSystem } from "./localSystem.ts";
import {
  findChosenChain,
  findSavedSettings,
  saveChosenChain,
  saveSettings,
} from "./settingsStore.ts";

/** Kubo's own default address, for chains that recommend no other. */
const standardIpfsEndpoint = "http://127.0.0.1:5001";

type SessionEvent = "wallets" | "account" | "chain" | "settings";

/** What is known once the page has looked around. */
interface Surroundings {
  readonly local: LocalSystem | undefined;
  readonly deployments: readonly Deployment[];
  current: Deployment;
}

export function createConnector(browser: Window & typeof globalThis): Connector {
  const listeners = new Set<(event: SessionEvent) => void>();
  const confirmationListeners = new Set<(confirmation: DemoConfirmation) => void>();
  const emit = (event: SessionEvent) => {
    for (const listener of listeners) {
      listener(event);
    }
  };

  let injected: readonly Wallet[] = [];
  let demos: readonly DemoWallet[] = [];
  let unwatch: (() => void) | undefined;
  let crypto: Crypto | undefined;

  const surroundings = lookAround(browser);
  // Whoever needs the chain hears of a failure; without a chain there is nothing else to do.
  surroundings.catch(() => undefined);

  discoverWallets(browser, (found) => {
    injected = found;
    emit("wallets");
  });
  void surroundings.then(offerDemoWallets, () => undefined);

  async function offerDemoWallets({ local, current }: Surroundings): Promise<void> {
    const rpcUrl = local?.deployment.rpcUrls[0];
    if (local === undefined || rpcUrl === undefined || current.chainId !== localChainId) {
      demos = [];
    } else {
      try {
        demos = await createDemoWallets({
          rpc: new HttpRpc({ url: rpcUrl, chainId: localChainId }),
          rpcUrl,
          pageHostname: browser.location.hostname,
          approve: (question) => askPerson(question, current),
        });
      } catch {
        // The local chain is down: connecting says so; here there is just nothing to offer.
        demos = [];
      }
    }
    emit("wallets");
  }

  function askPerson(question: DemoQuestion, deployment: Deployment): Promise<boolean> {
    if (question.asks === "connect") {
      // Choosing the demo wallet was the question.
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const confirmation: DemoConfirmation = {
        walletName: question.person,
        action: question.asks === "send" ? "transaction" : "signature",
        facts:
          question.asks === "send"
            ? describeCall(deployment, question.to, question.data)
            : Object.entries(question.message).map(([label, value]) => ({
                label,
                value: typeof value === "object" ? JSON.stringify(value) : String(value),
              })),
        answer: resolve,
      };
      if (confirmationListeners.size === 0) {
        resolve(false);
      }
      for (const listener of confirmationListeners) {
        listener(confirmation);
      }
    });
  }

  function scopeOf({ local, current }: Surroundings): string {
    const instance = current.chainId === localChainId ? (local?.instance ?? "") : "";
    return [current.chainId, current.addresses.HealthRecords, instance].join(".");
  }

  async function readSettings(): Promise<Settings> {
    const around = await surroundings;
    const saved = findSavedSettings(browser.localStorage, scopeOf(around));
    const [firstRpc, secondRpc] = around.current.rpcUrls;
    const localIpfs =
      around.current.chainId === localChainId ? around.local?.ipfsRpcUrl : undefined;
    return {
      ipfsEndpoint: saved.ipfsEndpoint ?? localIpfs ?? standardIpfsEndpoint,
      rpcUrl: saved.rpcUrl ?? firstRpc,
      secondRpcUrl: saved.secondRpcUrl ?? secondRpc,
    };
  }

  async function wire(provider: Eip1193Provider, address: Connection["address"]) {
    const around = await surroundings;
    const { current: deployment } = around;
    const settings = await readSettings();
    const rpc = new HttpRpc({ url: settings.rpcUrl ?? "", chainId: deployment.chainId });
    const reader = new ChainReader(rpc, deployment);
    await reader.checkDeployment();
    crypto ??= startCryptoWorker();
    return createUseCases({
      reader,
      ...(settings.secondRpcUrl === undefined || settings.secondRpcUrl === ""
        ? {}
        : {
            secondReader: new ChainReader(
              new HttpRpc({ url: settings.secondRpcUrl, chainId: deployment.chainId }),
              deployment,
            ),
          }),
      writer: new ChainWriter({
        rpc,
        deployment,
        account: eip1193Account(provider, address, deployment.chainId),
      }),
      crypto,
      ipfs: createIpfsStore({ endpoint: parseEndpoint(settings.ipfsEndpoint) }),
      store: indexedDbStore(`health-records.${scopeOf(around)}`),
      clock: systemClock,
      random: platformRandom,
    });
  }

  function choices(): WalletChoice[] {
    return [
      ...injected.map(({ rdns, name, icon }) => ({ id: rdns, name, icon, demo: undefined })),
      ...demos.map(({ person }) => ({
        id: `demo:${person}`,
        name: i18next.t("app.demoWallet.name", { name: i18next.t(`ui.demoPerson.${person}.name`) }),
        icon: undefined,
        demo: { person },
      })),
    ];
  }

  return {
    chain: async () => chainInfo((await surroundings).current),
    chains: async () => (await surroundings).deployments.map(chainInfo),
    async chooseChain(chainId) {
      const around = await surroundings;
      const chosen = around.deployments.find((deployment) => deployment.chainId === chainId);
      if (chosen === undefined) {
        throw new ChainError("chain.no-deployment", { details: { chainId } });
      }
      around.current = chosen;
      saveChosenChain(browser.localStorage, chainId);
      await offerDemoWallets(around);
      emit("chain");
    },
    wallets: choices,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async connect(walletId, options = {}) {
      const around = await surroundings;
      const choice = choices().find(({ id }) => id === walletId);
      const provider =
        injected.find(({ rdns }) => rdns === walletId)?.provider ??
        demos.find(({ person }) => `demo:${person}` === walletId)?.provider;
      if (choice === undefined || provider === undefined) {
        throw new ChainError("chain.wallet-missing");
      }
      const signal = options.signal === undefined ? {} : { signal: options.signal };
      const [address] = await connectWallet(provider, signal);
      await ensureChain(provider, around.current, signal);
      const doorstep = await wire(provider, address);
      unwatch?.();
      unwatch = watchWallet(provider, {
        onAccount: () => emit("account"),
        onChain: (chainId) => {
          if (chainId !== around.current.chainId) {
            emit("chain");
          }
        },
      });
      return {
        wallet: choice,
        address,
        doorstep,
        demoSheet: around.local?.cast.find(({ person }) => person === choice.demo?.person)?.sheet,
      };
    },
    disconnect() {
      unwatch?.();
      unwatch = undefined;
    },
    openInMetaMask: openInMetaMaskLink,
    onDemoConfirmation(listener) {
      confirmationListeners.add(listener);
      return () => confirmationListeners.delete(listener);
    },
    settings: readSettings,
    async saveSettings(settings) {
      const around = await surroundings;
      parseEndpoint(settings.ipfsEndpoint);
      for (const url of [settings.rpcUrl, settings.secondRpcUrl]) {
        if (url !== undefined && url !== "") {
          const rpc = new HttpRpc({ url, chainId: around.current.chainId });
          await new ChainReader(rpc, around.current).checkDeployment();
        }
      }
      saveSettings(browser.localStorage, scopeOf(around), settings);
      emit("settings");
    },
    async probeIpfs(endpoint, signal) {
      const store = createIpfsStore({ endpoint: parseEndpoint(endpoint) });
      const { agentVersion } = await store.nodeInfo(signal === undefined ? {} : { signal });
      return { agent: agentVersion };
    },
  };
}

async function lookAround(browser: Window & typeof globalThis): Promise<Surroundings> {
  const local = await findLocalSystem(browser.location, (input, init) =>
    browser.fetch(input, init),
  );
  const deployments = [
    ...(local === undefined ? [] : [local.deployment]),
    ...recordedDeployments.map(parseDeployment),
  ];
  const chosen = findChosenChain(browser.localStorage);
  const current = deployments.find((deployment) => deployment.chainId === chosen) ?? deployments[0];
  if (current === undefined) {
    throw new ChainError("chain.no-deployment");
  }
  return { local, deployments, current };
}

function chainInfo(deployment: Deployment): ChainInfo {
  return {
    chainId: deployment.chainId,
    name: deployment.name,
    coin: deployment.coin.symbol,
    local: deployment.chainId === localChainId,
    test: deployment.chainId === localChainId || deployment.chainId === sepoliaChainId,
    explorer: deployment.explorer,
    contracts: Object.entries(deployment.addresses).map(([name, address]) => ({ name, address })),
  };
}

// Finding, connecting and using wallets, with each behaviour that MetaMask was measured to have.
import { describe, expect, test } from "vitest";
import { parseDeployment } from "../../../frontend/src/chain/deployment.ts";
import {
  connectWallet,
  findConnectedAccounts,
} from "../../../frontend/src/chain/wallet/connectWallet.ts";
import {
  createDemoWallets,
  type DemoWalletsOptions,
  demoCast,
} from "../../../frontend/src/chain/wallet/demoWallets.ts";
import {
  discoverWallets,
  type WalletHost,
} from "../../../frontend/src/chain/wallet/discoverWallets.ts";
import type { Wallet } from "../../../frontend/src/chain/wallet/eip1193.ts";
import { eip1193Account } from "../../../frontend/src/chain/wallet/eip1193Account.ts";
import { ensureChain } from "../../../frontend/src/chain/wallet/ensureChain.ts";
import {
  isLoopbackHost,
  openInMetaMaskLink,
} from "../../../frontend/src/chain/wallet/openInMetaMaskLink.ts";
import { watchWallet } from "../../../frontend/src/chain/wallet/watchWallet.ts";
import type { Address } from "../../../frontend/src/domain/brand.ts";
import { FakeWallet } from "./support/fakeWallet.ts";

const doctor = "0x90F79bf6EB2c4f870365E785982E1f101E93b906" as Address;
const never = () => new Promise<boolean>(() => undefined);
const deployment = parseDeployment({
  chainId: 31_337,
  name: "Practice",
  addresses: Object.fromEntries(
    [
      "PatientRelay",
      "Patients",
      "Authorities",
      "Providers",
      "Staff",
      "HealthRecords",
      "Receipts",
    ].map((name, index) => [name, `0x${String(index + 1).repeat(40)}`]),
  ),
  deploymentBlock: 1,
  rpcUrls: ["http://127.0.0.1:8545"],
  explorer: "https://explorer.example.org/",
  coin: { name: "Ether", symbol: "ETH", decimals: 18 },
});

function announce(host: EventTarget, info: object, provider: unknown = new FakeWallet()) {
  host.dispatchEvent(
    Object.assign(new Event("eip6963:announceProvider"), { detail: { info, provider } }),
  );
}
const info = (rdns: string, more: object = {}) => ({
  uuid: rdns,
  name: rdns,
  icon: "data:image/svg+xml,x",
  rdns,
  ...more,
});

async function discover(host: WalletHost, graceMs = 5): Promise<readonly Wallet[][]> {
  const seen: Wallet[][] = [];
  const stop = discoverWallets(host, (wallets) => seen.push([...wallets]), graceMs);
  await new Promise((resolve) => setTimeout(resolve, graceMs + 20));
  stop();
  return seen;
}

describe("discovery", () => {
  test("puts MetaMask first, whoever announces itself first", async () => {
    const host = new EventTarget() as WalletHost;
    host.addEventListener("eip6963:requestProvider", () => {
      announce(host, info("com.example.other"));
      announce(host, info("io.metamask.flask"));
      announce(host, info("io.metamask"));
      announce(host, info("io.metamask"));
    });
    const last = (await discover(host)).at(-1);
    expect(last?.map(({ rdns }) => rdns)).toEqual([
      "io.metamask",
      "io.metamask.flask",
      "com.example.other",
    ]);
  });

  test("leaves out announcements that aren't any, and icons that would be fetched", async () => {
    const host = new EventTarget() as WalletHost;
    host.addEventListener("eip6963:requestProvider", () => {
      announce(host, info("io.metamask", { icon: "https://tracker.example.org/icon.png" }));
      announce(host, info("no.provider"), {});
      announce(host, { name: "nameless" });
      host.dispatchEvent(new Event("eip6963:announceProvider"));
    });
    const last = (await discover(host)).at(-1);
    expect(last?.map(({ rdns, icon }) => [rdns, icon])).toEqual([["io.metamask", undefined]]);
  });

  test("falls back to window.ethereum, and says when there is none", async () => {
    const ethereum = Object.assign(new FakeWallet(), { isMetaMask: true });
    const host = Object.assign(new EventTarget(), { ethereum });
    expect(await discover(host)).toMatchObject([[{ rdns: "injected", name: "MetaMask" }]]);
    expect(await discover(new EventTarget())).toEqual([[]]);
    expect(await discover(Object.assign(new EventTarget(), { ethereum: { request: 1 } }))).toEqual([
      [],
    ]);
  });

  test("hears nothing any more once stopped", async () => {
    const host = new EventTarget() as WalletHost;
    const seen: unknown[] = [];
    discoverWallets(host, (wallets) => seen.push(wallets), 1)();
    announce(host, info("io.metamask"));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toEqual([]);
  });
});

describe("connecting", () => {
  test("gives the account in use, with its checksum", async () => {
    expect(await connectWallet(new FakeWallet())).toEqual([doctor]);
    expect(await findConnectedAccounts(new FakeWallet())).toEqual([doctor]);
  });

  test("a locked wallet answers [] and is called locked", async () => {
    const wallet = new FakeWallet();
    wallet.locked = true;
    await expect(connectWallet(wallet)).rejects.toMatchObject({ code: "chain.wallet-locked" });
    expect(await findConnectedAccounts(wallet)).toEqual([]);
  });

  test("a second question while one is open is chain.wallet-pending", async () => {
    const wallet = new FakeWallet();
    wallet.person = never;
    const abort = new AbortController();
    const first = connectWallet(wallet, { signal: abort.signal });
    await expect(connectWallet(wallet)).rejects.toMatchObject({ code: "chain.wallet-pending" });
    abort.abort();
    await expect(first).rejects.toMatchObject({ code: "chain.cancelled" });
  });

  test("a no is chain.rejected, and one may ask again", async () => {
    const wallet = new FakeWallet();
    wallet.person = async () => false;
    await expect(connectWallet(wallet)).rejects.toMatchObject({ code: "chain.rejected" });
    wallet.person = async () => true;
    expect(await connectWallet(wallet)).toEqual([doctor]);
  });

  test("a closed popup never answers: it can be cancelled, and times out", async () => {
    const wallet = new FakeWallet();
    wallet.person = never;
    await expect(connectWallet(wallet, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "chain.wallet-timeout",
    });
  });

  test("accounts that are none are a fault of the wallet", async () => {
    const wallet = new FakeWallet();
    wallet.accounts = ["nobody"];
    await expect(connectWallet(wallet)).rejects.toMatchObject({ code: "chain.wallet-failed" });
  });
});

describe("the right chain", () => {
  const methods = (wallet: FakeWallet) => wallet.asked.map(({ method }) => method);

  test("asks nothing of the person where the wallet is there already", async () => {
    for (const chainId of ["0x7a69", 31_337]) {
      const wallet = new FakeWallet();
      wallet.chainId = chainId;
      await ensureChain(wallet, deployment);
      expect(methods(wallet)).toEqual(["eth_chainId"]);
    }
  });

  test("switches where the wallet knows it", async () => {
    const wallet = new FakeWallet();
    wallet.known.add("0x7a69");
    await ensureChain(wallet, deployment);
    expect(wallet.chainId).toBe("0x7a69");
    expect(methods(wallet)).not.toContain("wallet_addEthereumChain");
  });

  test.each([
    ["4902", false, true],
    ["-32603 of the mobile app", true, true],
    ["4902 where adding doesn't switch", false, false],
  ])("adds it after %s", async (_, mobile, switches) => {
    const wallet = new FakeWallet();
    wallet.mobile = mobile;
    wallet.switchesWhenAdding = switches;
    await ensureChain(wallet, deployment);
    expect(wallet.chainId).toBe("0x7a69");
    const added = wallet.asked.find(({ method }) => method === "wallet_addEthereumChain");
    expect(added?.params).toEqual([
      {
        chainId: "0x7a69",
        chainName: "Practice",
        nativeCurrency: deployment.coin,
        rpcUrls: ["http://127.0.0.1:8545"],
        blockExplorerUrls: ["https://explorer.example.org"],
      },
    ]);
  });

  test("a no stays a no, and isn't followed by a second question", async () => {
    const wallet = new FakeWallet();
    wallet.known.add("0x7a69");
    wallet.person = async () => false;
    await expect(ensureChain(wallet, deployment)).rejects.toMatchObject({ code: "chain.rejected" });
    expect(methods(wallet)).not.toContain("wallet_addEthereumChain");
  });

  test("a closed popup can be cancelled", async () => {
    const wallet = new FakeWallet();
    wallet.person = never;
    const signal = AbortSignal.timeout(20);
    await expect(ensureChain(wallet, deployment, { signal })).rejects.toMatchObject({
      code: "chain.cancelled",
    });
  });
});

describe("changes in the wallet", () => {
  test("of account, lock and chain are heard until one stops listening", () => {
    const wallet = new FakeWallet();
    const heard: unknown[] = [];
    const stop = watchWallet(wallet, {
      onAccount: (account) => heard.push(account),
      onChain: (chainId) => heard.push(chainId),
    });
    wallet.emit("accountsChanged", wallet.accounts);
    wallet.emit("accountsChanged", []);
    wallet.emit("accountsChanged", "nonsense");
    wallet.emit("chainChanged", "0x7a69");
    wallet.emit("chainChanged", {});
    stop();
    wallet.emit("chainChanged", "0x1");
    expect(heard).toEqual([doctor, undefined, 31_337]);
  });
});

describe("an account of a browser wallet", () => {
  const outgoing = { to: deployment.addresses.Patients, data: "0x1234" as const, gasLimit: 100n };
  const typed = {
    domain: { name: "Health Records", chainId: 31_337 },
    types: { Deny: [{ name: "patient", type: "uint32" }] },
    primaryType: "Deny",
    message: { patient: 7 },
  };
  function connected() {
    const wallet = new FakeWallet();
    wallet.chainId = "0x7a69";
    return { wallet, account: eip1193Account(wallet, doctor, 31_337) };
  }

  test("sends and signs what it was given", async () => {
    const { wallet, account } = connected();
    expect(await account.sendTransaction(outgoing)).toBe(`0x${"ab".repeat(32)}`);
    expect(wallet.asked.at(-1)?.params).toEqual([
      { from: doctor, to: outgoing.to, data: "0x1234", gas: "0x64", value: "0x0" },
    ]);
    await account.signTypedData(typed);
    const [signer, text] = (wallet.asked.at(-1)?.params ?? []) as string[];
    expect(signer).toBe(doctor);
    expect(JSON.parse(text ?? "")).toMatchObject({
      primaryType: "Deny",
      message: { patient: "7" },
      types: { EIP712Domain: expect.any(Array), Deny: typed.types.Deny },
    });
  });

  test("asks nothing when the wallet moved to another chain or account, or was locked", async () => {
    const cases: [change: Partial<FakeWallet>, code: string][] = [
      [{ chainId: "0x1" }, "chain.wallet-wrong-chain"],
      [{ accounts: [`0x${"1".repeat(40)}`] }, "chain.wallet-wrong-account"],
      [{ locked: true }, "chain.wallet-locked"],
    ];
    for (const [change, code] of cases) {
      const { wallet, account } = connected();
      Object.assign(wallet, change);
      await expect(account.sendTransaction(outgoing)).rejects.toMatchObject({ code });
      await expect(account.signTypedData(typed)).rejects.toMatchObject({ code });
      expect(wallet.asked.every(({ method }) => /^eth_(chainId|accounts)$/.test(method))).toBe(
        true,
      );
    }
  });

  test("a no is chain.rejected", async () => {
    const { wallet, account } = connected();
    wallet.person = async () => false;
    await expect(account.sendTransaction(outgoing)).rejects.toMatchObject({
      code: "chain.rejected",
    });
  });
});

describe("the link into MetaMask's browser on a phone", () => {
  test("keeps path, query and hash route", () => {
    expect(
      openInMetaMaskLink(`https://health.example.org/app/?x=1#/c/eip155:1:${doctor}?n=3`),
    ).toBe(`https://link.metamask.io/dapp/health.example.org/app/?x=1#/c/eip155:1:${doctor}?n=3`);
    expect(openInMetaMaskLink("http://192.168.1.5:5173/#/patient")).toBe(
      "https://link.metamask.io/dapp/192.168.1.5:5173/#/patient",
    );
  });

  test("isn't offered for pages that a phone can't reach", () => {
    const pages = ["http://localhost:5173/", "http://127.0.0.1/", "file:///index.html", "nonsense"];
    expect(pages.map(openInMetaMaskLink)).toEqual(pages.map(() => undefined));
  });

  test("knows this computer by its names", () => {
    const here = ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "::1", "app.localhost"];
    const elsewhere = ["127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", "", "0.0.0.0"];
    expect(here.map(isLoopbackHost)).toEqual(here.map(() => true));
    expect(elsewhere.map(isLoopbackHost)).toEqual(elsewhere.map(() => false));
  });
});

describe("demo wallets", () => {
  let chainId = "0x7a69";
  const options = (over: Partial<DemoWalletsOptions> = {}): DemoWalletsOptions => ({
    rpc: { send: async (method) => (method === "eth_chainId" ? chainId : "0x0") },
    rpcUrl: "http://127.0.0.1:8545",
    pageHostname: "localhost",
    approve: async () => true,
    ...over,
  });
  const notHere = { code: "chain.demo-wallets-not-here" };

  test("are the named cast with the keys that everybody knows", async () => {
    chainId = "0x7a69";
    const wallets = await createDemoWallets(options());
    expect(wallets.map(({ person }) => person)).toEqual(demoCast);
    expect(wallets[0]?.address).toBe("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    expect(wallets[3]?.address).toBe(doctor);
  });

  test("don't exist on another chain, with a foreign RPC, or on a foreign page", async () => {
    for (const wrong of ["0x1", "0xaa36a7", "31337", undefined]) {
      chainId = wrong as string;
      await expect(createDemoWallets(options())).rejects.toMatchObject(notHere);
    }
    chainId = "0x7a69";
    for (const over of [
      { rpcUrl: "https://rpc.example.org" },
      { rpcUrl: "http://127.0.0.1.example.org" },
      { rpcUrl: "nonsense" },
      { pageHostname: "health.example.org" },
    ]) {
      await expect(createDemoWallets(options(over))).rejects.toMatchObject(notHere);
    }
  });

  test("stop at once when the RPC turns out to be another chain, even while a question is open", async () => {
    chainId = "0x7a69";
    const [wallet] = await createDemoWallets(
      options({
        approve: async () => {
          chainId = "0x1";
          return true;
        },
      }),
    );
    await expect(connectWallet(wallet?.provider as never)).rejects.toMatchObject(notHere);
    await expect(findConnectedAccounts(wallet?.provider as never)).rejects.toMatchObject(notHere);
  });

  test("share nothing before the person connected, and refuse other people's accounts", async () => {
    chainId = "0x7a69";
    const [, wallet] = await createDemoWallets(options());
    const provider = wallet?.provider;
    if (provider === undefined) throw new Error("no wallet");
    expect(await provider.request({ method: "eth_accounts" })).toEqual([]);
    const params = [{ from: wallet?.address, to: doctor, data: "0x", gas: "0x1" }];
    const send = { method: "eth_sendTransaction", params };
    await expect(provider.request(send)).rejects.toMatchObject({ code: 4100 });
    await connectWallet(provider);
    params[0] = { from: doctor, to: doctor, data: "0x", gas: "0x1" };
    await expect(provider.request(send)).rejects.toMatchObject({ code: 4100 });
    await expect(provider.request({ method: "eth_sign", params: [] })).rejects.toMatchObject({
      code: 4200,
    });
  });
});

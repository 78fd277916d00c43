/**
 * Built-in wallets for the practice chain on one's own computer, so that a newcomer without
 * MetaMask can try everything. Their keys come from Hardhat's public test phrase: everybody knows
 * them, so they must never be of any use elsewhere. Three locks see to that: the page and the RPC
 * must be on this very computer, and the RPC's own eth_chainId must be 31337, asked anew at every
 * request. They are ordinary EIP-1193 wallets; "confirm" is a question to the person, put by the
 * app (`approve`).
 */
import { HDNodeWallet, Mnemonic, TypedDataEncoder } from "ethers";
import { z } from "zod";
import type { Address } from "../../domain/brand.ts";
import { toAddress } from "../caip.ts";
import type { Hex } from "../calls.ts";
import { ChainError } from "../errors.ts";
import { keyAccount } from "../keyAccount.ts";
import { localChainId } from "../knownChains.ts";
import type { Rpc } from "../rpc.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import { isLoopbackHost } from "./openInMetaMaskLink.ts";

/** Who they are; the position is the account's index. 0 deployed the contracts. */
export const demoCast = [
  "admin",
  "authority",
  "patient",
  "doctor",
  "hospital",
  "staff-doctor",
  "laboratory",
  "carer",
  "second-patient",
  "stranger",
] as const;

export type DemoPerson = (typeof demoCast)[number];

/** Hardhat's, known to everybody. */
const publicTestPhrase = "test test test test test test test test test test test junk";

export type DemoQuestion =
  | { readonly asks: "connect"; readonly person: DemoPerson }
  | {
      readonly asks: "send";
      readonly person: DemoPerson;
      readonly to: Address;
      readonly data: Hex;
      readonly gasLimit: bigint;
    }
  | {
      readonly asks: "sign";
      readonly person: DemoPerson;
      /** EIP-712, as the person should see it. */
      readonly message: Readonly<Record<string, unknown>>;
      readonly primaryType: string;
    };

export interface DemoWalletsOptions {
  /** The local chain's RPC, at this address. */
  readonly rpc: Rpc;
  readonly rpcUrl: string;
  /** location.hostname of the page; "localhost" for scripts and tests. */
  readonly pageHostname: string;
  /** Puts the question to the person. False: rejected. */
  readonly approve: (question: DemoQuestion) => Promise<boolean>;
}

export interface DemoWallet {
  readonly person: DemoPerson;
  readonly address: Address;
  readonly provider: Eip1193Provider;
}

/** Throws chain.demo-wallets-not-here anywhere but on the practice chain of this computer. */
export async function createDemoWallets(options: DemoWalletsOptions): Promise<DemoWallet[]> {
  const checkPlace = () => assertPracticeChain(options);
  await checkPlace();
  const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(publicTestPhrase), "m/44'/60'/0'/0");
  return demoCast.map((person, index) => {
    const key = root.deriveChild(index);
    const address = toAddress(key.address);
    return { person, address, provider: demoProvider(person, key, options, checkPlace) };
  });
}

async function assertPracticeChain({ rpc, rpcUrl, pageHostname }: DemoWalletsOptions) {
  const url = URL.canParse(rpcUrl) ? new URL(rpcUrl) : undefined;
  const isHere = url !== undefined && isLoopbackHost(url.hostname) && isLoopbackHost(pageHostname);
  const chainId = isHere ? await rpc.send("eth_chainId", []) : undefined;
  if (chainId !== `0x${localChainId.toString(16)}`) {
    throw new ChainError("chain.demo-wallets-not-here");
  }
}

/** What a wallet throws (EIP-1193, EIP-1474). */
class WalletFault extends Error {
  override readonly name = "WalletFault";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const sendParams = z.tuple([
  z.object({
    from: z.string(),
    to: z.string(),
    data: z.string().regex(/^0x([0-9a-f]{2})*$/i),
    gas: z.string().regex(/^0x[0-9a-f]{1,16}$/i),
  }),
]);
const signParams = z.tuple([z.string(), z.string().max(400_000)]);
const typedData = z.object({
  domain: z.record(z.string(), z.unknown()),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
  primaryType: z.string(),
  message: z.record(z.string(), z.unknown()),
});

function demoProvider(
  person: DemoPerson,
  key: HDNodeWallet,
  options: DemoWalletsOptions,
  checkPlace: () => Promise<void>,
): Eip1193Provider {
  const account = keyAccount(key, options.rpc, localChainId);
  let connected = false;

  async function confirm(question: DemoQuestion): Promise<void> {
    if (!(await options.approve(question))) throw new WalletFault(4001, "User rejected.");
    // The question may have been open for long: nothing is signed elsewhere.
    await checkPlace();
  }

  function requireOwn(address: string): void {
    if (!connected || address.toLowerCase() !== account.address.toLowerCase()) {
      throw new WalletFault(4100, "This account is not connected.");
    }
  }

  return {
    async request({ method, params = [] }) {
      await checkPlace();
      switch (method) {
        case "eth_chainId":
          return `0x${localChainId.toString(16)}`;
        case "eth_accounts":
          return connected ? [account.address] : [];
        case "eth_requestAccounts":
          if (!connected) await confirm({ asks: "connect", person });
          connected = true;
          return [account.address];
        case "wallet_switchEthereumChain":
        case "wallet_addEthereumChain":
          throw new WalletFault(4200, "Demo wallets live on the practice chain only.");
        case "eth_sendTransaction": {
          const [{ from, to, data, gas }] = sendParams.parse(params);
          requireOwn(from);
          const outgoing = { to: toAddress(to), data: data as Hex, gasLimit: BigInt(gas) };
          await confirm({ asks: "send", person, ...outgoing });
          return await account.sendTransaction(outgoing);
        }
        case "eth_signTypedData_v4": {
          const [from, text] = signParams.parse(params);
          requireOwn(from);
          const { domain, types, primaryType, message } = typedData.parse(JSON.parse(text));
          if (Number(domain.chainId) !== localChainId) {
            throw new WalletFault(-32_603, "chainId must match the active chainId");
          }
          const { EIP712Domain: _, ...structs } = types;
          // ethers signs the type that no other uses: the same one, or the data is malformed.
          if (TypedDataEncoder.getPrimaryType(structs) !== primaryType) {
            throw new WalletFault(-32_602, "primaryType does not match the types");
          }
          await confirm({ asks: "sign", person, message, primaryType });
          return await account.signTypedData({ domain, types: structs, primaryType, message });
        }
        default:
          if (/^(eth_(call|get|block|estimate|gas|fee|max)|net_|web3_)/.test(method)) {
            return await options.rpc.send(method, params);
          }
          throw new WalletFault(4200, `Demo wallets can't do ${method}.`);
      }
    },
  };
}

// A real chain with the contracts on it, and the named cast acting through the demo wallets: the
// same layer, contracts and EIP-1193 path as the app's.
import { sha256, toUtf8Bytes } from "ethers";
import type { Hex } from "../../../../frontend/src/chain/calls.ts";
import { HttpRpc } from "../../../../frontend/src/chain/httpRpc.ts";
import { ChainReader } from "../../../../frontend/src/chain/reader.ts";
import type { MinedTransaction } from "../../../../frontend/src/chain/transaction.ts";
import { connectWallet } from "../../../../frontend/src/chain/wallet/connectWallet.ts";
import {
  createDemoWallets,
  type DemoPerson,
  type DemoQuestion,
  type DemoWallet,
} from "../../../../frontend/src/chain/wallet/demoWallets.ts";
import { eip1193Account } from "../../../../frontend/src/chain/wallet/eip1193Account.ts";
import type { WalletAccount } from "../../../../frontend/src/chain/walletAccount.ts";
import { ChainWriter } from "../../../../frontend/src/chain/writer.ts";
import type {
  Address,
  AuthorityNumber,
  Digest,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../../../../frontend/src/domain/brand.ts";
import type { ProviderKind } from "../../../../frontend/src/domain/providerKind.ts";
import { type SpawnedChain, spawnChain } from "./spawnChain.ts";

export const day = 86_400;

/** SHA-256 of a text: stands for a document on IPFS. */
export function digestOf(text: string): Digest {
  return sha256(toUtf8Bytes(text)) as Digest;
}

export class PracticeChain {
  readonly chain: SpawnedChain;
  readonly rpc: HttpRpc;
  readonly reader: ChainReader;
  readonly wallets: readonly DemoWallet[];
  /** Every question that a demo wallet asked. */
  readonly asked: DemoQuestion[] = [];
  /** What the person answers. */
  answer: (question: DemoQuestion) => Promise<boolean> = async () => true;

  private constructor(chain: SpawnedChain, rpc: HttpRpc, wallets: readonly DemoWallet[]) {
    this.chain = chain;
    this.rpc = rpc;
    this.reader = new ChainReader(rpc, chain.deployment);
    this.wallets = wallets;
  }

  static async start(): Promise<PracticeChain> {
    const chain = await spawnChain();
    const rpc = new HttpRpc({ url: chain.rpcUrl, chainId: 31_337 });
    let self: PracticeChain | undefined;
    const wallets = await createDemoWallets({
      rpc,
      rpcUrl: chain.rpcUrl,
      pageHostname: "localhost",
      approve: async (question) => {
        self?.asked.push(question);
        return (await self?.answer(question)) ?? true;
      },
    });
    self = new PracticeChain(chain, rpc, wallets);
    return self;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  wallet(person: DemoPerson): DemoWallet {
    const found = this.wallets.find((wallet) => wallet.person === person);
    if (found === undefined) throw new Error(`nobody called ${person}`);
    return found;
  }

  async account(person: DemoPerson): Promise<WalletAccount> {
    const { provider } = this.wallet(person);
    const [address] = await connectWallet(provider);
    return eip1193Account(provider, address, 31_337);
  }

  address(person: DemoPerson): Address {
    return this.wallet(person).address;
  }

  async writer(person: DemoPerson): Promise<ChainWriter> {
    return new ChainWriter({
      rpc: this.rpc,
      deployment: this.chain.deployment,
      account: await this.account(person),
      waiting: { pollMs: 100 },
    });
  }

  /** Unix seconds of the chain's own clock. */
  now(): Promise<number> {
    return this.reader.timestampOf();
  }

  async registerPatient(
    person: DemoPerson,
  ): Promise<{ patientId: PatientId; patient: PatientNumber; mined: MinedTransaction }> {
    const writer = await this.writer(person);
    const commitment = digestOf(`${person}'s salted details`) as Hex;
    const call = writer.calls.register(commitment, digestOf(`${person}'s keys`));
    const mined = await writer.send(call).mined;
    const event = mined.events.find((found) => found.name === "PatientRegistered");
    if (event?.name !== "PatientRegistered") throw new Error("no PatientRegistered");
    return { patientId: event.args.patientId, patient: event.args.patient, mined };
  }

  async appointAuthority(): Promise<AuthorityNumber> {
    const admin = await this.writer("admin");
    const profile = digestOf("authority's profile");
    const keys = digestOf("authority's keys");
    await admin.send(admin.calls.appointAuthority(this.address("authority"), 276, profile, keys))
      .mined;
    const authority = await this.reader.findAuthorityNumberOf(this.address("authority"));
    if (authority === undefined) throw new Error("no authority");
    return authority;
  }

  async apply(
    person: DemoPerson,
    kind: ProviderKind,
    authority: AuthorityNumber,
  ): Promise<ProviderNumber> {
    const writer = await this.writer(person);
    const application = {
      kind,
      authority,
      profile: digestOf(`${person}'s profile`),
      keyDocument: digestOf(`${person}'s keys`),
      evidence: digestOf(`${person}'s evidence`),
    };
    await writer.send(writer.calls.applyForVerification(application)).mined;
    const provider = await this.reader.findProviderNumberOf(this.address(person));
    if (provider === undefined) throw new Error("no provider");
    return provider;
  }

  async applyAndVerify(
    person: DemoPerson,
    kind: ProviderKind,
    authority: AuthorityNumber,
  ): Promise<ProviderNumber> {
    const provider = await this.apply(person, kind, authority);
    const { wallet, profile } = await this.reader.providerByNumber(provider);
    const writer = await this.writer("authority");
    const until = (await this.now()) + 365 * day;
    await writer.send(writer.calls.verifyProvider(provider, wallet, kind, profile, until)).mined;
    return provider;
  }
}

import { z } from "zod";
import type {
  Address,
  AuthorityNumber,
  Compartment,
  Digest,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import { callContract } from "./callContract.ts";
import {
  accessSchema,
  addressSchema,
  authorityEntrySchema,
  authoritySchema,
  delegateSchema,
  handoverSchema,
  kindSchema,
  patientEntrySchema,
  patientIdSchema,
  patientSchema,
  providerEntrySchema,
  providerSchema,
  recordEntrySchema,
  someAddressSchema,
  someAuthoritySchema,
  someDigestSchema,
  someProviderSchema,
  staffMemberSchema,
} from "./chainSchemas.ts";
import type {
  Access,
  Authority,
  ChartState,
  Delegate,
  Handover,
  Page,
  Patient,
  Provider,
  RecordEntry,
  StaffMember,
  Standing,
  Viewer,
  WalletReplacement,
} from "./chainState.ts";
import { type ContractName, contractNames } from "./contractNames.ts";
import type { Deployment } from "./deployment.ts";
import { ChainError, isRevert } from "./errors.ts";
import { patientNumberOf, unpackEpochs } from "./packing.ts";
import type { Rpc } from "./rpc.ts";
import { toChainError } from "./toChainError.ts";

export type Right = "read" | "write";

const uint = z.int().nonnegative();
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((hex) => BigInt(hex));
const blockSchema = z.object({ number: quantity, timestamp: quantity });
/** Entries asked for at once; the contracts allow at least this many. */
export const pageSize = 200;

/**
 * Every read of the contracts, typed and checked. Nothing is believed for its shape alone: an
 * answer that doesn't decode, or decodes to something impossible, is chain.rpc-nonsense.
 * `read...`-like methods throw RevertError where the contract refuses; `find...` answer undefined
 * where there is nobody.
 */
export class ChainReader {
  readonly rpc: Rpc;
  readonly deployment: Deployment;

  constructor(rpc: Rpc, deployment: Deployment) {
    this.rpc = rpc;
    this.deployment = deployment;
  }

  async #read<T>(
    schema: z.ZodType<T>,
    contract: ContractName,
    method: string,
    args: readonly unknown[],
    from?: Address,
  ): Promise<T> {
    const read = { contract, method, args, from };
    return check(schema, await callContract(this.rpc, this.deployment, read), method);
  }

  async #ask<T>(schema: z.ZodType<T>, method: string, params: readonly unknown[]): Promise<T> {
    try {
      return check(schema, await this.rpc.send(method, params), method);
    } catch (error) {
      throw toChainError(error, "rpc");
    }
  }

  // --- The chain itself ----------------------------------------------------------------------

  /** Throws chain.wrong-chain or chain.not-deployed. */
  async checkDeployment(): Promise<void> {
    const chainId = Number(await this.#ask(quantity, "eth_chainId", []));
    if (chainId !== this.deployment.chainId) {
      const details = { expected: this.deployment.chainId, actual: chainId };
      throw new ChainError("chain.wrong-chain", { details });
    }
    await Promise.all(
      contractNames.map(async (contract) => {
        const to = this.deployment.addresses[contract];
        if ((await this.#code(to)) === "0x") {
          throw new ChainError("chain.not-deployed", { details: { contract, to } });
        }
      }),
    );
  }

  #code(address: Address): Promise<string> {
    const hex = z.string().regex(/^0x([0-9a-f]{2})*$/i);
    return this.#ask(hex, "eth_getCode", [address, "latest"]);
  }

  /** Code at the address that isn't just an EIP-7702 delegation of an ordinary account. */
  async isContract(address: Address): Promise<boolean> {
    const code = (await this.#code(address)).toLowerCase();
    return code !== "0x" && !code.startsWith("0xef0100");
  }

  async blockNumber(): Promise<number> {
    return Number(await this.#ask(quantity, "eth_blockNumber", []));
  }

  /** Unix seconds. The chain's own clock where `block` is left out. */
  async timestampOf(block?: number): Promise<number> {
    const tag = block === undefined ? "latest" : `0x${block.toString(16)}`;
    const found = await this.#ask(blockSchema.nullable(), "eth_getBlockByNumber", [tag, false]);
    if (found === null) throw new ChainError("chain.history-unavailable", { details: { tag } });
    return Number(found.timestamp);
  }

  /** Wei. */
  balanceOf(account: Address): Promise<bigint> {
    return this.#ask(quantity, "eth_getBalance", [account, "latest"]);
  }

  // --- Patients ------------------------------------------------------------------------------

  async patientById(patientId: PatientId): Promise<Patient> {
    const entry = await this.#read(patientEntrySchema, "Patients", "patientById", [patientId]);
    if (entry.patientId !== patientId.toLowerCase()) throw nonsense("patientById");
    return { ...entry, patient: patientNumberOf(entry.patientId) };
  }

  async findPatientById(patientId: PatientId): Promise<Patient | undefined> {
    return orUndefined(this.patientById(patientId), "PatientsUnknownId");
  }

  async patientByNumber(patient: PatientNumber): Promise<Patient> {
    const entry = await this.#read(patientEntrySchema, "Patients", "patientByNumber", [patient]);
    if (patientNumberOf(entry.patientId) !== patient) throw nonsense("patientByNumber");
    return { ...entry, patient };
  }

  findPatientByNumber(patient: PatientNumber): Promise<Patient | undefined> {
    return orUndefined(this.patientByNumber(patient), "PatientsUnknown");
  }

  patientIdOf(patient: PatientNumber): Promise<PatientId> {
    return this.#read(patientIdSchema, "Patients", "patientIdOf", [patient]);
  }

  /** The charts that a wallet controls. */
  patientsOf(wallet: Address): Promise<PatientNumber[]> {
    return this.#read(z.array(patientSchema).max(1_000), "Patients", "patientsOf", [wallet]);
  }

  isController(patient: PatientNumber, account: Address): Promise<boolean> {
    return this.#read(z.boolean(), "Patients", "isController", [patient, account]);
  }

  isPatientSide(patient: PatientNumber, account: Address): Promise<boolean> {
    return this.#read(z.boolean(), "Patients", "isPatientSide", [patient, account]);
  }

  /** @param power bits as in domain/powers.ts. */
  mayAct(patient: PatientNumber, account: Address, power: number): Promise<boolean> {
    return this.#read(z.boolean(), "Patients", "mayAct", [patient, account, power]);
  }

  /** @param account on the patient's side. */
  delegatesOf(patient: PatientNumber, account: Address): Promise<Delegate[]> {
    const schema = z.array(delegateSchema).max(1_000);
    return this.#read(schema, "Patients", "delegatesOf", [patient], account);
  }

  offeredTo(
    patient: PatientNumber,
  ): Promise<{ from: Address | undefined; to: Address | undefined }> {
    const schema = z.object({ from: someAddressSchema, to: someAddressSchema });
    return this.#read(schema, "Patients", "offeredTo", [patient]);
  }

  // --- Authorities ---------------------------------------------------------------------------

  async authorityByNumber(authority: AuthorityNumber): Promise<Authority> {
    const args = [authority];
    const entry = await this.#read(authorityEntrySchema, "Authorities", "authorityByNumber", args);
    return { authority, ...entry };
  }

  findAuthorityByNumber(authority: AuthorityNumber): Promise<Authority | undefined> {
    return orUndefined(this.authorityByNumber(authority), "AuthoritiesUnknown");
  }

  /** The authority in office with this wallet. */
  findAuthorityNumberOf(wallet: Address): Promise<AuthorityNumber | undefined> {
    return this.#read(someAuthoritySchema, "Authorities", "numberOf", [wallet]);
  }

  /** By number, removed ones included. @param from the first number wanted, from 1. */
  async authorities(from = 1, limit = pageSize): Promise<Authority[]> {
    const schema = z.object({
      numbers: z.array(authoritySchema),
      page: z.array(authorityEntrySchema),
    });
    const { numbers, page } = await this.#read(schema, "Authorities", "authorities", [from, limit]);
    return pair(numbers, page).map(([authority, entry]) => ({ authority, ...entry }));
  }

  // --- Providers -----------------------------------------------------------------------------

  async providerByNumber(provider: ProviderNumber): Promise<Provider> {
    const args = [provider];
    const entry = await this.#read(providerEntrySchema, "Providers", "providerByNumber", args);
    return { provider, ...entry };
  }

  findProviderByNumber(provider: ProviderNumber): Promise<Provider | undefined> {
    return orUndefined(this.providerByNumber(provider), "ProvidersUnknown");
  }

  findProviderNumberOf(wallet: Address): Promise<ProviderNumber | undefined> {
    return this.#read(someProviderSchema, "Providers", "numberOf", [wallet]);
  }

  isVerified(provider: ProviderNumber): Promise<boolean> {
    return this.#read(z.boolean(), "Providers", "isVerified", [provider]);
  }

  /** `undefined` for an unknown provider. */
  async findStanding(provider: ProviderNumber): Promise<Standing | undefined> {
    const schema = z.object({
      verifiedNow: z.boolean(),
      wallet: someAddressSchema,
      kind: z.union([z.literal(0).transform(() => undefined), kindSchema]),
      keyVersion: uint,
    });
    const { wallet, kind, ...rest } = await this.#read(schema, "Providers", "standing", [provider]);
    if (wallet === undefined && kind === undefined) return undefined;
    if (wallet === undefined || kind === undefined) throw nonsense("standing");
    return { wallet, kind, ...rest };
  }

  async findWalletReplacement(provider: ProviderNumber): Promise<WalletReplacement | undefined> {
    const schema = z.object({ to: someAddressSchema, readyAt: uint, byAuthority: z.boolean() });
    const args = [provider];
    const { to, ...rest } = await this.#read(schema, "Providers", "walletReplacementOf", args);
    return to === undefined ? undefined : { to, ...rest };
  }

  /** An authority's providers, newest first. @param cursor the last of the previous page. */
  async providersOf(
    authority: AuthorityNumber,
    cursor: ProviderNumber | 0 = 0,
    limit = pageSize,
  ): Promise<Provider[]> {
    const schema = z.object({
      numbers: z.array(providerSchema),
      page: z.array(providerEntrySchema),
    });
    const args = [authority, cursor, limit];
    const { numbers, page } = await this.#read(schema, "Providers", "providersOf", args);
    return pair(numbers, page).map(([provider, entry]) => ({ provider, ...entry }));
  }

  // --- Staff ---------------------------------------------------------------------------------

  isCurrentStaff(organization: ProviderNumber, doctor: ProviderNumber): Promise<boolean> {
    return this.#read(z.boolean(), "Staff", "isCurrent", [organization, doctor]);
  }

  staffOf(organization: ProviderNumber, from = 0, limit = pageSize): Promise<Page<StaffMember>> {
    const args = [organization, from, limit];
    return this.#read(pageOf(staffMemberSchema), "Staff", "staffOf", args);
  }

  organizationsOf(
    doctor: ProviderNumber,
    from = 0,
    limit = pageSize,
  ): Promise<Page<ProviderNumber>> {
    const args = [doctor, from, limit];
    return this.#read(pageOf(providerSchema), "Staff", "organizationsOf", args);
  }

  // --- Charts --------------------------------------------------------------------------------

  hasAccess(
    patient: PatientNumber,
    provider: ProviderNumber,
    actor: Address,
    compartment: Compartment,
    right: Right,
  ): Promise<boolean> {
    const args = [patient, provider, actor, compartment, right === "read" ? 0 : 1];
    return this.#read(z.boolean(), "HealthRecords", "hasAccess", args);
  }

  /** Oldest first. */
  async recordsIn(
    patient: PatientNumber,
    viewer: Viewer,
    compartment: Compartment,
    from = 0,
    limit = pageSize,
  ): Promise<Page<RecordEntry>> {
    const args = [patient, viewer.provider ?? 0, compartment, from, limit];
    const schema = pageOf(recordEntrySchema);
    const answer = await this.#read(schema, "HealthRecords", "recordsIn", args, viewer.account);
    const expected = (index: number) => compartment * 0x1_0000 + from + index;
    if (answer.page.some((entry, index) => entry.ref !== expected(index))) {
      throw nonsense("recordsIn");
    }
    return answer;
  }

  /** By compartment; 0 for those that the viewer may not read. */
  async recordCounts(patient: PatientNumber, viewer: Viewer): Promise<readonly number[]> {
    const args = [patient, viewer.provider ?? 0];
    const schema = z.array(uint).length(16);
    return this.#read(schema, "HealthRecords", "recordCounts", args, viewer.account);
  }

  /** `undefined` before the first. */
  shareSheet(patient: PatientNumber, viewer: Viewer): Promise<Digest | undefined> {
    const args = [patient, viewer.provider ?? 0];
    return this.#read(someDigestSchema, "HealthRecords", "shareSheet", args, viewer.account);
  }

  async epochsOf(patient: PatientNumber, viewer: Viewer): Promise<ChartState> {
    const args = [patient, viewer.provider ?? 0];
    const schema = z.object({ epochs: z.bigint(), lastEventBlock: uint, lastRecordBlock: uint });
    const answer = await this.#read(schema, "HealthRecords", "epochsOf", args, viewer.account);
    const { epochs, ...blocks } = answer;
    return { ...unpackEpochs(epochs), ...blocks };
  }

  /** One pair. `viewer.provider` set: the provider's side asks, else the patient's. */
  async accessOf(
    patient: PatientNumber,
    provider: ProviderNumber,
    viewer: Viewer,
  ): Promise<Access> {
    const args = [patient, provider, viewer.provider !== undefined];
    const method = "accessOf";
    const access = await this.#read(accessSchema, "HealthRecords", method, args, viewer.account);
    if (access.patient !== patient || access.provider !== provider) throw nonsense(method);
    return access;
  }

  /** The providers with a live read grant on a compartment: who to seal to. */
  readersOf(
    patient: PatientNumber,
    viewer: Viewer,
    compartment: Compartment,
  ): Promise<ProviderNumber[]> {
    const args = [patient, viewer.provider ?? 0, compartment];
    const schema = z.array(providerSchema).max(100_000);
    return this.#read(schema, "HealthRecords", "readersOf", args, viewer.account);
  }

  /** Newest first. @param account on the patient's side. @param cursor the last one seen. */
  doctorsOf(
    patient: PatientNumber,
    account: Address,
    cursor: ProviderNumber | 0 = 0,
    limit = pageSize,
  ): Promise<Page<Access>> {
    const args = [patient, cursor, limit];
    return this.#read(pageOf(accessSchema), "HealthRecords", "doctorsOf", args, account);
  }

  /** Hospitals and every other kind but doctors; else as `doctorsOf`. */
  hospitalsOf(
    patient: PatientNumber,
    account: Address,
    cursor: ProviderNumber | 0 = 0,
    limit = pageSize,
  ): Promise<Page<Access>> {
    const args = [patient, cursor, limit];
    return this.#read(pageOf(accessSchema), "HealthRecords", "hospitalsOf", args, account);
  }

  /** Newest first. @param account the provider's, or its current staff's. */
  patientsOfProvider(
    provider: ProviderNumber,
    account: Address,
    cursor: PatientNumber | 0 = 0,
    limit = pageSize,
  ): Promise<Page<Access>> {
    const args = [provider, cursor, limit];
    return this.#read(pageOf(accessSchema), "HealthRecords", "patientsOf", args, account);
  }

  handoversOf(
    patient: PatientNumber,
    organization: ProviderNumber,
    viewer: Viewer,
  ): Promise<Handover[]> {
    const args = [patient, organization, viewer.provider !== undefined];
    const schema = z.array(handoverSchema).max(100_000);
    return this.#read(schema, "HealthRecords", "handoversOf", args, viewer.account);
  }

  // --- Receipts and relay --------------------------------------------------------------------

  /** The highest sequence accepted of a pair (0: none), and the block of its last receipt. */
  lastReceiptOf(
    patient: PatientNumber,
    signer: Address,
  ): Promise<{ sequence: number; lastEventBlock: number }> {
    const schema = z.object({ sequence: uint, lastEventBlock: uint });
    return this.#read(schema, "Receipts", "lastOf", [patient, signer]);
  }

  isReceiptLogged(patient: PatientNumber, signer: Address, sequence: number): Promise<boolean> {
    return this.#read(z.boolean(), "Receipts", "isLogged", [patient, signer, sequence]);
  }

  /** The number that a signer's next order must carry. */
  relayNonceOf(signer: Address): Promise<bigint> {
    return this.#read(z.bigint(), "PatientRelay", "nonces", [signer]);
  }

  /** The account that appoints authorities. */
  admin(): Promise<Address> {
    return this.#read(addressSchema, "Authorities", "defaultAdmin", []);
  }
}

/** Every entry of a list that is paged by position. */
export async function readAll<T>(
  readPage: (from: number) => Promise<Page<T>>,
  most = 100_000,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const { page, total } = await readPage(all.length);
    all.push(...page);
    if (page.length === 0 || all.length >= Math.min(total, most)) return all;
  }
}

/** Every entry of a list that is paged by cursor; `cursorOf` gives the next page's cursor. */
export async function readAllByCursor<T, Cursor extends number>(
  readPage: (cursor: Cursor | 0) => Promise<readonly T[]>,
  cursorOf: (last: T) => Cursor,
  most = 100_000,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: Cursor | 0 = 0;
  for (;;) {
    const page: readonly T[] = await readPage(cursor);
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined || all.length >= most) return all;
    const next = cursorOf(last);
    if (next === cursor) throw nonsense("page");
    cursor = next;
  }
}

function pageOf<T>(entry: z.ZodType<T>) {
  return z.object({ page: z.array(entry), total: z.bigint() }).transform(({ page, total }) => {
    return { page, total: Number(total) };
  });
}

function pair<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  if (left.length !== right.length) throw nonsense("page");
  return left.map((item, index) => [item, right[index] as B]);
}

function check<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw nonsense(what, parsed.error);
  return parsed.data;
}

async function orUndefined<T>(
  promise: Promise<T>,
  name: Parameters<typeof isRevert>[1],
): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (name !== undefined && isRevert(error, name)) return undefined;
    throw error;
  }
}

function nonsense(method: string, cause?: unknown): ChainError {
  return new ChainError("chain.rpc-nonsense", { details: { method }, cause });
}

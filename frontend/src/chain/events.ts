/** Every event of the contracts as typed, checked data. */
import { z } from "zod";
import type { Address } from "../domain/brand.ts";
import { plainValue } from "./callContract.ts";
import type { Hex } from "./calls.ts";
import {
  addressSchema,
  authoritySchema,
  digestSchema,
  kindSchema,
  patientIdSchema,
  patientSchema,
  powersSchema,
  providerSchema,
  recordRefSchema,
  someAddressSchema,
  someDigestSchema,
  someProviderSchema,
  someTermsSchema,
} from "./chainSchemas.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import { type ContractName, contractNames } from "./contractNames.ts";
import type { Deployment } from "./deployment.ts";
import { ChainError } from "./errors.ts";
import { unpackReceiptHead, unpackRecordRefs } from "./packing.ts";

const uint = z.int().nonnegative();
const hex = z.string().transform((text) => text as Hex);
const terms = someTermsSchema.refine((value) => value !== undefined);
const chart = { patient: patientSchema };
const pair = { patient: patientSchema, provider: providerSchema };
const previousBlock = uint;

/** By the event's name in Solidity; no two contracts share one. */
export const eventSchemas = {
  PatientRegistered: z.object({
    ...chart,
    controller: addressSchema,
    patientId: patientIdSchema,
    keyDocument: digestSchema,
  }),
  PatientKeyDocumentReplaced: z.object({
    ...chart,
    version: uint,
    previous: digestSchema,
    current: digestSchema,
    by: addressSchema,
  }),
  PatientControlOffered: z.object({ ...chart, from: addressSchema, to: someAddressSchema }),
  PatientControllerReplaced: z.object({
    ...chart,
    previous: addressSchema,
    current: addressSchema,
  }),
  PatientDelegateSet: z.object({
    ...chart,
    delegate: addressSchema,
    powers: powersSchema,
    until: uint,
  }),
  PatientDelegateRemoved: z.object({ ...chart, delegate: addressSchema, by: addressSchema }),

  AuthorityAppointed: z.object({
    authority: authoritySchema,
    jurisdiction: uint,
    wallet: addressSchema,
    profile: digestSchema,
    keyDocument: someDigestSchema,
  }),
  AuthorityRemoved: z.object({ authority: authoritySchema, jurisdiction: uint }),
  AuthorityKeyDocumentReplaced: z.object({
    authority: authoritySchema,
    version: uint,
    previous: someDigestSchema,
    current: digestSchema,
  }),
  AuthorityWalletReplaced: z.object({
    authority: authoritySchema,
    previous: addressSchema,
    current: addressSchema,
  }),

  ProviderApplied: z.object({
    provider: providerSchema,
    authority: authoritySchema,
    wallet: addressSchema,
    kind: kindSchema,
    profile: digestSchema,
    keyDocument: digestSchema,
    evidence: digestSchema,
    previousBlock,
  }),
  ProviderVerified: z.object({
    provider: providerSchema,
    authority: authoritySchema,
    profile: digestSchema,
    until: uint,
    previousBlock,
  }),
  ProviderSuspended: z.object({
    provider: providerSchema,
    authority: authoritySchema,
    previousBlock,
  }),
  ProviderReinstated: z.object({
    provider: providerSchema,
    authority: authoritySchema,
    previousBlock,
  }),
  ProviderRevoked: z.object({
    provider: providerSchema,
    authority: authoritySchema,
    previousBlock,
  }),
  ProviderTakenOver: z.object({
    provider: providerSchema,
    from: authoritySchema,
    to: authoritySchema,
    previousBlock,
  }),
  ProviderProfileReplaced: z.object({
    provider: providerSchema,
    previous: digestSchema,
    current: digestSchema,
    evidence: digestSchema,
    previousBlock,
  }),
  ProviderKeyDocumentReplaced: z.object({
    provider: providerSchema,
    version: uint,
    previous: digestSchema,
    current: digestSchema,
    previousBlock,
  }),
  ProviderWalletReplacementStarted: z.object({
    provider: providerSchema,
    to: addressSchema,
    readyAt: uint,
    previousBlock,
  }),
  ProviderWalletReplacementCancelled: z.object({ provider: providerSchema, previousBlock }),
  ProviderWalletReplaced: z.object({
    provider: providerSchema,
    previous: addressSchema,
    current: addressSchema,
    previousBlock,
  }),

  StaffAdded: z.object({ organization: providerSchema, doctor: providerSchema }),
  StaffRemoved: z.object({ organization: providerSchema, doctor: providerSchema }),

  RecordAdded: z.object({
    ...chart,
    provider: someProviderSchema,
    doctor: someProviderSchema,
    author: addressSchema,
    ref: recordRefSchema,
    epoch: uint.max(4095),
    manifest: digestSchema,
    amends: z.boolean(),
    supersedes: recordRefSchema,
    previousBlock,
  }),
  AccessRequested: z.object({
    ...pair,
    doctor: someProviderSchema,
    terms,
    lapsesAt: uint,
    previousBlock,
  }),
  RequestWithdrawn: z.object({ ...pair, previousBlock }),
  RequestDenied: z.object({ ...pair, by: addressSchema, previousBlock }),
  AccessGranted: z.object({
    ...pair,
    terms,
    keyVersion: uint,
    requested: z.boolean(),
    moved: uint.max(0xffff),
    by: addressSchema,
    sheet: digestSchema,
    previousBlock,
  }),
  AccessRenewed: z.object({ ...pair, expiresAt: uint, by: addressSchema, previousBlock }),
  AccessRevoked: z.object({
    ...pair,
    moved: uint.max(0xffff),
    by: addressSchema,
    sheet: digestSchema,
    previousBlock,
  }),
  EpochsMoved: z.object({
    ...chart,
    moved: uint.max(0xffff),
    by: addressSchema,
    sheet: digestSchema,
    previousBlock,
  }),
  GenerationStarted: z.object({
    ...chart,
    generation: uint,
    by: addressSchema,
    sheet: digestSchema,
    previousBlock,
  }),
  ShareSheetReplaced: z.object({ ...chart, by: addressSchema, sheet: digestSchema, previousBlock }),
  KeysHandedOver: z.object({
    ...chart,
    organization: providerSchema,
    doctor: providerSchema,
    envelope: digestSchema,
    previousBlock,
  }),

  ReceiptLogged: z.object({
    ...pair,
    signer: addressSchema,
    /** Doctor (0: the provider itself), sequence, period and count. */
    head: z.bigint().transform((word) => unpackReceiptHead(word)),
    root: hex,
    records: z.string().transform((packed) => unpackRecordRefs(packed)),
    previousBlock,
  }),

  OrderRelayed: z.object({ signer: addressSchema, sender: addressSchema, nonce: z.bigint() }),
  OrdersCancelled: z.object({ signer: addressSchema, nonce: z.bigint() }),
} as const;

export type EventName = keyof typeof eventSchemas;

interface Place {
  readonly contract: ContractName;
  readonly block: number;
  readonly logIndex: number;
  readonly transaction: Hex;
}

export type EventOf<Name extends EventName> = Place & {
  readonly name: Name;
  readonly args: Readonly<z.output<(typeof eventSchemas)[Name]>>;
};

export type ChainEvent = { [Name in EventName]: EventOf<Name> }[EventName];

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,13}$/i)
  .transform(Number);
const hexData = z.string().regex(/^0x([0-9a-f]{2})*$/i);

export const logSchema = z.object({
  address: addressSchema,
  topics: z.array(hexData.length(66)).max(4),
  data: hexData,
  blockNumber: quantity,
  logIndex: quantity,
  transactionHash: hexData.length(66),
  removed: z.boolean().optional(),
});

export type RawLog = z.output<typeof logSchema>;

/** The contract of ours at this address. */
function contractAt(deployment: Deployment, address: Address): ContractName | undefined {
  return contractNames.find((name) => deployment.addresses[name] === address);
}

/**
 * `undefined` for what isn't an event of ours (other contracts, OpenZeppelin's own events).
 * Throws chain.rpc-nonsense where it pretends to be one.
 */
export function decodeLog(deployment: Deployment, log: RawLog): ChainEvent | undefined {
  const contract = contractAt(deployment, log.address);
  if (contract === undefined || log.topics.length === 0) return undefined;
  const parsed = attempt(() => contractInterfaces[contract].parseLog(log));
  if (parsed === null || !Object.hasOwn(eventSchemas, parsed.name)) return undefined;
  const name = parsed.name as EventName;
  const args = Object.fromEntries(
    parsed.fragment.inputs.map((input, index) => [
      input.name,
      plainValue(input, parsed.args[index]),
    ]),
  );
  const checked = eventSchemas[name].safeParse(args);
  if (!checked.success) throw nonsense(name, checked.error);
  return {
    name,
    args: checked.data,
    contract,
    block: log.blockNumber,
    logIndex: log.logIndex,
    transaction: log.transactionHash as Hex,
  } as ChainEvent;
}

function attempt<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw nonsense("log", cause);
  }
}

function nonsense(what: string, cause: unknown): ChainError {
  return new ChainError("chain.rpc-nonsense", { details: { what }, cause });
}

/**
 * Orders that a patient (or a delegate) signs and anyone may send through PatientRelay, and the
 * receipts that a provider signs. EIP-712; the types are generated from the contracts.
 */
import { verifyTypedData } from "ethers";
import { z } from "zod";
import type { Address, Digest, PatientNumber, ProviderNumber } from "../domain/brand.ts";
import type { ChartEpochs } from "../domain/chartEpochs.ts";
import { type Power, powersToBits } from "../domain/powers.ts";
import {
  type Calls,
  type ContractCall,
  type GrantOrder,
  type Hex,
  type NewRecord,
  packGrantOrder,
  packNewRecord,
  type ReceiptFields,
  type SheetSwap,
} from "./calls.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import type { Deployment } from "./deployment.ts";
import { ChainError } from "./errors.ts";
import {
  patientOrderDomain,
  patientOrderTypes,
  receiptDomain,
  receiptTypes,
} from "./generated/signedMessages.ts";
import { packEpochs } from "./packing.ts";
import type { TypedData, WalletAccount } from "./walletAccount.ts";

export type Order =
  | { readonly order: "register"; readonly commitment: Hex; readonly keyDocument: Digest }
  | {
      readonly order: "setDelegate";
      readonly patient: PatientNumber;
      readonly delegate: Address;
      readonly powers: readonly Power[];
      /** Unix seconds. */
      readonly until: number;
    }
  | {
      readonly order: "addRecords";
      readonly patient: PatientNumber;
      readonly records: readonly NewRecord[];
    }
  | {
      readonly order: "grant" | "approve";
      readonly patient: PatientNumber;
      readonly grant: GrantOrder;
      readonly sheet: SheetSwap;
    }
  | {
      readonly order: "deny";
      readonly patient: PatientNumber;
      readonly provider: ProviderNumber;
    }
  | {
      readonly order: "renew";
      readonly patient: PatientNumber;
      readonly provider: ProviderNumber;
      /** Unix seconds. */
      readonly expiresAt: number;
    }
  | {
      readonly order: "revoke";
      readonly patient: PatientNumber;
      readonly provider: ProviderNumber;
      readonly epochs: ChartEpochs;
      readonly sheet: SheetSwap;
    };

/** What every order carries beside its own fields. */
export interface OrderSeal {
  readonly signer: Address;
  /** ChainReader.relayNonceOf(signer). */
  readonly nonce: bigint;
  /** Unix seconds, inclusive. */
  readonly deadline: number;
}

export interface SignedOrder extends OrderSeal {
  readonly order: Order;
  readonly signature: Hex;
}

/** The relay's function and the message that authorizes it. */
const messageOfOrder = {
  register: "RegisterPatient",
  setDelegate: "SetDelegate",
  addRecords: "AddRecords",
  grant: "GrantAccess",
  approve: "ApproveRequest",
  deny: "DenyRequest",
  renew: "RenewAccess",
  revoke: "RevokeAccess",
} as const satisfies Record<Order["order"], keyof typeof patientOrderTypes>;

/** The order's arguments, in the order in which the relay's function takes them. */
function fieldsOf(order: Order): readonly (readonly [name: string, value: unknown])[] {
  switch (order.order) {
    case "register":
      return [
        ["commitment", order.commitment],
        ["keyDocument", order.keyDocument],
      ];
    case "setDelegate":
      return [
        ["patient", order.patient],
        ["delegate", order.delegate],
        ["powers", powersToBits(order.powers)],
        ["until", order.until],
      ];
    case "addRecords":
      return [
        ["patient", order.patient],
        ["records", order.records.map(packNewRecord)],
      ];
    case "grant":
    case "approve":
      return [
        ["patient", order.patient],
        ["order", packGrantOrder(order.grant)],
        ["sheet", { expected: order.sheet.expected, next: order.sheet.next }],
      ];
    case "deny":
      return [
        ["patient", order.patient],
        ["provider", order.provider],
      ];
    case "renew":
      return [
        ["patient", order.patient],
        ["provider", order.provider],
        ["expiresAt", order.expiresAt],
      ];
    case "revoke":
      return [
        ["patient", order.patient],
        ["provider", order.provider],
        ["epochs", packEpochs(order.epochs)],
        ["sheet", { expected: order.sheet.expected, next: order.sheet.next }],
      ];
  }
}

/** What the wallet shows and signs. */
export function typedDataOfOrder(deployment: Deployment, order: Order, seal: OrderSeal): TypedData {
  const primaryType = messageOfOrder[order.order];
  return {
    domain: {
      ...patientOrderDomain,
      chainId: deployment.chainId,
      verifyingContract: deployment.addresses.PatientRelay,
    },
    types: patientOrderTypes[primaryType],
    primaryType,
    message: {
      signer: seal.signer,
      ...Object.fromEntries(fieldsOf(order)),
      nonce: seal.nonce,
      deadline: BigInt(seal.deadline),
    },
  };
}

/** Asks the wallet to sign. Throws what the wallet throws (see toChainError). */
export async function signOrder(
  account: WalletAccount,
  deployment: Deployment,
  order: Order,
  seal: { readonly nonce: bigint; readonly deadline: number },
): Promise<SignedOrder> {
  const sealed = { signer: account.address, nonce: seal.nonce, deadline: seal.deadline };
  const signature = await account.signTypedData(typedDataOfOrder(deployment, order, sealed));
  return { ...sealed, order, signature };
}

/** The call that carries it out, for whoever pays: `sponsor.send(relayOrder(calls, signed))`. */
export function relayOrder(calls: Calls, signed: SignedOrder): ContractCall {
  const values = fieldsOf(signed.order).map(([, value]) => value);
  const { signer, nonce, deadline, signature } = signed;
  return calls.relay(signed.order.order, [...values, { signer, nonce, deadline, signature }]);
}

/** Whether the signer's own key made the signature; false also for ERC-1271 wallets. */
export function isSignedByKey(deployment: Deployment, signed: SignedOrder): boolean {
  const { domain, types, message } = typedDataOfOrder(deployment, signed.order, signed);
  try {
    return verifyTypedData(domain, types, message, signed.signature) === signed.signer;
  } catch {
    return false;
  }
}

// --- As text, to hand to a sponsor -----------------------------------------------------------

const orderText = z.strictObject({
  healthRecordsOrder: z.literal(1),
  chainId: z.int().positive(),
  relay: z.string(),
  data: z
    .string()
    .regex(/^0x([0-9a-f]{2})+$/)
    .max(400_000),
});

/** No secret in it: the chain shows the same to everybody once it is sent. */
export function formatSignedOrder(deployment: Deployment, calls: Calls, signed: SignedOrder) {
  return JSON.stringify({
    healthRecordsOrder: 1,
    chainId: deployment.chainId,
    relay: deployment.addresses.PatientRelay,
    data: relayOrder(calls, signed).data,
  } satisfies z.input<typeof orderText>);
}

export interface ReceivedOrder {
  readonly call: ContractCall;
  /** The relay's function: what is ordered. */
  readonly order: Order["order"];
  readonly signer: Address;
  /** Unix seconds. */
  readonly deadline: number;
}

/** Throws chain.bad-order, or chain.wrong-chain for an order of another chain. */
export function parseSignedOrder(deployment: Deployment, text: string): ReceivedOrder {
  const parsed = orderText.safeParse(parseJson(text));
  if (!parsed.success) throw new ChainError("chain.bad-order", { cause: parsed.error });
  const { chainId, relay, data } = parsed.data;
  if (chainId !== deployment.chainId) {
    const details = { expected: deployment.chainId, actual: chainId };
    throw new ChainError("chain.wrong-chain", { details });
  }
  const contract = contractInterfaces.PatientRelay;
  const call = attempt(() => contract.parseTransaction({ data }));
  const authorization = call?.args.at(-1);
  if (
    call === null ||
    !Object.hasOwn(messageOfOrder, call.name) ||
    relay !== deployment.addresses.PatientRelay ||
    // Nothing may ride along behind what was decoded.
    attempt(() => contract.encodeFunctionData(call.fragment, call.args)) !== data
  ) {
    throw new ChainError("chain.bad-order");
  }
  return {
    call: { contract: "PatientRelay", method: call.name, to: relay as Address, data: data as Hex },
    order: call.name as Order["order"],
    signer: authorization.signer as Address,
    deadline: Number(authorization.deadline),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new ChainError("chain.bad-order", { cause });
  }
}

// --- Receipts --------------------------------------------------------------------------------

/** What a provider signs about one session. */
export function typedDataOfReceipt(deployment: Deployment, receipt: ReceiptFields): TypedData {
  return {
    domain: {
      ...receiptDomain,
      chainId: deployment.chainId,
      verifyingContract: deployment.addresses.Receipts,
    },
    types: receiptTypes.Receipt,
    primaryType: "Receipt",
    message: { ...receipt },
  };
}

/** Throws what the wallet throws (see toChainError). */
export async function signReceipt(
  account: WalletAccount,
  deployment: Deployment,
  receipt: ReceiptFields,
): Promise<Hex> {
  return await account.signTypedData(typedDataOfReceipt(deployment, receipt));
}

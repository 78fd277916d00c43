import type { TypedDataDomain } from "ethers";
import type { DeployedSystem } from "../../../scripts/deploy/deploySystem.ts";
import type { IReceipts } from "../../../types/ethers-contracts/index.ts";

/** What a provider says it opened; IReceipts.Receipt with plain numbers. */
export interface ReceiptFields {
  readonly patient: number;
  readonly provider: number;
  readonly doctor: number;
  readonly sequence: number;
  /** Unix seconds. */
  readonly openedFrom: number;
  readonly openedUntil: number;
  readonly count: number;
  readonly root: string;
  /** Record references, 3 bytes each. */
  readonly records: string;
}

interface Signer {
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, { name: string; type: string }[]>,
    value: object,
  ): Promise<string>;
}

export const receiptTypes = {
  Receipt: [
    { name: "patient", type: "uint32" },
    { name: "provider", type: "uint32" },
    { name: "doctor", type: "uint32" },
    { name: "sequence", type: "uint32" },
    { name: "openedFrom", type: "uint40" },
    { name: "openedUntil", type: "uint40" },
    { name: "count", type: "uint32" },
    { name: "root", type: "bytes32" },
    { name: "records", type: "bytes" },
  ],
};

export function receiptDomain(system: DeployedSystem): TypedDataDomain {
  return {
    name: "HealthRecords Receipts",
    version: "1",
    chainId: system.chainId,
    verifyingContract: system.addresses.Receipts,
  };
}

/** Signs a receipt and packs it as the contract takes it. */
export async function signReceipt(
  system: DeployedSystem,
  signer: Signer,
  receipt: ReceiptFields,
): Promise<IReceipts.SignedReceiptStruct> {
  const signature = await signer.signTypedData(receiptDomain(system), receiptTypes, receipt);
  return packReceipt(receipt, signature);
}

/** A receipt as it is sent, with whatever signature. */
export function packReceipt(
  receipt: ReceiptFields,
  signature: string,
): IReceipts.SignedReceiptStruct {
  const fields: readonly (readonly [value: number, offsetBits: bigint])[] = [
    [receipt.patient, 0n],
    [receipt.provider, 32n],
    [receipt.doctor, 64n],
    [receipt.sequence, 96n],
    [receipt.openedFrom, 128n],
    [receipt.openedUntil, 168n],
    [receipt.count, 208n],
  ];
  const head = fields.reduce((word, [value, offset]) => word | (BigInt(value) << offset), 0n);
  return { head, root: receipt.root, records: receipt.records, signature };
}

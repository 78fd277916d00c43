// Signs orders as a wallet would, with types written out here by hand: nothing of the app's own
// generated types is used, so that the two can be compared.

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { TypedDataDomain, TypedDataField, Wallet } from "ethers";
import type { IPatientRelay } from "../../../types/ethers-contracts/index.ts";
import { type Cast, HOUR } from "../cast.ts";

/** `name type` pairs, one per line. */
function struct(lines: string): TypedDataField[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", type = ""] = line.trim().split(/\s+/);
      return { name, type };
    });
}

const GrantOrder = struct(`
  provider   uint32
  keyVersion uint16
  readMask   uint16
  writeMask  uint16
  purpose    uint8
  expiresAt  uint32
  epochs     uint256
`);
const SheetSwap = struct(`
  expected bytes32
  next     bytes32
`);
const NewRecord = struct(`
  compartment uint8
  epoch       uint16
  manifest    bytes32
  amends      bool
  supersedes  uint24
`);

/** A message with what every order has around its own fields. */
function order(lines: string): TypedDataField[] {
  return struct(`signer address\n${lines.trim()}\nnonce uint256\ndeadline uint256`);
}

export const orderTypes = {
  RegisterPatient: {
    RegisterPatient: order(`
      commitment  bytes32
      keyDocument bytes32
    `),
  },
  SetDelegate: {
    SetDelegate: order(`
      patient  uint32
      delegate address
      powers   uint16
      until    uint40
    `),
  },
  AddRecords: {
    AddRecords: order(`
      patient uint32
      records NewRecord[]
    `),
    NewRecord,
  },
  GrantAccess: {
    GrantAccess: order(`
      patient uint32
      order   GrantOrder
      sheet   SheetSwap
    `),
    GrantOrder,
    SheetSwap,
  },
  ApproveRequest: {
    ApproveRequest: order(`
      patient uint32
      order   GrantOrder
      sheet   SheetSwap
    `),
    GrantOrder,
    SheetSwap,
  },
  DenyRequest: {
    DenyRequest: order(`
      patient  uint32
      provider uint32
    `),
  },
  RenewAccess: {
    RenewAccess: order(`
      patient   uint32
      provider  uint32
      expiresAt uint32
    `),
  },
  RevokeAccess: {
    RevokeAccess: order(`
      patient  uint32
      provider uint32
      epochs   uint256
      sheet    SheetSwap
    `),
    SheetSwap,
  },
} satisfies Record<string, Record<string, TypedDataField[]>>;

export type OrderName = keyof typeof orderTypes;

export interface SigningOptions {
  /** Whose order it is; the signing key's own address where left out. */
  readonly signer?: string;
  readonly nonce?: number | bigint;
  /** Unix seconds. */
  readonly deadline?: number;
  readonly domain?: Partial<TypedDataDomain>;
}

export async function domainOf({ patientRelay, system }: Cast): Promise<TypedDataDomain> {
  return {
    name: "Health Records",
    version: "1",
    chainId: system.chainId,
    verifyingContract: await patientRelay.getAddress(),
  };
}

/** Signs an order; what isn't said is right: the next nonce, an hour's time, this relay. */
export async function authorize(
  cast: Cast,
  key: HardhatEthersSigner | Wallet,
  name: OrderName,
  fields: Readonly<Record<string, unknown>>,
  options: SigningOptions = {},
): Promise<IPatientRelay.AuthorizationStruct> {
  const signer = options.signer ?? key.address;
  const nonce = options.nonce ?? (await cast.patientRelay.nonces(signer));
  const deadline = options.deadline ?? cast.now + HOUR;
  const signature = await key.signTypedData(
    { ...(await domainOf(cast)), ...options.domain },
    orderTypes[name],
    { signer, ...fields, nonce, deadline },
  );
  return { signer, nonce, deadline, signature };
}

// One example of every order that the relay carries, for tests that try something with each.
import type { ContractTransactionResponse } from "ethers";
import type { IPatientRelay } from "../../../types/ethers-contracts/index.ts";
import {
  type Cast,
  DAY,
  digest,
  grantOrder,
  newRecord,
  Power,
  packEpochs,
  sheetSwap,
  terms,
} from "../cast.ts";
import type { OrderName } from "./orders.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface OrderCase {
  readonly name: OrderName;
  /** The fields of its own, as signed. */
  readonly fields: (cast: Cast) => Fields;
  /** What has to be so before it can be carried out. */
  readonly prepare: (cast: Cast) => Promise<unknown>;
  /** Sends the fields, which may be others than those that were signed. */
  readonly send: (
    cast: Cast,
    fields: Fields,
    auth: IPatientRelay.AuthorizationStruct,
  ) => Promise<ContractTransactionResponse>;
}

const firstSheet = sheetSwap(digest("sheet 1"));
const nothing = async () => undefined;

async function grantDirectly(cast: Cast) {
  await cast.healthRecords
    .connect(cast.patient.wallet)
    .grant(cast.patient.number, grantOrder(cast, cast.doctor), firstSheet);
}

async function requestAccess(cast: Cast) {
  await cast.healthRecords
    .connect(cast.doctor.wallet)
    .request(cast.patient.number, cast.doctor.number, 0, terms(cast), cast.now + 10 * DAY);
}

// The fields are as loose as JSON here; the contract's decoder is what checks them.
// biome-ignore lint/suspicious/noExplicitAny: see above
const relayOf = (cast: Cast): any => cast.patientRelay.connect(cast.sponsor);

export const orderCases: readonly OrderCase[] = [
  {
    name: "RegisterPatient",
    fields: () => ({ commitment: digest("second chart"), keyDocument: digest("its keys") }),
    prepare: nothing,
    send: (cast, { commitment, keyDocument }, auth) =>
      relayOf(cast).register(commitment, keyDocument, auth),
  },
  {
    name: "SetDelegate",
    fields: (cast) => ({
      patient: cast.patient.number,
      delegate: cast.stranger.address,
      powers: Power.grant,
      until: cast.now + DAY,
    }),
    prepare: nothing,
    send: (cast, { patient, delegate, powers, until }, auth) =>
      relayOf(cast).setDelegate(patient, delegate, powers, until, auth),
  },
  {
    name: "AddRecords",
    fields: (cast) => ({
      patient: cast.patient.number,
      records: [newRecord(), newRecord({ compartment: 2, manifest: digest("second") })],
    }),
    prepare: nothing,
    send: (cast, { patient, records }, auth) => relayOf(cast).addRecords(patient, records, auth),
  },
  {
    name: "GrantAccess",
    fields: (cast) => ({
      patient: cast.patient.number,
      order: grantOrder(cast, cast.doctor),
      sheet: firstSheet,
    }),
    prepare: nothing,
    send: (cast, { patient, order, sheet }, auth) =>
      relayOf(cast).grant(patient, order, sheet, auth),
  },
  {
    name: "ApproveRequest",
    fields: (cast) => ({
      patient: cast.patient.number,
      order: grantOrder(cast, cast.doctor),
      sheet: firstSheet,
    }),
    prepare: requestAccess,
    send: (cast, { patient, order, sheet }, auth) =>
      relayOf(cast).approve(patient, order, sheet, auth),
  },
  {
    name: "DenyRequest",
    fields: (cast) => ({ patient: cast.patient.number, provider: cast.doctor.number }),
    prepare: requestAccess,
    send: (cast, { patient, provider }, auth) => relayOf(cast).deny(patient, provider, auth),
  },
  {
    name: "RenewAccess",
    fields: (cast) => ({
      patient: cast.patient.number,
      provider: cast.doctor.number,
      expiresAt: cast.now + 60 * DAY,
    }),
    prepare: grantDirectly,
    send: (cast, { patient, provider, expiresAt }, auth) =>
      relayOf(cast).renew(patient, provider, expiresAt, auth),
  },
  {
    name: "RevokeAccess",
    fields: (cast) => ({
      patient: cast.patient.number,
      provider: cast.doctor.number,
      epochs: packEpochs(),
      sheet: sheetSwap(digest("sheet 2"), digest("sheet 1")),
    }),
    prepare: grantDirectly,
    send: (cast, { patient, provider, epochs, sheet }, auth) =>
      relayOf(cast).revoke(patient, provider, epochs, sheet, auth),
  },
];

/** The fields with one leaf changed, for every leaf, with the leaf's path. */
export function alterations(fields: Fields): { path: string; fields: Fields }[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    alter(value).map(({ path, value: altered }) => ({
      path: `${name}${path}`,
      fields: { ...fields, [name]: altered },
    })),
  );
}

function alter(value: unknown): { path: string; value: unknown }[] {
  if (Array.isArray(value)) {
    const elements = value.flatMap((element, index) =>
      alter(element).map(({ path, value: altered }) => ({
        path: `[${index}]${path}`,
        value: value.with(index, altered),
      })),
    );
    return [
      ...elements,
      { path: " in reverse", value: value.toReversed() },
      { path: " without the last", value: value.slice(0, -1) },
      { path: " twice", value: [...value, ...value] },
    ];
  }
  if (typeof value === "object" && value !== null) {
    return alterations(value as Fields).map(({ path, fields }) => ({
      path: `.${path}`,
      value: fields,
    }));
  }
  if (typeof value === "boolean") return [{ path: "", value: !value }];
  if (typeof value === "number") return [{ path: "", value: value === 6 ? 5 : value + 1 }];
  if (typeof value === "bigint") return [{ path: "", value: value + 1n }];
  if (typeof value === "string") {
    // Lower case: an address with another digit would fail its checksum before it is sent.
    const start = value.slice(0, -1).toLowerCase();
    return [{ path: "", value: `${start}${value.endsWith("1") ? "2" : "1"}` }];
  }
  throw new Error(`can't alter ${typeof value}`);
}

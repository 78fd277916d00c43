// Every actor tries every action: each write of each contract, and each read that is guarded. An
// action names who may; for everybody else it names the exact refusal. Everything is tried by
// `eth_call` against one scene, so nothing that an actor does changes what the next one sees.
import { expect } from "chai";
import { keccak256, toBeHex, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import { receiptDomain, receiptTypes } from "../../frontend/src/chain/generated/signedMessages.ts";
import {
  type Cast,
  castSystem,
  DAY,
  digest,
  grantOrder,
  HOUR,
  Kind,
  mask,
  newRecord,
  Power,
  type ProviderActor,
  packEpochs,
  sheetSwap,
  terms,
} from "./cast.ts";
import { ethers, networkHelpers } from "./chain.ts";
import { orderCases } from "./patient-relay/orderCases.ts";
import { authorize } from "./patient-relay/orders.ts";

const providerNames = [
  "doctor",
  "staffDoctor",
  "hospital",
  "laboratory",
  "pharmacy",
  "organization",
  "researcher",
  "operator",
] as const;

const singlePowers = {
  recordingDelegate: Power.addRecords,
  grantingDelegate: Power.grant,
  denyingDelegate: Power.deny,
  revokingDelegate: Power.revoke,
  keyDelegate: Power.keys,
} as const;

const actorNames = [
  "deployer",
  "admin",
  "authority",
  "foreignAuthority",
  "formerAuthority",
  "patient",
  "secondPatient",
  "heir",
  "delegate",
  "recordingDelegate",
  "grantingDelegate",
  "denyingDelegate",
  "revokingDelegate",
  "keyDelegate",
  "endedDelegate",
  ...providerNames,
  "orphan",
  "newWallet",
  "sponsor",
  "stranger",
] as const;

type ActorName = (typeof actorNames)[number];
type ContractKey =
  | "patientRelay"
  | "patients"
  | "authorities"
  | "providers"
  | "staff"
  | "healthRecords"
  | "receipts";

interface Scene extends Cast {
  readonly addresses: Readonly<Record<ActorName, string>>;
  /** Its authority was removed. */
  readonly orphan: Pick<ProviderActor, "number" | "wallet">;
  readonly formerAuthority: { readonly number: number };
  readonly sheet: string;
}

type Refusal = readonly [contract: ContractKey, error: string, ...args: unknown[]];

interface Action {
  readonly contract: ContractKey;
  readonly method: string;
  /** What tells it from other actions by the same method. */
  readonly detail?: string;
  readonly args: (scene: Scene) => readonly unknown[] | Promise<readonly unknown[]>;
  readonly allowed: readonly ActorName[];
  readonly refusal: (scene: Scene, caller: string, name: ActorName) => Refusal;
}

const everybody: readonly ActorName[] = actorNames;
const patientSide: readonly ActorName[] = [
  "patient",
  "delegate",
  "recordingDelegate",
  "grantingDelegate",
  "denyingDelegate",
  "revokingDelegate",
  "keyDelegate",
];

function nameToAddress(name: string): string {
  return ethers.getAddress(toBeHex(BigInt(keccak256(toUtf8Bytes(name))) >> 96n, 20));
}

/**
 * The doctor and the hospital read drawers 1 to 3 and write drawer 1, where one record lies; the
 * laboratory's request is open; the chart is on offer to the heir and the doctor's place to a new
 * wallet; an authority was removed and left one provider behind.
 */
async function setScene(): Promise<Scene> {
  const cast = await networkHelpers.loadFixture(castSystem);
  const { patients, authorities, providers, healthRecords, patient, doctor, hospital } = cast;
  const asPatient = patients.connect(patient.wallet);
  const signers = await ethers.getSigners();
  const [deployer, formerAuthority, orphan] = [signers[0], signers[18], signers[19]];
  if (!deployer || !formerAuthority || !orphan) throw new Error("too few accounts");

  const named = (name: ActorName) => nameToAddress(name);
  for (const [name, power] of Object.entries(singlePowers)) {
    await asPatient.setDelegate(
      patient.number,
      named(name as ActorName),
      power,
      cast.verifiedUntil,
    );
  }
  await asPatient.setDelegate(patient.number, named("endedDelegate"), Power.all, cast.now + HOUR);
  await asPatient.offerControl(patient.number, named("heir"));

  const records = healthRecords.connect(patient.wallet);
  const sheet = digest("sheet of the scene");
  await records.grantMany(
    patient.number,
    [grantOrder(cast, doctor), grantOrder(cast, hospital)],
    sheetSwap(sheet),
  );
  await records.addRecords(patient.number, [newRecord()]);
  await healthRecords
    .connect(cast.laboratory.wallet)
    .request(
      patient.number,
      cast.laboratory.number,
      0,
      terms(cast, { expiresAt: cast.now + 60 * DAY }),
      cast.now + 30 * DAY,
    );
  await providers.connect(doctor.wallet).startWalletReplacement(doctor.number, named("newWallet"));

  await authorities
    .connect(cast.admin)
    .appoint(formerAuthority, cast.authority.jurisdiction, digest("profile"), ZeroHash);
  await providers
    .connect(orphan)
    .applyForVerification(Kind.pharmacy, 3, digest("p"), digest("k"), digest("e"));
  await authorities.connect(cast.admin).remove(3);
  await networkHelpers.time.increaseTo(cast.now + 2 * HOUR);

  const wallets = Object.fromEntries(
    providerNames.map((name) => [name, cast[name].wallet.address]),
  ) as Record<(typeof providerNames)[number], string>;
  return {
    ...cast,
    sheet,
    formerAuthority: { number: 3 },
    orphan: { wallet: orphan, number: Number(await providers.numberOf(orphan)) },
    addresses: {
      ...wallets,
      deployer: deployer.address,
      admin: cast.admin.address,
      authority: cast.authority.wallet.address,
      foreignAuthority: cast.foreignAuthority.wallet.address,
      formerAuthority: formerAuthority.address,
      patient: patient.wallet.address,
      secondPatient: cast.secondPatient.wallet.address,
      heir: named("heir"),
      delegate: cast.delegate.address,
      recordingDelegate: named("recordingDelegate"),
      grantingDelegate: named("grantingDelegate"),
      denyingDelegate: named("denyingDelegate"),
      revokingDelegate: named("revokingDelegate"),
      keyDelegate: named("keyDelegate"),
      endedDelegate: named("endedDelegate"),
      orphan: orphan.address,
      newWallet: named("newWallet"),
      sponsor: cast.sponsor.address,
      stranger: cast.stranger.address,
    },
  };
}

// --- Refusals that many actions share ------------------------------------------------------------

function notAllowed(power: number) {
  return ({ patient }: Scene, caller: string): Refusal => [
    "patients",
    "PatientsNotAllowed",
    patient.number,
    caller,
    power,
  ];
}

const notController = ({ patient }: Scene, caller: string): Refusal => [
  "patients",
  "PatientsNotController",
  patient.number,
  caller,
];

const notAdmin = (_: Scene, caller: string): Refusal => [
  "authorities",
  "AccessControlUnauthorizedAccount",
  caller,
  ZeroHash,
];

const notDoctorsAuthority = ({ doctor, authority }: Scene, caller: string): Refusal => [
  "providers",
  "ProvidersNotAuthority",
  doctor.number,
  authority.number,
  caller,
];

const notDoctor = ({ doctor }: Scene, caller: string): Refusal => [
  "providers",
  "ProvidersNotProvider",
  doctor.number,
  caller,
];

const notHospitalInRecords = ({ hospital }: Scene, caller: string): Refusal => [
  "healthRecords",
  "HealthRecordsNotProvider",
  hospital.number,
  caller,
];

const notLaboratoryInRecords = ({ laboratory }: Scene, caller: string): Refusal => [
  "healthRecords",
  "HealthRecordsNotProvider",
  laboratory.number,
  caller,
];

const noAccess = ({ patient }: Scene, caller: string): Refusal => [
  "healthRecords",
  "HealthRecordsAccessDenied",
  patient.number,
  caller,
];

const nobodyIsRefused = (): Refusal => {
  throw new Error("nobody is refused here");
};

function patientActions(): Action[] {
  const contract = "patients";
  return [
    {
      contract,
      method: "register",
      args: () => [digest("details"), digest("keys")],
      allowed: everybody,
      refusal: nobodyIsRefused,
    },
    {
      contract,
      method: "replaceKeyDocument",
      args: ({ patient }) => [patient.number, patient.keyDocument, digest("new keys")],
      allowed: ["patient", "delegate", "keyDelegate"],
      refusal: notAllowed(Power.keys),
    },
    {
      contract,
      method: "offerControl",
      args: ({ patient, stranger }) => [patient.number, stranger.address],
      allowed: ["patient"],
      refusal: notController,
    },
    {
      contract,
      method: "acceptControl",
      args: ({ patient }) => [patient.number, patient.wallet.address],
      allowed: ["heir"],
      refusal: ({ patient }, caller) => ["patients", "PatientsNoOffer", patient.number, caller],
    },
    {
      contract,
      method: "setDelegate",
      args: ({ patient, now }) => [
        patient.number,
        nameToAddress("a new delegate"),
        Power.all,
        now + DAY,
      ],
      allowed: ["patient"],
      refusal: notController,
    },
    {
      contract,
      method: "removeDelegate",
      args: ({ patient, delegate }) => [patient.number, delegate.address],
      allowed: ["patient", "delegate"],
      refusal: notController,
    },
    {
      contract,
      method: "delegatesOf",
      args: ({ patient }) => [patient.number],
      allowed: patientSide,
      refusal: notAllowed(0),
    },
  ];
}

function authorityActions(): Action[] {
  const contract = "authorities";
  const adminActions: [string, Action["args"]][] = [
    ["appoint", () => [nameToAddress("somebody"), 276, digest("profile"), ZeroHash]],
    ["remove", ({ authority }) => [authority.number]],
    ["replaceWallet", ({ authority }) => [authority.number, nameToAddress("somebody")]],
    ["grantRole", ({ stranger }) => [digest("a role"), stranger.address]],
    ["revokeRole", ({ stranger }) => [digest("a role"), stranger.address]],
    ["beginDefaultAdminTransfer", ({ stranger }) => [stranger.address]],
    ["cancelDefaultAdminTransfer", () => []],
    ["changeDefaultAdminDelay", () => [DAY]],
    ["rollbackDefaultAdminDelay", () => []],
  ];
  return [
    ...adminActions.map(
      ([method, args]): Action => ({
        contract,
        method,
        args,
        allowed: ["admin"],
        refusal: notAdmin,
      }),
    ),
    {
      contract,
      method: "acceptDefaultAdminTransfer",
      args: () => [],
      allowed: [],
      refusal: (_, caller) => ["authorities", "AccessControlInvalidDefaultAdmin", caller],
    },
    {
      contract,
      method: "renounceRole",
      args: ({ stranger }) => [digest("a role"), stranger.address],
      allowed: ["stranger"],
      refusal: () => ["authorities", "AccessControlBadConfirmation"],
    },
    {
      contract,
      method: "replaceKeyDocument",
      args: ({ authority }) => [authority.number, authority.keyDocument, digest("new keys")],
      allowed: ["authority"],
      refusal: ({ authority }, caller) => [
        "authorities",
        "AuthoritiesNotAuthority",
        authority.number,
        caller,
      ],
    },
  ];
}

function providerActions(): Action[] {
  const contract = "providers";
  const isProvider = (name: ActorName): name is (typeof providerNames)[number] | "orphan" =>
    name === "orphan" || (providerNames as readonly string[]).includes(name);
  return [
    {
      contract,
      method: "applyForVerification",
      args: ({ authority }) => [
        Kind.doctor,
        authority.number,
        digest("profile"),
        digest("keys"),
        digest("evidence"),
      ],
      allowed: everybody.filter((name) => !isProvider(name)),
      refusal: (scene, caller, name) => [
        "providers",
        "ProvidersWalletTaken",
        caller,
        isProvider(name) ? scene[name].number : 0,
      ],
    },
    {
      contract,
      method: "replaceProfile",
      args: ({ doctor }) => [doctor.number, doctor.profile, digest("new"), digest("evidence")],
      allowed: ["doctor"],
      refusal: notDoctor,
    },
    {
      contract,
      method: "replaceKeyDocument",
      args: ({ doctor }) => [doctor.number, doctor.keyDocument, digest("new keys")],
      allowed: ["doctor"],
      refusal: notDoctor,
    },
    {
      contract,
      method: "verify",
      args: ({ doctor, now }) => [
        doctor.number,
        doctor.wallet.address,
        doctor.kind,
        doctor.profile,
        now + DAY,
      ],
      allowed: ["authority"],
      refusal: notDoctorsAuthority,
    },
    {
      contract,
      method: "suspend",
      args: ({ doctor }) => [doctor.number],
      allowed: ["authority"],
      refusal: notDoctorsAuthority,
    },
    {
      contract,
      method: "reinstate",
      detail: "who isn't suspended",
      args: ({ doctor }) => [doctor.number],
      allowed: [],
      refusal: (scene, caller, name) =>
        name === "authority"
          ? ["providers", "ProvidersStatus", scene.doctor.number, 2]
          : notDoctorsAuthority(scene, caller),
    },
    {
      contract,
      method: "revoke",
      args: ({ doctor }) => [doctor.number],
      allowed: ["authority"],
      refusal: notDoctorsAuthority,
    },
    {
      contract,
      method: "takeOver",
      args: ({ orphan, authority }) => [orphan.number, authority.number],
      allowed: ["authority"],
      refusal: ({ orphan, authority }, caller) => [
        "providers",
        "ProvidersNotAuthority",
        orphan.number,
        authority.number,
        caller,
      ],
    },
    {
      contract,
      method: "verify",
      detail: "for an authority that was removed",
      args: ({ orphan, now }) => [
        orphan.number,
        orphan.wallet.address,
        Kind.pharmacy,
        digest("p"),
        now + DAY,
      ],
      allowed: [],
      refusal: ({ orphan, formerAuthority }, caller) => [
        "providers",
        "ProvidersNotAuthority",
        orphan.number,
        formerAuthority.number,
        caller,
      ],
    },
    {
      contract,
      method: "startWalletReplacement",
      args: ({ doctor, stranger }) => [doctor.number, stranger.address],
      allowed: ["doctor"],
      refusal: notDoctor,
    },
    {
      contract,
      method: "startWalletReplacementByAuthority",
      args: ({ doctor, stranger }) => [doctor.number, stranger.address],
      allowed: ["authority"],
      refusal: notDoctorsAuthority,
    },
    {
      contract,
      method: "cancelWalletReplacement",
      args: ({ doctor }) => [doctor.number],
      allowed: ["doctor", "authority"],
      refusal: notDoctor,
    },
    {
      contract,
      method: "acceptWalletReplacement",
      args: ({ doctor }) => [doctor.number],
      allowed: ["newWallet"],
      refusal: ({ doctor }, caller) => [
        "providers",
        "ProvidersNoWalletReplacement",
        doctor.number,
        caller,
      ],
    },
  ];
}

function staffActions(): Action[] {
  const contract = "staff";
  const refusal = ({ hospital }: Scene, caller: string): Refusal => [
    "staff",
    "StaffNotOrganization",
    hospital.number,
    caller,
  ];
  return [
    {
      contract,
      method: "add",
      args: ({ hospital, doctor }) => [hospital.number, doctor.number],
      allowed: ["hospital"],
      refusal,
    },
    {
      contract,
      method: "remove",
      args: ({ hospital, staffDoctor }) => [hospital.number, staffDoctor.number],
      allowed: ["hospital", "staffDoctor"],
      refusal,
    },
  ];
}

function recordActions(): Action[] {
  const contract = "healthRecords";
  const next = (scene: Scene) => sheetSwap(digest("next sheet"), scene.sheet);
  const grantors: readonly ActorName[] = ["patient", "delegate", "grantingDelegate"];
  const revokers: readonly ActorName[] = ["patient", "delegate", "revokingDelegate"];
  const staffOfHospital: readonly ActorName[] = ["staffDoctor"];
  return [
    {
      contract,
      method: "addRecords",
      args: ({ patient }) => [patient.number, [newRecord()]],
      allowed: ["patient", "delegate", "recordingDelegate"],
      refusal: notAllowed(Power.addRecords),
    },
    {
      contract,
      method: "addRecordsAsProvider",
      detail: "for the hospital",
      args: ({ patient, hospital }) => [patient.number, hospital.number, 0, [newRecord()]],
      allowed: ["hospital"],
      refusal: notHospitalInRecords,
    },
    {
      contract,
      method: "addRecordsAsProvider",
      detail: "as the hospital's doctor",
      args: ({ patient, hospital, staffDoctor }) => [
        patient.number,
        hospital.number,
        staffDoctor.number,
        [newRecord()],
      ],
      allowed: staffOfHospital,
      refusal: notHospitalInRecords,
    },
    {
      contract,
      method: "addRecordsAsProvider",
      detail: "as a doctor of nobody's staff",
      args: ({ patient, hospital, doctor }) => [
        patient.number,
        hospital.number,
        doctor.number,
        [newRecord()],
      ],
      allowed: [],
      refusal: notHospitalInRecords,
    },
    {
      contract,
      method: "addRecordsAsProvider",
      detail: "where the grant doesn't let the hospital write",
      args: ({ patient, hospital }) => [
        patient.number,
        hospital.number,
        0,
        [newRecord({ compartment: 2 })],
      ],
      allowed: [],
      refusal: (scene, caller, name) =>
        name === "hospital" ? noAccess(scene, caller) : notHospitalInRecords(scene, caller),
    },
    {
      contract,
      method: "request",
      detail: "for the laboratory",
      args: (scene) => [
        scene.patient.number,
        scene.laboratory.number,
        0,
        terms(scene),
        scene.now + 10 * DAY,
      ],
      allowed: ["laboratory"],
      refusal: notLaboratoryInRecords,
    },
    {
      contract,
      method: "request",
      detail: "as the hospital's doctor",
      args: (scene) => [
        scene.patient.number,
        scene.hospital.number,
        scene.staffDoctor.number,
        terms(scene),
        scene.now + 10 * DAY,
      ],
      allowed: staffOfHospital,
      refusal: notHospitalInRecords,
    },
    {
      contract,
      method: "request",
      detail: "for a storage operator",
      args: (scene) => [
        scene.patient.number,
        scene.operator.number,
        0,
        terms(scene),
        scene.now + 10 * DAY,
      ],
      allowed: [],
      refusal: ({ operator }, caller, name) =>
        name === "operator"
          ? ["healthRecords", "HealthRecordsInvalidProvider", operator.number]
          : ["healthRecords", "HealthRecordsNotProvider", operator.number, caller],
    },
    {
      contract,
      method: "request",
      detail: "for a provider who isn't verified",
      args: (scene) => [
        scene.patient.number,
        scene.orphan.number,
        0,
        terms(scene),
        scene.now + 10 * DAY,
      ],
      allowed: [],
      refusal: ({ orphan }, caller, name) =>
        name === "orphan"
          ? ["healthRecords", "HealthRecordsProviderNotVerified", orphan.number]
          : ["healthRecords", "HealthRecordsNotProvider", orphan.number, caller],
    },
    {
      contract,
      method: "withdraw",
      args: ({ patient, laboratory }) => [patient.number, laboratory.number, 0],
      allowed: ["laboratory"],
      refusal: notLaboratoryInRecords,
    },
    {
      contract,
      method: "grant",
      args: (scene) => [scene.patient.number, grantOrder(scene, scene.pharmacy), next(scene)],
      allowed: grantors,
      refusal: notAllowed(Power.grant),
    },
    {
      contract,
      method: "grantMany",
      args: (scene) => [
        scene.patient.number,
        [grantOrder(scene, scene.pharmacy), grantOrder(scene, scene.researcher)],
        next(scene),
      ],
      allowed: grantors,
      refusal: notAllowed(Power.grant),
    },
    {
      contract,
      method: "approve",
      args: (scene) => [scene.patient.number, grantOrder(scene, scene.laboratory), next(scene)],
      allowed: grantors,
      refusal: notAllowed(Power.grant),
    },
    ...(["readMask", "writeMask"] as const).map(
      (taken): Action => ({
        contract,
        method: "grant",
        detail: `that takes away (${taken})`,
        args: (scene) => [
          scene.patient.number,
          grantOrder(scene, scene.doctor, { [taken]: 0 }),
          next(scene),
        ],
        allowed: ["patient", "delegate"],
        refusal: (scene, caller, name) =>
          notAllowed(name === "grantingDelegate" ? Power.revoke : Power.grant)(scene, caller),
      }),
    ),
    {
      contract,
      method: "deny",
      args: ({ patient, laboratory }) => [patient.number, laboratory.number],
      allowed: ["patient", "delegate", "denyingDelegate"],
      refusal: notAllowed(Power.deny),
    },
    {
      contract,
      method: "renew",
      args: ({ patient, doctor, now }) => [patient.number, doctor.number, now + 90 * DAY],
      allowed: grantors,
      refusal: notAllowed(Power.grant),
    },
    {
      contract,
      method: "renew",
      detail: "to an earlier date",
      args: ({ patient, doctor, now }) => [patient.number, doctor.number, now + DAY],
      allowed: ["patient", "delegate"],
      refusal: (scene, caller, name) =>
        notAllowed(name === "grantingDelegate" ? Power.revoke : Power.grant)(scene, caller),
    },
    {
      contract,
      method: "revoke",
      args: (scene) => [scene.patient.number, scene.doctor.number, packEpochs(), next(scene)],
      allowed: revokers,
      refusal: notAllowed(Power.revoke),
    },
    {
      contract,
      method: "revokeMany",
      args: (scene) => [
        scene.patient.number,
        [scene.doctor.number, scene.hospital.number],
        packEpochs(),
        next(scene),
      ],
      allowed: revokers,
      refusal: notAllowed(Power.revoke),
    },
    {
      contract,
      method: "moveEpochs",
      args: (scene) => [scene.patient.number, mask(1), packEpochs(), next(scene)],
      allowed: revokers,
      refusal: notAllowed(Power.revoke),
    },
    {
      contract,
      method: "startGeneration",
      args: (scene) => [scene.patient.number, 1, next(scene)],
      allowed: ["patient", "delegate", "keyDelegate"],
      refusal: notAllowed(Power.keys),
    },
    {
      contract,
      method: "replaceShareSheet",
      args: (scene) => [scene.patient.number, next(scene)],
      allowed: revokers,
      refusal: notAllowed(Power.revoke),
    },
    {
      contract,
      method: "handOver",
      args: ({ patient, hospital, staffDoctor }) => [
        patient.number,
        hospital.number,
        staffDoctor.number,
        digest("an envelope"),
      ],
      allowed: ["hospital"],
      refusal: notHospitalInRecords,
    },
  ];
}

function guardedReads(): Action[] {
  const contract = "healthRecords";
  const chartReads: [string, (scene: Scene, provider: number) => unknown[]][] = [
    ["recordsIn", ({ patient }, provider) => [patient.number, provider, 1, 0, 10]],
    ["recordCounts", ({ patient }, provider) => [patient.number, provider]],
    ["shareSheet", ({ patient }, provider) => [patient.number, provider]],
    ["epochsOf", ({ patient }, provider) => [patient.number, provider]],
    ["readersOf", ({ patient }, provider) => [patient.number, provider, 1]],
  ];
  const readers: [string, (scene: Scene) => number, readonly ActorName[]][] = [
    ["for the patient", () => 0, patientSide],
    ["for the doctor", ({ doctor }) => doctor.number, ["doctor"]],
    ["for the hospital", ({ hospital }) => hospital.number, ["hospital", "staffDoctor"]],
    ["for a provider who only asked", ({ laboratory }) => laboratory.number, []],
  ];
  return [
    ...chartReads.flatMap(([method, args]) =>
      readers.map(
        ([detail, provider, allowed]): Action => ({
          contract,
          method,
          detail,
          args: (scene) => args(scene, provider(scene)),
          allowed,
          refusal: noAccess,
        }),
      ),
    ),
    {
      contract,
      method: "recordsIn",
      detail: "in a drawer that the doctor may not read",
      args: ({ patient, doctor }) => [patient.number, doctor.number, 4, 0, 10],
      allowed: [],
      refusal: noAccess,
    },
    ...["doctorsOf", "hospitalsOf"].map(
      (method): Action => ({
        contract,
        method,
        args: ({ patient }) => [patient.number, 0, 10],
        allowed: patientSide,
        refusal: noAccess,
      }),
    ),
    ...["accessOf", "handoversOf"].flatMap((method): Action[] => [
      {
        contract,
        method,
        detail: "for the patient",
        args: ({ patient, hospital }) => [patient.number, hospital.number, false],
        allowed: patientSide,
        refusal: noAccess,
      },
      {
        contract,
        method,
        detail: "for the hospital",
        args: ({ patient, hospital }) => [patient.number, hospital.number, true],
        allowed: ["hospital", "staffDoctor"],
        refusal: notHospitalInRecords,
      },
    ]),
    {
      contract,
      method: "patientsOf",
      args: ({ hospital }) => [hospital.number, 0, 10],
      allowed: ["hospital", "staffDoctor"],
      refusal: notHospitalInRecords,
    },
  ];
}

/** A doctor's receipt about the one record of the scene, as sent. */
async function signedReceipt({ receipts, system, patient, doctor, now }: Scene) {
  const receipt = {
    patient: patient.number,
    provider: doctor.number,
    doctor: 0,
    sequence: 1,
    openedFrom: now,
    openedUntil: now + 60,
    count: 1,
    root: digest("a root"),
    records: toBeHex(1 << 16, 3),
  };
  const domain = {
    ...receiptDomain,
    chainId: system.chainId,
    verifyingContract: await receipts.getAddress(),
  };
  const signature = await doctor.wallet.signTypedData(domain, receiptTypes.Receipt, receipt);
  const head =
    BigInt(receipt.patient) |
    (BigInt(receipt.provider) << 32n) |
    (BigInt(receipt.sequence) << 96n) |
    (BigInt(receipt.openedFrom) << 128n) |
    (BigInt(receipt.openedUntil) << 168n) |
    (BigInt(receipt.count) << 208n);
  return { head, root: receipt.root, records: receipt.records, signature };
}

function signedActions(): Action[] {
  const methods = {
    RegisterPatient: "register",
    SetDelegate: "setDelegate",
    AddRecords: "addRecords",
    GrantAccess: "grant",
    ApproveRequest: "approve",
    DenyRequest: "deny",
    RenewAccess: "renew",
    RevokeAccess: "revoke",
  } as const;
  // What the scene has to offer for each order.
  const fieldsFor = (scene: Scene, name: keyof typeof methods): Record<string, unknown> => {
    const patient = scene.patient.number;
    const sheet = sheetSwap(digest("next sheet"), scene.sheet);
    switch (name) {
      case "GrantAccess":
        return { patient, order: grantOrder(scene, scene.pharmacy), sheet };
      case "ApproveRequest":
        return { patient, order: grantOrder(scene, scene.laboratory), sheet };
      case "DenyRequest":
        return { patient, provider: scene.laboratory.number };
      case "RevokeAccess":
        return { patient, provider: scene.doctor.number, epochs: packEpochs(), sheet };
      default:
        return orderCases.find((one) => one.name === name)?.fields(scene) ?? {};
    }
  };
  return [
    ...orderCases.map(
      ({ name }): Action => ({
        contract: "patientRelay",
        method: methods[name],
        detail: "signed by the patient",
        args: async (scene) => {
          const fields = fieldsFor(scene, name);
          return [
            ...Object.values(fields),
            await authorize(scene, scene.patient.wallet, name, fields, {
              deadline: scene.now + DAY,
            }),
          ];
        },
        allowed: everybody,
        refusal: nobodyIsRefused,
      }),
    ),
    {
      contract: "patientRelay",
      method: "connectTo",
      args: ({ system }) => [system.addresses.Patients, system.addresses.HealthRecords],
      allowed: [],
      refusal: (_, caller, name) =>
        name === "deployer"
          ? ["patientRelay", "PatientRelayAlreadyConnected"]
          : ["patientRelay", "PatientRelayNotDeployer", caller],
    },
    {
      contract: "patientRelay",
      method: "cancelOrders",
      args: () => [],
      allowed: everybody,
      refusal: nobodyIsRefused,
    },
    {
      contract: "receipts",
      method: "log",
      detail: "signed by the doctor",
      args: async (scene) => Object.values(await signedReceipt(scene)),
      allowed: everybody,
      refusal: nobodyIsRefused,
    },
    {
      contract: "receipts",
      method: "logMany",
      detail: "signed by the doctor",
      args: async (scene) => [[await signedReceipt(scene)]],
      allowed: everybody,
      refusal: nobodyIsRefused,
    },
  ];
}

const actions: readonly Action[] = [
  ...patientActions(),
  ...authorityActions(),
  ...providerActions(),
  ...staffActions(),
  ...recordActions(),
  ...guardedReads(),
  ...signedActions(),
];

describe("Every actor tries every action", () => {
  for (const { contract, method, detail, args, allowed, refusal } of actions) {
    const who =
      allowed.length === actorNames.length
        ? "anybody"
        : allowed.length === 0
          ? "nobody"
          : allowed.length > 10
            ? `${allowed.length} of ${actorNames.length}`
            : `only ${allowed.join(", ")}`;
    it(`${contract}.${method}${detail === undefined ? "" : ` ${detail}`}: ${who} may`, async () => {
      const scene = await networkHelpers.loadFixture(setScene);
      const values = await args(scene);
      // Without a signer, so that `from` can be anybody.
      const call = scene[contract].connect(ethers.provider).getFunction(method);

      for (const name of actorNames) {
        const from = scene.addresses[name];
        const attempt = call.staticCall(...values, { from });
        if (allowed.includes(name)) {
          await attempt.catch((error: unknown) => {
            throw new Error(`${name} may do this and was refused`, { cause: error });
          });
          continue;
        }
        const [owner, error, ...errorArgs] = refusal(scene, from, name);
        const refused = expect(attempt, name).to.be.revertedWithCustomError(scene[owner], error);
        await (errorArgs.length === 0 ? refused : refused.withArgs(...errorArgs));
      }
    });
  }

  it("leaves out no write of any contract", async () => {
    const scene = await networkHelpers.loadFixture(setScene);
    const tried = new Set(actions.map(({ contract, method }) => `${contract}.${method}`));

    for (const key of [
      "patientRelay",
      "patients",
      "authorities",
      "providers",
      "staff",
      "healthRecords",
      "receipts",
    ] as const) {
      scene[key].interface.forEachFunction(({ name, stateMutability }) => {
        if (stateMutability === "view" || stateMutability === "pure") return;
        expect(tried.has(`${key}.${name}`), `${key}.${name}`).to.equal(true);
      });
    }
  });

  it("knows every actor by an address of its own", async () => {
    const { addresses } = await networkHelpers.loadFixture(setScene);

    expect(new Set(Object.values(addresses)).size).to.equal(actorNames.length);
    expect(Object.values(addresses)).to.not.include(ZeroAddress);
  });
});

describe("hasAccess tells the whole truth", () => {
  it("for every actor, provider, drawer and right of the scene", async () => {
    const scene = await networkHelpers.loadFixture(setScene);
    const { healthRecords, patient, addresses } = scene;
    const actsFor: Partial<Record<(typeof providerNames)[number], readonly ActorName[]>> = {
      doctor: ["doctor"],
      hospital: ["hospital", "staffDoctor"],
    };

    for (const providerName of providerNames) {
      for (const actor of actorNames) {
        for (const compartment of [0, 1, 2, 4, 15, 16]) {
          for (const right of [0, 1]) {
            const granted = right === 0 ? [1, 2, 3] : [1];
            expect(
              await healthRecords.hasAccess(
                patient.number,
                scene[providerName].number,
                addresses[actor],
                compartment,
                right,
              ),
              `${actor} for ${providerName}, drawer ${compartment}, right ${right}`,
            ).to.equal(
              (actsFor[providerName]?.includes(actor) ?? false) && granted.includes(compartment),
            );
          }
        }
      }
    }
  });
});

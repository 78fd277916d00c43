import { createHash } from "node:crypto";
import { ChainReader } from "../../frontend/src/chain/reader.ts";
import { parseManifest } from "../../frontend/src/crypto/documents/manifest.ts";
import type { Compartment, Digest, Generation } from "../../frontend/src/domain/brand.ts";
import type { RecordRef } from "../../frontend/src/domain/recordRef.ts";
import { cidOfDigest } from "../../frontend/src/ipfs/cid.ts";
import type { Prepared } from "../../frontend/src/usecases/model.ts";
import {
  drawers,
  setUpAuthority,
  setUpPatient,
  setUpProvider,
  week,
} from "../headless/headlessCast.ts";
import { type HeadlessSystem, startHeadlessSystem } from "../headless/headlessSystem.ts";
import { holdKeys } from "../headless/heldKeys.ts";
import { DemoError } from "./describeFailure.ts";
import type { DemoFile } from "./readArguments.ts";
import { findReadable, fragmentsOf, fragmentsOfWord, readEverything } from "./searchBlocks.ts";

const details = { name: "Amina Wanjiru Yusuf", birthDate: "1988-04-17" };
const doctorName = "Dr. Ifeoma Okoro";

export interface DemoResult {
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly openedSha256: string;
    readonly sealedBytes: number;
    /** Of the manifest, which names the sealed pieces. */
    readonly cid: string;
  }[];
  readonly gas: Readonly<Record<string, number>>;
  readonly seconds: Readonly<Record<string, number>>;
  readonly afterRevoke: {
    readonly contract: string;
    readonly newRecordOpens: boolean;
    readonly oldRecordStillListed: boolean;
  };
  readonly outsider: {
    readonly ethCallSpoofed: string;
    readonly ipfsBlocksRead: number;
    readonly readable: string;
  };
}

type Say = (line: string) => void;

/** Throws DemoError where the story doesn't come out as it must. */
export async function runStory(files: readonly DemoFile[], say: Say): Promise<DemoResult> {
  say("Starting a chain in this process, deploying the contracts, starting an IPFS node.");
  const system = await startHeadlessSystem();
  try {
    return await tellStory(system, files, say);
  } finally {
    await system.close();
  }
}

async function tellStory(
  system: HeadlessSystem,
  files: readonly DemoFile[],
  say: Say,
): Promise<DemoResult> {
  const gas: Record<string, number> = {};
  const seconds: Record<string, number> = {};
  const step = stepper(system, gas, seconds);

  const authority = await step("verifyDoctor", async () => {
    const medicalCouncil = await setUpAuthority(system, { account: 2, name: "Medical Council" });
    const verified = await setUpProvider(system, medicalCouncil, {
      account: 3,
      kind: "doctor",
      name: doctorName,
    });
    return { doctor: verified };
  });
  const { doctor } = authority;
  say(`The authority has verified ${doctorName} (${took(seconds, "verifyDoctor")}).`);

  const patient = await step("register", () => setUpPatient(system, { account: 4, details }));
  say(
    `The patient has registered: a pseudonym on the chain, keys in the browser, ` +
      `24 words on paper (${took(seconds, "register")}).`,
  );

  const [results] = (await drawers(patient.app, "results")) as [Compartment];
  const added = await step("addRecords", async () => {
    const prepared = await patient.app.prepareRecords(
      files.map((file, index) => toAdd(file, results, `Report ${index + 1}: ${file.fileName}`)),
    );
    return submit(prepared, "addRecords");
  });
  const described = await describeFiles(system, patient.app.patient, patient, files, added);
  for (const { path, bytes, sealedBytes } of described) {
    say(`The patient has added ${path}: ${bytes} bytes, ${sealedBytes} when sealed.`);
  }
  say(`Adding took ${took(seconds, "addRecords")} and ${gas.addRecords} gas.`);

  const now = await system.now();
  await step("request", async () => {
    const prepared = await doctor.app.prepareRequest(patient.app.patient, {
      read: "everything",
      write: "everything",
      purpose: "treatment",
      expiresAt: now + 30 * 24 * 3_600,
      lapsesAt: now + week,
    });
    return submit(prepared, "request");
  });
  say(`The doctor has scanned the patient's code and asked for everything, for 30 days.`);

  await step("approve", async () => {
    const [asked] = await patient.app.inbox();
    if (asked?.provider.profile?.name !== doctorName) {
      throw new DemoError("The doctor's request did not arrive in the patient's inbox.");
    }
    const terms = { read: [results], write: [], purpose: "treatment" as const };
    const prepared = await patient.app.prepareApproval(doctor.app.provider, {
      ...terms,
      expiresAt: now + week,
    });
    return submit(prepared, "approve");
  });
  say(
    `The patient has granted less: test results only, reading only, for 7 days (${gas.approve} gas).`,
  );

  const opened = await step("open", async () => {
    const chart = await doctor.app.openChart(patient.app.patient);
    const hashes: string[] = [];
    for (const ref of added) {
      const record = await doctor.app.openRecord(patient.app.patient, ref);
      hashes.push(await sha256Of(record.blob));
    }
    return { name: chart.details.name, listed: chart.records.length, hashes };
  });
  for (const [index, file] of described.entries()) {
    if (opened.hashes[index] !== file.sha256) {
      throw new DemoError(`The doctor received something other than ${file.path}.`);
    }
  }
  say(
    `The doctor has opened ${opened.name}'s ${files.length === 1 ? "file" : "files"}, ` +
      `byte for byte the same (${took(seconds, "open")}).`,
  );

  await step("receipt", async () => submit(await doctor.app.prepareReceipts(), "receipt"));
  const { entries } = await patient.app.trace();
  const seen = entries.find(({ what }) => what === "opened");
  if (seen === undefined || seen.records.length !== new Set(added).size) {
    throw new DemoError("The patient does not see what was opened.");
  }
  say(`The patient sees who opened what: ${seen.records.length} by ${doctorName}.`);

  const held = await holdKeys(doctor, patient.app.patient);
  const spoofedWhileLive = await spoof(system, [doctor, patient], patient.app.patient, results);
  await step("revoke", async () =>
    submit(await patient.app.prepareRevocation([doctor.app.provider]), "revoke"),
  );
  say(`The patient has stopped sharing; the drawer's key has moved on (${gas.revoke} gas).`);

  const [again] = files;
  if (again === undefined) throw new DemoError("No file was given.");
  const later = await step("addAfterRevoke", async () => {
    const prepared = await patient.app.prepareRecords([
      toAdd(again, results, `Added after sharing ended: ${again.fileName}`),
    ]);
    return submit(prepared, "addAfterRevoke");
  });
  const afterRevoke = await tryAsFormerReader(system, doctor, patient, results, later, held);
  say(
    `The doctor now: the contract says "${afterRevoke.contract}"; the keys that the doctor kept ` +
      `${afterRevoke.newRecordOpens ? "OPEN" : "don't open"} the record added since.`,
  );

  const outsider = await tryAsOutsider(system, [doctor, patient], files, {
    patient: patient.app.patient,
    drawer: results,
    spoofedWhileLive,
  });
  say(
    `An outsider pretended to be doctor and patient and read all ${outsider.ipfsBlocksRead} ` +
      `files of the IPFS node: readable is ${outsider.readable}.`,
  );
  if (
    afterRevoke.contract !== "denied" ||
    afterRevoke.newRecordOpens ||
    afterRevoke.oldRecordStillListed ||
    outsider.readable !== "nothing"
  ) {
    throw new DemoError(
      `What must not be readable was: ${JSON.stringify({ afterRevoke, outsider })}`,
    );
  }
  return {
    files: described.map((file, index) => ({ ...file, openedSha256: opened.hashes[index] ?? "" })),
    gas,
    seconds,
    afterRevoke,
    outsider,
  };

  /** Confirms in the wallet, and notes what it cost. */
  async function submit<T>(prepared: Prepared<T>, name: string): Promise<T> {
    const hashes: string[] = [];
    const result = await prepared.submit({
      onState: (state) => {
        if (state.state === "pending") hashes.push(state.hash);
      },
    });
    let used = 0;
    for (const hash of hashes) {
      const receipt = (await system.rpc.send("eth_getTransactionReceipt", [hash])) as {
        gasUsed: string;
      };
      used += Number(receipt.gasUsed);
    }
    gas[name] = used;
    return result;
  }
}

function stepper(
  system: HeadlessSystem,
  gas: Record<string, number>,
  seconds: Record<string, number>,
) {
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = await system.reader.blockNumber();
    const started = performance.now();
    const result = await work();
    seconds[name] = Math.round(performance.now() - started) / 1_000;
    const used = gas[name] ?? (await gasOfBlocks(system, before + 1));
    // Opening costs nothing and has no place in the list.
    if (used > 0) gas[name] = used;
    return result;
  };
}

/** Of the last transaction since `from`: what a step with several mainly costs. */
async function gasOfBlocks(system: HeadlessSystem, from: number): Promise<number> {
  const last = await system.reader.blockNumber();
  if (last < from) return 0;
  const block = (await system.rpc.send("eth_getBlockByNumber", [
    `0x${last.toString(16)}`,
    false,
  ])) as { gasUsed: string };
  return Number(block.gasUsed);
}

function took(seconds: Readonly<Record<string, number>>, name: string): string {
  return `${(seconds[name] ?? 0).toFixed(1)} s`;
}

function toAdd(file: DemoFile, compartment: Compartment, title: string) {
  return {
    file: file.blob,
    fileName: file.fileName,
    mime: file.mime,
    title: title.slice(0, 200),
    kind: "test-result" as const,
    date: "2026-03-02",
    compartment,
  };
}

async function sha256Of(blob: Blob): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of blob.stream()) hash.update(piece);
  return hash.digest("hex");
}

type Person = Awaited<ReturnType<typeof setUpPatient>>;
type Doctor = Awaited<ReturnType<typeof setUpProvider>>;
type Patient = Person["app"]["patient"];

async function describeFiles(
  system: HeadlessSystem,
  patient: Patient,
  owner: Person,
  files: readonly DemoFile[],
  refs: readonly number[],
) {
  const { account, ports } = owner;
  return Promise.all(
    files.map(async (file, index) => {
      const ref = (refs[index] ?? 0) as RecordRef;
      const compartment = (ref >>> 16) as Compartment;
      const viewer = { account: account.address };
      const { page } = await system.reader.recordsIn(patient, viewer, compartment, ref & 0xffff, 1);
      const digest = page[0]?.manifest as Digest;
      const { segments } = parseManifest(await ports.ipfs.getDocument(digest));
      return {
        path: file.path,
        bytes: file.blob.size,
        sha256: await sha256Of(file.blob),
        sealedBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
        cid: cidOfDigest(digest) as string,
      };
    }),
  );
}

async function tryAsFormerReader(
  system: HeadlessSystem,
  doctor: Doctor,
  patient: Person,
  drawer: Compartment,
  later: readonly number[],
  held: Awaited<ReturnType<typeof holdKeys>>,
): Promise<DemoResult["afterRevoke"]> {
  const viewer = { account: doctor.account.address, provider: doctor.app.provider };
  let contract = "allowed";
  let oldRecordStillListed = false;
  try {
    const { page } = await system.reader.recordsIn(patient.app.patient, viewer, drawer);
    oldRecordStillListed = page.length > 0;
  } catch {
    contract = "denied";
  }
  // Somebody hands the doctor the new manifest all the same.
  const { page } = await system.reader.recordsIn(
    patient.app.patient,
    { account: patient.account.address },
    drawer,
    (later[0] ?? 0) & 0xffff,
    1,
  );
  const digest = page[0]?.manifest as Digest;
  const newRecordOpens = await held.open(digest).then(
    () => true,
    () => false,
  );
  return { contract, newRecordOpens, oldRecordStillListed };
}

interface Spoofed {
  readonly answers: number;
  readonly manifests: readonly Digest[];
}

/** Whatever an `eth_call` with somebody else's `from` says. */
async function spoof(
  system: HeadlessSystem,
  [doctor, patient]: readonly [Doctor, Person],
  number: Patient,
  drawer: Compartment,
): Promise<Spoofed> {
  const reader = new ChainReader(system.rpc, system.deployment);
  const viewers = [
    { account: patient.account.address },
    { account: doctor.account.address, provider: doctor.app.provider },
  ];
  let answers = 0;
  const manifests: Digest[] = [];
  for (const viewer of viewers) {
    try {
      const { page } = await reader.recordsIn(number, viewer, drawer);
      const sheet = await reader.shareSheet(number, viewer);
      manifests.push(...page.map(({ manifest }) => manifest), ...(sheet ? [sheet] : []));
      answers += 1;
    } catch {
      // Denied: even the spoofed account has no access now.
    }
  }
  return { answers, manifests };
}

async function tryAsOutsider(
  system: HeadlessSystem,
  people: readonly [Doctor, Person],
  files: readonly DemoFile[],
  known: { patient: Patient; drawer: Compartment; spoofedWhileLive: Spoofed },
): Promise<DemoResult["outsider"]> {
  const { ports } = await system.person(9);
  const session = await ports.crypto.createSession();
  const spoofed = await spoof(system, people, known.patient, known.drawer);
  const digests = new Set([...known.spoofedWhileLive.manifests, ...spoofed.manifests]);
  const patientId = await system.reader.patientIdOf(known.patient);
  const { chainId, addresses } = system.deployment;
  const context = { chainId, contract: addresses.HealthRecords, patientId };
  let openedBySpoofing = 0;
  for (const digest of digests) {
    const document = await ports.ipfs.getDocument(digest);
    const attempt = session.openRecord({
      context,
      manifest: document,
      place: {},
      states: "own",
      me: [
        {
          recipient: { kind: "person", number: known.patient, keyVersion: 1 },
          keyDocument: digest,
          generation: 1 as Generation,
        },
      ],
    });
    openedBySpoofing += await attempt.then(
      () => 1,
      () => 0,
    );
  }

  const blocks = await readEverything(system.ipfsFolder);
  if (findReadable(blocks, fragmentsOfWord(doctorName).slice(0, 1)) === undefined) {
    throw new DemoError("The search finds nothing at all: not even the doctor's public profile.");
  }
  const words = [
    details.name,
    details.birthDate,
    "Report 1:",
    "Added after sharing",
    ...files.map(({ fileName }) => fileName),
  ];
  const fragments = words.flatMap(fragmentsOfWord);
  for (const file of files) fragments.push(...(await fragmentsOf(file)));
  const found = findReadable(blocks, fragments);
  const readable =
    openedBySpoofing > 0
      ? `${openedBySpoofing} records`
      : found === undefined
        ? "nothing"
        : `a piece of ${found.from}`;
  return {
    ethCallSpoofed: `${digests.size} digests of sealed documents, none of which opens`,
    ipfsBlocksRead: blocks.length,
    readable,
  };
}

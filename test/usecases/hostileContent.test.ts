// Whatever somebody puts where a record should be, the list shows the others and says what is wrong.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseManifest } from "../../frontend/src/crypto/documents/manifest.ts";
import { encodeCbor } from "../../frontend/src/crypto/primitives/cbor.ts";
import type { Compartment, Digest, Epoch } from "../../frontend/src/domain/brand.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import type { PatientApp } from "../../frontend/src/usecases/useCases.ts";
import { passphrase, setUpPatient, textFile } from "../../scripts/headless/headlessCast.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf, failureOf } from "./failureOf.ts";

let village: Village;

beforeAll(async () => {
  village = await startVillage();
});
afterAll(() => village?.system.close());

/** Puts a document where a record's manifest should be. */
async function addForged(document: Uint8Array | Digest, drawer: Compartment): Promise<number> {
  const { patient } = village;
  const { writer, ipfs } = patient.ports;
  const manifest =
    typeof document === "string" ? document : (await ipfs.putDocument(document)).digest;
  const call = writer.calls.addRecords(patient.app.patient, [
    { compartment: drawer, epoch: 1 as Epoch, manifest },
  ]);
  const { events } = await writer.send(call).mined;
  const [event] = events;
  if (event?.name !== "RecordAdded") throw new Error("nothing was added");
  return event.args.ref;
}

async function manifestOf(app: PatientApp, ref: number): Promise<Digest> {
  const record = (await app.records()).find((one) => one.ref === ref);
  if (record === undefined) throw new Error(`no record ${ref}`);
  return record.manifest;
}

/** Every file of the IPFS node that holds exactly or ends with these bytes. */
async function filesHolding(bytes: Uint8Array): Promise<string[]> {
  const folder = village.system.ipfsFolder;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    if ((await readFile(file)).includes(Buffer.from(bytes))) found.push(file);
  }
  return found;
}

describe("The list of records", () => {
  test("shows each forged or lost record in a state of its own, and all the others", async () => {
    const { patient, system, general, results } = village;
    const honest = await add(village, "an honest record", general);
    const other = await setUpPatient(system, { account: 8 });
    // In the drawer of the same number: only the keys tell the two charts apart.
    const files = [textFile("somebody else's", general)];
    const [foreign = 0] = await (await other.app.prepareRecords(files)).submit();
    const newer = encodeCbor({ t: "manifest", v: 2, future: "field" });
    const flipped = await patient.ports.ipfs.getDocument(await manifestOf(patient.app, honest));
    flipped[flipped.length - 40] = (flipped[flipped.length - 40] ?? 0) ^ 1;

    const forged = {
      newer: await addForged(newer, general),
      garbage: await addForged(new Uint8Array(5_000).fill(7), general),
      empty: await addForged(new Uint8Array([0xa0]), general),
      otherDocument: await addForged(
        (await patient.ports.reader.patientByNumber(patient.app.patient)).keyDocument,
        general,
      ),
      flipped: await addForged(flipped, general),
      foreign: await addForged(await manifestOf(other.app, foreign), general),
      otherDrawer: await addForged(await manifestOf(patient.app, honest), results),
      lost: await addForged(`0x${"ab".repeat(32)}` as Digest, general),
    };
    const records = new Map((await patient.app.records()).map((one) => [one.ref, one]));
    expect(records.get(honest)).toMatchObject({ state: "readable" });
    const stateOf = (ref: number) => {
      const record = records.get(ref);
      if (record === undefined || record.state === "readable") return record?.state;
      return `${record.state}: ${record.error.code}`;
    };
    expect(Object.fromEntries(Object.entries(forged).map(([k, ref]) => [k, stateOf(ref)]))).toEqual(
      {
        newer: "newer-format: crypto.newer-format",
        garbage: "damaged: crypto.malformed-document",
        empty: "damaged: crypto.malformed-document",
        otherDocument: "damaged: crypto.wrong-document",
        flipped: "damaged: crypto.cannot-open",
        foreign: "damaged: crypto.cannot-open",
        otherDrawer: "damaged: crypto.binding-mismatch",
        lost: "missing: ipfs.not-found",
      },
    );
    expect(await codeOf(patient.app.openRecord(forged.flipped))).toBe("crypto.cannot-open");
    expect(await codeOf(patient.app.openRecord(99_999))).toBe("usecases.no-such-record");
    expect(await codeOf(patient.app.openRecord(-1))).toBe("usecases.no-such-record");
  });

  test("shows a provider the same", async () => {
    const { patient, doctor, general } = village;
    await share(village, doctor, [general]);
    const { records } = await doctor.app.openChart(patient.app.patient);
    const states = records.map(({ state }) => state);
    expect(states.filter((state) => state === "readable")).toHaveLength(1);
    expect(new Set(states)).toEqual(new Set(["readable", "newer-format", "damaged", "missing"]));
  });

  test("can't be misled by a supersedes that the chain doesn't know", async () => {
    const { patient, results } = village;
    const first = await add(village, "first", results);
    const amended = await patient.app.prepareRecords([
      textFile("amended", results, { supersedes: first }),
    ]);
    const [second = 0] = await amended.submit();
    const records = new Map((await patient.app.records()).map((one) => [one.ref, one]));
    expect(records.get(first)).toMatchObject({ supersededBy: second });
    expect(records.get(second)).toMatchObject({ supersedes: first });
    // The same manifest again, without the chain's word that it amends anything.
    const claim = await addForged(records.get(second)?.manifest as Digest, results);
    const later = new Map((await patient.app.records()).map((one) => [one.ref, one]));
    expect(later.get(claim)).toMatchObject({ state: "readable", supersedes: undefined });
    expect(later.get(first)).toMatchObject({ supersededBy: second });
  });
});

describe("A file's content", () => {
  test("that is missing on IPFS fails with the right error, and the list stays", async () => {
    const { patient, general } = village;
    const ref = await add(village, "soon to be lost ".repeat(2_000), general);
    const { ipfs } = patient.ports;
    const manifest = parseManifest(await ipfs.getDocument(await manifestOf(patient.app, ref)));
    const [segment] = manifest.segments;
    const sealed: number[] = [];
    for await (const piece of ipfs.getSegment(segment?.cid ?? "")) sealed.push(...piece);
    const [file] = await filesHolding(new Uint8Array(sealed.slice(0, 4_096)));
    if (file === undefined) throw new Error("the segment is in no file");
    const before = await readFile(file);

    const altered = Buffer.from(before);
    altered[before.length - 100] = (altered[before.length - 100] ?? 0) ^ 1;
    await writeFile(file, altered);
    const failure = await failureOf(patient.app.openRecord(ref));
    expect(failure.code).toMatch(/^ipfs\.(block-mismatch|node-error|not-found)$/);
    await rm(file);
    expect((await failureOf(patient.app.openRecord(ref))).code).toMatch(/^ipfs\./);
    const record = (await patient.app.records()).find((one) => one.ref === ref);
    expect(record?.state).toBe("readable");
    await writeFile(file, before);
    expect((await patient.app.openRecord(ref)).metadata.bytes).toBe(32_000);
  });

  test("that the node alters on the way is never shown", async () => {
    const { patient, system, general } = village;
    const ref = await add(village, "not to be altered", general);
    const honest = patient.ports.ipfs;
    const lying = await system.person(7, {
      store: patient.store,
      ipfs: {
        ...honest,
        async *getSegment(cid, options) {
          for await (const piece of honest.getSegment(cid, options)) {
            piece[200] = (piece[200] ?? 0) ^ 1;
            yield piece;
          }
        },
      },
    });
    const app = await lying.doorstep.unlockPatient(passphrase);
    expect(await codeOf(app.openRecord(ref))).toBe("crypto.tampered-payload");
    const short = await system.person(7, {
      store: patient.store,
      ipfs: {
        ...honest,
        async *getSegment(cid, options) {
          for await (const piece of honest.getSegment(cid, options)) yield piece.subarray(0, 900);
        },
      },
    });
    const cut = await short.doorstep.unlockPatient(passphrase);
    expect(await codeOf(cut.openRecord(ref))).toBe("crypto.truncated-payload");
  });
});

describe("A share sheet that nobody has any more", () => {
  test("is made anew from the grants on the chain, and nobody loses access", async () => {
    const { patient, doctor, system, general } = village;
    const viewer = { account: patient.account.address };
    const digest = await system.reader.shareSheet(patient.app.patient, viewer);
    if (digest === undefined) throw new Error("there is no sheet");
    const sheet = await patient.ports.ipfs.getDocument(digest);
    const [file] = await filesHolding(sheet);
    await rm(file ?? "");

    // On a browser without copies.
    const bare = await system.person(7, { store: memoryLocalStore() });
    const app = (await bare.doorstep.restore("patient", patient.sheet, passphrase)) as PatientApp;
    expect((await app.records()).some(({ state }) => state === "readable")).toBe(true);
    await (await app.prepareKeyRefresh()).submit();
    const fresh = await (
      await app.prepareRecords([textFile("with the new sheet", general)])
    ).submit();
    const chart = await doctor.app.openChart(patient.app.patient);
    expect(chart.records.find(({ ref }) => ref === fresh[0])?.state).toBe("readable");
  });
});

describe("Documents that the node lost", () => {
  test("are put back from this browser's own copies", async () => {
    const { patient, general } = village;
    const ref = await add(village, "to be put back", general);
    const manifest = await patient.ports.ipfs.getDocument(await manifestOf(patient.app, ref));
    const [file] = await filesHolding(manifest);
    await rm(file ?? "");
    const { documents, bytes } = await patient.app.copies();
    expect(documents).toBeGreaterThan(10);
    expect(bytes).toBeGreaterThan(10_000);
    const seen: number[] = [];
    const done = await patient.app.republish({ onProgress: (fraction) => seen.push(fraction) });
    expect(done).toEqual({ republished: expect.any(Number), stillMissing: 0 });
    expect(done.republished).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(1);
    expect(await filesHolding(manifest)).toHaveLength(1);
    expect((await patient.app.republish()).republished).toBe(0);
  });
});

describe("Files that can't be added", () => {
  test("fail before anything is uploaded, each with its own words", async () => {
    const { patient, general } = village;
    const prepare = (overrides: Parameters<typeof textFile>[2]) =>
      codeOf(patient.app.prepareRecords([textFile("x", general, overrides)]));
    expect(await prepare({ file: new Blob([]) })).toBe("crypto.empty-file");
    expect(await prepare({ date: "yesterday" })).toBe("usecases.invalid-file");
    expect(await prepare({ title: "x".repeat(300) })).toBe("usecases.invalid-file");
    expect(await prepare({ fileName: "\ud800.txt", title: "lone surrogate" })).toBe(
      "usecases.invalid-file",
    );
    expect(await codeOf(patient.app.prepareRecords([]))).toBe("usecases.nothing-selected");
  });

  test("names with emoji and right-to-left text come back as they were", async () => {
    const { patient, general } = village;
    const fileName = "\u202eتحليل الدم 🩸 2026.pdf";
    const files = [textFile("pdf", general, { fileName, title: "", mime: "привет" })];
    const [ref] = await (await patient.app.prepareRecords(files)).submit();
    const record = (await patient.app.records()).find((one) => one.ref === ref);
    expect(record).toMatchObject({
      metadata: { fileName, title: fileName, mime: "application/octet-stream" },
    });
  });

  test("can be cancelled", async () => {
    const { patient, general } = village;
    const controller = new AbortController();
    const big = new Blob([new Uint8Array(3_000_000)]);
    const preparing = patient.app.prepareRecords([textFile("", general, { file: big })], {
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === "encrypting") controller.abort();
      },
    });
    expect(await codeOf(preparing)).toMatch(/^(crypto\.cancelled|ipfs\.aborted)$/);
  });
});

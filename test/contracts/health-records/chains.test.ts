// Walks the chains of events back as a client does, with nothing but state and the logs of single
// blocks, and compares what it finds with all logs there are.
import { expect } from "chai";
import type { EventLog } from "ethers";
import {
  type Cast,
  DAY,
  digest,
  grantOrder,
  mask,
  newRecord,
  packEpochs,
  sheetSwap,
  terms,
} from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { grantedScene } from "./scene.ts";

const { loadFixture } = networkHelpers;

const pairEvents = [
  "AccessRequested",
  "RequestWithdrawn",
  "RequestDenied",
  "AccessGranted",
  "AccessRenewed",
  "AccessRevoked",
  "KeysHandedOver",
] as const;
const chartEvents = ["EpochsMoved", "GenerationStarted", "ShareSheetReplaced"] as const;

/** A year in a patient's life; `grantedScene` was its beginning. */
async function livedScene(): Promise<Cast> {
  const cast = await grantedScene();
  const { healthRecords, patient, secondPatient, doctor, hospital, pharmacy, staffDoctor } = cast;
  const asPatient = healthRecords.connect(patient.wallet);
  let sheet = digest("sheet 1");
  let sheets = 1;
  const next = () => {
    sheets += 1;
    const swap = sheetSwap(digest(`sheet ${sheets}`), sheet);
    sheet = digest(`sheet ${sheets}`);
    return swap;
  };

  await asPatient.addRecords(patient.number, [newRecord(), newRecord({ compartment: 2 })]);
  await healthRecords
    .connect(pharmacy.wallet)
    .request(patient.number, pharmacy.number, 0, terms(cast), cast.now + DAY);
  await healthRecords.connect(pharmacy.wallet).withdraw(patient.number, pharmacy.number, 0);
  await healthRecords
    .connect(pharmacy.wallet)
    .request(patient.number, pharmacy.number, 0, terms(cast), cast.now + 2 * DAY);
  await asPatient.deny(patient.number, pharmacy.number);
  await asPatient.replaceShareSheet(patient.number, next());
  // Two orders for one pair, and one for another, in one block.
  await asPatient.grantMany(
    patient.number,
    [
      grantOrder(cast, hospital),
      grantOrder(cast, hospital, { readMask: mask(1) }),
      grantOrder(cast, doctor, { readMask: mask(1, 2) }),
    ],
    next(),
  );
  await healthRecords
    .connect(hospital.wallet)
    .handOver(patient.number, hospital.number, staffDoctor.number, digest("envelope"));
  await healthRecords
    .connect(doctor.wallet)
    .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord({ epoch: 0 })]);
  await asPatient.renew(patient.number, doctor.number, cast.now + 60 * DAY);
  // What another patient does must not show up.
  await healthRecords
    .connect(secondPatient.wallet)
    .grant(secondPatient.number, grantOrder(cast, doctor), sheetSwap(digest("theirs")));
  await asPatient.moveEpochs(patient.number, mask(5), packEpochs({ 2: 2, 3: 2 }), next());
  await asPatient.revokeMany(
    patient.number,
    [doctor.number, hospital.number],
    packEpochs({ 2: 2, 3: 2, 5: 2 }),
    next(),
  );
  await asPatient.startGeneration(patient.number, 1, next());
  await asPatient.addRecords(patient.number, [newRecord()]);
  return cast;
}

/** Newest first: every event of these names that the filter arguments name, in some blocks. */
async function findEvents(
  { healthRecords }: Cast,
  names: readonly string[],
  args: readonly number[],
  fromBlock: number,
  toBlock: number,
): Promise<EventLog[]> {
  const found: EventLog[] = [];
  for (const name of names) {
    const filter = healthRecords.filters[name as "AccessGranted"](...(args as [number, number]));
    found.push(
      ...((await healthRecords.queryFilter(filter, fromBlock, toBlock)) as unknown as EventLog[]),
    );
  }
  return found.sort((a, b) => b.blockNumber - a.blockNumber || b.index - a.index);
}

async function walkBack(
  cast: Cast,
  names: readonly string[],
  args: readonly number[],
  lastEventBlock: bigint,
): Promise<EventLog[]> {
  const walked: EventLog[] = [];
  let block = Number(lastEventBlock);
  while (block !== 0) {
    const events = await findEvents(cast, names, args, block, block);
    expect(events, `events in block ${block}`).not.to.have.lengthOf(0);
    walked.push(...events);
    for (const later of events.slice(0, -1)) {
      expect(later.args.previousBlock, "later events of a block name the block").to.equal(block);
    }
    block = Number(events.at(-1)?.args.previousBlock);
  }
  return walked;
}

async function expectWhole(
  cast: Cast,
  names: readonly string[],
  args: readonly number[],
  lastEventBlock: bigint,
  count: number,
): Promise<void> {
  const latest = await ethers.provider.getBlockNumber();
  const all = await findEvents(cast, names, args, 0, latest);
  const walked = await walkBack(cast, names, args, lastEventBlock);
  const place = (event: EventLog) => `${event.blockNumber}/${event.index} ${event.eventName}`;
  expect(walked.map(place)).to.deep.equal(all.map(place));
  expect(walked).to.have.lengthOf(count);
}

describe("HealthRecords: the chains of events", () => {
  it("lead from state through every event of a pair", async () => {
    const cast = await loadFixture(livedScene);
    const { healthRecords, patient, doctor, hospital, pharmacy } = cast;

    for (const [provider, count] of [
      [doctor, 4],
      [hospital, 4],
      [pharmacy, 4],
    ] as const) {
      const { lastEventBlock } = await healthRecords
        .connect(provider.wallet)
        .accessOf(patient.number, provider.number, true);
      await expectWhole(cast, pairEvents, [patient.number, provider.number], lastEventBlock, count);
    }
  });

  it("lead from state through every record", async () => {
    const cast = await loadFixture(livedScene);
    const { healthRecords, patient } = cast;

    const { lastRecordBlock } = await healthRecords
      .connect(patient.wallet)
      .epochsOf(patient.number, 0);
    await expectWhole(cast, ["RecordAdded"], [patient.number], lastRecordBlock, 4);
  });

  it("lead from state through every event of the chart itself", async () => {
    const cast = await loadFixture(livedScene);
    const { healthRecords, patient } = cast;

    const { lastEventBlock } = await healthRecords
      .connect(patient.wallet)
      .epochsOf(patient.number, 0);
    await expectWhole(cast, chartEvents, [patient.number], lastEventBlock, 3);
  });

  it("say all that ever moved an epoch", async () => {
    const cast = await loadFixture(livedScene);
    const { healthRecords, patient } = cast;
    const latest = await ethers.provider.getBlockNumber();
    const names = ["AccessGranted", "AccessRevoked", "EpochsMoved", "GenerationStarted"];
    const events = (await findEvents(cast, names, [patient.number], 0, latest)).reverse();

    let epochs: Record<number, number> = {};
    let generation = 1;
    for (const { eventName, args } of events) {
      if (eventName === "GenerationStarted") {
        epochs = {};
        generation += 1;
        continue;
      }
      for (let compartment = 0; compartment < 16; compartment++) {
        if ((Number(args.moved) & (1 << compartment)) === 0) continue;
        epochs[compartment] = (epochs[compartment] ?? 1) + 1;
      }
    }
    const state = await healthRecords.connect(patient.wallet).epochsOf(patient.number, 0);
    expect(state.epochs).to.equal(packEpochs(epochs, generation));
    expect(generation).to.equal(2);
  });
});

import { expect } from "chai";
import hre from "hardhat";
import {
  type Cast,
  castSystem,
  digest,
  grantOrder,
  Kind,
  newRecord,
  type ProviderActor,
  packEpochs,
  sheetSwap,
} from "../cast.ts";
import { connection, ethers, networkHelpers } from "../chain.ts";

const { loadFixture } = networkHelpers;

/** Digests without a zero byte, so that calldata costs the same everywhere. */
const sheets = { one: `0x${"11".repeat(32)}`, two: `0x${"22".repeat(32)}` };
const many = 1_000;
const batch = 50;

interface GrownScene extends Cast {
  /** Verified, and not granted anything yet. */
  readonly newcomers: readonly ProviderActor[];
}

/** A chart in use: one grant on each list, one record; 1,000 verified laboratories wait. */
async function smallScene(): Promise<GrownScene> {
  const cast = await castSystem(connection);
  const { healthRecords, providers, authority, patient, secondPatient, verifiedUntil } = cast;
  const { doctor, hospital, researcher } = cast;
  const asPatient = healthRecords.connect(patient.wallet);
  await asPatient.grantMany(
    patient.number,
    [grantOrder(cast, doctor), grantOrder(cast, hospital)],
    sheetSwap(sheets.one),
  );
  await asPatient.addRecords(patient.number, [newRecord()]);
  await healthRecords
    .connect(secondPatient.wallet)
    .grant(secondPatient.number, grantOrder(cast, researcher), sheetSwap(sheets.one));

  const newcomers: ProviderActor[] = [];
  for (let index = 0; index < many; index++) {
    const address = ethers.getAddress(ethers.toBeHex(0x1000 + index, 20));
    const wallet = await ethers.getImpersonatedSigner(address);
    await networkHelpers.setBalance(address, 10n ** 18n);
    const profile = digest(`profile ${index}`);
    const keyDocument = digest(`keys ${index}`);
    const evidence = digest(`evidence ${index}`);
    const kind = Kind.laboratory;
    await providers
      .connect(wallet)
      .applyForVerification(kind, authority.number, profile, keyDocument, evidence);
    const number = Number(await providers.count());
    await providers.connect(authority.wallet).verify(number, address, kind, profile, verifiedUntil);
    newcomers.push({ wallet, number, kind, profile, keyDocument, evidence });
  }
  return { ...cast, newcomers };
}

/** The same, 1,000 records and 1,000 grants later. */
async function largeScene(): Promise<GrownScene> {
  const scene = await loadFixture(smallScene);
  const { healthRecords, patient, newcomers } = scene;
  const asPatient = healthRecords.connect(patient.wallet);
  for (let from = 0; from < many; from += batch) {
    const [expected, next] =
      from % (2 * batch) === 0 ? [sheets.one, sheets.two] : [sheets.two, sheets.one];
    await asPatient.grantMany(
      patient.number,
      newcomers.slice(from, from + batch).map((provider) => grantOrder(scene, provider)),
      sheetSwap(next, expected),
    );
    await asPatient.addRecords(
      patient.number,
      Array.from({ length: batch }, (_, index) =>
        newRecord({ manifest: digest(`record ${from + index}`) }),
      ),
    );
  }
  return scene;
}

/** What three orders cost, each against the same state. */
async function measure(scene: GrownScene): Promise<Record<string, bigint>> {
  const { healthRecords, patient, researcher, doctor } = scene;
  const asPatient = healthRecords.connect(patient.wallet);
  const swap = sheetSwap(sheets.two, sheets.one);
  const orders = {
    grant: () => asPatient.grant(patient.number, grantOrder(scene, researcher), swap),
    revoke: () => asPatient.revoke(patient.number, doctor.number, packEpochs(), swap),
    add: () => asPatient.addRecords(patient.number, [newRecord()]),
  };
  const costs: Record<string, bigint> = {};
  for (const [name, send] of Object.entries(orders)) {
    const before = await networkHelpers.takeSnapshot();
    costs[name] = (await (await send()).wait())?.gasUsed ?? 0n;
    await before.restore();
  }
  return costs;
}

describe("HealthRecords at 1,000 records and 1,000 grants", () => {
  it("grants, revokes and adds for exactly the same gas as in a small chart", async function () {
    this.timeout(300_000);
    const small = await measure(await loadFixture(smallScene));
    const scene = await loadFixture(largeScene);
    const large = await measure(scene);

    expect(large).to.deep.equal(small);
    expect(small.grant).to.be.greaterThan(50_000n);
    const asPatient = scene.healthRecords.connect(scene.patient.wallet);
    const { page, total } = await asPatient.hospitalsOf(scene.patient.number, 0, 500);
    expect(total).to.equal(many + 1);
    expect(page).to.have.lengthOf(500);
    expect(page.every(({ live }) => live)).to.equal(true);
    const records = await asPatient.recordsIn(scene.patient.number, 0, 1, 1, 1000);
    expect(records.total).to.equal(many + 1);
    expect(records.page).to.have.lengthOf(1000);
    expect(await asPatient.readersOf(scene.patient.number, 0, 1)).to.have.lengthOf(many + 2);
  });
});

/** What coverage counts with isn't the code that is deployed. */
const isDeployedCode = !hre.globalOptions.coverage;

if (isDeployedCode) {
  describe("The contracts' code", () => {
    it("stays under 24,576 bytes each", async () => {
      const names = await hre.artifacts.getAllFullyQualifiedNames();
      const ours = [...names].filter(
        (name) => name.startsWith("contracts/") && !name.startsWith("contracts/interfaces/"),
      );
      const sizes = new Map<string, number>();
      for (const name of ours) {
        const { deployedBytecode } = await hre.artifacts.readArtifact(name);
        sizes.set(name, (deployedBytecode.length - 2) / 2);
      }

      const deployed = [...sizes].filter(([, bytes]) => bytes > 1_000).map(([name]) => name);
      expect(deployed).to.have.lengthOf(7);
      for (const [name, bytes] of sizes) expect(bytes, name).to.be.lessThan(24_576);
    });
  });
}

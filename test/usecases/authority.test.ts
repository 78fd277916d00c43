// Applying, verifying, and what ends it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Prepared } from "../../frontend/src/usecases/model.ts";
import type { AuthorityApp } from "../../frontend/src/usecases/useCases.ts";
import {
  setUpAuthority,
  setUpProvider,
  type Unlocked,
  year,
} from "../../scripts/headless/headlessCast.ts";
import { type HeadlessSystem, startHeadlessSystem } from "../../scripts/headless/headlessSystem.ts";
import { codeOf } from "./failureOf.ts";

let system: HeadlessSystem;
let authority: Unlocked<AuthorityApp>;
let other: Unlocked<AuthorityApp>;

beforeAll(async () => {
  system = await startHeadlessSystem();
  authority = await setUpAuthority(system, { account: 2 });
  other = await setUpAuthority(system, { account: 3, name: "Other Council", jurisdiction: 840 });
});
afterAll(() => system?.close());

async function failingSubmit(prepared: Promise<Prepared<void>>): Promise<string | undefined> {
  return codeOf(prepared.then((one) => one.submit()));
}

const profile = {
  name: "Dr. Okoro",
  specialty: "Cardiology",
  organization: "",
  place: "Nairobi",
  contact: "+254 20 123456",
};
const licence = { file: new Blob(["licence no. 42"], { type: "text/plain" }), fileName: "l.txt" };

describe("An authority", () => {
  test("is listed with its name, country and whether it is in office", async () => {
    const { doorstep } = await system.person(9);
    expect(await doorstep.authorities()).toMatchObject([
      { name: "Medical Council", jurisdiction: 404, active: true },
      { name: "Other Council", jurisdiction: 840, active: true },
    ]);
    expect(await authority.app.me()).toMatchObject({ name: "Medical Council" });
  });

  test("sees who applied, opens their evidence, and verifies what it saw", async () => {
    const doctor = await setUpProvider(system, authority, {
      account: 4,
      kind: "doctor",
      name: "Dr. Okoro",
      verify: false,
    });
    const [seen] = await authority.app.providers();
    expect(seen).toMatchObject({
      status: "applied",
      verifiedNow: false,
      kind: "doctor",
      jurisdiction: 404,
      profile: { name: "Dr. Okoro", contact: "https://example.org" },
    });
    expect(await other.app.providers()).toEqual([]);
    if (seen === undefined) throw new Error("nobody applied");
    const evidence = await authority.app.openEvidence(seen.provider);
    expect(evidence.fileName).toBe("licence.txt");
    expect(await evidence.blob.text()).toBe("Licence of Dr. Okoro");
    expect(await codeOf(other.app.openEvidence(seen.provider))).toBe("usecases.no-evidence");

    const until = (await system.now()) + year;
    expect(await codeOf(authority.app.prepareVerification(seen, 1))).toBe(
      "usecases.invalid-expiry",
    );
    await (await authority.app.prepareVerification(seen, until)).submit();
    expect(await doctor.app.me()).toMatchObject({ verifiedNow: true, status: "verified" });
    expect(
      await codeOf((await other.app.prepareVerification(await doctor.app.me(), until)).submit()),
    ).toBe("chain.providers-not-authority");
  });

  test("refuses to verify somebody who changed since it looked", async () => {
    const doctor = await setUpProvider(system, authority, {
      account: 5,
      kind: "doctor",
      name: "Dr. Lindqvist",
    });
    const seen = await doctor.app.me();
    await (await doctor.app.prepareProfileChange(profile, licence)).submit();
    const changed = await doctor.app.me();
    expect(changed).toMatchObject({ verifiedNow: false, status: "applied", profile });
    const until = (await system.now()) + year;
    expect(await codeOf(authority.app.prepareVerification(seen, until))).toBe(
      "usecases.changed-since-seen",
    );
    const evidence = await authority.app.openEvidence(changed.provider);
    expect(await evidence.blob.text()).toBe("licence no. 42");
    await (await authority.app.prepareVerification(changed, until)).submit();
    expect((await doctor.app.me()).verifiedNow).toBe(true);
  });

  test("suspends, reinstates and revokes", async () => {
    const pharmacy = await setUpProvider(system, authority, {
      account: 6,
      kind: "pharmacy",
      name: "Corner Pharmacy",
    });
    const number = pharmacy.app.provider;
    await (await authority.app.prepareSuspension(number)).submit();
    expect((await pharmacy.app.me()).status).toBe("suspended");
    await (await authority.app.prepareReinstatement(number)).submit();
    expect((await pharmacy.app.me()).status).toBe("verified");
    await system.pass(2 * year);
    expect((await pharmacy.app.me()).status).toBe("expired");
    await (await authority.app.prepareProviderRevocation(number)).submit();
    const [newest] = await authority.app.providers();
    expect(newest).toMatchObject({ provider: number, status: "revoked", verifiedNow: false });
  });

  test("has no code to scan: nothing is ever shared with it", () => {
    expect(() => authority.app.code("https://example.org")).toThrow();
  });
});

describe("Applying", () => {
  test("as a storage operator is possible, being granted access is not", async () => {
    const operator = await setUpProvider(system, authority, {
      account: 7,
      kind: "storage-operator",
      name: "Pinning Cooperative",
    });
    expect((await operator.app.me()).kind).toBe("storage-operator");
  });

  test("to an authority without keys is refused: evidence could not be sealed", async () => {
    const admin = await system.person(1);
    const keyless = await system.person(8);
    const { writer } = admin.ports;
    const digest = `0x${"11".repeat(32)}` as never;
    const none = `0x${"0".repeat(64)}` as never;
    const call = writer.calls.appointAuthority(keyless.account.address, 276, digest, none);
    await writer.send(call).mined;
    const applicant = await system.person(10);
    const draft = await applicant.doorstep.beginSetUp();
    const application = applicant.doorstep.prepareApplication(
      draft,
      { kind: "doctor", authority: 3 as never, profile, evidence: licence },
      "four unrelated little words",
    );
    expect(await codeOf(application)).toBe("usecases.unknown-keys");
  });
});

describe("When an authority is removed", () => {
  test("another of its country takes its providers over, and no other authority can", async () => {
    const leaving = await setUpAuthority(system, { account: 11, name: "Old Council" });
    const doctor = await setUpProvider(system, leaving, {
      account: 12,
      kind: "doctor",
      name: "Dr. Adeyemi",
    });
    expect(await authority.app.leftBehind()).toEqual([]);
    const { writer } = (await system.person(1)).ports;
    await writer.send(writer.calls.removeAuthority(leaving.app.authority)).mined;
    expect(await other.app.leftBehind()).toEqual([]);
    expect(await authority.app.leftBehind()).toMatchObject([
      { provider: doctor.number, verifiedNow: true, profile: { name: "Dr. Adeyemi" } },
    ]);
    expect(await failingSubmit(other.app.prepareTakeOver(doctor.number))).toBe(
      "chain.providers-other-jurisdiction",
    );
    await (await authority.app.prepareTakeOver(doctor.number)).submit();
    expect(await authority.app.leftBehind()).toEqual([]);
    const [newest] = await authority.app.providers();
    expect(newest).toMatchObject({ provider: doctor.number, verifiedNow: true });
    await (await authority.app.prepareSuspension(doctor.number)).submit();
    expect((await doctor.app.me()).status).toBe("suspended");
  });
});

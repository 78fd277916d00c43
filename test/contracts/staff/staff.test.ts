import { expect } from "chai";
import { type Cast, castSystem, Kind } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";

/** The doctor joins the hospital and the organization beside the staff doctor. */
async function everybodyJoins({ staff, hospital, organization, doctor, staffDoctor }: Cast) {
  await staff.connect(hospital.wallet).add(hospital.number, doctor.number);
  await staff.connect(organization.wallet).add(organization.number, doctor.number);
  await staff.connect(organization.wallet).add(organization.number, staffDoctor.number);
}

describe("Staff: adding", () => {
  it("adds a verified doctor to a hospital and to an organization", async () => {
    const { staff, doctor, hospital, organization } = await networkHelpers.loadFixture(castSystem);

    for (const employer of [hospital, organization]) {
      expect(await staff.isCurrent(employer.number, doctor.number)).to.equal(false);
      await expect(staff.connect(employer.wallet).add(employer.number, doctor.number))
        .to.emit(staff, "StaffAdded")
        .withArgs(employer.number, doctor.number);
      expect(await staff.isCurrent(employer.number, doctor.number)).to.equal(true);
      expect(await staff.isActingFor(employer.number, doctor.number, doctor.wallet)).to.equal(true);
    }
    expect(await staff.organizationsOf(doctor.number, 0, 10)).to.deep.equal([
      [hospital.number, organization.number],
      2,
    ]);
  });

  it("refuses everyone but the organization itself", async () => {
    const { staff, doctor, hospital, organization, stranger, authority } =
      await networkHelpers.loadFixture(castSystem);

    for (const account of [doctor.wallet, organization.wallet, stranger, authority.wallet]) {
      await expect(staff.connect(account).add(hospital.number, doctor.number))
        .to.be.revertedWithCustomError(staff, "StaffNotOrganization")
        .withArgs(hospital.number, account.address);
    }
  });

  it("refuses an employer that is neither hospital nor organization, or unknown", async () => {
    const { staff, doctor, staffDoctor, laboratory, pharmacy, researcher, operator } =
      await networkHelpers.loadFixture(castSystem);

    for (const employer of [doctor, laboratory, pharmacy, researcher, operator]) {
      await expect(staff.connect(employer.wallet).add(employer.number, staffDoctor.number))
        .to.be.revertedWithCustomError(staff, "StaffInvalidOrganization")
        .withArgs(employer.number);
    }
    await expect(staff.connect(doctor.wallet).add(99, staffDoctor.number))
      .to.be.revertedWithCustomError(staff, "StaffInvalidOrganization")
      .withArgs(99);
  });

  it("refuses an organization that isn't verified right now", async () => {
    const { staff, providers, authority, doctor, hospital } =
      await networkHelpers.loadFixture(castSystem);
    await providers.connect(authority.wallet).suspend(hospital.number);

    await expect(staff.connect(hospital.wallet).add(hospital.number, doctor.number))
      .to.be.revertedWithCustomError(staff, "StaffOrganizationNotVerified")
      .withArgs(hospital.number);
  });

  it("refuses whoever isn't a doctor, verified right now", async () => {
    const { staff, providers, authority, doctor, hospital, laboratory } =
      await networkHelpers.loadFixture(castSystem);
    const asHospital = staff.connect(hospital.wallet);
    await providers.connect(authority.wallet).suspend(doctor.number);

    for (const candidate of [doctor.number, laboratory.number, hospital.number, 99]) {
      await expect(asHospital.add(hospital.number, candidate))
        .to.be.revertedWithCustomError(staff, "StaffInvalidDoctor")
        .withArgs(candidate);
    }
  });

  it("refuses a doctor who belongs to the staff already", async () => {
    const { staff, staffDoctor, hospital } = await networkHelpers.loadFixture(castSystem);

    await expect(staff.connect(hospital.wallet).add(hospital.number, staffDoctor.number))
      .to.be.revertedWithCustomError(staff, "StaffAlreadyMember")
      .withArgs(hospital.number, staffDoctor.number);
  });
});

describe("Staff: removing", () => {
  it("is done by the organization or by the doctor", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { staff, doctor, staffDoctor, hospital } = cast;
    await everybodyJoins(cast);

    await expect(staff.connect(hospital.wallet).remove(hospital.number, staffDoctor.number))
      .to.emit(staff, "StaffRemoved")
      .withArgs(hospital.number, staffDoctor.number);
    await expect(staff.connect(doctor.wallet).remove(hospital.number, doctor.number))
      .to.emit(staff, "StaffRemoved")
      .withArgs(hospital.number, doctor.number);

    expect(await staff.staffOf(hospital.number, 0, 10)).to.deep.equal([[], 0]);
    for (const one of [doctor, staffDoctor]) {
      expect(await staff.isCurrent(hospital.number, one.number)).to.equal(false);
      expect(await staff.isActingFor(hospital.number, one.number, one.wallet)).to.equal(false);
    }
  });

  it("leaves everybody else in both lists, whoever goes first", async () => {
    for (const leaver of ["doctor", "staffDoctor"] as const) {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { staff, hospital, organization } = cast;
      await everybodyJoins(cast);
      const stayer = leaver === "doctor" ? cast.staffDoctor : cast.doctor;
      const { number, wallet } = cast[leaver];

      await staff.connect(hospital.wallet).remove(hospital.number, number);

      const [ofHospital] = await staff.staffOf(hospital.number, 0, 10);
      expect(ofHospital.map((member) => Number(member.doctor))).to.deep.equal([stayer.number]);
      expect(await staff.organizationsOf(number, 0, 10)).to.deep.equal([[organization.number], 1]);
      expect(await staff.organizationsOf(stayer.number, 0, 10)).to.deep.equal([
        [hospital.number, organization.number],
        2,
      ]);
      // The places moved in the lists are still the right ones for the next who goes.
      await staff.connect(wallet).remove(organization.number, number);
      await staff.connect(stayer.wallet).remove(hospital.number, stayer.number);
      const [ofOrganization] = await staff.staffOf(organization.number, 0, 10);
      expect(ofOrganization.map((member) => Number(member.doctor))).to.deep.equal([stayer.number]);
      expect(await staff.organizationsOf(number, 0, 10)).to.deep.equal([[], 0]);
    }
  });

  it("lets a doctor come back", async () => {
    const { staff, staffDoctor, hospital } = await networkHelpers.loadFixture(castSystem);
    const asHospital = staff.connect(hospital.wallet);
    await asHospital.remove(hospital.number, staffDoctor.number);
    await asHospital.add(hospital.number, staffDoctor.number);

    expect(await staff.isCurrent(hospital.number, staffDoctor.number)).to.equal(true);
  });

  it("stays possible for an organization that is no longer verified", async () => {
    const { staff, providers, authority, staffDoctor, hospital } =
      await networkHelpers.loadFixture(castSystem);
    await providers.connect(authority.wallet).revoke(hospital.number);

    await staff.connect(hospital.wallet).remove(hospital.number, staffDoctor.number);
    expect(await staff.isCurrent(hospital.number, staffDoctor.number)).to.equal(false);
  });

  it("refuses everyone else, and a doctor who isn't there", async () => {
    const { staff, doctor, staffDoctor, hospital, organization, stranger } =
      await networkHelpers.loadFixture(castSystem);

    for (const account of [doctor.wallet, organization.wallet, stranger]) {
      await expect(staff.connect(account).remove(hospital.number, staffDoctor.number))
        .to.be.revertedWithCustomError(staff, "StaffNotOrganization")
        .withArgs(hospital.number, account.address);
    }
    for (const account of [hospital.wallet, doctor.wallet]) {
      await expect(staff.connect(account).remove(hospital.number, doctor.number))
        .to.be.revertedWithCustomError(staff, "StaffNotMember")
        .withArgs(hospital.number, doctor.number);
    }
  });
});

describe("Staff: reading", () => {
  it("shows a suspended doctor as listed and not current", async () => {
    const { staff, providers, authority, staffDoctor, hospital } =
      await networkHelpers.loadFixture(castSystem);
    const [[before]] = await staff.staffOf(hospital.number, 0, 10);
    expect(before?.current).to.equal(true);

    await providers.connect(authority.wallet).suspend(staffDoctor.number);

    expect(await staff.staffOf(hospital.number, 0, 10)).to.deep.equal([
      [[staffDoctor.number, staffDoctor.wallet.address, before?.since ?? 0n, false]],
      1,
    ]);
    expect(await staff.isCurrent(hospital.number, staffDoctor.number)).to.equal(false);
    expect(
      await staff.isActingFor(hospital.number, staffDoctor.number, staffDoctor.wallet),
    ).to.equal(false);
  });

  it("says since when a doctor belongs to the staff", async () => {
    const { staff, doctor, hospital } = await networkHelpers.loadFixture(castSystem);
    const sent = await staff.connect(hospital.wallet).add(hospital.number, doctor.number);
    const block = await ethers.provider.getBlock(sent.blockNumber ?? 0);

    const [page] = await staff.staffOf(hospital.number, 1, 1);
    expect(page[0]?.since).to.equal(block?.timestamp);
  });

  it("lets only the doctor's own wallet act for the organization", async () => {
    const { staff, doctor, staffDoctor, hospital } = await networkHelpers.loadFixture(castSystem);

    for (const [number, wallet] of [
      [staffDoctor.number, doctor.wallet],
      [staffDoctor.number, hospital.wallet],
      [doctor.number, doctor.wallet],
    ] as const) {
      expect(await staff.isActingFor(hospital.number, number, wallet)).to.equal(false);
    }
  });

  it("pages through both lists", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { staff, doctor, staffDoctor, hospital, organization } = cast;
    await everybodyJoins(cast);
    const doctorsFrom = async (from: number, limit: number) => {
      const [page, total] = await staff.staffOf(hospital.number, from, limit);
      expect(total).to.equal(2);
      return page.map((member) => Number(member.doctor));
    };

    expect(await doctorsFrom(0, 1)).to.deep.equal([staffDoctor.number]);
    expect(await doctorsFrom(1, 500)).to.deep.equal([doctor.number]);
    expect(await doctorsFrom(2, 1)).to.deep.equal([]);
    expect(await staff.organizationsOf(doctor.number, 1, 10)).to.deep.equal([
      [organization.number],
      2,
    ]);
    expect(await staff.organizationsOf(doctor.number, 3, 10)).to.deep.equal([[], 2]);
  });

  it("refuses a page that is too large", async () => {
    const { staff, doctor, hospital } = await networkHelpers.loadFixture(castSystem);

    for (const attempt of [
      staff.staffOf(hospital.number, 0, 501),
      staff.organizationsOf(doctor.number, 0, 501),
    ]) {
      await expect(attempt)
        .to.be.revertedWithCustomError(staff, "StaffPageTooLarge")
        .withArgs(501, 500);
    }
  });

  it("follows a doctor to another wallet", async () => {
    const { staff, providers, authority, staffDoctor, hospital, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const { number, profile } = staffDoctor;
    await providers.connect(staffDoctor.wallet).startWalletReplacement(number, stranger);
    await providers.connect(stranger).acceptWalletReplacement(number);

    expect(await staff.isActingFor(hospital.number, number, stranger)).to.equal(false);
    await providers
      .connect(authority.wallet)
      .verify(number, stranger, Kind.doctor, profile, verifiedUntil);
    expect(await staff.isActingFor(hospital.number, number, stranger)).to.equal(true);
    expect(await staff.isActingFor(hospital.number, number, staffDoctor.wallet)).to.equal(false);
  });
});

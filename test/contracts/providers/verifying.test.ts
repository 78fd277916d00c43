import { expect } from "chai";
import { ZeroHash } from "ethers";
import { castSystem, DAY, digest, Kind, Status } from "../cast.ts";
import { networkHelpers } from "../chain.ts";
import { blockOf, lastEventBlockOf } from "./events.ts";

describe("Providers: verifying", () => {
  it("verifies exactly what the authority names, until a date", async () => {
    const { providers, authority, stranger, now } = await networkHelpers.loadFixture(castSystem);
    const profile = digest("a profile");
    const applied = providers
      .connect(stranger)
      .applyForVerification(
        Kind.doctor,
        authority.number,
        profile,
        digest("keys"),
        digest("evidence"),
      );
    const before = await blockOf(applied);
    const number = await providers.numberOf(stranger);

    await expect(
      providers
        .connect(authority.wallet)
        .verify(number, stranger, Kind.doctor, profile, now + 10 * DAY),
    )
      .to.emit(providers, "ProviderVerified")
      .withArgs(number, authority.number, profile, now + 10 * DAY, before);

    const verified = await providers.providerByNumber(number);
    expect([verified.status, verified.verifiedUntil, verified.verifiedNow]).to.deep.equal([
      Status.verified,
      now + 10 * DAY,
      true,
    ]);
  });

  it("ends by itself at the date", async () => {
    const { providers, authority, doctor, now } = await networkHelpers.loadFixture(castSystem);
    const until = now + 10 * DAY;
    await providers
      .connect(authority.wallet)
      .verify(doctor.number, doctor.wallet, Kind.doctor, doctor.profile, until);

    await networkHelpers.time.increaseTo(until - 1);
    expect(await providers.isVerified(doctor.number)).to.equal(true);
    await networkHelpers.time.increaseTo(until);
    expect(await providers.isVerified(doctor.number)).to.equal(false);
    const [verifiedNow] = await providers.standing(doctor.number);
    expect(verifiedNow).to.equal(false);
    const ended = await providers.providerByNumber(doctor.number);
    expect([ended.status, ended.verifiedNow]).to.deep.equal([Status.verified, false]);
  });

  it("prolongs", async () => {
    const { providers, authority, doctor, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    await networkHelpers.time.increaseTo(verifiedUntil);
    const before = await lastEventBlockOf(providers, doctor);

    await expect(
      providers
        .connect(authority.wallet)
        .verify(
          doctor.number,
          doctor.wallet,
          Kind.doctor,
          doctor.profile,
          verifiedUntil + 10 * DAY,
        ),
    )
      .to.emit(providers, "ProviderVerified")
      .withArgs(doctor.number, authority.number, doctor.profile, verifiedUntil + 10 * DAY, before);
    expect(await providers.isVerified(doctor.number)).to.equal(true);
  });

  it("refuses another wallet, kind or profile than the provider has by then", async () => {
    const { providers, authority, doctor, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);

    for (const tuple of [
      [stranger.address, Kind.doctor, doctor.profile],
      [doctor.wallet.address, Kind.hospital, doctor.profile],
      [doctor.wallet.address, Kind.doctor, digest("another profile")],
    ] as const) {
      await expect(
        providers.connect(authority.wallet).verify(doctor.number, ...tuple, verifiedUntil),
      )
        .to.be.revertedWithCustomError(providers, "ProvidersTupleMismatch")
        .withArgs(doctor.number);
    }
  });

  it("refuses a date that has passed", async () => {
    const { providers, authority, doctor, now } = await networkHelpers.loadFixture(castSystem);
    await networkHelpers.time.setNextBlockTimestamp(now + DAY);

    await expect(
      providers
        .connect(authority.wallet)
        .verify(doctor.number, doctor.wallet, Kind.doctor, doctor.profile, now + DAY),
    )
      .to.be.revertedWithCustomError(providers, "ProvidersInvalidUntil")
      .withArgs(now + DAY);
  });
});

describe("Providers: suspending and reinstating", () => {
  it("ends verification at once and gives it back with its date", async () => {
    const { providers, authority, doctor, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    const before = await lastEventBlockOf(providers, doctor);

    const suspended = asAuthority.suspend(doctor.number);
    await expect(suspended)
      .to.emit(providers, "ProviderSuspended")
      .withArgs(doctor.number, authority.number, before);
    expect(await providers.isVerified(doctor.number)).to.equal(false);
    expect((await providers.providerByNumber(doctor.number)).status).to.equal(Status.suspended);

    await expect(asAuthority.reinstate(doctor.number))
      .to.emit(providers, "ProviderReinstated")
      .withArgs(doctor.number, authority.number, await blockOf(suspended));
    const now = await providers.providerByNumber(doctor.number);
    expect([now.status, now.verifiedUntil, now.verifiedNow]).to.deep.equal([
      Status.verified,
      verifiedUntil,
      true,
    ]);
  });

  it("doesn't let a suspended provider be verified instead of reinstated", async () => {
    const { providers, authority, doctor, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    await asAuthority.suspend(doctor.number);

    for (const attempt of [
      () =>
        asAuthority.verify(
          doctor.number,
          doctor.wallet,
          Kind.doctor,
          doctor.profile,
          verifiedUntil,
        ),
      () => asAuthority.suspend(doctor.number),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(providers, "ProvidersStatus")
        .withArgs(doctor.number, Status.suspended);
    }
  });

  it("refuses to reinstate who isn't suspended and to suspend who isn't verified", async () => {
    const { providers, authority, doctor } = await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);

    await expect(asAuthority.reinstate(doctor.number))
      .to.be.revertedWithCustomError(providers, "ProvidersStatus")
      .withArgs(doctor.number, Status.verified);
    await providers
      .connect(doctor.wallet)
      .replaceProfile(doctor.number, doctor.profile, digest("new"), digest("evidence"));
    await expect(asAuthority.suspend(doctor.number))
      .to.be.revertedWithCustomError(providers, "ProvidersStatus")
      .withArgs(doctor.number, Status.applied);
  });
});

describe("Providers: revoking", () => {
  it("ends it for good and frees the wallet for a new application", async () => {
    const { providers, authority, doctor } = await networkHelpers.loadFixture(castSystem);
    const before = await lastEventBlockOf(providers, doctor);

    await expect(providers.connect(authority.wallet).revoke(doctor.number))
      .to.emit(providers, "ProviderRevoked")
      .withArgs(doctor.number, authority.number, before);

    const revoked = await providers.providerByNumber(doctor.number);
    expect([
      revoked.status,
      revoked.verifiedUntil,
      revoked.verifiedNow,
      revoked.wallet,
    ]).to.deep.equal([Status.revoked, 0, false, doctor.wallet.address]);
    expect(await providers.numberOf(doctor.wallet)).to.equal(0);
    await providers
      .connect(doctor.wallet)
      .applyForVerification(
        Kind.doctor,
        authority.number,
        doctor.profile,
        doctor.keyDocument,
        doctor.evidence,
      );
    expect(await providers.numberOf(doctor.wallet)).to.equal(await providers.count());
    expect(await providers.isVerified(doctor.number)).to.equal(false);
  });

  it("works on whoever is suspended or still waits", async () => {
    const { providers, authority, doctor, staffDoctor } =
      await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    await asAuthority.suspend(doctor.number);
    await providers
      .connect(staffDoctor.wallet)
      .replaceProfile(staffDoctor.number, staffDoctor.profile, digest("new"), digest("evidence"));

    for (const one of [doctor, staffDoctor]) {
      await asAuthority.revoke(one.number);
      expect((await providers.providerByNumber(one.number)).status).to.equal(Status.revoked);
    }
  });

  it("leaves nothing that could still change", async () => {
    const { providers, authorities, admin, authority, doctor, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const { number, wallet, profile, keyDocument } = doctor;
    const asAuthority = providers.connect(authority.wallet);
    const asDoctor = providers.connect(wallet);
    await asDoctor.startWalletReplacement(number, stranger);
    await asAuthority.revoke(number);
    await authorities.connect(admin).appoint(stranger, 276, profile, keyDocument);

    for (const attempt of [
      () => asDoctor.replaceProfile(number, profile, digest("new"), digest("evidence")),
      () => asDoctor.replaceKeyDocument(number, keyDocument, digest("new")),
      () => asDoctor.startWalletReplacement(number, stranger),
      () => asDoctor.cancelWalletReplacement(number),
      () => providers.connect(stranger).acceptWalletReplacement(number),
      () => asAuthority.startWalletReplacementByAuthority(number, stranger),
      () => asAuthority.verify(number, wallet, Kind.doctor, profile, verifiedUntil),
      () => asAuthority.suspend(number),
      () => asAuthority.reinstate(number),
      () => asAuthority.revoke(number),
      () => providers.connect(stranger).takeOver(number, 3),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(providers, "ProvidersStatus")
        .withArgs(number, Status.revoked);
    }
  });
});

describe("Providers: whose decision it is", () => {
  it("is the provider's own authority's alone", async () => {
    const { providers, admin, authority, foreignAuthority, doctor, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const { number, wallet, profile } = doctor;

    for (const account of [admin, foreignAuthority.wallet, wallet, stranger]) {
      const connected = providers.connect(account);
      for (const attempt of [
        () => connected.verify(number, wallet, Kind.doctor, profile, verifiedUntil),
        () => connected.suspend(number),
        () => connected.reinstate(number),
        () => connected.revoke(number),
        () => connected.startWalletReplacementByAuthority(number, stranger),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(providers, "ProvidersNotAuthority")
          .withArgs(number, authority.number, account.address);
      }
    }
  });

  it("ends with the authority's office, while its providers stay verified", async () => {
    const { providers, authorities, admin, authority, doctor } =
      await networkHelpers.loadFixture(castSystem);
    await authorities.connect(admin).remove(authority.number);

    expect(await providers.isVerified(doctor.number)).to.equal(true);
    await expect(providers.connect(authority.wallet).suspend(doctor.number))
      .to.be.revertedWithCustomError(providers, "ProvidersNotAuthority")
      .withArgs(doctor.number, authority.number, authority.wallet.address);
  });

  it("is nobody's for a provider that never applied", async () => {
    const { providers, authority, doctor, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    const asDoctor = providers.connect(doctor.wallet);

    for (const attempt of [
      () => providers.providerByNumber(99),
      () => asAuthority.verify(99, doctor.wallet, Kind.doctor, doctor.profile, verifiedUntil),
      () => asAuthority.suspend(99),
      () => asAuthority.reinstate(99),
      () => asAuthority.revoke(99),
      () => asAuthority.takeOver(99, authority.number),
      () => asAuthority.startWalletReplacementByAuthority(99, doctor.wallet),
      () => asDoctor.startWalletReplacement(99, doctor.wallet),
      () => asDoctor.cancelWalletReplacement(99),
      () => asDoctor.acceptWalletReplacement(99),
      () => asDoctor.replaceKeyDocument(99, ZeroHash, digest("keys")),
      () => asDoctor.replaceProfile(99, ZeroHash, digest("profile"), digest("evidence")),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(providers, "ProvidersUnknown")
        .withArgs(99);
    }
    expect(await providers.isVerified(99)).to.equal(false);
  });

  it("leaves documents and wallet to the provider itself", async () => {
    const { providers, authority, doctor, staffDoctor, stranger } =
      await networkHelpers.loadFixture(castSystem);
    const { number, profile, keyDocument } = doctor;

    for (const account of [authority.wallet, staffDoctor.wallet, stranger]) {
      const connected = providers.connect(account);
      for (const attempt of [
        () => connected.replaceProfile(number, profile, digest("new"), digest("evidence")),
        () => connected.replaceKeyDocument(number, keyDocument, digest("new")),
        () => connected.startWalletReplacement(number, stranger),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(providers, "ProvidersNotProvider")
          .withArgs(number, account.address);
      }
    }
  });
});

describe("Providers: taking over from an authority that was removed", () => {
  it("moves a provider to another authority of the jurisdiction", async () => {
    const { providers, authorities, admin, authority, doctor, stranger } =
      await networkHelpers.loadFixture(castSystem);
    await authorities
      .connect(admin)
      .appoint(stranger, authority.jurisdiction, digest("profile"), ZeroHash);
    await authorities.connect(admin).remove(authority.number);
    const before = await lastEventBlockOf(providers, doctor);

    await expect(providers.connect(stranger).takeOver(doctor.number, 3))
      .to.emit(providers, "ProviderTakenOver")
      .withArgs(doctor.number, authority.number, 3, before);

    const now = await providers.providerByNumber(doctor.number);
    expect([now.authority, now.status, now.verifiedNow]).to.deep.equal([3, Status.verified, true]);
    await providers.connect(stranger).suspend(doctor.number);
  });

  it("moves it from the one list to the other, at the ends and in the middle", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { providers, authorities, admin, authority, stranger } = cast;
    const { doctor, staffDoctor, hospital, laboratory, pharmacy, organization, operator } = cast;
    await authorities
      .connect(admin)
      .appoint(stranger, authority.jurisdiction, digest("profile"), ZeroHash);
    await authorities.connect(admin).remove(authority.number);
    const listOf = async (number: number) =>
      (await providers.providersOf(number, 0, 500)).numbers.map(Number);
    const order = [operator, organization, pharmacy, laboratory, hospital, staffDoctor, doctor];
    expect(await listOf(authority.number)).to.deep.equal(order.map(({ number }) => number));

    // The middle, the newest, the oldest.
    for (const moved of [hospital, operator, doctor]) {
      await providers.connect(stranger).takeOver(moved.number, 3);
    }

    expect(await listOf(authority.number)).to.deep.equal(
      [organization, pharmacy, laboratory, staffDoctor].map(({ number }) => number),
    );
    expect(await listOf(3)).to.deep.equal([doctor, operator, hospital].map(({ number }) => number));
    for (const moved of [staffDoctor, laboratory, pharmacy, organization]) {
      await providers.connect(stranger).takeOver(moved.number, 3);
    }
    expect(await listOf(authority.number)).to.deep.equal([]);
    expect((await listOf(3)).length).to.equal(7);
  });

  it("refuses while the old authority is in office", async () => {
    const { providers, authorities, admin, authority, doctor, stranger } =
      await networkHelpers.loadFixture(castSystem);
    await authorities
      .connect(admin)
      .appoint(stranger, authority.jurisdiction, digest("profile"), ZeroHash);

    await expect(providers.connect(stranger).takeOver(doctor.number, 3))
      .to.be.revertedWithCustomError(providers, "ProvidersAuthorityStillActive")
      .withArgs(doctor.number, authority.number);
    await expect(providers.connect(authority.wallet).takeOver(doctor.number, authority.number))
      .to.be.revertedWithCustomError(providers, "ProvidersAuthorityStillActive")
      .withArgs(doctor.number, authority.number);
  });

  it("refuses another jurisdiction's authority", async () => {
    const { providers, authorities, admin, authority, foreignAuthority, doctor } =
      await networkHelpers.loadFixture(castSystem);
    await authorities.connect(admin).remove(authority.number);

    await expect(
      providers.connect(foreignAuthority.wallet).takeOver(doctor.number, foreignAuthority.number),
    )
      .to.be.revertedWithCustomError(providers, "ProvidersOtherJurisdiction")
      .withArgs(doctor.number, authority.jurisdiction, foreignAuthority.jurisdiction);
  });

  it("refuses whoever isn't the authority that they name", async () => {
    const { providers, authorities, admin, authority, foreignAuthority, doctor, stranger } =
      await networkHelpers.loadFixture(castSystem);
    await authorities.connect(admin).remove(authority.number);

    for (const [account, number] of [
      [authority.wallet, authority.number],
      [stranger, foreignAuthority.number],
      [foreignAuthority.wallet, authority.number],
    ] as const) {
      await expect(providers.connect(account).takeOver(doctor.number, number))
        .to.be.revertedWithCustomError(providers, "ProvidersNotAuthority")
        .withArgs(doctor.number, number, account.address);
    }
  });
});

describe("Providers: an authority's list", () => {
  it("pages from the newest application to the oldest", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { providers, authority, foreignAuthority, researcher } = cast;
    const { doctor, staffDoctor, hospital, laboratory, pharmacy, organization, operator } = cast;
    const numbersAfter = async (cursor: number, limit: number) =>
      (await providers.providersOf(authority.number, cursor, limit)).numbers.map(Number);

    expect(await numbersAfter(0, 3)).to.deep.equal(
      [operator, organization, pharmacy].map(({ number }) => number),
    );
    expect(await numbersAfter(pharmacy.number, 3)).to.deep.equal(
      [laboratory, hospital, staffDoctor].map(({ number }) => number),
    );
    expect(await numbersAfter(staffDoctor.number, 3)).to.deep.equal([doctor.number]);
    expect(await numbersAfter(doctor.number, 3)).to.deep.equal([]);
    expect(await numbersAfter(0, 0)).to.deep.equal([]);
    const { page } = await providers.providersOf(foreignAuthority.number, 0, 10);
    expect(page).to.deep.equal([await providers.providerByNumber(researcher.number)]);
    expect((await providers.providersOf(9, 0, 10)).numbers).to.deep.equal([]);
  });

  it("refuses a cursor from another list", async () => {
    const { providers, authority, researcher } = await networkHelpers.loadFixture(castSystem);

    await expect(providers.providersOf(authority.number, researcher.number, 3))
      .to.be.revertedWithCustomError(providers, "ProvidersInvalidCursor")
      .withArgs(authority.number, researcher.number);
  });

  it("refuses a page that is too large", async () => {
    const { providers, authority } = await networkHelpers.loadFixture(castSystem);

    await expect(providers.providersOf(authority.number, 0, 501))
      .to.be.revertedWithCustomError(providers, "ProvidersPageTooLarge")
      .withArgs(501, 500);
  });
});

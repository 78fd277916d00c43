import { expect } from "chai";
import { ZeroHash } from "ethers";
import { castSystem, digest, Kind, Status } from "../cast.ts";
import { networkHelpers } from "../chain.ts";
import { findMapping } from "../storage.ts";
import { blockOf, lastEventBlockOf } from "./events.ts";

const profile = digest("a profile");
const keys = digest("some keys");
const evidence = digest("a licence, sealed");

describe("Providers: applying", () => {
  it("waits for its authority, not verified", async () => {
    const { providers, authority, stranger } = await networkHelpers.loadFixture(castSystem);
    const number = Number(await providers.count()) + 1;

    const sent = providers
      .connect(stranger)
      .applyForVerification(Kind.doctor, authority.number, profile, keys, evidence);
    await expect(sent)
      .to.emit(providers, "ProviderApplied")
      .withArgs(
        number,
        authority.number,
        stranger.address,
        Kind.doctor,
        profile,
        keys,
        evidence,
        0,
      );

    expect(await providers.providerByNumber(number)).to.deep.equal([
      stranger.address,
      Kind.doctor,
      Status.applied,
      authority.jurisdiction,
      1,
      0,
      authority.number,
      false,
      profile,
      keys,
      evidence,
      await blockOf(sent),
    ]);
    expect(await providers.numberOf(stranger)).to.equal(number);
    expect(await providers.isVerified(number)).to.equal(false);
    expect(await providers.standing(number)).to.deep.equal([
      false,
      stranger.address,
      Kind.doctor,
      1,
    ]);
  });

  it("works for every kind, storage operators included", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    for (const name of [
      "doctor",
      "hospital",
      "laboratory",
      "pharmacy",
      "organization",
      "researcher",
      "operator",
    ] as const) {
      const { number, kind } = cast[name];
      expect((await cast.providers.providerByNumber(number)).kind).to.equal(kind);
    }
  });

  it("refuses no kind, and no authority in office", async () => {
    const { providers, authorities, admin, authority, stranger } =
      await networkHelpers.loadFixture(castSystem);
    const asStranger = providers.connect(stranger);

    await expect(
      asStranger.applyForVerification(Kind.none, authority.number, profile, keys, evidence),
    )
      .to.be.revertedWithCustomError(providers, "ProvidersInvalidKind")
      .withArgs(Kind.none);
    await authorities.connect(admin).remove(authority.number);
    for (const number of [0, authority.number, 9]) {
      await expect(asStranger.applyForVerification(Kind.doctor, number, profile, keys, evidence))
        .to.be.revertedWithCustomError(providers, "ProvidersInvalidAuthority")
        .withArgs(number);
    }
  });

  it("refuses missing documents", async () => {
    const { providers, authority, stranger } = await networkHelpers.loadFixture(castSystem);

    for (const documents of [
      [ZeroHash, keys, evidence],
      [profile, ZeroHash, evidence],
      [profile, keys, ZeroHash],
    ] as const) {
      await expect(
        providers
          .connect(stranger)
          .applyForVerification(Kind.doctor, authority.number, ...documents),
      ).to.be.revertedWithCustomError(providers, "ProvidersEmptyDigest");
    }
  });

  it("refuses a wallet that is a provider already", async () => {
    const { providers, authority, doctor } = await networkHelpers.loadFixture(castSystem);

    await expect(
      providers
        .connect(doctor.wallet)
        .applyForVerification(Kind.hospital, authority.number, profile, keys, evidence),
    )
      .to.be.revertedWithCustomError(providers, "ProvidersWalletTaken")
      .withArgs(doctor.wallet.address, doctor.number);
  });
});

describe("Providers: replacing the profile", () => {
  it("makes the provider wait for its authority again", async () => {
    const { providers, doctor, authority, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const before = await lastEventBlockOf(providers, doctor);

    await expect(
      providers
        .connect(doctor.wallet)
        .replaceProfile(doctor.number, doctor.profile, profile, evidence),
    )
      .to.emit(providers, "ProviderProfileReplaced")
      .withArgs(doctor.number, doctor.profile, profile, evidence, before);

    const now = await providers.providerByNumber(doctor.number);
    expect([
      now.status,
      now.verifiedUntil,
      now.verifiedNow,
      now.profile,
      now.evidence,
    ]).to.deep.equal([Status.applied, 0, false, profile, evidence]);
    expect(now.keyVersion).to.equal(1);
    await providers
      .connect(authority.wallet)
      .verify(doctor.number, doctor.wallet, Kind.doctor, profile, verifiedUntil);
    expect(await providers.isVerified(doctor.number)).to.equal(true);
  });

  it("is possible while waiting", async () => {
    const { providers, doctor } = await networkHelpers.loadFixture(castSystem);
    const asDoctor = providers.connect(doctor.wallet);
    await asDoctor.replaceProfile(doctor.number, doctor.profile, profile, evidence);

    await asDoctor.replaceProfile(doctor.number, profile, doctor.profile, evidence);
    expect((await providers.providerByNumber(doctor.number)).profile).to.equal(doctor.profile);
  });

  it("refuses a stale one, none, and the same", async () => {
    const { providers, doctor } = await networkHelpers.loadFixture(castSystem);
    const asDoctor = providers.connect(doctor.wallet);

    await expect(asDoctor.replaceProfile(doctor.number, profile, keys, evidence))
      .to.be.revertedWithCustomError(providers, "ProvidersDigestMismatch")
      .withArgs(doctor.number, profile, doctor.profile);
    for (const [next, proof] of [
      [ZeroHash, evidence],
      [profile, ZeroHash],
    ] as const) {
      await expect(
        asDoctor.replaceProfile(doctor.number, doctor.profile, next, proof),
      ).to.be.revertedWithCustomError(providers, "ProvidersEmptyDigest");
    }
    await expect(asDoctor.replaceProfile(doctor.number, doctor.profile, doctor.profile, evidence))
      .to.be.revertedWithCustomError(providers, "ProvidersAlreadySet")
      .withArgs(doctor.number);
  });

  it("is no way out of a suspension", async () => {
    const { providers, doctor, authority } = await networkHelpers.loadFixture(castSystem);
    await providers.connect(authority.wallet).suspend(doctor.number);

    await expect(
      providers
        .connect(doctor.wallet)
        .replaceProfile(doctor.number, doctor.profile, profile, evidence),
    )
      .to.be.revertedWithCustomError(providers, "ProvidersStatus")
      .withArgs(doctor.number, Status.suspended);
  });
});

describe("Providers: replacing the key document", () => {
  it("raises the version and stays verified", async () => {
    const { providers, doctor } = await networkHelpers.loadFixture(castSystem);
    const before = await lastEventBlockOf(providers, doctor);

    await expect(
      providers.connect(doctor.wallet).replaceKeyDocument(doctor.number, doctor.keyDocument, keys),
    )
      .to.emit(providers, "ProviderKeyDocumentReplaced")
      .withArgs(doctor.number, 2, doctor.keyDocument, keys, before);

    expect(await providers.standing(doctor.number)).to.deep.equal([
      true,
      doctor.wallet.address,
      Kind.doctor,
      2,
    ]);
    expect((await providers.providerByNumber(doctor.number)).keyDocument).to.equal(keys);
  });

  it("is possible while suspended, since stolen keys can't wait", async () => {
    const { providers, doctor, authority } = await networkHelpers.loadFixture(castSystem);
    await providers.connect(authority.wallet).suspend(doctor.number);

    await providers
      .connect(doctor.wallet)
      .replaceKeyDocument(doctor.number, doctor.keyDocument, keys);
    expect(await providers.standing(doctor.number)).to.deep.equal([
      false,
      doctor.wallet.address,
      Kind.doctor,
      2,
    ]);
  });

  it("refuses a stale one, none, and the same", async () => {
    const { providers, doctor } = await networkHelpers.loadFixture(castSystem);
    const asDoctor = providers.connect(doctor.wallet);

    await expect(asDoctor.replaceKeyDocument(doctor.number, keys, profile))
      .to.be.revertedWithCustomError(providers, "ProvidersDigestMismatch")
      .withArgs(doctor.number, keys, doctor.keyDocument);
    await expect(
      asDoctor.replaceKeyDocument(doctor.number, doctor.keyDocument, ZeroHash),
    ).to.be.revertedWithCustomError(providers, "ProvidersEmptyDigest");
    await expect(asDoctor.replaceKeyDocument(doctor.number, doctor.keyDocument, doctor.keyDocument))
      .to.be.revertedWithCustomError(providers, "ProvidersAlreadySet")
      .withArgs(doctor.number);
  });

  it("stops at the last version", async () => {
    const { providers, doctor } = await networkHelpers.loadFixture(castSystem);
    const standings = await findMapping(
      providers,
      "uint32",
      doctor.number,
      (word) => (word & ((1n << 160n) - 1n)) === BigInt(doctor.wallet.address),
    );
    const standing = standings(doctor.number);
    await standing.write((await standing.read()) | (0xffffn << 192n));
    expect((await providers.standing(doctor.number)).keyVersion).to.equal(0xffff);

    await expect(
      providers.connect(doctor.wallet).replaceKeyDocument(doctor.number, doctor.keyDocument, keys),
    )
      .to.be.revertedWithCustomError(providers, "ProvidersKeyVersionExhausted")
      .withArgs(doctor.number);
  });
});

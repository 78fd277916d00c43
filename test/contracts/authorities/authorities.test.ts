import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { castSystem, digest } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { findMapping } from "../storage.ts";

const profile = digest("a profile");
const keys = digest("some keys");

describe("Authorities: appointing", () => {
  it("puts an authority in office", async () => {
    const { authorities, admin, stranger } = await networkHelpers.loadFixture(castSystem);

    await expect(authorities.connect(admin).appoint(stranger, 276, profile, keys))
      .to.emit(authorities, "AuthorityAppointed")
      .withArgs(3, 276, stranger.address, profile, keys);

    expect(await authorities.authorityByNumber(3)).to.deep.equal([
      stranger.address,
      276,
      1,
      true,
      profile,
      keys,
    ]);
    expect(await authorities.numberOf(stranger)).to.equal(3);
    expect(await authorities.isActingAs(3, stranger)).to.equal(true);
    expect(await authorities.isActive(3)).to.equal(true);
    expect(await authorities.count()).to.equal(3);
  });

  it("may leave the keys to the authority itself", async () => {
    const { authorities, admin, stranger } = await networkHelpers.loadFixture(castSystem);
    await authorities.connect(admin).appoint(stranger, 276, profile, ZeroHash);
    expect((await authorities.authorityByNumber(3)).keyVersion).to.equal(0);

    await expect(authorities.connect(stranger).replaceKeyDocument(3, ZeroHash, keys))
      .to.emit(authorities, "AuthorityKeyDocumentReplaced")
      .withArgs(3, 1, ZeroHash, keys);
    expect((await authorities.authorityByNumber(3)).keyVersion).to.equal(1);
  });

  it("appoints the first ones while deploying, by the same rules", async () => {
    const { admin, stranger, authorities } = await networkHelpers.loadFixture(castSystem);
    const appointment = {
      wallet: stranger.address,
      jurisdiction: 40,
      profile,
      keyDocument: keys,
    };

    const deployed = await ethers.deployContract("Authorities", [0, admin, [appointment]]);
    await expect(deployed.deploymentTransaction())
      .to.emit(deployed, "AuthorityAppointed")
      .withArgs(1, 40, stranger.address, profile, keys);
    await expect(ethers.deployContract("Authorities", [0, admin, [appointment, appointment]]))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesWalletTaken")
      .withArgs(stranger.address, 1);
  });

  it("refuses a jurisdiction outside ISO 3166-1", async () => {
    const { authorities, admin, stranger } = await networkHelpers.loadFixture(castSystem);

    for (const jurisdiction of [0, 1000]) {
      await expect(authorities.connect(admin).appoint(stranger, jurisdiction, profile, keys))
        .to.be.revertedWithCustomError(authorities, "AuthoritiesInvalidJurisdiction")
        .withArgs(jurisdiction);
    }
  });

  it("refuses no profile, no wallet, and a wallet in office", async () => {
    const { authorities, admin, authority, stranger } =
      await networkHelpers.loadFixture(castSystem);
    const asAdmin = authorities.connect(admin);

    await expect(asAdmin.appoint(stranger, 276, ZeroHash, keys)).to.be.revertedWithCustomError(
      authorities,
      "AuthoritiesEmptyDigest",
    );
    await expect(asAdmin.appoint(ZeroAddress, 276, profile, keys))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesInvalidWallet")
      .withArgs(ZeroAddress);
    await expect(asAdmin.appoint(authority.wallet, 276, profile, keys))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesWalletTaken")
      .withArgs(authority.wallet.address, authority.number);
  });

  it("is for the admin only, and so are removing and replacing a wallet", async () => {
    const { authorities, authority, stranger } = await networkHelpers.loadFixture(castSystem);
    const role = await authorities.DEFAULT_ADMIN_ROLE();

    for (const account of [authority.wallet, stranger]) {
      const connected = authorities.connect(account);
      for (const attempt of [
        () => connected.appoint(stranger, 276, profile, keys),
        () => connected.remove(authority.number),
        () => connected.replaceWallet(authority.number, stranger),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(authorities, "AccessControlUnauthorizedAccount")
          .withArgs(account.address, role);
      }
    }
  });
});

describe("Authorities: removing", () => {
  it("ends the office for good and frees the wallet", async () => {
    const { authorities, admin, authority } = await networkHelpers.loadFixture(castSystem);
    const asAdmin = authorities.connect(admin);

    await expect(asAdmin.remove(authority.number))
      .to.emit(authorities, "AuthorityRemoved")
      .withArgs(authority.number, authority.jurisdiction);

    expect(await authorities.isActive(authority.number)).to.equal(false);
    expect(await authorities.isActingAs(authority.number, authority.wallet)).to.equal(false);
    expect(await authorities.numberOf(authority.wallet)).to.equal(0);
    expect((await authorities.authorityByNumber(authority.number)).active).to.equal(false);
    await asAdmin.appoint(authority.wallet, authority.jurisdiction, profile, keys);
    expect(await authorities.numberOf(authority.wallet)).to.equal(3);
    expect(await authorities.isActingAs(authority.number, authority.wallet)).to.equal(false);
  });

  it("refuses one that was removed or never was", async () => {
    const { authorities, admin, authority, stranger } =
      await networkHelpers.loadFixture(castSystem);
    const asAdmin = authorities.connect(admin);
    await asAdmin.remove(authority.number);

    for (const attempt of [
      () => asAdmin.remove(authority.number),
      () => asAdmin.replaceWallet(authority.number, stranger),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(authorities, "AuthoritiesNotActive")
        .withArgs(authority.number);
    }
    for (const attempt of [
      () => asAdmin.remove(9),
      () => asAdmin.replaceWallet(9, stranger),
      () => authorities.authorityByNumber(9),
      () => authorities.authorityByNumber(0),
    ]) {
      await expect(attempt()).to.be.revertedWithCustomError(authorities, "AuthoritiesUnknown");
    }
    await expect(asAdmin.remove(9))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesUnknown")
      .withArgs(9);
  });
});

describe("Authorities: replacing a wallet", () => {
  it("moves the office, not its number", async () => {
    const { authorities, admin, authority, stranger } =
      await networkHelpers.loadFixture(castSystem);

    await expect(authorities.connect(admin).replaceWallet(authority.number, stranger))
      .to.emit(authorities, "AuthorityWalletReplaced")
      .withArgs(authority.number, authority.wallet.address, stranger.address);

    expect(await authorities.isActingAs(authority.number, stranger)).to.equal(true);
    expect(await authorities.isActingAs(authority.number, authority.wallet)).to.equal(false);
    expect((await authorities.authorityByNumber(authority.number)).wallet).to.equal(
      stranger.address,
    );
  });

  it("refuses no wallet and one in office", async () => {
    const { authorities, admin, authority, foreignAuthority } =
      await networkHelpers.loadFixture(castSystem);
    const asAdmin = authorities.connect(admin);

    await expect(asAdmin.replaceWallet(authority.number, ZeroAddress))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesInvalidWallet")
      .withArgs(ZeroAddress);
    for (const taken of [authority, foreignAuthority]) {
      await expect(asAdmin.replaceWallet(authority.number, taken.wallet))
        .to.be.revertedWithCustomError(authorities, "AuthoritiesWalletTaken")
        .withArgs(taken.wallet.address, taken.number);
    }
  });
});

describe("Authorities: replacing the key document", () => {
  it("raises the version by one", async () => {
    const { authorities, authority } = await networkHelpers.loadFixture(castSystem);

    await expect(
      authorities
        .connect(authority.wallet)
        .replaceKeyDocument(authority.number, authority.keyDocument, keys),
    )
      .to.emit(authorities, "AuthorityKeyDocumentReplaced")
      .withArgs(authority.number, 2, authority.keyDocument, keys);
    const now = await authorities.authorityByNumber(authority.number);
    expect([now.keyDocument, now.keyVersion]).to.deep.equal([keys, 2]);
  });

  it("refuses everyone but the authority in office", async () => {
    const { authorities, admin, authority, foreignAuthority, stranger } =
      await networkHelpers.loadFixture(castSystem);
    const { number, keyDocument } = authority;

    for (const account of [admin, foreignAuthority.wallet, stranger]) {
      await expect(authorities.connect(account).replaceKeyDocument(number, keyDocument, keys))
        .to.be.revertedWithCustomError(authorities, "AuthoritiesNotAuthority")
        .withArgs(number, account.address);
    }
    await expect(authorities.connect(stranger).replaceKeyDocument(0, ZeroHash, keys))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesNotAuthority")
      .withArgs(0, stranger.address);
    await authorities.connect(admin).remove(number);
    await expect(
      authorities.connect(authority.wallet).replaceKeyDocument(number, keyDocument, keys),
    )
      .to.be.revertedWithCustomError(authorities, "AuthoritiesNotAuthority")
      .withArgs(number, authority.wallet.address);
  });

  it("refuses a stale one, none, the same, and more versions than there are", async () => {
    const { authorities, authority } = await networkHelpers.loadFixture(castSystem);
    const { number, keyDocument, wallet } = authority;
    const asAuthority = authorities.connect(wallet);

    await expect(asAuthority.replaceKeyDocument(number, keys, digest("other keys")))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesKeyDocumentMismatch")
      .withArgs(number, keys, keyDocument);
    await expect(
      asAuthority.replaceKeyDocument(number, keyDocument, ZeroHash),
    ).to.be.revertedWithCustomError(authorities, "AuthoritiesEmptyDigest");
    await expect(asAuthority.replaceKeyDocument(number, keyDocument, keyDocument))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesAlreadySet")
      .withArgs(number);
    const offices = await findMapping(
      authorities,
      "uint32",
      number,
      (word) => (word & ((1n << 160n) - 1n)) === BigInt(wallet.address),
    );
    const office = offices(number);
    await office.write((await office.read()) | (0xffffn << 176n));
    await expect(asAuthority.replaceKeyDocument(number, keyDocument, keys))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesKeyVersionExhausted")
      .withArgs(number);
  });
});

describe("Authorities: reading", () => {
  it("pages through all, removed ones included", async () => {
    const { authorities, admin, authority, foreignAuthority, stranger } =
      await networkHelpers.loadFixture(castSystem);
    await authorities.connect(admin).appoint(stranger, 40, profile, keys);
    await authorities.connect(admin).remove(foreignAuthority.number);
    const numbersFrom = async (from: number, limit: number) =>
      (await authorities.authorities(from, limit)).numbers.map(Number);

    expect(await numbersFrom(0, 500)).to.deep.equal([1, 2, 3]);
    expect(await numbersFrom(1, 2)).to.deep.equal([1, 2]);
    expect(await numbersFrom(3, 2)).to.deep.equal([3]);
    expect(await numbersFrom(4, 2)).to.deep.equal([]);
    expect(await numbersFrom(1, 0)).to.deep.equal([]);
    const { page } = await authorities.authorities(0, 500);
    expect(page.map(({ wallet, active }) => [wallet, active])).to.deep.equal([
      [authority.wallet.address, true],
      [foreignAuthority.wallet.address, false],
      [stranger.address, true],
    ]);
  });

  it("refuses a page that is too large", async () => {
    const { authorities } = await networkHelpers.loadFixture(castSystem);

    await expect(authorities.authorities(0, 501))
      .to.be.revertedWithCustomError(authorities, "AuthoritiesPageTooLarge")
      .withArgs(501, 500);
  });

  it("takes nobody for the authority zero", async () => {
    const { authorities, stranger } = await networkHelpers.loadFixture(castSystem);

    expect(await authorities.isActingAs(0, stranger)).to.equal(false);
    expect(await authorities.isActive(0)).to.equal(false);
  });
});

describe("Authorities: the admin", () => {
  it("changes hands in two steps, after the delay", async () => {
    const { authorities, admin, stranger } = await networkHelpers.loadFixture(castSystem);
    const delay = await authorities.defaultAdminDelay();
    await authorities.connect(admin).beginDefaultAdminTransfer(stranger);
    const { schedule } = await authorities.pendingDefaultAdmin();

    await expect(authorities.connect(stranger).acceptDefaultAdminTransfer())
      .to.be.revertedWithCustomError(authorities, "AccessControlEnforcedDefaultAdminDelay")
      .withArgs(schedule);
    await networkHelpers.time.increase(delay + 1n);
    await authorities.connect(stranger).acceptDefaultAdminTransfer();

    expect(await authorities.defaultAdmin()).to.equal(stranger.address);
    await expect(
      authorities.connect(admin).appoint(admin, 276, profile, keys),
    ).to.be.revertedWithCustomError(authorities, "AccessControlUnauthorizedAccount");
  });

  it("can't be nobody from the start", async () => {
    const { authorities } = await networkHelpers.loadFixture(castSystem);

    await expect(ethers.deployContract("Authorities", [0, ZeroAddress, []]))
      .to.be.revertedWithCustomError(authorities, "AccessControlInvalidDefaultAdmin")
      .withArgs(ZeroAddress);
  });
});

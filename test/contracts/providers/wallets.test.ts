import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { castSystem, digest, Kind, Status, walletReplacementDelay } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { blockOf, lastEventBlockOf } from "./events.ts";

async function timeOf(block: number): Promise<number> {
  return (await ethers.provider.getBlock(block))?.timestamp ?? 0;
}

describe("Providers: moving to another wallet by itself", () => {
  it("waits for the new wallet, then for its authority", async () => {
    const { providers, doctor, stranger, authority, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const { number, wallet, profile } = doctor;
    const before = await lastEventBlockOf(providers, doctor);

    const started = providers.connect(wallet).startWalletReplacement(number, stranger);
    await expect(started)
      .to.emit(providers, "ProviderWalletReplacementStarted")
      .withArgs(number, stranger.address, 0, before);
    expect(await providers.walletReplacementOf(number)).to.deep.equal([stranger.address, 0, false]);
    expect(await providers.isVerified(number)).to.equal(true);

    await expect(providers.connect(stranger).acceptWalletReplacement(number))
      .to.emit(providers, "ProviderWalletReplaced")
      .withArgs(number, wallet.address, stranger.address, await blockOf(started));
    const moved = await providers.providerByNumber(number);
    expect([moved.wallet, moved.status, moved.verifiedNow, moved.keyVersion]).to.deep.equal([
      stranger.address,
      Status.applied,
      false,
      1,
    ]);
    expect(await providers.numberOf(stranger)).to.equal(number);
    expect(await providers.numberOf(wallet)).to.equal(0);
    expect(await providers.walletReplacementOf(number)).to.deep.equal([ZeroAddress, 0, false]);

    await providers
      .connect(authority.wallet)
      .verify(number, stranger, Kind.doctor, profile, verifiedUntil);
    expect(await providers.isVerified(number)).to.equal(true);
  });

  it("refuses to start or finish while suspended", async () => {
    const { providers, doctor, stranger, authority } = await networkHelpers.loadFixture(castSystem);
    const asDoctor = providers.connect(doctor.wallet);
    await asDoctor.startWalletReplacement(doctor.number, stranger);
    await providers.connect(authority.wallet).suspend(doctor.number);

    for (const attempt of [
      () => asDoctor.startWalletReplacement(doctor.number, stranger),
      () => providers.connect(stranger).acceptWalletReplacement(doctor.number),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(providers, "ProvidersStatus")
        .withArgs(doctor.number, Status.suspended);
    }
  });

  it("refuses no wallet, a provider's wallet, and the same again", async () => {
    const { providers, doctor, hospital, stranger } = await networkHelpers.loadFixture(castSystem);
    const asDoctor = providers.connect(doctor.wallet);

    await expect(asDoctor.startWalletReplacement(doctor.number, ZeroAddress))
      .to.be.revertedWithCustomError(providers, "ProvidersInvalidWallet")
      .withArgs(ZeroAddress);
    for (const taken of [doctor, hospital]) {
      await expect(asDoctor.startWalletReplacement(doctor.number, taken.wallet))
        .to.be.revertedWithCustomError(providers, "ProvidersWalletTaken")
        .withArgs(taken.wallet.address, taken.number);
    }
    await asDoctor.startWalletReplacement(doctor.number, stranger);
    await expect(asDoctor.startWalletReplacement(doctor.number, stranger))
      .to.be.revertedWithCustomError(providers, "ProvidersAlreadySet")
      .withArgs(doctor.number);
  });

  it("refuses a wallet that became a provider meanwhile", async () => {
    const { providers, authority, doctor, stranger } = await networkHelpers.loadFixture(castSystem);
    await providers.connect(doctor.wallet).startWalletReplacement(doctor.number, stranger);
    await providers
      .connect(stranger)
      .applyForVerification(
        Kind.doctor,
        authority.number,
        digest("profile"),
        digest("keys"),
        digest("evidence"),
      );

    await expect(providers.connect(stranger).acceptWalletReplacement(doctor.number))
      .to.be.revertedWithCustomError(providers, "ProvidersWalletTaken")
      .withArgs(stranger.address, await providers.count());
  });

  it("refuses whoever wasn't named", async () => {
    const { providers, doctor, stranger, secondStranger } =
      await networkHelpers.loadFixture(castSystem);
    await expect(providers.connect(stranger).acceptWalletReplacement(doctor.number))
      .to.be.revertedWithCustomError(providers, "ProvidersNoWalletReplacement")
      .withArgs(doctor.number, stranger.address);
    await providers.connect(doctor.wallet).startWalletReplacement(doctor.number, stranger);

    for (const account of [secondStranger, doctor.wallet]) {
      await expect(providers.connect(account).acceptWalletReplacement(doctor.number))
        .to.be.revertedWithCustomError(providers, "ProvidersNoWalletReplacement")
        .withArgs(doctor.number, account.address);
    }
  });
});

describe("Providers: moved to another wallet by the authority", () => {
  it("waits for the delay, and stays verified", async () => {
    const { providers, doctor, stranger, authority } = await networkHelpers.loadFixture(castSystem);
    const { number, wallet } = doctor;
    const before = await lastEventBlockOf(providers, doctor);

    const started = providers
      .connect(authority.wallet)
      .startWalletReplacementByAuthority(number, stranger);
    const readyAt = (await timeOf(await blockOf(started))) + walletReplacementDelay;
    await expect(started)
      .to.emit(providers, "ProviderWalletReplacementStarted")
      .withArgs(number, stranger.address, readyAt, before);
    expect(await providers.walletReplacementOf(number)).to.deep.equal([
      stranger.address,
      readyAt,
      true,
    ]);

    await networkHelpers.time.setNextBlockTimestamp(readyAt - 1);
    await expect(providers.connect(stranger).acceptWalletReplacement(number))
      .to.be.revertedWithCustomError(providers, "ProvidersTooEarly")
      .withArgs(number, readyAt);
    await networkHelpers.time.setNextBlockTimestamp(readyAt);
    await expect(providers.connect(stranger).acceptWalletReplacement(number))
      .to.emit(providers, "ProviderWalletReplaced")
      .withArgs(number, wallet.address, stranger.address, await blockOf(started));

    const moved = await providers.providerByNumber(number);
    expect([moved.wallet, moved.status, moved.verifiedNow, moved.keyVersion]).to.deep.equal([
      stranger.address,
      Status.verified,
      true,
      1,
    ]);
  });

  it("leaves a suspended provider suspended", async () => {
    const { providers, doctor, stranger, authority } = await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    await asAuthority.suspend(doctor.number);
    await asAuthority.startWalletReplacementByAuthority(doctor.number, stranger);
    await networkHelpers.time.increase(walletReplacementDelay);
    await providers.connect(stranger).acceptWalletReplacement(doctor.number);

    const moved = await providers.providerByNumber(doctor.number);
    expect([moved.wallet, moved.status]).to.deep.equal([stranger.address, Status.suspended]);
  });

  it("is stopped by the provider's objection, suspended or not, or by the authority", async () => {
    const { providers, doctor, stranger, authority } = await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    await asAuthority.suspend(doctor.number);

    for (const account of [doctor.wallet, authority.wallet]) {
      const started = asAuthority.startWalletReplacementByAuthority(doctor.number, stranger);
      const before = await blockOf(started);
      await expect(providers.connect(account).cancelWalletReplacement(doctor.number))
        .to.emit(providers, "ProviderWalletReplacementCancelled")
        .withArgs(doctor.number, before);
      await networkHelpers.time.increase(walletReplacementDelay);
      await expect(providers.connect(stranger).acceptWalletReplacement(doctor.number))
        .to.be.revertedWithCustomError(providers, "ProvidersNoWalletReplacement")
        .withArgs(doctor.number, stranger.address);
    }
  });

  it("can't be hurried or put off by naming the same wallet again", async () => {
    const { providers, doctor, stranger, authority } = await networkHelpers.loadFixture(castSystem);
    const asAuthority = providers.connect(authority.wallet);
    await asAuthority.startWalletReplacementByAuthority(doctor.number, stranger);

    await expect(asAuthority.startWalletReplacementByAuthority(doctor.number, stranger))
      .to.be.revertedWithCustomError(providers, "ProvidersAlreadySet")
      .withArgs(doctor.number);
  });

  it("gives way to a replacement by the provider itself", async () => {
    const { providers, doctor, stranger, authority } = await networkHelpers.loadFixture(castSystem);
    await providers
      .connect(authority.wallet)
      .startWalletReplacementByAuthority(doctor.number, stranger);

    await providers.connect(doctor.wallet).startWalletReplacement(doctor.number, stranger);
    await providers.connect(stranger).acceptWalletReplacement(doctor.number);
    expect((await providers.providerByNumber(doctor.number)).status).to.equal(Status.applied);
  });

  it("leaves stopping to the two concerned, and only what was started", async () => {
    const { providers, doctor, stranger, authority, foreignAuthority } =
      await networkHelpers.loadFixture(castSystem);
    for (const account of [doctor.wallet, authority.wallet]) {
      await expect(providers.connect(account).cancelWalletReplacement(doctor.number))
        .to.be.revertedWithCustomError(providers, "ProvidersNoWalletReplacement")
        .withArgs(doctor.number, account.address);
    }
    await providers.connect(doctor.wallet).startWalletReplacement(doctor.number, stranger);

    for (const account of [stranger, foreignAuthority.wallet]) {
      await expect(providers.connect(account).cancelWalletReplacement(doctor.number))
        .to.be.revertedWithCustomError(providers, "ProvidersNotProvider")
        .withArgs(doctor.number, account.address);
    }
  });
});

import { expect } from "chai";
import { network } from "hardhat";
import { deploySystem } from "../../../scripts/deploy/deploySystem.ts";
import type { PatientRelay } from "../../../types/ethers-contracts/index.ts";
import { castSystem, digest, HOUR } from "../cast.ts";
import { connection, networkHelpers } from "../chain.ts";
import { alterations, orderCases } from "./orderCases.ts";
import { authorize, domainOf } from "./orders.ts";

for (const orderCase of orderCases) {
  const { name, fields, prepare, send } = orderCase;

  describe(`PatientRelay: replaying ${name}`, () => {
    it("fails the second time, by the nonce", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient } = cast;
      await prepare(cast);
      const auth = await authorize(cast, patient.wallet, name, fields(cast));
      await send(cast, fields(cast), auth);

      await expect(send(cast, fields(cast), auth))
        .to.be.revertedWithCustomError(patientRelay, "InvalidAccountNonce")
        .withArgs(patient.wallet.address, 1);
    });

    it("fails before its turn, by the nonce", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient } = cast;
      await prepare(cast);
      const auth = await authorize(cast, patient.wallet, name, fields(cast), { nonce: 1 });

      await expect(send(cast, fields(cast), auth))
        .to.be.revertedWithCustomError(patientRelay, "InvalidAccountNonce")
        .withArgs(patient.wallet.address, 0);
    });

    it("fails after the deadline and works up to it", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient } = cast;
      await prepare(cast);
      const deadline = cast.now + HOUR;
      const auth = await authorize(cast, patient.wallet, name, fields(cast), { deadline });

      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await expect(send(cast, fields(cast), auth))
        .to.be.revertedWithCustomError(patientRelay, "PatientRelayExpired")
        .withArgs(deadline);
      const later = await authorize(cast, patient.wallet, name, fields(cast), {
        deadline: deadline + 60,
      });
      await networkHelpers.time.setNextBlockTimestamp(deadline + 60);
      await expect(send(cast, fields(cast), later)).to.emit(patientRelay, "OrderRelayed");
    });

    it("fails with any field changed, the chart among them", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient } = cast;
      await prepare(cast);
      const auth = await authorize(cast, patient.wallet, name, fields(cast));

      const altered = alterations(fields(cast));
      expect(altered.length).to.be.greaterThan(1);
      for (const { path, fields: changed } of altered) {
        await expect(send(cast, changed, auth), path)
          .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
          .withArgs(patient.wallet.address);
      }
    });

    it("fails with another nonce, deadline, signer or signature around it", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient, stranger } = cast;
      await prepare(cast);
      const auth = await authorize(cast, patient.wallet, name, fields(cast));
      const signature = String(auth.signature);

      for (const changed of [
        { ...auth, nonce: 1 },
        { ...auth, deadline: cast.now + 2 * HOUR },
        { ...auth, signer: stranger.address },
        { ...auth, signature: `${signature.slice(0, -2)}1d` },
        { ...auth, signature: `${signature.slice(0, 10)}ffff${signature.slice(14)}` },
        { ...auth, signature: signature.slice(0, -2) },
        { ...auth, signature: "0x" },
      ]) {
        await expect(send(cast, fields(cast), changed))
          .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
          .withArgs(changed.signer);
      }
    });

    it("fails where it was signed for another chain, contract, name or version", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, healthRecords, patient } = cast;
      await prepare(cast);

      for (const domain of [
        { chainId: 1 },
        { chainId: 11_155_111 },
        { verifyingContract: await healthRecords.getAddress() },
        { name: "Health Record" },
        { version: "2" },
      ]) {
        const auth = await authorize(cast, patient.wallet, name, fields(cast), { domain });
        await expect(send(cast, fields(cast), auth))
          .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
          .withArgs(patient.wallet.address);
      }
    });

    it("fails as an order of another kind", async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient } = cast;
      await prepare(cast);

      for (const other of orderCases) {
        if (other.name === name) continue;
        const auth = await authorize(cast, patient.wallet, other.name, other.fields(cast));
        await expect(send(cast, fields(cast), auth), other.name)
          .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
          .withArgs(patient.wallet.address);
      }
    });
  });
}

describe("PatientRelay: replaying elsewhere", () => {
  const fields = { commitment: digest("details"), keyDocument: digest("keys") };

  it("fails on another deployment on the same chain", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const auth = await authorize(cast, cast.stranger, "RegisterPatient", fields);
    const other = await deploySystem(connection);
    expect(other.addresses.PatientRelay).to.not.equal((await domainOf(cast)).verifyingContract);
    const otherRelay = cast.patientRelay.attach(other.addresses.PatientRelay) as PatientRelay;

    await expect(otherRelay.register(fields.commitment, fields.keyDocument, auth))
      .to.be.revertedWithCustomError(otherRelay, "PatientRelayBadSignature")
      .withArgs(cast.stranger.address);
  });

  it("fails on another chain where the relay has the very same address", async () => {
    const cast = await castSystem(await network.create({ override: { chainId: 4241 } }));
    const copy = await castSystem(await network.create({ override: { chainId: 4242 } }));
    expect([cast.system.chainId, copy.system.chainId]).to.deep.equal([4241, 4242]);
    expect(copy.system.addresses).to.deep.equal(cast.system.addresses);
    const auth = await authorize(cast, cast.stranger, "RegisterPatient", fields);

    await expect(copy.patientRelay.register(fields.commitment, fields.keyDocument, auth))
      .to.be.revertedWithCustomError(copy.patientRelay, "PatientRelayBadSignature")
      .withArgs(cast.stranger.address);
    await expect(cast.patientRelay.register(fields.commitment, fields.keyDocument, auth)).to.emit(
      cast.patientRelay,
      "OrderRelayed",
    );
  });
});

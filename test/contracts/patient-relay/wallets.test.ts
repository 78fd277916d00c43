import { expect } from "chai";
import { Wallet } from "ethers";
import { castSystem, digest } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { authorize } from "./orders.ts";

const fields = { commitment: digest("details"), keyDocument: digest("keys") };

describe("PatientRelay: whose signature counts", () => {
  it("accepts what a contract wallet calls its own (ERC-1271)", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, patients, stranger, sponsor } = cast;
    const wallet = await ethers.deployContract("ContractWallet", [stranger]);
    const signer = await wallet.getAddress();
    const auth = await authorize(cast, stranger, "RegisterPatient", fields, { signer });

    await expect(
      patientRelay.connect(sponsor).register(fields.commitment, fields.keyDocument, auth),
    )
      .to.emit(patientRelay, "OrderRelayed")
      .withArgs(signer, sponsor.address, 0);
    expect((await patients.patientsOf(signer)).length).to.equal(1);
    expect((await patients.patientsOf(stranger)).length).to.equal(0);
  });

  it("refuses what a contract wallet doesn't call its own", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, stranger, secondStranger } = cast;
    const wallet = await ethers.deployContract("ContractWallet", [stranger]);
    const signer = await wallet.getAddress();
    const auth = await authorize(cast, secondStranger, "RegisterPatient", fields, { signer });

    await expect(patientRelay.register(fields.commitment, fields.keyDocument, auth))
      .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
      .withArgs(signer);
  });

  it("doesn't take an order of one wallet for that of another with the same owner", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, stranger } = cast;
    const [one, other] = await Promise.all([
      ethers.deployContract("ContractWallet", [stranger]),
      ethers.deployContract("ContractWallet", [stranger]),
    ]);
    const auth = await authorize(cast, stranger, "RegisterPatient", fields, {
      signer: await one.getAddress(),
    });

    const forOther = { ...auth, signer: await other.getAddress() };
    await expect(patientRelay.register(fields.commitment, fields.keyDocument, forOther))
      .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
      .withArgs(forOther.signer);
  });

  it("refuses a contract that knows nothing of signatures", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, staff, stranger } = cast;
    const signer = await staff.getAddress();
    const auth = await authorize(cast, stranger, "RegisterPatient", fields, { signer });

    await expect(patientRelay.register(fields.commitment, fields.keyDocument, auth))
      .to.be.revertedWithCustomError(patientRelay, "PatientRelayBadSignature")
      .withArgs(signer);
  });

  it("accepts the key of an ordinary account that runs a contract's code (EIP-7702)", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, patients, sponsor, stranger } = cast;
    const account = new Wallet(digest("an account's key"), ethers.provider);
    const payer = new Wallet(digest("a payer's key"), ethers.provider);
    await sponsor.sendTransaction({ to: payer.address, value: 10n ** 18n });
    // Its code would refuse the account's own key, so only plain ECDSA can accept it.
    const code = await ethers.deployContract("ContractWallet", [stranger]);
    const authorization = await account.authorize({ address: await code.getAddress() });
    const upgraded = await payer.sendTransaction({
      type: 4,
      to: payer.address,
      authorizationList: [authorization],
    });
    await upgraded.wait();
    expect((await ethers.provider.getCode(account.address)).slice(0, 8)).to.equal("0xef0100");

    const auth = await authorize(cast, account, "RegisterPatient", fields);
    await expect(
      patientRelay.connect(sponsor).register(fields.commitment, fields.keyDocument, auth),
    )
      .to.emit(patientRelay, "OrderRelayed")
      .withArgs(account.address, sponsor.address, 0);
    expect((await patients.patientsOf(account.address)).length).to.equal(1);
  });
});

// An authority is removed, and another of its country looks after its providers. The cast is
// changed for good, so this has a system of its own.
import { Wallet } from "ethers";
import { contractInterfaces } from "../../frontend/src/chain/contractInterfaces.ts";
import { expect, fundedKey, type RunningSystem, test } from "./support/system.ts";

test.use({ systemName: "takeOver" });

const authorities = contractInterfaces.Authorities;

async function call(system: RunningSystem, method: string, args: readonly unknown[]) {
  const to = system.deployment.addresses.Authorities;
  const data = authorities.encodeFunctionData(method, args);
  const answer = await system.rpc("eth_call", [{ to, data }, "latest"]);
  return authorities.decodeFunctionResult(method, String(answer));
}

/** The local chain signs for whoever deployed: the admin. */
async function asAdmin(system: RunningSystem, method: string, args: readonly unknown[]) {
  const [from] = (await system.rpc("eth_accounts")) as string[];
  const to = system.deployment.addresses.Authorities;
  const data = authorities.encodeFunctionData(method, args);
  await system.rpc("eth_sendTransaction", [{ from, to, data }]);
}

test("another authority of the country takes over whom a removed one left behind", async ({
  openProvider,
  openWithMetaMask,
  newPatient,
  system,
}) => {
  const doctor = await openProvider("Dr. Okoro");
  const [first] = await call(system, "authorityByNumber", [1]);
  const key = await fundedKey(system);
  const none = `0x${"0".repeat(64)}`;
  const appointed = [new Wallet(key).address, first.jurisdiction, first.profile, none];
  await asAdmin(system, "appoint", appointed);
  const successor = await openWithMetaMask({ key });
  await successor.connectMetaMask();
  await successor.button("Set up for the first time").click();
  await successor.makeKeys();
  await successor.confirmTransaction("Publish");
  await successor.goTo("/providers");
  await expect(successor.heading("Your providers will be here")).toBeVisible();
  await expect(successor.heading("Left behind")).toHaveCount(0);

  await asAdmin(system, "remove", [1]);
  await successor.visitUntil(`${system.appUrl}#/providers`, successor.heading("Left behind"));
  await successor.link("Dr. Okoro").click();
  await expect(successor.button("Open the proof")).toHaveCount(0);
  await expect(successor.button("Suspend")).toHaveCount(0);
  await successor.button("Take over").click();
  await successor.confirmTransaction("Take over Dr. Okoro");
  await expect(successor.text("You look after Dr. Okoro now.")).toBeVisible();
  await successor.button("Show this provider").click();
  await successor.button("Suspend").click();
  await successor.confirmTransaction("Suspend Dr. Okoro");

  const patient = await newPatient("Mira Kohl");
  await patient.goTo("/share/scan");
  await patient.paste(await doctor.codeText());
  await expect(patient.heading("You can't share with them now")).toBeVisible();
});

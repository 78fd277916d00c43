// What wallets do to people: MetaMask's answers as they were measured.
import { textFile } from "./support/medicalFiles.ts";
import { expect, fundedKey, test } from "./support/system.ts";

test("a wallet on another chain is switched, and told the chain when it doesn't know it", async ({
  openWithMetaMask,
  system,
}) => {
  const person = await openWithMetaMask({ behaviour: { chainId: 1, knownChains: [1] } });
  await person.connectMetaMask();
  await expect(person.heading("Welcome")).toBeVisible();
  expect(person.wallet.questions).toEqual([
    "eth_requestAccounts",
    "wallet_switchEthereumChain",
    "wallet_addEthereumChain",
  ]);
  expect(person.wallet.asked[2]?.params[0]).toMatchObject({
    chainId: `0x${system.deployment.chainId.toString(16)}`,
    rpcUrls: [system.rpcUrl],
  });
});

test("saying no to switching leads back to the start, with a way to try again", async ({
  openWithMetaMask,
}) => {
  const person = await openWithMetaMask({ behaviour: { chainId: 1 } });
  person.wallet.answers.push("confirm", "reject");
  await person.connectMetaMask();
  await expect(person.alert()).toContainText("You said no in the wallet. Nothing was changed.");
  await person.connectMetaMask();
  await expect(person.heading("Welcome")).toBeVisible();
});

test("a wallet that already asks, is locked, or whose window was closed says what to do", async ({
  openWithMetaMask,
}) => {
  const person = await openWithMetaMask();
  const { wallet } = person;
  wallet.answers.push("pending");
  await person.connectMetaMask();
  await expect(person.alert()).toContainText("The wallet is already waiting for an answer");
  await expect(person.alert()).toContainText("Open MetaMask and answer there, then try again.");

  wallet.behaviour.locked = true;
  await person.connectMetaMask();
  await expect(person.alert()).toContainText("The wallet is locked");
  wallet.behaviour.locked = false;

  wallet.answers.push("never");
  await person.connectMetaMask();
  await expect(person.text("Waiting for you in the account app")).toBeVisible();
  await person.button("Cancel").click();
  await person.connectMetaMask();
  await expect(person.heading("Welcome")).toBeVisible();
});

test("a no, a closed window and a busy wallet lose nothing of what was filled in", async ({
  newPatient,
}) => {
  const person = await newPatient("Tara Singh");
  const { wallet, page } = person;
  await person.goToAdd();
  await person.chooseFiles([textFile("letter.txt", "Dear colleague")]);
  await page.getByLabel("Title").fill("Letter of Dr. Blum");
  await person.button("Continue").click();

  wallet.answers.push("reject");
  await person.button("Add to your chart").click();
  await expect(page.locator("[data-step=review]")).toContainText("You said no in MetaMask.");
  await person.button("Change something").click();
  await expect(page.getByLabel("Title")).toHaveValue("Letter of Dr. Blum");
  await person.button("Continue").click();

  wallet.answers.push("never");
  await person.button("Add to your chart").click();
  await expect(person.heading("Waiting for you in MetaMask")).toBeVisible();
  await person.button("Stop waiting").click();
  await expect(page.locator("[data-step=review]")).toContainText("You stopped before it was sent.");

  wallet.answers.push("pending");
  await person.button("Add to your chart").click();
  await expect(person.alert()).toContainText("The wallet is already waiting for an answer");
  await person.button("Try again").click();
  await person.confirmTransaction("Add to your chart");
  await person.goTo("/records");
  await expect(person.link("Letter of Dr. Blum")).toBeVisible();
});

test("another account in the wallet sees nothing of the first one's chart", async ({
  newPatient,
  system,
}) => {
  const person = await newPatient("Vera Novak");
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);
  await person.goTo("/records");
  await expect(person.link("letter")).toBeVisible();
  await person.wallet.changeAccount(await fundedKey(system));
  await expect(person.heading("Welcome")).toBeVisible();
  await expect(person.text(/Vera Novak/)).toHaveCount(0);
  await person.goTo("/records");
  await expect(person.heading("Welcome")).toBeVisible();
  await expect(person.link("letter")).toHaveCount(0);
});

test("another network in the wallet locks the chart and asks to switch back", async ({
  newPatient,
  system,
}) => {
  const person = await newPatient("Wim Kok");
  const before = person.wallet.questions.length;
  await person.wallet.changeChain(1);
  await expect(person.heading("Unlock")).toBeVisible();
  expect(person.wallet.questions.slice(before)).toContain("wallet_switchEthereumChain");
  expect(person.wallet.behaviour.chainId).toBe(system.deployment.chainId);
  await person.unlock();
  await expect(person.heading("Your records will be here")).toBeVisible();
});

test("a rejected signature is no error, and the text to hand over comes with the next try", async ({
  newPatient,
  openProvider,
}) => {
  const person = await newPatient("Xenia Popa");
  const doctor = await openProvider("Dr. Okoro");
  const code = await doctor.codeText();
  await person.goTo("/share/scan");
  await person.paste(code);
  await person.button("Continue").click();
  await person.text("Let someone else pay the fee").click();
  person.wallet.answers.push("reject");
  await person.button("Sign the text").click();
  await expect(person.text("You said no in MetaMask. Nothing was changed.")).toBeVisible();
  expect(person.wallet.questions.at(-1)).toBe("eth_signTypedData_v4");
  await person.button("Sign the text").click();
  await expect(person.page.getByLabel("The signed text")).toHaveValue(/\S{100}/);
  // Still to be done by the person's own wallet, if they prefer.
  await person.confirmTransaction("Share with Dr. Okoro");
});

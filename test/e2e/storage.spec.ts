// Nodes that are down, lie, or answer nonsense.
import type { Page } from "@playwright/test";
import type { Digest } from "../../frontend/src/domain/brand.ts";
import { cidOfDigest } from "../../frontend/src/ipfs/cid.ts";
import { addManifestFromTheFuture } from "./support/manifestFromTheFuture.ts";
import { textFile } from "./support/medicalFiles.ts";
import type { Person } from "./support/person.ts";
import { expect, test } from "./support/system.ts";

test("while the IPFS node is down, nothing that was filled in is lost, and then it works again", async ({
  newPatient,
  system,
}) => {
  const person = await newPatient("Ana Silva");
  const { page } = person;
  await page.route(`${system.ipfsRpcUrl}/**`, (route) => route.abort());
  await person.goToAdd();
  await person.chooseFiles([textFile("letter.txt", "Dear colleague")]);
  await page.getByLabel("Title").fill("Letter of Dr. Blum");
  await person.button("Continue").click();
  await expect(person.alert()).toContainText("The IPFS node can't be reached.");
  await expect(person.alert()).toContainText("Nothing was changed.");
  await person.button("Change something").click();
  await expect(page.getByLabel("Title")).toHaveValue("Letter of Dr. Blum");
  await page.unrouteAll();
  await person.button("Continue").click();
  await person.confirmTransaction("Add to your chart");

  await page.route(`${system.ipfsRpcUrl}/**`, (route) => route.abort());
  await person.goTo("/records");
  await person.link("Letter of Dr. Blum").click();
  await expect(person.alert()).toContainText("The IPFS node can't be reached.");
  await page.unrouteAll();
  await person.button("Try again").click();
  await expect(person.text("Dear colleague")).toBeVisible();
});

test("what was tampered with is shown as damaged, and the others open", async ({
  newPatient,
  openProvider,
}) => {
  const person = await newPatient("Ben Carter");
  await person.addRecords([
    textFile("blood test.txt", "Haemoglobin 14 g/dl"),
    textFile("letter.txt", "Dear colleague"),
  ]);
  const digest = await manifestOf(person, "letter");
  const doctor = await openProvider("Dr. Okoro");
  await person.shareWith(await doctor.codeText());

  await flipOneBit(doctor.page, cidOfDigest(digest));
  await doctor.openChartOf("Ben Carter");
  await expect(doctor.row("This record does not open")).toHaveCount(1);
  await expect(doctor.link("letter")).toHaveCount(0);
  await doctor.link("blood test").click();
  await expect(doctor.text("Haemoglobin 14 g/dl")).toBeVisible();
});

test("a file whose bytes were changed on the way is refused", async ({ newPatient }) => {
  const person = await newPatient("Cleo Marsh");
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);
  await flipOneBit(person.page);
  await person.goTo("/records");
  await person.link("letter").click();
  await expect(person.alert()).toContainText("sent something other than what was asked for");
  await expect(person.text("Dear colleague")).toHaveCount(0);
  await person.page.unrouteAll();
  await person.button("Try again").click();
  await expect(person.text("Dear colleague")).toBeVisible();
});

test("a node that stores something else than it was sent is not believed", async ({
  newPatient,
  system,
}) => {
  const person = await newPatient("Dina Roth");
  await person.page.route(`${system.ipfsRpcUrl}/add**`, async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll(/"Hash":"[^"]+"/g, `"Hash":"${otherCid}"`);
    await route.fulfill({ response, body: text });
  });
  await person.goToAdd();
  await person.chooseFiles([textFile("letter.txt", "Dear colleague")]);
  await person.button("Continue").click();
  await expect(person.alert()).toContainText(
    "The IPFS node stored something other than what was sent to it.",
  );
});

test("a record written by a newer app says so, and the others open", async ({
  newPatient,
  system,
}) => {
  const person = await newPatient("Emil Varga");
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);
  await addManifestFromTheFuture(system, person.wallet.key, await manifestOf(person, "letter"));
  await person.visitUntil(`${system.appUrl}#/records`, person.row("Needs a newer app"));
  await person.row("Needs a newer app").getByRole("link").click();
  await expect(person.alert()).toContainText("This was made by a newer version of this app.");
  await person.goTo("/records");
  await person.link("letter").click();
  await expect(person.text("Dear colleague")).toBeVisible();
});

test("an RPC that answers nonsense is not believed, and nothing is lost", async ({
  newPatient,
  openWithMetaMask,
  system,
}) => {
  const nonsense = [
    { contentType: "text/html", body: "<html><body>Welcome to the captive portal</body></html>" },
    { contentType: "application/json", body: '{"jsonrpc":"2.0","id":1,"result":"banana"}' },
  ];
  const person = await newPatient("Fay Olsen");
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);
  for (const answer of nonsense) {
    const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
    const newcomer = await openWithMetaMask();
    await person.goToAdd();
    await person.chooseFiles([textFile("second.txt", "More")]);
    for (const { page } of [person, newcomer]) {
      await page.route(`${system.rpcUrl}/**`, (route) => route.fulfill({ ...answer, headers }));
    }
    await newcomer.connectMetaMask();
    await expect(newcomer.alert()).toContainText("doesn't behave like a chain");
    await person.button("Continue").click();
    await expect(person.alert()).toContainText("doesn't behave like a chain");
    await person.button("Change something").click();
    await expect(person.page.getByLabel("Title")).toHaveValue(/second/i);
    for (const { page } of [person, newcomer]) await page.unrouteAll();
    await person.button("Continue").click();
    await person.confirmTransaction("Add to your chart");
    await newcomer.connectMetaMask();
    await expect(newcomer.heading("Welcome")).toBeVisible();
  }
});

/** Of a text that nobody stored. */
const otherCid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

/** The fingerprint that the record's own page shows under Details. */
async function manifestOf(person: Person, title: string): Promise<Digest> {
  const { page } = person;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await person.goTo("/records");
  await person.link(title).click();
  await page.getByText("Details", { exact: true }).click();
  await person.button("Copy Fingerprint of the record on the network").click();
  return (await page.evaluate(() => navigator.clipboard.readText())) as Digest;
}

/** Whatever (or this one block) comes from the IPFS node has its last byte changed. */
async function flipOneBit(page: Page, cid?: string): Promise<void> {
  await page.route("**/api/v0/block/get?**", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    const asked = new URL(route.request().url()).searchParams.get("arg");
    if (cid === undefined || asked === cid) {
      body.writeUInt8(body.readUInt8(body.length - 1) ^ 1, body.length - 1);
    }
    await route.fulfill({ response, body });
  });
}

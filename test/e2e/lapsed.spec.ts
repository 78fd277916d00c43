// What ends by itself. The chain's clock is moved, so these tests have a system of their own.
import { textFile } from "./support/medicalFiles.ts";
import { expect, test } from "./support/system.ts";

test.use({ systemName: "lapsed" });

const day = 24 * 60 * 60;

test("after its last day a grant opens nothing, the patient is told, and new records get new keys", async ({
  newPatient,
  openProvider,
  system,
}) => {
  const person = await newPatient("Lou Martin");
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);
  const doctor = await openProvider("Dr. Okoro");
  await person.shareWith(await doctor.codeText());
  await doctor.openChartOf("Lou Martin");
  const chart = doctor.page.url();

  await system.rpc("evm_increaseTime", [9 * day]);
  await system.rpc("evm_mine");

  await doctor.expectChartClosed(chart);
  await person.visitUntil(
    `${system.appUrl}#/records`,
    person.text("Dr. Okoro no longer has access"),
  );
  await person.goTo("/share/access");
  await expect(person.row("Dr. Okoro")).toContainText(/Ended on/);
  await person.goTo("/share/lock");
  await person.confirmTransaction(/^Lock new records/);
  await person.goTo("/records");
  await expect(person.text("Dr. Okoro no longer has access")).toHaveCount(0);
});

test("a request that nobody answered lapses, and an answer that comes too late shares nothing", async ({
  newPatient,
  openProvider,
  system,
}) => {
  const person = await newPatient("Mia Costa");
  const doctor = await openProvider("Dr. Okoro");
  await doctor.askPatient(await person.codeText());
  await person.goTo("/requests");
  await person.link("Dr. Okoro").click();
  await expect(person.button("Share as asked")).toBeVisible();

  await system.rpc("evm_increaseTime", [9 * day]);
  await system.rpc("evm_mine");

  // The page was left open since before.
  await person.button("Share as asked").click();
  await expect(person.alert()).toContainText("There is no open request of this provider");
  await expect(person.alert()).toContainText("Nothing was changed.");
  await person.visitUntil(`${system.appUrl}#/requests`, person.heading("Requests will be here"));
  await doctor.visitUntil(`${system.appUrl}#/patients`, doctor.row("Not shared"));
});

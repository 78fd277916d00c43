// Providers: what they add, and what their verification means, up to the minute.
import { textFile } from "./support/medicalFiles.ts";
import { expect, test } from "./support/system.ts";

test("a doctor adds a record, the patient opens and corrects it, and both versions stay", async ({
  newPatient,
  openProvider,
}) => {
  const noor = await newPatient("Noor Haddad");
  const doctor = await openProvider("Dr. Okoro");
  await doctor.askPatient(await noor.codeText());
  await noor.shareAsAsked("Dr. Okoro");

  await doctor.openChartOf("Noor Haddad");
  const chart = doctor.page.url();
  await doctor.link("Add a record").click();
  await doctor.chooseFiles([textFile("blood test.txt", "Haemoglobin 41 g/dl")]);
  await doctor.button("Continue").click();
  await doctor.confirmTransaction("Add to the chart");

  await noor.goTo("/records");
  await noor.link("blood test").click();
  await expect(noor.text("Haemoglobin 41 g/dl")).toBeVisible();
  await expect(noor.page.getByText("Dr. Okoro").first()).toBeVisible();

  await noor.link("Correct or replace this record").click();
  await noor.chooseFiles([textFile("blood test corrected.txt", "Haemoglobin 14 g/dl")]);
  await noor.button("Continue").click();
  await noor.confirmTransaction("Add to your chart");

  await noor.goTo("/records");
  await expect(noor.row("Replaced")).toHaveCount(1);
  await noor.row("Newer version").getByRole("link").click();
  await expect(noor.text("Haemoglobin 14 g/dl")).toBeVisible();
  await noor.row("Replaced").getByRole("link").click();
  await expect(noor.text("Haemoglobin 41 g/dl")).toBeVisible();

  await doctor.visitUntil(chart, doctor.row("Replaced by a newer one"));
  await expect(doctor.link("blood test")).toHaveCount(2);
});

test("a suspended provider opens nothing from that minute, and opens it again once reinstated", async ({
  newPatient,
  openProvider,
}) => {
  const omar = await newPatient("Omar Reyes");
  await omar.addRecords([textFile("letter.txt", "Dear colleague")]);
  const laboratory = await openProvider("Northern Laboratory");
  await omar.shareWith(await laboratory.codeText());
  await laboratory.openChartOf("Omar Reyes");
  const chart = laboratory.page.url();

  const authority = await openProvider("Health authority");
  await authority.goTo("/providers");
  await authority.link("Northern Laboratory").click();
  await authority.button("Suspend").click();
  await authority.confirmTransaction("Suspend Northern Laboratory");

  await laboratory.expectChartClosed(chart);
  await omar.goTo("/share/access?list=hospitals");
  await expect(omar.row("Northern Laboratory")).toContainText("Paused: not verified now");

  await authority.button("Show this provider").click();
  await authority.button("Lift the suspension").click();
  await authority.confirmTransaction("Lift the suspension");

  await laboratory.visitUntil(chart, laboratory.link("letter"));
  await laboratory.link("letter").click();
  await expect(laboratory.text("Dear colleague")).toBeVisible();
});

test("a new doctor applies with a licence, can't be shared with yet, and is verified by the authority", async ({
  newPatient,
  openProvider,
  openWithMetaMask,
}) => {
  const doctor = await openWithMetaMask();
  await doctor.connectMetaMask();
  await doctor.text("I am a doctor, hospital or other provider").click();
  await doctor.button("Continue").click();
  await doctor.page.getByText("Doctor", { exact: true }).click();
  await doctor.button("Continue").click();
  await doctor.page.getByRole("combobox", { name: "Your health authority" }).click();
  await doctor.page.getByRole("option").first().click();
  await doctor.page.getByLabel("Name", { exact: true }).fill("Dr. Vega");
  await doctor.page.getByLabel("Town or city").fill("Bremen");
  await doctor.chooseFiles([
    { name: "licence.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF") },
  ]);
  await doctor.button("Continue").click();
  await doctor.makeKeys();
  await doctor.confirmTransaction("Send my application");
  await doctor.button("Continue").click();
  await expect(doctor.text("Waiting for your authority")).toBeVisible();

  const patient = await newPatient("Ida Berg");
  const code = await doctor.codeText();
  await patient.goTo("/share/scan");
  await patient.paste(code);
  await expect(patient.heading("You can't share with them now")).toBeVisible();
  await expect(patient.text("No authority has verified yet who Dr. Vega is.")).toBeVisible();

  const authority = await openProvider("Health authority");
  await authority.goTo("/applications");
  await authority.link("Dr. Vega").click();
  await authority.button("Open the proof").click();
  const proof = await authority.saveCopy();
  expect(proof.name).toBe("licence.pdf");
  await authority.button("Verify them").click();
  await authority.button("Continue").click();
  await authority.confirmTransaction("Verify Dr. Vega");

  await patient.goTo("/share");
  await patient.shareWith(code);
  await doctor.goTo("/patients");
  await expect(doctor.link("Ida Berg")).toBeVisible();
  await expect(doctor.text("Waiting for your authority")).toBeHidden();
});

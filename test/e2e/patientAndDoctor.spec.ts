// The main job, end to end: both QR ways through the camera, real files, real chain, real IPFS.
import { medicalFiles, sha256, textFile } from "./support/medicalFiles.ts";
import { expect, test } from "./support/system.ts";

test("a doctor scans the patient's code, opens every file as it was, and nothing after the end", async ({
  openAs,
  openProvider,
  camera,
}, testInfo) => {
  const files = await medicalFiles(testInfo);
  const amina = await openAs("Amina Diallo");
  await amina.setUpAsPatient("Amina Diallo", "1954-03-02");
  await amina.addRecords(files);

  const doctor = await openProvider("Dr. Okoro");
  let chart = "";
  await test.step("the doctor's camera reads the patient's screen", async () => {
    await camera.film(await amina.showCode());
    await doctor.goTo("/scan");
    await expect(doctor.heading("Ask for access")).toBeVisible({ timeout: 30_000 });
    await doctor.button("Continue").click();
    await doctor.confirmTransaction("Ask for access");
  });

  await test.step("the patient shares as asked", async () => {
    await amina.goTo("/records");
    await amina.link("Read and answer").click();
    await expect(amina.heading("Dr. Okoro asks to see your records")).toBeVisible();
    await amina.confirmTransaction("Share as asked");
  });

  await test.step("the doctor opens every file, byte for byte", async () => {
    await doctor.openChartOf("Amina Diallo");
    chart = doctor.page.url();
    for (const file of files) {
      await doctor.page.goto(chart);
      await doctor.link(titleOf(file.name)).click();
      expect(await doctor.saveCopy()).toEqual({ name: file.name, sha256: sha256(file.buffer) });
    }
    await doctor.page.goto(chart);
  });

  await test.step("the receipt goes out", async () => {
    await doctor.link("Send the receipt").click();
    await doctor.button("Send the receipt").click();
    await doctor.signAndSendInWallet();
    await doctor.expectDone();
    await doctor.link("Back to patients").click();
  });

  await test.step("the patient sees what was opened", async () => {
    await amina.goTo("/trace");
    await expect(amina.row(`Dr. Okoro opened ${files.length} records`)).toBeVisible();
  });

  await test.step("the patient stops sharing and adds another record", async () => {
    await amina.stopSharingWith("Dr. Okoro");
    await amina.addRecords([textFile("later letter.txt", "Written after sharing ended.")]);
  });

  await test.step("the doctor opens neither the chart nor any record, old or new", async () => {
    const refs = [
      await amina.refOf("later letter"),
      await amina.refOf(titleOf(files[0]?.name ?? "")),
    ];
    await doctor.expectChartClosed(chart);
    await doctor.goTo("/patients");
    await expect(doctor.row("Not shared").first()).toBeVisible();
    for (const ref of refs) {
      await doctor.page.goto(`${chart}/records/${ref}`);
      await expect(doctor.heading("This record did not open")).toBeVisible();
    }
  });
});

/** As the app suggests it. */
function titleOf(fileName: string): string {
  return fileName.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/[_-]+/g, " ");
}

test("a patient shares less than asked, and the doctor sees that part and no other", async ({
  newPatient,
  openProvider,
}) => {
  const joseph = await newPatient("Joseph Brandt");
  await joseph.addRecords([
    textFile("blood test.txt", "Haemoglobin 14 g/dl"),
    textFile("letter.txt", "Dear colleague"),
  ]);
  const code = await joseph.codeText();
  const doctor = await openProvider("Dr. Okoro");
  await doctor.askPatient(code);

  await joseph.goTo("/requests");
  await joseph.link("Dr. Okoro").click();
  await expect(joseph.page.getByText("Left out", { exact: true })).toBeVisible();
  await joseph.button("Choose what to share").click();
  await joseph.button("Change Parts of the chart").click();
  await joseph.button("Choose none").click();
  await joseph.page.getByRole("checkbox", { name: /^Test results/ }).check({ force: true });
  await joseph.button("Done").click();
  await joseph.button("Continue").click();
  await joseph.confirmTransaction("Share this");

  await doctor.openChartOf("Joseph Brandt");
  await expect(doctor.link("blood test")).toBeVisible();
  await expect(doctor.link("letter")).toHaveCount(0);
  // Asked for by its number, too.
  await doctor.page.goto(`${doctor.page.url()}/records/${await joseph.refOf("letter")}`);
  await expect(doctor.heading("This record did not open")).toBeVisible();
});

test("a patient scans the doctor's code and shares for seven days", async ({
  newPatient,
  openProvider,
  camera,
}) => {
  const mina = await newPatient("Mina Sato");
  await mina.addRecords([textFile("letter.txt", "Dear colleague")]);
  const doctor = await openProvider("Dr. Okoro");
  await camera.film(await doctor.showCode());

  await mina.goTo("/share/scan");
  await expect(mina.heading("Share with Dr. Okoro")).toBeVisible({ timeout: 30_000 });
  await mina.button("Continue").click();
  await mina.confirmTransaction("Share with Dr. Okoro");

  await doctor.openChartOf("Mina Sato");
  await doctor.link("letter").click();
  await expect(doctor.text("Dear colleague")).toBeVisible();
});

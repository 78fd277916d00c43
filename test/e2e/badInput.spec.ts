// What people choose, type and scan by mistake: each has a message that says what to do.
import { truncate, writeFile } from "node:fs/promises";
import { ZeroAddress } from "ethers";
import { sha256, textFile } from "./support/medicalFiles.ts";
import { expect, test } from "./support/system.ts";

test("every wrong code says what it is and what to scan instead", async ({
  newPatient,
  system,
}) => {
  const person = await newPatient("Gita Rao");
  const other = await newPatient("Hugo Lang");
  const own = await person.codeText();
  const { HealthRecords } = system.deployment.addresses;
  const wrong: [string, string, string | RegExp][] = [
    ["another chain", own.replace(/eip155(:|%3A)\d+/i, "eip155:1"), "another chain than the one"],
    ["a website", "https://example.org/menu", "leads to a website"],
    ["a contract", own.replace(/0x[0-9a-f]{40}\?.*$/i, `${HealthRecords}?n=4000000`), /contract/],
    ["oneself", own, "This is your own code."],
    ["a recovery sheet", "HRS1:AAAA-BBBB-CCCC", "secret code of a recovery sheet"],
    ["another patient", await other.codeText(), "This is another patient's code"],
    ["a payment", `ethereum:${HealthRecords}`, "payment code"],
    ["nobody", own.replace(/0x[0-9a-f]{40}\?.*$/i, `${ZeroAddress}?n=4000000`), /Nobody/],
    ["half a code", own.slice(0, own.indexOf("?")), "incomplete or was altered"],
    ["anything", "hello", "This is not a code of this app."],
  ];
  for (const [what, code, message] of wrong) {
    await test.step(what, async () => {
      await person.goTo("/share");
      await expect(person.heading(/^Share$/)).toBeVisible();
      await person.goTo("/share/scan");
      await person.paste(code);
      await expect(person.page.getByRole("main")).toContainText(message);
      // No dead end: the scanner, or a way back to it, is still there.
      await expect(
        person.page.getByLabel("Paste the code as text").or(person.link("Scan another code")),
      ).toBeVisible();
    });
  }
});

test("a recovery sheet in front of a doctor's camera is not read out", async ({
  openProvider,
  camera,
}) => {
  const doctor = await openProvider("Dr. Okoro");
  await camera.show("HRS1:AAAA-BBBB-CCCC-DDDD-EEEE");
  await doctor.goTo("/scan");
  await expect(doctor.alert()).toContainText("secret code of a recovery sheet");
  await expect(doctor.alert()).toContainText("Put the sheet away safely.");
  await expect(doctor.text(/AAAA/)).toHaveCount(0);
});

test("an empty file is refused at once, and other files can still be added", async ({
  newPatient,
}) => {
  const person = await newPatient("Ivo Petrov");
  await person.goToAdd();
  await person.chooseFiles([
    { name: "nothing.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) },
    textFile("letter.txt", "Dear colleague"),
  ]);
  await expect(person.text(/This file is empty/)).toBeVisible();
  await person.button("Continue").click();
  await expect(person.heading("There is a problem")).toBeVisible();
  await person.button("Remove nothing.pdf").click();
  await person.button("Continue").click();
  await person.confirmTransaction("Add to your chart");
  await person.goTo("/records");
  await expect(person.link("letter")).toBeVisible();
});

test("a file name with emoji and right-to-left text comes back as it was, and can't disguise itself", async ({
  newPatient,
}) => {
  const name = "🩺 تقرير المختبر ‮gpj.txt";
  const person = await newPatient("Jana Maalouf");
  await person.addRecords([textFile(name, "نتيجة سليمة")]);
  await person.goTo("/records");
  await person.link(/تقرير المختبر/).click();
  await expect(person.text("نتيجة سليمة")).toBeVisible();
  await expect(person.page.getByRole("main")).not.toContainText("‮");
  const saved = await person.saveCopy();
  expect(saved.name).toContain("🩺 تقرير المختبر");
  expect(saved.name).not.toContain("‮");
  expect(saved.sha256).toBe(sha256(Buffer.from("نتيجة سليمة")));
});

test("200 MiB upload with progress, can be cancelled, and then go through", async ({
  newPatient,
}, testInfo) => {
  testInfo.setTimeout(300_000);
  const person = await newPatient("Karl Weiss");
  const { page } = person;
  const path = testInfo.outputPath("mri-study.bin");
  await writeFile(path, "DICM");
  await truncate(path, 200 * 1024 * 1024);
  await person.goToAdd();
  await page.getByTestId("file-chooser").setInputFiles(path);
  await person.button("Continue").click();
  const progress = page.getByRole("list", { name: "Files" });
  await expect(progress).toContainText(/Saving, [1-9]\d? ?%/, { timeout: 120_000 });
  await person.button("Cancel").click();
  await expect(page.getByLabel("Title")).toHaveValue(/mri study/i);
  await person.button("Continue").click();
  await person.button("Add to your chart").click({ timeout: 200_000 });
  await person.expectDone();
});

// A hospital's doctors: asking in its name, being handed a chart, leaving.
import { textFile } from "./support/medicalFiles.ts";
import { expect, test } from "./support/system.ts";

test("a staff doctor asks in the hospital's name, both open the chart, and leaving ends it", async ({
  newPatient,
  openProvider,
}) => {
  const lena = await newPatient("Lena Fischer");
  await lena.addRecords([textFile("letter.txt", "Dear colleague")]);
  const hospital = await openProvider("Lakeside Hospital");
  const doctor = await openProvider("Dr. Lindqvist");

  await test.step("asking in the hospital's name", async () => {
    await doctor.goTo("/scan");
    await doctor.paste(await lena.codeText());
    await doctor.button("Change For whom").click();
    await doctor.page.getByText("Lakeside Hospital", { exact: true }).click();
    await doctor.button("Done").click();
    await doctor.button("Continue").click();
    await doctor.confirmTransaction("Ask for access");
    await lena.goTo("/requests");
    await lena.link("Lakeside Hospital").click();
    await expect(lena.text(/Asked by Dr. Lindqvist/)).toBeVisible();
    await lena.confirmTransaction("Share as asked");
  });

  let asDoctor = "";
  await test.step("the doctor and the records office open it", async () => {
    await doctor.goTo("/patients");
    await doctor.page.getByText("Lakeside Hospital", { exact: true }).click();
    await doctor.link("Lena Fischer").click();
    await expect(doctor.heading("Lena Fischer")).toBeVisible();
    asDoctor = doctor.page.url();
    await doctor.link("letter").click();
    await expect(doctor.text("Dear colleague")).toBeVisible();
    await hospital.openChartOf("Lena Fischer");
    await hospital.link("letter").click();
    await expect(hospital.text("Dear colleague")).toBeVisible();
  });

  const other = await newPatient("Paul Osei");
  let handedOver = "";
  await test.step("a patient who shares with the hospital is handed to the doctor", async () => {
    await other.addRecords([textFile("summary.txt", "Handed over with care")]);
    await other.shareWith(await hospital.codeText());
    await hospital.openChartOf("Paul Osei");
    handedOver = `${hospital.page.url()}${new URL(asDoctor).hash.replace(/^[^?]*/, "")}`;
    await doctor.page.goto(handedOver);
    await expect(doctor.heading("This chart does not open")).toBeVisible();
    await hospital.link("Hand over to a doctor").click();
    await hospital.button(/Dr. Lindqvist/).click();
    await hospital.confirmTransaction("Hand it over");
    await doctor.button("Try again").click();
    await doctor.link("summary").click();
    await expect(doctor.text("Handed over with care")).toBeVisible();
    await other.goTo("/trace");
    await expect(other.row(/handed your records to Dr. Lindqvist/)).toBeVisible();
  });

  await test.step("off the staff, the doctor opens neither chart", async () => {
    await hospital.goTo("/staff");
    await hospital.link("Dr. Lindqvist").click();
    await hospital.button("Take off the staff").click();
    await hospital.confirmTransaction("Take off the staff");
    for (const chart of [asDoctor, handedOver]) await doctor.expectChartClosed(chart);
  });

  await test.step("back on the staff with a code", async () => {
    await hospital.goTo("/staff/add");
    await hospital.paste(await doctor.codeText());
    await hospital.button("Continue").click();
    await hospital.confirmTransaction("Add to the staff");
  });
});

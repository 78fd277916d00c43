// Somebody who acts for a patient: let in, named, working in the patient's chart, changed, ended.
import { textFile } from "./support/medicalFiles.ts";
import { expect, test } from "./support/system.ts";

test("a daughter acts for her father with what he gave her, until he ends it", async ({
  newPatient,
  openProvider,
}) => {
  test.slow();
  const father = await newPatient("Henrik Vogel");
  await father.addRecords([textFile("letter.txt", "Dear colleague")]);
  const daughter = await newPatient("Ida Vogel");
  const doctor = await openProvider("Dr. Okoro");

  await test.step("he scans her code, names her and lets her add records", async () => {
    const hers = await daughter.codeText();
    await father.goTo("/delegates/add");
    await father.paste(hers);
    await expect(father.heading("Check your answers")).toBeVisible();
    await father.button("Change What you call them").click();
    await father.page.getByLabel("What do you call them?").fill("Ida");
    await father.button("Done").click();
    await father.button("Continue").click();
    await father.confirmTransaction("Let them act for me");
    await father.goTo("/delegates");
    await expect(father.link("Ida")).toBeVisible();
  });

  await test.step("her app knows his code, and opens his chart", async () => {
    const his = await father.codeText();
    await daughter.goTo("/share/scan");
    await daughter.paste(his);
    await expect(daughter.text("You may act for this patient")).toBeVisible();
    await daughter.link("Open their chart").click();
    await daughter.unlock();
    await expect(daughter.text("You act for Henrik Vogel.")).toBeVisible();
    await daughter.link("letter").click();
    await expect(daughter.text("Dear colleague")).toBeVisible();
  });

  await test.step("she adds a record, and may not share or let others act", async () => {
    await daughter.goTo("/records/add");
    await daughter.chooseFiles([textFile("note.txt", "Slept well")]);
    await daughter.button("Continue").click();
    await daughter.confirmTransaction("Add to your chart");
    await daughter.goTo("/share");
    await expect(daughter.heading("Or show your code")).toBeVisible();
    await expect(daughter.link("Scan their code")).toHaveCount(0);
    await daughter.goTo("/delegates");
    await expect(daughter.heading("Not for you to do")).toBeVisible();
    await doctor.askPatient(await daughter.codeText());
    await daughter.goTo("/requests");
    await daughter.link("Dr. Okoro").click();
    await expect(daughter.text("You may not share for them")).toBeVisible();
    await expect(daughter.button("Share as asked")).toHaveCount(0);
    await father.goTo("/records");
    await expect(father.link("note")).toBeVisible();
    await father.link("note").click();
    await expect(father.text("Slept well")).toBeVisible();
    await expect(father.text("Ida, acting for you")).toBeVisible();
  });

  await test.step("he lets her share, too: one more power, no more keys", async () => {
    await father.goTo("/delegates");
    await father.link("Ida").click();
    await father.link("Change what they may do").click();
    await father.button("Change They may").click();
    await father.page.getByLabel("Share with doctors and hospitals").check();
    await father.button("Done").click();
    await father.button("Continue").click();
    await father.confirmTransaction("Change it");
    await daughter.link("Leave this chart").click();
    await daughter.page.getByText("The records of someone I help").click();
    await daughter.unlock();
    await daughter.shareAsAsked("Dr. Okoro");
    await doctor.openChartOf("Henrik Vogel");
    await doctor.link("letter").click();
    await expect(doctor.text("Dear colleague")).toBeVisible();
  });

  await test.step("he ends it, and her app says so", async () => {
    await father.goTo("/delegates");
    await father.link("Ida").click();
    await father.confirmTransaction("End it now");
    await daughter.link("Leave this chart").click();
    await expect(daughter.heading("Unlock")).toBeVisible();
    await expect(daughter.page.getByText("The records of someone I help")).toHaveCount(0);
    await daughter.unlock();
    await expect(daughter.heading("Your records will be here")).toBeVisible();
  });
});

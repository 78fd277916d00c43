import { expect, test } from "./support/system.ts";

test("a newcomer opens a chart on the practice chain", async ({ openAs }) => {
  const amina = await openAs("Amina Diallo");
  await amina.setUpAsPatient("Amina Diallo", "1954-03-02");
  await expect(amina.heading(/records/i)).toBeVisible();
});

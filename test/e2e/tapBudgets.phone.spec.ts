// On a phone, in a waiting room: what people do often takes no more taps than promised (after
// unlocking, wallet confirmations apart).
import type { Page } from "@playwright/test";
import { expect, test } from "./support/system.ts";

test.use({ hasTouch: true, isMobile: true });

// 1 x 1 pixels.
const photo = {
  name: "IMG_20261103_101500.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z",
    "base64",
  ),
};

test("everyday tasks stay within their taps", async ({ openAs, openProvider, camera }) => {
  const amina = await openAs("Amina Diallo");
  await amina.setUpAsPatient("Amina Diallo", "1954-03-02");
  const doctor = await openProvider("Dr. Okoro");
  const taps = await countTaps(amina.page);
  const doctorTaps = await countTaps(doctor.page);

  await test.step("patient: add a photo of a paper report", async () => {
    await taps.restart();
    await amina.link("Add a record").tap();
    const chooser = amina.page.waitForEvent("filechooser");
    await amina.button("Take a photo").tap();
    await (await chooser).setFiles(photo);
    await amina.button("Continue").tap();
    await amina.confirmTransaction("Add to your chart");
    expect(await taps.count()).toBeLessThanOrEqual(4);
  });

  await test.step("doctor: scan a patient and ask", async () => {
    await camera.film(await amina.showCode());
    await doctorTaps.restart();
    await doctor.page.getByRole("navigation").getByRole("link", { name: "Scan" }).tap();
    await expect(doctor.heading("Ask for access")).toBeVisible({ timeout: 30_000 });
    await doctor.button("Continue").tap();
    await doctor.confirmTransaction("Ask for access");
    expect(await doctorTaps.count()).toBeLessThanOrEqual(3);
  });

  await test.step("patient: answer a request as asked", async () => {
    await amina.goTo("/records");
    await taps.restart();
    await amina.link("Read and answer").tap();
    await amina.confirmTransaction("Share as asked");
    expect(await taps.count()).toBeLessThanOrEqual(2);
  });

  await test.step("patient: stop sharing", async () => {
    await amina.goTo("/records");
    await taps.restart();
    await amina.link("Dr. Okoro").tap();
    await amina.confirmTransaction("Stop sharing");
    expect(await taps.count()).toBeLessThanOrEqual(2);
  });

  await test.step("patient: scan the doctor and share everything for 7 days", async () => {
    await camera.film(await doctor.showCode());
    await amina.goTo("/records");
    await taps.restart();
    await amina.page.getByRole("navigation").getByRole("link", { name: "Share" }).tap();
    await amina.link("Scan their code").tap();
    await expect(amina.heading("Share with Dr. Okoro")).toBeVisible({ timeout: 30_000 });
    await amina.button("Continue").tap();
    await amina.confirmTransaction("Share with Dr. Okoro");
    expect(await taps.count()).toBeLessThanOrEqual(4);
  });

  await test.step("anyone: find who has opened my records", async () => {
    await amina.goTo("/records");
    await taps.restart();
    await amina.page.getByRole("navigation").getByRole("link", { name: "More" }).tap();
    await amina.link("Who opened my records").tap();
    await expect(amina.heading("Who opened my records")).toBeVisible();
    expect(await taps.count()).toBeLessThanOrEqual(2);
  });

  await doctor.openChartOf("Amina Diallo");
});

/** Real taps on the page, not those in the wallet's own window. */
async function countTaps(
  page: Page,
): Promise<{ restart(): Promise<void>; count(): Promise<number> }> {
  const restart = () =>
    page.evaluate(() => {
      (window as unknown as { taps: number }).taps = 0;
    });
  await restart();
  await page.evaluate(() => {
    window.addEventListener(
      "pointerdown",
      (event) => {
        const inWallet = event.target instanceof Element && event.target.closest("[role=dialog]");
        if (event.isTrusted && !inWallet) (window as unknown as { taps: number }).taps += 1;
      },
      { capture: true },
    );
  });
  return {
    restart,
    count: () => page.evaluate(() => (window as unknown as { taps: number }).taps),
  };
}

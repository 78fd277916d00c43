// axe on every main screen, light and dark, wide and narrow, with a real chart behind it.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { textFile } from "./support/medicalFiles.ts";
import type { Person } from "./support/person.ts";
import { expect, test } from "./support/system.ts";

test("axe finds nothing on a visitor's and a newcomer's screens", async ({ openWithMetaMask }) => {
  const person = await openWithMetaMask();
  await check(person.page, "welcome");
  await person.connectMetaMask();
  await expect(person.heading("Welcome")).toBeVisible();
  await check(person.page, "who are you");
  for (const route of ["/setup/patient", "/setup/provider", "/restore", "/about", "/nowhere"]) {
    await visit(person, route);
  }
});

test("axe finds nothing on a patient's screens", async ({ newPatient, openProvider }) => {
  test.slow();
  const patient = await newPatient("Zoe Ames");
  await patient.addRecords([textFile("letter.txt", "Dear colleague")]);
  const ref = await patient.refOf("letter");
  const doctor = await openProvider("Dr. Okoro");
  const code = await doctor.codeText();
  const number = /n=(\d+)/.exec(code)?.[1];
  await patient.shareWith(code);
  const laboratory = await openProvider("Northern Laboratory");
  const other = /n=(\d+)/.exec(await laboratory.codeText())?.[1];
  await laboratory.askPatient(await patient.codeText());
  for (const route of [
    "/records",
    `/records/${ref}`,
    "/records/add",
    `/records/${ref}/amend`,
    "/share",
    "/share/scan",
    `/share/code?${new URLSearchParams({ code: code.slice(code.indexOf("#/c/") + 4) })}`,
    "/share/access",
    `/share/access/${number}`,
    `/share/access/${number}/renew`,
    `/share/access/${number}/change`,
    "/share/relock",
    "/requests",
    `/requests/${other}`,
    "/trace",
    "/delegates",
    "/delegates/add",
    "/code",
    "/more",
    "/settings",
    "/settings/network",
    "/settings/storage",
    "/recovery",
  ]) {
    await visit(patient, route);
  }
});

test("axe finds nothing on a provider's, a hospital's and an authority's screens", async ({
  newPatient,
  openProvider,
}) => {
  test.slow();
  const patient = await newPatient("Yan Li");
  await patient.addRecords([textFile("letter.txt", "Dear colleague")]);
  const ref = await patient.refOf("letter");
  const doctor = await openProvider("Dr. Okoro");
  await doctor.askPatient(await patient.codeText());
  await patient.shareAsAsked("Dr. Okoro");
  await doctor.openChartOf("Yan Li");
  const chart = new URL(doctor.page.url()).hash.slice(1);
  for (const route of [
    "/patients",
    "/scan",
    chart,
    `${chart}/records/${ref}`,
    `${chart}/add`,
    `${chart}/ask`,
    "/me",
    "/me/change",
    "/code",
    "/more",
  ]) {
    await visit(doctor, route);
  }
  const hospital = await openProvider("Lakeside Hospital");
  for (const route of ["/patients", "/staff", "/staff/add"]) await visit(hospital, route);
  const authority = await openProvider("Health authority");
  const number = /n=(\d+)/.exec(await doctor.codeText())?.[1];
  for (const route of ["/applications", "/providers", `/providers/${number}`]) {
    await visit(authority, route);
  }
});

async function visit(person: Person, route: string): Promise<void> {
  await test.step(route, async () => {
    await person.goTo(route);
    await expect(person.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(person.page.locator("[aria-busy=true]")).toHaveCount(0);
    await check(person.page, route);
  });
}

// Both schemes and both widths; colours don't depend on the width, so not each with each.
const looks = [
  { colorScheme: "light", width: 1280, height: 800 },
  { colorScheme: "dark", width: 390, height: 844 },
] as const;

async function check(page: Page, what: string): Promise<void> {
  for (const { colorScheme, ...size } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target)}`);
    expect(found, `${what}, ${colorScheme}, ${size.width} px`).toEqual([]);
    // A page that scrolls sideways loses its right edge on a phone.
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${what} is ${overflow} px too wide at ${size.width} px`).toBe(0);
  }
}

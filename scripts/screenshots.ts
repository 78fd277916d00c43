// `npm run screenshots`: draws the main screens into docs/screenshots, at 1280 px (desktop-*) and
// 390 px (phone-*), from a system of its own with a small story in it. Dates are fixed, so that
// only what changed on a screen changes its picture (numbers and keys stay random).
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, expect as baseExpect, chromium, type Page } from "@playwright/test";
import { type TestFile, textFile } from "../test/e2e/support/medicalFiles.ts";
import { Person } from "../test/e2e/support/person.ts";
import { askRpc } from "../test/e2e/support/system.ts";
import { browserLaunchOptions, ensureBrowser } from "./setup/browser.ts";
import { startSystem } from "./start/startSystem.ts";

const expect = baseExpect.configure({ timeout: 20_000 });

const folder = fileURLToPath(new URL("../docs/screenshots", import.meta.url));
const largestPictureBytes = 200_000;

/** The story's day. The clocks of this process, the chain and the browsers are set to it. */
const storyTime = new Date("2027-04-26T08:30:00Z");

const sizes = {
  desktop: { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false },
  phone: { width: 390, height: 844, deviceScaleFactor: 2, mobile: true },
} as const;

const furtherRecords = [
  { title: "Flu vaccination", kind: "Vaccination", date: "2026-10-12" },
  { title: "Letter to the family doctor", kind: "Letter", date: "2027-02-09" },
  { title: "Blood pressure tablets", kind: "Prescription", date: "2027-02-09" },
  { title: "X-ray of the left wrist", kind: "X-ray or scan", date: "2027-03-30" },
] as const;

async function main(): Promise<void> {
  ensureBrowser();
  const realNow = Date.now.bind(Date);
  const offset = storyTime.getTime() - realNow();
  // What the cast is verified until is counted from here.
  Date.now = () => realNow() + offset;

  const scratch = await mkdtemp(path.join(tmpdir(), "health-records-screenshots-"));
  const system = await startSystem({
    ports: { app: 0, chain: 0, ipfs: 0 },
    strictPorts: false,
    ipfsDirectory: scratch,
    withCast: true,
    onStep: (line) => console.error(line),
  });
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    const seconds = Math.floor(Date.now() / 1000);
    await askRpc(system.chain.rpcUrl, "evm_setNextBlockTimestamp", [seconds]);
    await askRpc(system.chain.rpcUrl, "evm_mine", []);
    await mkdir(folder, { recursive: true });
    await drawEverything(browser, system.appUrl);
  } finally {
    await browser.close();
    await system.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function drawEverything(browser: Browser, appUrl: string): Promise<void> {
  const open = async (demoName: string): Promise<Person> => {
    const page = await newPage(browser);
    await page.goto(appUrl);
    const person = new Person(page);
    await person.choose(demoName);
    return person;
  };
  const openUnlocked = async (demoName: string): Promise<Person> => {
    const person = await open(demoName);
    await person.continueAsDemo();
    return person;
  };

  const visitor = await newPage(browser);
  await visitor.goto(appUrl);
  await expect(visitor.getByText("Try it as")).toBeVisible();
  await draw(visitor, "welcome");

  const amina = await open("Amina Diallo");
  // The words stay hidden: a picture of a sheet is what nobody should take.
  await amina.setUpAsPatient("Amina Diallo", "1954-03-02", () => draw(amina.page, "sheet"));

  for (const { title, kind, date } of furtherRecords) {
    await amina.goToAdd();
    await amina.chooseFiles([textFile("record.txt", title)]);
    await amina.page.getByLabel("Title").fill(title);
    await amina.page.getByLabel("What is it?").selectOption(kind);
    await amina.page.getByLabel("Date", { exact: true }).fill(date);
    await amina.button("Continue").click();
    await amina.confirmTransaction("Add to your chart");
  }
  const report = await paperReport(browser);
  await amina.goToAdd();
  await amina.chooseFiles([report]);
  await amina.page.getByLabel("Title").fill("Blood test, spring check-up");
  await amina.page.getByLabel("What is it?").selectOption("Test result");
  await amina.page.getByLabel("Date", { exact: true }).fill("2027-04-19");
  await draw(amina.page, "add");
  await amina.button("Continue").click();
  await amina.confirmTransaction("Add to your chart");

  // The doctor asks, the patient answers, the doctor reads.
  const doctor = await openUnlocked("Dr. Okoro");
  const doctorCode = await doctor.codeText();
  const patientCode = await amina.codeText();
  await doctor.goTo("/scan");
  await doctor.paste(patientCode);
  await expect(doctor.heading("Ask for access")).toBeVisible();
  await draw(doctor.page, "provider-ask");
  await doctor.button("Continue").click();
  await doctor.confirmTransaction("Ask for access");

  await amina.goTo("/requests");
  await expect(amina.link("Dr. Okoro")).toBeVisible();
  await draw(amina.page, "requests");
  await amina.link("Dr. Okoro").click();
  await expect(amina.button("Share as asked")).toBeVisible();
  await draw(amina.page, "request");
  await amina.confirmTransaction("Share as asked");

  await amina.goTo("/records");
  await expect(amina.link("Dr. Okoro")).toBeVisible();
  await draw(amina.page, "records");
  await draw(amina.page, "records-dark", { colorScheme: "dark" });
  await amina.link("Blood test").click();
  await expect(amina.page.getByRole("img", { name: /blood-test/ })).toBeVisible();
  await draw(amina.page, "record");

  await doctor.openChartOf("Amina Diallo");
  await draw(doctor.page, "provider-chart");
  await doctor.link("Blood test").click();
  await expect(doctor.button("Save a copy")).toBeVisible();
  await doctor.page.goBack();
  await doctor.link("Send the receipt").click();
  await doctor.button("Send the receipt").click();
  await doctor.signAndSendInWallet();
  await doctor.expectDone();

  // The patient shares with a hospital; a doctor of its staff asks another patient.
  const hospital = await openUnlocked("Lakeside Hospital");
  const hospitalCode = await hospital.codeText();
  await amina.goTo("/share");
  await expect(amina.page.getByRole("img", { name: /QR code of/ })).toBeVisible();
  await draw(amina.page, "share");
  await amina.goTo("/share/scan");
  await amina.paste(hospitalCode);
  await expect(amina.heading("Share with Lakeside Hospital")).toBeVisible();
  await draw(amina.page, "grant-choose");
  await amina.button("Continue").click();
  await expect(amina.button("Share with Lakeside Hospital")).toBeVisible();
  await draw(amina.page, "grant-confirm");
  await amina.confirmTransaction("Share with Lakeside Hospital");
  await amina.goTo("/share/access");
  await expect(amina.link("Dr. Okoro")).toBeVisible();
  await draw(amina.page, "access");
  await amina.link("Dr. Okoro").click();
  await expect(amina.button("Stop sharing")).toBeVisible();
  await draw(amina.page, "stop-sharing", { scrollTo: "Stop sharing" });
  await amina.goTo("/trace");
  await expect(amina.row("Dr. Okoro opened")).toBeVisible();
  await draw(amina.page, "trace");
  await amina.goTo("/settings");
  await expect(amina.heading("Settings")).toBeVisible();
  await draw(amina.page, "settings");

  const joseph = await open("Joseph Brandt");
  await joseph.setUpAsPatient("Joseph Brandt", "1961-07-14");
  await doctor.askPatient(await joseph.codeText());
  await joseph.shareWith(doctorCode);
  await joseph.stopSharingWith("Dr. Okoro");
  const tomas = await open("Tomas");
  await tomas.setUpAsPatient("Tomas Lind", "1988-01-30");
  await doctor.askPatient(await tomas.codeText());
  await doctor.goTo("/patients");
  await expect(doctor.link("Amina Diallo")).toBeVisible();
  await draw(doctor.page, "provider-patients");

  // Taken on anew: the cast was seeded before the chain's clock was set.
  const lindqvist = await openUnlocked("Dr. Lindqvist");
  await hospital.goTo("/staff");
  await hospital.link("Dr. Lindqvist").click();
  await hospital.button("Take off the staff").click();
  await hospital.confirmTransaction("Take off the staff");
  await hospital.goTo("/staff/add");
  await hospital.paste(await lindqvist.codeText());
  await hospital.button("Continue").click();
  await hospital.confirmTransaction("Add to the staff");
  await hospital.goTo("/staff");
  await expect(hospital.link("Dr. Lindqvist")).toBeVisible();
  await draw(hospital.page, "hospital-staff");

  const pharmacy = await open("A stranger");
  await apply(pharmacy);
  const authority = await openUnlocked("Health authority");
  await authority.goTo("/applications");
  await expect(authority.link("Harbour Pharmacy")).toBeVisible();
  await draw(authority.page, "authority-applications");
}

async function apply(person: Person): Promise<void> {
  const { page } = person;
  await person.text("I am a doctor, hospital or other provider").click();
  await person.button("Continue").click();
  await page.getByText("Pharmacy", { exact: true }).click();
  await person.button("Continue").click();
  await page.getByRole("combobox", { name: "Your health authority" }).click();
  await page.getByRole("option").first().click();
  await page.getByLabel("Name", { exact: true }).fill("Harbour Pharmacy");
  await page.getByLabel("Town or city").fill("Bremen");
  await person.chooseFiles([textFile("licence.txt", "Licence of Harbour Pharmacy.")]);
  await person.button("Continue").click();
  await person.makeKeys();
  await person.confirmTransaction("Send my application");
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: sizes.desktop.width, height: sizes.desktop.height },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.clock.install({ time: new Date(Date.now()) });
  return page;
}

/** One screen at both widths, as it stands. */
async function draw(
  page: Page,
  name: string,
  options: { colorScheme?: "dark"; scrollTo?: string } = {},
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await page.emulateMedia({ colorScheme: options.colorScheme ?? "light", reducedMotion: "reduce" });
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  for (const [device, { mobile, ...size }] of Object.entries(sizes)) {
    await session.send("Emulation.setDeviceMetricsOverride", { ...size, mobile });
    await session.send("Emulation.setTouchEmulationEnabled", { enabled: mobile });
    // Neither a hover nor a focus ring of the last step.
    await page.mouse.move(0, 0);
    await page.evaluate((heading) => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      window.scrollTo(0, 0);
      const wanted = [...document.querySelectorAll("h2")].find(
        (element) => element.textContent === heading,
      );
      if (wanted !== undefined) window.scrollTo(0, wanted.getBoundingClientRect().top - 96);
    }, options.scrollTo);
    await page.waitForTimeout(300);
    const { data } = await session.send("Page.captureScreenshot", { format: "png" });
    const picture = Buffer.from(data, "base64");
    await writeFile(path.join(folder, `${device}-${name}.png`), picture);
    const kilobytes = Math.ceil(picture.length / 1000);
    console.log(`docs/screenshots/${device}-${name}.png  ${kilobytes} kB`);
    if (picture.length > largestPictureBytes) throw new Error(`${device}-${name} is too large`);
  }
  await session.send("Emulation.clearDeviceMetricsOverride");
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: false });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await session.detach();
}

/** What a photo of a laboratory's paper looks like. */
async function paperReport(browser: Browser): Promise<TestFile> {
  const page = await browser.newPage({ viewport: { width: 720, height: 520 } });
  const rows = [
    ["Haemoglobin", "13.8 g/dl", "12.0 - 15.5"],
    ["Leucocytes", "6.1 /nl", "4.0 - 10.0"],
    ["Glucose, fasting", "92 mg/dl", "70 - 99"],
    ["Cholesterol, LDL", "118 mg/dl", "below 130"],
    ["Creatinine", "0.8 mg/dl", "0.5 - 0.9"],
  ];
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  await page.setContent(`
    <style>
      body { margin: 48px; font: 18px/1.6 Georgia, serif; color: #222; background: #fdfdfb; }
      h1 { font-size: 24px; margin: 0; } p { margin: 4px 0 24px; color: #555; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: 8px 0; border-bottom: 1px solid #ccc; }
    </style>
    <h1>Northern Laboratory</h1><p>Report of 19 April 2027 - for practice only</p>
    <table><tr><th>Test</th><th>Result</th><th>Usual</th></tr>${cells.join("")}</table>`);
  const buffer = await page.screenshot();
  await page.close();
  return { name: "blood-test.png", mimeType: "image/png", buffer };
}

await main();

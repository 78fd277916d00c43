// What people do in the app, in the words of its screens.
import { expect as baseExpect, type Locator, type Page } from "@playwright/test";
import type { BrowserWallet } from "./browserWallet.ts";
import { sha256, type TestFile } from "./medicalFiles.ts";

// Also outside of a test runner (scripts/screenshots.ts), where no configuration sets it.
const expect = baseExpect.configure({ timeout: 20_000 });

export const passphrase = "correct horse battery staple";

/** One person in a browser of their own. */
export class Person {
  readonly page: Page;
  /** MetaMask, for those who have it; the others have a demo wallet. */
  readonly wallet: BrowserWallet | undefined;

  constructor(page: Page, wallet?: BrowserWallet) {
    this.page = page;
    this.wallet = wallet;
  }

  /** Another page without reloading: the keys live in this page's memory. */
  async goTo(route: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#${route}`);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole("link", { name });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { name });
  }

  text(text: string | RegExp): Locator {
    return this.page.getByText(text);
  }

  alert(): Locator {
    // The frame has an empty one, for announcements.
    return this.page.getByRole("alert").filter({ hasText: /\S/ });
  }

  /** A row of a list that says this. */
  row(text: string | RegExp): Locator {
    return this.page.getByRole("listitem").filter({ hasText: text });
  }

  // --- Wallets -------------------------------------------------------------------------------

  /** On the welcome page: be this demo person. */
  async choose(demoName: string): Promise<void> {
    await this.page.getByRole("button", { name: new RegExp(`^${demoName}`) }).click();
  }

  /** A demo account that `npm start` has set up: one tap. */
  async continueAsDemo(): Promise<void> {
    await this.button("Continue").click();
    await expect(this.heading("Unlock")).toBeHidden();
  }

  async connectMetaMask(): Promise<void> {
    await this.button("Connect with MetaMask").click();
  }

  /** The demo wallet's own window; MetaMask confirms by itself (see BrowserWallet). */
  async confirmInWallet(): Promise<void> {
    if (this.wallet !== undefined) return;
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** A receipt is signed first, then sent: the wallet asks twice. */
  async signAndSendInWallet(): Promise<void> {
    if (this.wallet !== undefined) return;
    const dialog = this.page.getByRole("dialog");
    await expect(dialog).toContainText("Sign this message");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(dialog).toContainText("Send this to the practice chain");
    await this.confirmInWallet();
  }

  async rejectInWallet(): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Reject", exact: true }).last().click();
    await expect(dialog).toBeHidden();
  }

  /** Presses the panel's button, confirms in the wallet and waits until it is recorded. */
  async confirmTransaction(label: string | RegExp): Promise<void> {
    await this.button(label).click();
    await this.confirmInWallet();
    await this.expectDone();
  }

  async expectDone(): Promise<void> {
    await expect(this.page.locator('[data-step="done"]')).toBeVisible({ timeout: 60_000 });
  }

  // --- Set-up --------------------------------------------------------------------------------

  /** From the role question to an open chart; returns the 24 words. */
  async setUpAsPatient(
    name: string,
    birthDate: string,
    onSheet?: () => Promise<void>,
  ): Promise<string[]> {
    const { page } = this;
    await page.getByText("I want to keep my own records").click();
    await this.button("Continue").click();
    await page.getByLabel("Your full name").fill(name);
    await page.getByLabel("Your date of birth").fill(birthDate);
    await this.button("Continue").click();
    const words = await this.makeKeys(onSheet);
    await this.confirmTransaction("Open my chart");
    await this.button("Go to my records").click();
    await expect(this.heading("Your records will be here")).toBeVisible();
    return words;
  }

  /** Passphrase, sheet, two words. `onSheet` runs while the words are still hidden. */
  async makeKeys(onSheet?: () => Promise<void>): Promise<string[]> {
    const { page } = this;
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same passphrase again").fill(passphrase);
    await this.button("Continue").click();
    await expect(this.button("Show the words")).toBeVisible();
    await onSheet?.();
    await this.button("Show the words").click();
    const items = page.getByRole("list", { name: /words/i }).getByRole("listitem");
    await expect(items).toHaveCount(24, { timeout: 60_000 });
    const words = (await items.allInnerTexts()).map((text) =>
      text.replace(/^\s*\d+\.?\s*/, "").trim(),
    );
    await this.button("I have it on paper").click();
    await expect(this.heading("Check your sheet")).toBeVisible();
    for (const field of await page.locator('input[id^="word-"]').all()) {
      const number = Number((await field.getAttribute("id"))?.slice("word-".length));
      await field.fill(words[number - 1] ?? "");
    }
    await this.button("Continue").click();
    return words;
  }

  async unlock(words = passphrase): Promise<void> {
    await this.page.getByLabel("Your passphrase for this device").fill(words);
    await this.button("Unlock").click();
  }

  // --- Codes ---------------------------------------------------------------------------------

  /** Opens the page with one's own code; gives the picture. */
  async showCode(): Promise<Locator> {
    await this.goTo("/code");
    const code = this.page.getByRole("img", { name: /QR code of/ });
    await expect(code).toBeVisible();
    return code;
  }

  /** The link in one's own code. */
  async codeText(): Promise<string> {
    await this.showCode();
    const text = await this.page.locator("details code").first().textContent();
    if (text === null || text === "") throw new Error("the code page shows no link");
    return text;
  }

  /** Uses a code as text, on a page with a scanner. */
  async paste(text: string): Promise<void> {
    await this.page.getByLabel("Paste the code as text").fill(text);
    await this.button("Use this text").click();
  }

  // --- Records -------------------------------------------------------------------------------

  async chooseFiles(files: readonly TestFile[]): Promise<void> {
    await this.page.getByTestId("file-chooser").setInputFiles([...files]);
  }

  /** An empty form for new records, whatever the page before. */
  async goToAdd(): Promise<void> {
    await this.goTo("/records");
    await expect(this.heading("Your records").first()).toBeVisible();
    await this.goTo("/records/add");
  }

  /** Adds files to one's own chart, as they are suggested. */
  async addRecords(files: readonly TestFile[]): Promise<void> {
    await this.goToAdd();
    await this.chooseFiles(files);
    await this.button("Continue").click();
    await this.confirmTransaction("Add to your chart");
  }

  /** Where a record of one's own chart is: its number in the address. */
  async refOf(title: string): Promise<number> {
    await this.goTo("/records");
    const address = await this.link(title).getAttribute("href");
    const ref = /\/records\/(\d+)$/.exec(address ?? "")?.[1];
    if (ref === undefined) throw new Error(`no record is called ${title}`);
    return Number(ref);
  }

  /** Saves the file that is open on this page; gives its SHA-256. */
  async saveCopy(): Promise<{ name: string; sha256: string }> {
    const download = this.page.waitForEvent("download");
    await this.button("Save a copy").click();
    const saved = await download;
    const chunks: Buffer[] = [];
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer);
    return { name: saved.suggestedFilename(), sha256: sha256(Buffer.concat(chunks)) };
  }

  // --- Sharing -------------------------------------------------------------------------------

  /** A provider asks the patient for what patients usually share. */
  async askPatient(code: string): Promise<void> {
    await this.goTo("/scan");
    await this.paste(code);
    await expect(this.heading("Ask for access")).toBeVisible();
    await this.button("Continue").click();
    await this.confirmTransaction("Ask for access");
  }

  /** The patient's answer to a request of theirs: all of it. */
  async shareAsAsked(providerName: string): Promise<void> {
    await this.goTo("/requests");
    await this.link(providerName).click();
    await this.confirmTransaction("Share as asked");
  }

  /** A patient shares with a provider as suggested: usual parts, looking only, 7 days. */
  async shareWith(code: string): Promise<void> {
    await this.goTo("/share/scan");
    await this.paste(code);
    await this.button("Continue").click();
    await this.confirmTransaction(/^Share with/);
  }

  async stopSharingWith(name: string): Promise<void> {
    await this.goTo("/records");
    await this.link(name).click();
    await this.confirmTransaction("Stop sharing");
  }

  /** A provider opens the chart of a patient who shares with it. */
  async openChartOf(patientName: string): Promise<void> {
    await this.goTo("/patients");
    await this.link(patientName).click();
    await expect(this.heading(patientName)).toBeVisible();
    await expect(this.text(/^Open until/)).toBeVisible();
  }

  /** The chart that was open before doesn't open now. */
  async expectChartClosed(chartUrl: string): Promise<void> {
    await this.visitUntil(chartUrl, this.heading("This chart does not open"));
  }

  /** Lists that are already on screen are up to ten seconds old: comes back until it is there. */
  async visitUntil(url: string, sight: Locator): Promise<void> {
    await expect(async () => {
      await this.goTo("/more");
      await expect(this.heading("More")).toBeVisible();
      await this.page.goto(url);
      await expect(sight).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 30_000 });
  }
}

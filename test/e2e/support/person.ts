// What people do in the app, in the words of its screens.
import { expect, type Locator, type Page } from "@playwright/test";
import type { RunningSystem } from "./system.ts";

export const passphrase = "correct horse battery staple";

/** One person in a browser of their own. */
export class Person {
  readonly page: Page;
  readonly system: RunningSystem;

  constructor(page: Page, system: RunningSystem) {
    this.page = page;
    this.system = system;
  }

  async goTo(route: string): Promise<void> {
    // A new hash, not a new page: the keys live in this page's memory.
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#${route}`);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { name });
  }

  /** On the welcome page: be this demo person. */
  async choose(demoName: string): Promise<void> {
    await this.page.getByRole("button", { name: demoName }).click();
  }

  /** A demo account that `npm start` has set up: one tap. */
  async continueAsDemo(): Promise<void> {
    await this.button("Continue").click();
  }

  /** The demo wallet's own window. */
  async confirmInWallet(): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async rejectInWallet(): Promise<void> {
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: "Say no", exact: true })
      .click();
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

  /** From the role question to an open chart; returns the 24 words. */
  async setUpAsPatient(name: string, birthDate: string): Promise<string[]> {
    const { page } = this;
    await page.getByText("I want to keep my own records").click();
    await this.button("Continue").click();
    await page.getByLabel("Your full name").fill(name);
    await page.getByLabel("Your date of birth").fill(birthDate);
    await this.button("Continue").click();
    const words = await this.makeKeys();
    await this.confirmTransaction("Open my chart");
    await this.button("Go to my records").click();
    return words;
  }

  /** Passphrase, sheet, two words. */
  async makeKeys(): Promise<string[]> {
    const { page } = this;
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same passphrase again").fill(passphrase);
    await this.button("Continue").click();
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
}

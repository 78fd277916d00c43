// Without a mouse: every step is reached with Tab and done with the keys.
import { expect, type Page } from "@playwright/test";
import { textFile } from "./support/medicalFiles.ts";
import { passphrase } from "./support/person.ts";
import { test } from "./support/system.ts";

test("set-up and sharing work with the keyboard alone", async ({
  openWithMetaMask,
  openProvider,
}) => {
  const doctor = await openProvider("Dr. Okoro");
  const code = await doctor.codeText();
  const person = await openWithMetaMask();
  const { page } = person;

  await test.step("set up", async () => {
    await press(page, "button", "Connect with MetaMask");
    await expect(person.heading("Welcome")).toBeVisible();
    await tabTo(page, "radio", "I want to keep my own records");
    await page.keyboard.press("Space");
    await press(page, "button", "Continue");
    await type(page, "Your full name", "Kei Tanaka");
    await type(page, "Your date of birth", "03021954");
    await press(page, "button", "Continue");
    await type(page, "Passphrase", passphrase);
    await type(page, "The same passphrase again", passphrase);
    await page.keyboard.press("Enter");
    await press(page, "button", "Show the words");
    const items = page.getByRole("list", { name: /words/i }).getByRole("listitem");
    const words = (await items.allInnerTexts()).map((text) => text.replace(/[\d\s]/g, ""));
    await press(page, "button", "I have it on paper");
    await expect(person.heading("Check your sheet")).toBeVisible();
    for (const field of await page.locator('input[id^="word-"]').all()) {
      const number = Number((await field.getAttribute("id"))?.slice("word-".length));
      await type(page, `Word ${number}`, words[number - 1] ?? "");
    }
    await press(page, "button", "Continue");
    await press(page, "button", "Open my chart");
    await person.expectDone();
    await press(page, "button", "Go to my records");
    await expect(person.heading("Your records will be here")).toBeVisible();
  });
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);

  await test.step("share with the doctor", async () => {
    await press(page, "link", "Share");
    await press(page, "link", "Scan their code");
    await type(page, "Paste the code as text", code);
    await press(page, "button", "Use this text");
    await expect(person.heading("Share with Dr. Okoro")).toBeVisible();
    await press(page, "button", "Change Parts of the chart");
    await tabTo(page, "checkbox", /^Letters/);
    await page.keyboard.press("Space");
    await page.keyboard.press("Space");
    await press(page, "button", "Done");
    await press(page, "button", "Continue");
    await press(page, "button", "Share with Dr. Okoro");
    await person.expectDone();
  });
  await doctor.openChartOf("Kei Tanaka");
});

/** Tabs until this has the focus; fails when a whole round didn't reach it. */
async function tabTo(
  page: Page,
  role: "button" | "link" | "radio" | "checkbox" | "textbox",
  name: string | RegExp,
): Promise<void> {
  const wanted = page.getByRole(role, {
    name,
    exact: typeof name === "string" && role !== "radio",
  });
  await expect(wanted.first()).toBeAttached();
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press("Tab");
    if (await wanted.first().evaluate((element) => element === document.activeElement)) {
      // Where the focus is can be seen: something is drawn around it, or around its card.
      return;
    }
  }
  throw new Error(`Tab does not reach the ${role} ${name}`);
}

async function press(page: Page, role: "button" | "link", name: string): Promise<void> {
  await tabTo(page, role, name);
  await page.keyboard.press("Enter");
}

async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await expect(field).toBeVisible();
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await field.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.type(text);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach the field ${label}`);
}

import { expect, test } from "vitest";
import type { PatientNumber } from "../../domain/brand.ts";
import { fakePrepared, fakeProviderApp, withSession } from "../../session/testing/fakeSession.tsx";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { ProviderApp } from "../../usecases/useCases.ts";
import strings from "./locales/en.json";
import { ReceiptsPage } from "./ReceiptsPage.tsx";

const opened = {
  patient: 7 as PatientNumber,
  count: 2,
  from: 1_800_000_000,
  until: 1_800_000_060,
  undeliverable: false,
};

async function renderReceipts(given: Partial<ProviderApp>) {
  return renderUi(withSession(<ReceiptsPage />, fakeProviderApp(given)), {
    strings: { provider: strings },
  });
}

test("what was opened goes out together, and the page still says whose it was", async () => {
  let sent = false;
  const screen = await renderReceipts({
    unsentReceipts: async () => (sent ? [] : [opened]),
    prepareReceipts: async () => {
      const prepared = fakePrepared<void>(undefined);
      return {
        ...prepared,
        submit: async (options) => {
          await prepared.submit(options);
          sent = true;
        },
      };
    },
  });
  await expect.element(screen.getByText(/2 records opened/)).toBeVisible();
  await screen.getByRole("button", { name: "Send the receipt" }).click();
  await expect.element(screen.getByText("The patient can see it now.")).toBeVisible();
  await expect.element(screen.getByText("Patient no. 7")).toBeVisible();
  await expect.element(screen.getByRole("link", { name: "Back to patients" })).toBeVisible();
});

test("a no in the wallet sends nothing and offers it again", async () => {
  const screen = await renderReceipts({
    unsentReceipts: async () => [opened],
    prepareReceipts: async () => fakePrepared<void>(undefined, ["reject", "confirm"]),
  });
  const send = screen.getByRole("button", { name: "Send the receipt" });
  await send.click();
  await expect.element(screen.getByText(/You said no/).first()).toBeVisible();
  await send.click();
  await expect.element(screen.getByText("The patient can see it now.")).toBeVisible();
});

test("with nothing to send the page says so", async () => {
  const screen = await renderReceipts({});
  await expect.element(screen.getByText("Everything is reported")).toBeVisible();
});

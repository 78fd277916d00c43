import { describe, expect, test } from "vitest";
import type { PatientNumber } from "../../domain/brand.ts";
import { HealthRecordsError } from "../../domain/errors.ts";
import {
  drOkoro,
  fakeProviderApp,
  usualParts,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { AccessView, ProviderView } from "../../usecases/model.ts";
import type { ProviderApp } from "../../usecases/useCases.ts";
import strings from "./locales/en.json";
import { PatientsPage } from "./PatientsPage.tsx";

const later = Math.floor(Date.now() / 1000) + 5 * 86_400;
const terms = {
  read: usualParts,
  write: [],
  purpose: "treatment",
  expiresAt: later,
} as const satisfies AccessView["grant"];

function access(patient: number, given: Partial<AccessView>): AccessView {
  return {
    patient: patient as PatientNumber,
    provider: drOkoro,
    state: "live",
    grant: terms,
    request: undefined,
    keysChanged: false,
    ...given,
  };
}

async function renderPage(given: Partial<ProviderApp> = {}) {
  return renderUi(withSession(<PatientsPage />, fakeProviderApp(given)), {
    strings: { provider: strings },
  });
}

describe("a provider's patients", () => {
  test("are told apart by what they allow now, each leading on", async () => {
    const screen = await renderPage({
      patients: async () => [
        access(1, { patientDetails: { name: "Amina Diallo", birthDate: "1954-03-02" } }),
        access(2, {
          state: "pending",
          grant: undefined,
          request: { ...terms, lapsesAt: later, everything: true },
        }),
        access(3, { state: "ended", grant: undefined }),
        access(4, { state: "suspended" }),
      ],
    });
    await expect.element(screen.getByRole("heading", { name: "Open to you" })).toBeVisible();
    const link = (name: RegExp) =>
      screen.getByRole("link", { name }).element().getAttribute("href");
    expect(link(/Amina Diallo/)).toBe("/patients/1");
    expect(link(/Patient no. 2/)).toBe("/patients/2/ask");
    const headings = screen.getByRole("heading", { level: 2 }).elements();
    expect(headings.map(({ textContent }) => textContent)).toEqual([
      "Open to you",
      "Waiting for an answer",
      "Paused",
      "Ended",
    ]);
    expect(await axeViolations()).toEqual([]);
  });

  test("say how to begin while there are none", async () => {
    const screen = await renderPage();
    await expect.element(screen.getByText("Your patients will be here")).toBeVisible();
    await expect.element(screen.getByRole("link", { name: "Scan a patient's code" })).toBeVisible();
  });

  test("say what went wrong, and come back with a button", async () => {
    let down = true;
    const screen = await renderPage({
      patients: async () => {
        if (down) {
          throw new HealthRecordsError({
            code: "chain.x",
            message: "The network did not answer.",
            nextStep: "Try again.",
          });
        }
        return [access(1, {})];
      },
    });
    await expect.element(screen.getByText("The network did not answer.")).toBeVisible();
    down = false;
    await screen.getByRole("button", { name: "Try again" }).click();
    await expect.element(screen.getByRole("link", { name: /Patient no. 1/ })).toBeVisible();
  });

  test("remind of openings that nobody was told of", async () => {
    const screen = await renderPage({
      unsentReceipts: async () => [
        { patient: 1 as PatientNumber, count: 2, from: later, until: later, undeliverable: false },
        { patient: 2 as PatientNumber, count: 1, from: later, until: later, undeliverable: false },
      ],
    });
    await expect.element(screen.getByText("3 openings are not reported yet")).toBeVisible();
    await expect.element(screen.getByRole("link", { name: "Send 2 receipts" })).toBeVisible();
  });

  test.each([
    ["applied", "Waiting for your authority"],
    ["expired", "Your verification has ended"],
    ["suspended", "You are suspended"],
    ["revoked", "You are no longer verified"],
  ] as const)("a provider who is %s is told that no chart opens", async (status, title) => {
    const me: ProviderView = { ...drOkoro, status, verifiedNow: false };
    const screen = await renderPage({ me: async () => me });
    await expect.element(screen.getByText(title)).toBeVisible();
  });
});

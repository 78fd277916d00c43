import type { ReactNode } from "react";
import { describe, expect, test, vi } from "vitest";
import type { ProviderNumber } from "../../domain/brand.ts";
import {
  drOkoro,
  fakeAuthorityApp,
  fakePrepared,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import type { AuthorityApp } from "../../usecases/useCases.ts";
import { ApplicationsPage } from "./ApplicationsPage.tsx";
import { DecisionPanel } from "./DecisionPanel.tsx";
import { Evidence } from "./Evidence.tsx";
import strings from "./locales/en.json";
import { ProvidersPage } from "./ProvidersPage.tsx";
import { type Decision, decisionsFor, statusOf } from "./statusOf.ts";
import { verifyUntil } from "./verifyUntil.ts";

const applied: ProviderView = {
  ...drOkoro,
  provider: 9 as ProviderNumber,
  status: "applied",
  verifiedNow: false,
  verifiedUntil: 0,
};

function profileOf({ profile }: ProviderView): NonNullable<ProviderView["profile"]> {
  if (profile === undefined) throw new Error("a profile is needed");
  return profile;
}

async function renderPage(page: ReactNode, given: Partial<AuthorityApp> = {}) {
  return renderUi(withSession(page, fakeAuthorityApp(given)), { strings: { authority: strings } });
}

describe("where a provider stands", () => {
  test("one whose date has passed is not called verified", () => {
    expect(statusOf({ ...drOkoro, verifiedNow: false })).toBe("expired");
    expect(statusOf(drOkoro)).toBe("verified");
  });

  test.each([
    ["applied", false, ["verify", "end"]],
    ["verified", true, ["suspend", "verify", "end"]],
    ["expired", false, ["verify", "end"]],
    ["suspended", false, ["reinstate", "end"]],
    ["revoked", false, []],
  ] as const)(
    "%s leaves what the contract allows, and nothing else",
    (status, verifiedNow, allowed) => {
      expect(decisionsFor({ ...drOkoro, status, verifiedNow })).toEqual(allowed);
    },
  );
});

test("a year from 29 February ends on the 28th, at the end of the day", () => {
  const until = verifyUntil({ kind: "years", years: 1 }, new Date(2028, 1, 29, 9));
  expect(until).toEqual(new Date(2029, 1, 28, 23, 59, 59));
});

describe("deciding", () => {
  function panel(decision: Decision, seen: ProviderView) {
    return (
      <DecisionPanel
        decision={decision}
        seen={seen}
        list="/applications"
        onBack={() => undefined}
      />
    );
  }

  test("verifies for a year exactly what was on the screen", async () => {
    const prepareVerification = vi.fn<AuthorityApp["prepareVerification"]>(async () =>
      fakePrepared<void>(undefined),
    );
    const screen = await renderPage(panel("verify", applied), { prepareVerification });
    expect(await axeViolations()).toEqual([]);
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Verify Dr. Okoro" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    const [seen, until = 0] = prepareVerification.mock.calls[0] ?? [];
    expect(seen).toBe(applied);
    const days = (until * 1000 - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(364);
    expect(days).toBeLessThan(367);
  });

  test("wants a day when another date is chosen", async () => {
    const prepareVerification = vi.fn<AuthorityApp["prepareVerification"]>();
    const screen = await renderPage(panel("verify", applied), { prepareVerification });
    await screen.getByText("Another date").click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await expect
      .element(screen.getByRole("button", { name: "Choose the last day." }))
      .toBeVisible();
    expect(prepareVerification).not.toHaveBeenCalled();
  });

  test.each([
    ["suspend", drOkoro, "prepareSuspension", "Suspend Dr. Okoro", "ends at once"],
    ["end", drOkoro, "prepareProviderRevocation", "End it for good", "can't be lifted"],
    ["end", applied, "prepareProviderRevocation", "Refuse Dr. Okoro", "is refused"],
    ["take-over", drOkoro, "prepareTakeOver", "Take over Dr. Okoro", "stays as it is"],
    [
      "reinstate",
      { ...drOkoro, status: "suspended", verifiedNow: false },
      "prepareReinstatement",
      "Lift the suspension",
      "open again",
    ],
  ] as const)(
    "to %s says what that does before it is done",
    async (decision, seen, method, label, words) => {
      const prepare = vi.fn(async () => fakePrepared<void>(undefined));
      const screen = await renderPage(panel(decision, seen), { [method]: prepare });
      await expect.element(screen.getByText(words, { exact: false }).first()).toBeVisible();
      await screen.getByRole("button", { name: label }).click();
      await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
      expect(prepare).toHaveBeenCalledWith(seen.provider);
    },
  );
});

test("the proof is fetched and unlocked only when asked for", async () => {
  const openEvidence = vi.fn<AuthorityApp["openEvidence"]>(async () => ({
    fileName: "licence.txt",
    blob: new Blob(["Licence of Dr. Okoro"], { type: "text/plain" }),
  }));
  const screen = await renderPage(<Evidence provider={applied.provider} />, { openEvidence });
  expect(openEvidence).not.toHaveBeenCalled();
  await screen.getByRole("button", { name: "Open the proof" }).click();
  await expect.element(screen.getByText("Licence of Dr. Okoro")).toBeVisible();
  // Once, even though StrictMode mounts twice.
  expect(openEvidence).toHaveBeenCalledOnce();
  await screen.getByRole("button", { name: "Close the proof" }).click();
  expect(screen.container.textContent).not.toContain("Licence of Dr. Okoro");
});

describe("the lists", () => {
  const providers = async () => [
    applied,
    drOkoro,
    { ...drOkoro, provider: 3 as ProviderNumber, status: "suspended", verifiedNow: false } as const,
  ];

  test("applications hold those who wait, and nobody else", async () => {
    const screen = await renderPage(<ApplicationsPage />, { providers });
    await expect.element(screen.getByRole("link", { name: /Dr. Okoro/ })).toBeVisible();
    const links = screen.getByRole("link").elements();
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/applications/9"]);
  });

  test("those left behind are shown apart, and can only be taken over", async () => {
    const adeyemi: ProviderView = {
      ...drOkoro,
      provider: 5 as ProviderNumber,
      profile: { ...profileOf(drOkoro), name: "Dr. Adeyemi" },
    };
    const given = { providers, leftBehind: async () => [adeyemi] };
    const list = await renderPage(<ProvidersPage />, given);
    const left = list.getByRole("list", { name: "Left behind" });
    await expect.element(left.getByRole("link", { name: /Dr. Adeyemi/ })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  test("providers can be narrowed down to one status", async () => {
    const screen = await renderPage(<ProvidersPage />, { providers });
    await expect.poll(() => screen.getByRole("link").elements().length).toBe(3);
    await screen.getByRole("radio", { name: /Suspended/ }).click({ force: true });
    await expect.poll(() => screen.getByRole("link").elements().length).toBe(1);
    expect(await axeViolations()).toEqual([]);
  });
});

import { describe, expect, test, vi } from "vitest";
import {
  allCompartments,
  drOkoro,
  fakePatientApp,
  fakeSponsorable,
  usualParts,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { TermsView } from "../../usecases/model.ts";
import type { PatientApp } from "../../usecases/useCases.ts";
import { CannotShare } from "./CannotShare.tsx";
import strings from "./locales/en.json";
import { ShareFlow } from "./ShareFlow.tsx";
import { usualDraft } from "./sharedDraft.ts";

async function renderFlow(answers?: readonly ("confirm" | "reject")[]) {
  const prepareGrant = vi.fn<PatientApp["prepareGrant"]>(async () => fakeSponsorable(answers));
  const screen = await renderUi(
    withSession(
      <ShareFlow
        provider={drOkoro}
        compartments={allCompartments}
        initial={usualDraft("doctor", allCompartments)}
        title="Share with Dr. Okoro"
        back="/share"
      />,
      fakePatientApp({ prepareGrant }),
    ),
    { strings: { sharing: strings } },
  );
  const granted = (): TermsView | undefined => prepareGrant.mock.calls.at(-1)?.[1];
  return { screen, prepareGrant, granted };
}

describe("sharing with somebody whose code was scanned", () => {
  test("two taps share everything but the sensitive parts, looking only, for seven days", async () => {
    const { screen, prepareGrant, granted } = await renderFlow();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Share with Dr. Okoro" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(prepareGrant).toHaveBeenCalledOnce();
    const days = ((granted()?.expiresAt ?? 0) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(8.1);
    expect(granted()).toMatchObject({ read: usualParts, write: [], purpose: "treatment" });
  });

  test("names what is left out, and shares it only when it is switched on", async () => {
    const { screen, granted } = await renderFlow();
    await expect
      .element(screen.getByText(/Mental health, Sexual health, Pregnancy, Genes and family/))
      .toBeVisible();
    await screen.getByRole("button", { name: "Change Parts of the chart" }).click();
    await screen.getByText("Mental health").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Share with Dr. Okoro" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    const mental = allCompartments.find(({ kind }) => kind === "mental-health")?.compartment;
    expect(granted()?.read).toContain(mental);
    expect(granted()?.read).toHaveLength(usualParts.length + 1);
  });

  test("nothing chosen stops at the question", async () => {
    const { screen, prepareGrant } = await renderFlow();
    await screen.getByRole("button", { name: "Change Parts of the chart" }).click();
    await screen.getByRole("button", { name: "Choose none" }).click();
    await screen.getByRole("button", { name: "Done" }).click();
    await expect.element(screen.getByText("There is a problem")).toBeVisible();
    expect(prepareGrant).not.toHaveBeenCalled();
  });

  test("after no in the wallet, every answer is as it was", async () => {
    const { screen, granted } = await renderFlow(["reject", "confirm"]);
    await screen.getByRole("button", { name: "Change They may" }).click();
    await screen.getByText("Look, and add records").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Share with Dr. Okoro" }).click();
    await expect.element(screen.getByText(/You said no in MetaMask/).last()).toBeVisible();
    await screen.getByRole("button", { name: "Change something" }).click();
    await expect.element(screen.getByText("Look, and add records")).toBeVisible();
    expect(granted()?.write).toEqual(usualParts);
  });

  test("somebody else can pay: a signature, and a text to hand over", async () => {
    const { screen } = await renderFlow();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByText("Let someone else pay the fee").click();
    await screen.getByRole("button", { name: "Sign the text" }).click();
    await expect.element(screen.getByLabelText("The signed text")).toHaveValue("signed text");
  });

  test("the check page has nothing that axe finds", async () => {
    await renderFlow();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("somebody whom nobody vouches for", () => {
  test.each([
    ["applied", "No authority has verified yet who Dr. Okoro is."],
    ["suspended", "The authority has suspended Dr. Okoro."],
    ["revoked", "Dr. Okoro is no longer verified."],
    ["verified", "The verification of Dr. Okoro has ended."],
  ] as const)("%s: says so, and offers no way to share", async (status, words) => {
    const screen = await renderUi(
      withSession(
        <CannotShare provider={{ ...drOkoro, status, verifiedNow: false }} back="/share" />,
        fakePatientApp(),
      ),
      { strings: { sharing: strings } },
    );
    await expect.element(screen.getByText(words)).toBeVisible();
    expect(screen.container.textContent).toContain("Nothing was shared.");
    await expect.element(screen.getByRole("link", { name: "Scan another code" })).toBeVisible();
    expect(screen.getByRole("button", { name: /Continue|Share with/ }).query()).toBeNull();
  });
});

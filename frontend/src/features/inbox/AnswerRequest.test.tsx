import { describe, expect, test, vi } from "vitest";
import type { Compartment, PatientNumber } from "../../domain/brand.ts";
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
import type { PatientApp } from "../../usecases/useCases.ts";
import { AnswerRequest } from "./AnswerRequest.tsx";
import strings from "./locales/en.json";
import type { OpenRequest } from "./openRequest.ts";

const soon = Math.floor(Date.now() / 1000) + 5 * 86_400;

const request: OpenRequest = {
  patient: 7 as PatientNumber,
  provider: drOkoro,
  state: "pending",
  grant: undefined,
  request: {
    read: [2, 3] as Compartment[],
    write: [3] as Compartment[],
    purpose: "treatment",
    expiresAt: soon,
    lapsesAt: soon - 86_400,
    everything: false,
  },
  keysChanged: false,
};

async function renderAnswer(
  access: OpenRequest = request,
  given: Partial<PatientApp> = {},
  compartments = allCompartments,
) {
  const prepareApproval = vi.fn<PatientApp["prepareApproval"]>(async () => fakeSponsorable());
  const prepareDenial = vi.fn<PatientApp["prepareDenial"]>(async () => fakeSponsorable());
  const screen = await renderUi(
    withSession(
      <AnswerRequest access={access} open compartments={compartments} />,
      fakePatientApp({ prepareApproval, prepareDenial, ...given }),
    ),
    { strings: { inbox: strings } },
  );
  return { screen, prepareApproval, prepareDenial };
}

describe("answering a request", () => {
  test("one tap grants exactly what was asked, once the page has said what that means", async () => {
    const { screen, prepareApproval } = await renderAnswer();
    const text = screen.container.textContent ?? "";
    expect(text).toContain("Dr. Okoro asks to see your records");
    expect(text).toContain("What can't be undone");
    // Nothing may be sealed to somebody before the patient has said yes.
    expect(prepareApproval).not.toHaveBeenCalled();
    await screen.getByRole("button", { name: "Share as asked" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(prepareApproval).toHaveBeenCalledWith(
      1,
      { read: [2, 3], write: [3], purpose: "treatment", expiresAt: soon },
      expect.anything(),
    );
  });

  test("less can be shared, but never more than was asked", async () => {
    const { screen, prepareApproval } = await renderAnswer();
    await screen.getByRole("button", { name: "Share less" }).click();
    await screen.getByRole("button", { name: "Change Parts of the chart" }).click();
    await expect.element(screen.getByRole("checkbox", { name: /Letters/ })).toBeDisabled();
    await screen.getByText("Medicines").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Share this" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    const terms = prepareApproval.mock.calls[0]?.[1];
    expect(terms).toMatchObject({ read: [3], write: [3], purpose: "treatment" });
    expect(terms?.expiresAt).toBeLessThanOrEqual(soon);
  });

  test("a request of everything names what is left out and lets it be chosen", async () => {
    const { screen, prepareApproval } = await renderAnswer({
      ...request,
      request: { ...request.request, read: usualParts, write: [], everything: true },
    });
    expect(screen.container.textContent).toContain("Everything except sensitive parts");
    expect(screen.container.textContent).toContain("Alcohol and drugs");
    await screen.getByRole("button", { name: "Choose what to share" }).click();
    await screen.getByRole("button", { name: "Change Parts of the chart" }).click();
    await screen.getByText("Mental health").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Share this" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(prepareApproval.mock.calls[0]?.[1].read).toHaveLength(usualParts.length + 1);
  });

  test("who acts for the patient answers with the powers they have, and no others", async () => {
    const deny = await renderAnswer(request, { actingWith: ["deny"] });
    await expect.element(deny.screen.getByText("You may not share for them")).toBeVisible();
    expect(deny.screen.getByRole("button", { name: "Share as asked" }).elements()).toEqual([]);
    await deny.screen.getByRole("button", { name: "Say no" }).click();
    await expect.element(deny.screen.getByText(/gets no access/)).toBeVisible();
    await deny.screen.unmount();
    const grant = await renderAnswer(request, { actingWith: ["grant"] });
    const share = grant.screen.getByRole("button", { name: "Share as asked" });
    await expect.element(share).toBeVisible();
    expect(grant.screen.getByRole("button", { name: "Say no" }).elements()).toEqual([]);
  });

  test("the parts that a delegate knows are named, and not called everything", async () => {
    const known = allCompartments.filter(({ compartment }) => usualParts.includes(compartment));
    const asked = { ...request.request, read: usualParts, write: [], everything: true };
    const { screen } = await renderAnswer({ ...request, request: asked }, {}, known);
    await expect.element(screen.getByText(/^Emergency summary, General/).first()).toBeVisible();
    expect(screen.getByText("Everything", { exact: true }).elements()).toEqual([]);
  });

  test("no is said in two taps, and shares nothing", async () => {
    const { screen, prepareApproval, prepareDenial } = await renderAnswer();
    await screen.getByRole("button", { name: "Say no" }).click();
    await expect.element(screen.getByText(/gets no access/)).toBeVisible();
    await screen.getByRole("button", { name: "Say no" }).click();
    await expect.element(screen.getByText(/Nothing was shared/)).toBeVisible();
    expect(prepareDenial).toHaveBeenCalledOnce();
    expect(prepareApproval).not.toHaveBeenCalled();
  });

  test.each([
    [
      "a request that lapsed",
      { ...request, request: { ...request.request, lapsesAt: 1 } },
      "It is too late to answer this request",
    ],
    [
      "somebody who is suspended",
      { ...request, provider: { ...drOkoro, status: "suspended", verifiedNow: false } },
      "Dr. Okoro is not verified by any authority right now",
    ],
  ] as const)("%s can't be granted", async (_, access, words) => {
    const { screen } = await renderAnswer(access);
    await expect.element(screen.getByText(words)).toBeVisible();
    expect(screen.getByRole("button", { name: /Share/ }).query()).toBeNull();
  });

  test("the page has nothing that axe finds", async () => {
    await renderAnswer();
    expect(await axeViolations()).toEqual([]);
  });
});

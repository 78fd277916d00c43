import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import {
  allCompartments,
  drOkoro,
  fakePrepared,
  fakeProviderApp,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { CompartmentView, ProviderView } from "../../usecases/model.ts";
import type { ProviderApp } from "../../usecases/useCases.ts";
import { AskForm } from "./AskForm.tsx";
import { firstDraft } from "./askDraft.ts";
import strings from "./locales/en.json";

const hospital: ProviderView = {
  ...drOkoro,
  provider: 4 as ProviderNumber,
  kind: "hospital",
  profile: {
    name: "Lakeside Hospital",
    specialty: "",
    organization: "",
    place: "Konstanz",
    contact: "",
  },
};

interface Given {
  answers?: readonly ("confirm" | "reject")[];
  known?: readonly CompartmentView[];
  organizations?: readonly ProviderView[];
}

function Form({ known = [], organizations = [] }: Given) {
  const [draft, setDraft] = useState(() => firstDraft("doctor", undefined));
  return (
    <AskForm
      patient={7 as PatientNumber}
      name="Patient no. 7"
      draft={draft}
      onDraft={setDraft}
      organizations={organizations}
      known={known}
    />
  );
}

async function renderForm(given: Given = {}) {
  const prepareRequest = vi.fn<ProviderApp["prepareRequest"]>(async () =>
    fakePrepared<void>(undefined, given.answers),
  );
  const screen = await renderUi(
    withSession(<Form {...given} />, fakeProviderApp({ prepareRequest })),
    { strings: { provider: strings } },
  );
  return { screen, prepareRequest, wish: () => prepareRequest.mock.calls.at(-1)?.[1] };
}

describe("asking for access", () => {
  test("takes two taps from the scanned code to the wallet", async () => {
    const { screen, prepareRequest, wish } = await renderForm();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Ask for access" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(prepareRequest.mock.calls[0]?.[0]).toBe(7);
    expect(wish()).toMatchObject({
      read: "everything",
      write: "everything",
      purpose: "treatment",
    });
  });

  test("says before the wallet opens what is asked, who sees it and what it costs", async () => {
    const { screen } = await renderForm();
    await screen.getByRole("button", { name: "Continue" }).click();
    await expect.element(screen.getByText("What will happen")).toBeVisible();
    const text = screen.container.textContent ?? "";
    expect(text).toContain("You ask the patient to share everything they usually share until");
    expect(text).toContain("Everyone can see that you asked someone");
    expect(text).toContain("About 0.00004 ETH");
  });

  test("lets every answer be changed, and sends what was chosen", async () => {
    const { screen, wish } = await renderForm();
    const change = async (what: string, choice: string) => {
      await screen.getByRole("button", { name: `Change ${what}`, exact: true }).click();
      await screen.getByText(choice, { exact: true }).click();
      await screen.getByRole("button", { name: "Done" }).click();
    };
    await change("What", "The emergency summary");
    await change("You may", "Look only");
    await change("Reason", "Emergency");
    await change("Until", "1 month");
    await change("Answer until", "1 day");
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Ask for access" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(wish()).toMatchObject({ read: [0], write: "none", purpose: "emergency" });
    const { expiresAt = 0, lapsesAt = 0 } = wish() ?? {};
    expect(expiresAt - lapsesAt).toBeGreaterThan(25 * 86_400);
    expect(lapsesAt * 1000 - Date.now()).toBeLessThanOrEqual(86_400_000);
  });

  test("after a no in the wallet everything chosen is still there", async () => {
    const { screen, prepareRequest, wish } = await renderForm({ answers: ["reject", "confirm"] });
    await screen.getByRole("button", { name: "Change Reason" }).click();
    await screen.getByText("Research", { exact: true }).click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Ask for access" }).click();
    await expect
      .element(screen.getByText("You said no in MetaMask.", { exact: false }).first())
      .toBeVisible();
    await screen.getByRole("button", { name: "Change something" }).click();
    await expect.element(screen.getByText("Research")).toBeVisible();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Ask for access" }).click();
    await expect.poll(() => prepareRequest.mock.calls.length).toBe(2);
    expect(wish()).toMatchObject({ purpose: "research" });
  });

  test("offers single parts only where they are known, and wants at least one", async () => {
    const unknown = await renderForm();
    await unknown.screen.getByRole("button", { name: "Change What", exact: true }).click();
    expect(unknown.screen.container.textContent).not.toContain("Parts I know");
    await unknown.screen.unmount();

    const { screen, wish } = await renderForm({ known: allCompartments.slice(1, 5) });
    await screen.getByRole("button", { name: "Change What", exact: true }).click();
    await screen.getByText("Parts I know").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await expect.element(screen.getByRole("alert").first()).toBeVisible();
    await screen.getByText("Medicines").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Ask for access" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(wish()).toMatchObject({ read: [2], write: [2] });
  });

  test("a doctor on a hospital's staff can ask for the hospital", async () => {
    const { screen, wish } = await renderForm({ organizations: [hospital] });
    await screen.getByRole("button", { name: "Change For whom" }).click();
    await screen.getByText("Lakeside Hospital").click();
    await screen.getByRole("button", { name: "Done" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await expect.element(screen.getByText(/You ask for Lakeside Hospital/)).toBeVisible();
    await screen.getByRole("button", { name: "Ask for access" }).click();
    await expect.element(screen.getByRole("heading", { name: "Done" })).toBeVisible();
    expect(wish()?.onBehalfOf).toBe(4);
  });

  test("axe finds nothing, on the answers and on a question", async () => {
    const { screen } = await renderForm({ known: allCompartments, organizations: [hospital] });
    expect(await axeViolations()).toEqual([]);
    await screen.getByRole("button", { name: "Change What", exact: true }).click();
    await screen.getByText("Parts I know").click();
    expect(await axeViolations()).toEqual([]);
  });
});

import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import type { Address } from "../../domain/brand.ts";
import {
  allCompartments,
  fakePatientApp,
  fakePrepared,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { DelegateView } from "../../usecases/model.ts";
import type { PatientApp } from "../../usecases/useCases.ts";
import { ChangeDelegatePage } from "./ChangeDelegatePage.tsx";
import { DelegatePage } from "./DelegatePage.tsx";
import { DelegatesPage } from "./DelegatesPage.tsx";
import strings from "./locales/en.json";
import { RestoreKeysPage } from "./RestoreKeysPage.tsx";
import { TakeBackOrdersPage } from "./TakeBackOrdersPage.tsx";

const account = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955" as Address;
const [first, second] = allCompartments;
if (first === undefined || second === undefined) throw new Error("a chart has parts");

const joseph: DelegateView = {
  account,
  name: undefined,
  powers: ["add-records", "deny"],
  managing: false,
  until: 2_000_000_000,
  live: true,
  read: [first.compartment],
  keysChanged: false,
};

async function renderPage(page: ReactNode, given: Partial<PatientApp> = {}) {
  const app = fakePatientApp({
    delegates: async () => [joseph],
    keysReplaced: () => undefined,
    ...given,
  });
  return renderUi(withSession(page, app), {
    strings: { delegates: strings },
    path: `/delegates/${account}`,
    route: "/delegates/:account",
  });
}

test("the page says how they help, what they may do and what they may see", async () => {
  const screen = await renderPage(<DelegatePage />);
  await expect.element(screen.getByRole("heading", { name: "0x14dC…9955" })).toBeVisible();
  await expect.element(screen.getByText("Add records and Say no to requests")).toBeVisible();
  await expect.element(screen.getByText("Emergency summary")).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

test("a name given to them stands in place of the account", async () => {
  let name: string | undefined;
  const nameDelegate = vi.fn<PatientApp["nameDelegate"]>(async (_, given) => {
    name = given;
  });
  const delegates = async () => [{ ...joseph, name }];
  const screen = await renderPage(<DelegatePage />, { delegates, nameDelegate });
  await screen.getByRole("button", { name: "Change What you call them" }).click();
  await screen.getByRole("textbox", { name: "What do you call them?" }).fill("Uncle Joe");
  expect(await axeViolations()).toEqual([]);
  await screen.getByRole("button", { name: "Save" }).click();
  await expect.element(screen.getByRole("heading", { name: "Uncle Joe", level: 1 })).toBeVisible();
  expect(nameDelegate).toHaveBeenCalledWith(account, "Uncle Joe");
});

test("a change starts from what they may do now, and keeps what was not changed", async () => {
  const prepareDelegate = vi.fn<PatientApp["prepareDelegate"]>(async () =>
    fakePrepared<void>(undefined),
  );
  const nameDelegate = vi.fn<PatientApp["nameDelegate"]>(async () => undefined);
  const delegates = async () => [{ ...joseph, name: "Uncle Joe" }];
  const given = { delegates, prepareDelegate, nameDelegate };
  const screen = await renderPage(<ChangeDelegatePage />, given);
  await expect
    .element(screen.getByRole("heading", { name: "Change what Uncle Joe may do" }))
    .toBeVisible();
  const rows = screen
    .getByRole("button", { name: /^Change/ })
    .elements()
    .map((button) => button.textContent?.replace("Change", "").trim());
  await screen.getByRole("button", { name: "Change They may", exact: true }).click();
  await screen.getByRole("checkbox", { name: "Stop sharing" }).click();
  await screen.getByRole("button", { name: "Done" }).click();
  await screen.getByRole("button", { name: "Continue" }).click();
  await screen.getByRole("button", { name: "Change it" }).click();
  await expect.element(screen.getByText(/Uncle Joe may act for you now/)).toBeVisible();
  const [sent] = prepareDelegate.mock.calls[0] ?? [];
  expect(sent).toMatchObject({
    account,
    powers: ["add-records", "deny", "revoke"],
    read: [first.compartment],
    managing: false,
  });
  // A name is no part of a change, and how somebody helps is ended, not changed.
  expect(nameDelegate).not.toHaveBeenCalled();
  expect(rows).toEqual(["They may", "What they may see", "Until"]);
});

test("what they may see is not guessed while the sheet can't be had", async () => {
  const delegates = async () => [{ ...joseph, read: undefined }];
  const page = await renderPage(<DelegatePage />, { delegates });
  await expect.element(page.getByText("Can't be shown right now")).toBeVisible();
  await page.unmount();
  const change = await renderPage(<ChangeDelegatePage />, { delegates });
  await expect.element(change.getByText(/could not read what they may see/)).toBeVisible();
  expect(change.getByRole("button", { name: "Continue" }).elements()).toEqual([]);
});

test("new keys are shown in the list and on the page, with a way to go on", async () => {
  const delegates = async () => [{ ...joseph, keysChanged: true }];
  const list = await renderPage(<DelegatesPage />, { delegates });
  await expect.element(list.getByText("New keys")).toBeVisible();
  await list.unmount();
  const page = await renderPage(<DelegatePage />, { delegates });
  const again = page.getByRole("link", { name: "Look and let them act again" });
  await expect.element(again).toHaveAttribute("href", `/delegates/${account}/change`);
});

test("keys that somebody else put in place are told, and put back", async () => {
  const prepareKeyDocumentRestore = vi.fn<PatientApp["prepareKeyDocumentRestore"]>(async () =>
    fakePrepared<void>(undefined),
  );
  const given = { keysReplaced: () => ({ by: account }), prepareKeyDocumentRestore };
  const list = await renderPage(<DelegatesPage />, given);
  await expect.element(list.getByText(/0x14dC…9955 replaced your keys/)).toBeVisible();
  await list.unmount();
  const page = await renderPage(<RestoreKeysPage />, given);
  await page.getByRole("button", { name: "Put my keys back" }).click();
  await expect.element(page.getByText("Your own keys are back.")).toBeVisible();
  expect(prepareKeyDocumentRestore).toHaveBeenCalledOnce();
});

test("what was signed for others to send can be taken back", async () => {
  const prepareOrderCancellation = vi.fn<PatientApp["prepareOrderCancellation"]>(async () =>
    fakePrepared<void>(undefined),
  );
  const screen = await renderPage(<TakeBackOrdersPage />, { prepareOrderCancellation });
  await screen.getByRole("button", { name: "Take it back" }).click();
  await expect
    .element(screen.getByText("Nothing that you signed before can be sent now."))
    .toBeVisible();
  expect(prepareOrderCancellation).toHaveBeenCalledOnce();
});

import type { ReactNode } from "react";
import { describe, expect, test, vi } from "vitest";
import { HealthRecordsError } from "../../domain/errors.ts";
import type { Connector, Settings } from "../../session/connector.ts";
import type { RoleApp } from "../../session/SessionContext.tsx";
import { fakePatientApp, withSession } from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import { AboutPage } from "./AboutPage.tsx";
import strings from "./locales/en.json";
import { NetworkPage } from "./NetworkPage.tsx";
import { RecoveryPage } from "./RecoveryPage.tsx";
import { StoragePage } from "./StoragePage.tsx";

const saved: Settings = {
  ipfsEndpoint: "http://127.0.0.1:5001",
  rpcUrl: "http://127.0.0.1:8545",
  secondRpcUrl: undefined,
};

async function renderPage(page: ReactNode, connector: Partial<Connector> = {}, app?: RoleApp) {
  return renderUi(
    withSession(page, app, {
      connector: { settings: async () => saved, chains: async () => [], ...connector },
    }),
    { strings: { settings: strings } },
  );
}

const unreachable = new HealthRecordsError({
  code: "ipfs.unreachable",
  message: "The IPFS node can't be reached.",
  nextStep: "Check that it is running.",
});

describe("the storage page", () => {
  test("says that the records are on one site only", async () => {
    const screen = await renderPage(<StoragePage />);
    await expect.element(screen.getByText("Your records are on one storage site")).toBeVisible();
    await expect.element(screen.getByLabelText("Address of the IPFS node")).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  test("tests the address that is typed, and says what answers", async () => {
    const probeIpfs = vi.fn<Connector["probeIpfs"]>(async () => ({ agent: "kubo/0.43.1" }));
    const screen = await renderPage(<StoragePage />, { probeIpfs });
    await screen.getByLabelText("Address of the IPFS node").fill(" http://localhost:5002 ");
    await screen.getByRole("button", { name: "Test it" }).click();
    await expect.element(screen.getByText("It says that it is kubo/0.43.1.")).toBeVisible();
    expect(probeIpfs.mock.calls[0]?.[0]).toBe("http://localhost:5002");
  });

  test("a site that can't be used keeps what was typed and says what to do", async () => {
    const screen = await renderPage(<StoragePage />, {
      probeIpfs: () => Promise.reject(unreachable),
    });
    const field = screen.getByLabelText("Address of the IPFS node");
    await field.fill("http://localhost:5002");
    await screen.getByRole("button", { name: "Test it" }).click();
    await expect.element(screen.getByText("Check that it is running.")).toBeVisible();
    await expect.element(field).toHaveValue("http://localhost:5002");
  });

  test("saving changes this one setting and keeps the others", async () => {
    const saveSettings = vi.fn<Connector["saveSettings"]>(async () => undefined);
    const screen = await renderPage(<StoragePage />, { saveSettings });
    await screen.getByLabelText("Address of the IPFS node").fill("https://ipfs.example.org");
    await screen.getByRole("button", { name: "Save the address" }).click();
    await expect.element(screen.getByText("Saved.")).toBeVisible();
    expect(saveSettings).toHaveBeenCalledWith({
      ...saved,
      ipfsEndpoint: "https://ipfs.example.org",
    });
  });

  test("puts back what the site lost, and says what is still missing", async () => {
    const screen = await renderPage(
      <StoragePage />,
      {},
      fakePatientApp({
        copies: async () => ({ documents: 9, bytes: 14_000 }),
        republish: async () => ({ republished: 2, stillMissing: 1 }),
      }),
    );
    await expect.element(screen.getByText("9 locked copies, 14 kB")).toBeVisible();
    await screen.getByRole("button", { name: "Put back what the site lost" }).click();
    await expect.element(screen.getByText("1 copy is still missing there")).toBeVisible();
  });
});

describe("the network page", () => {
  test("an empty address goes back to the usual one", async () => {
    const saveSettings = vi.fn<Connector["saveSettings"]>(async () => undefined);
    const screen = await renderPage(<NetworkPage />, { saveSettings });
    await screen.getByLabelText("First address").fill("");
    await screen.getByLabelText("Second address").fill("https://rpc.example.org");
    await screen.getByRole("button", { name: "Save the addresses" }).click();
    await expect.element(screen.getByText("Saved.")).toBeVisible();
    expect(saveSettings).toHaveBeenCalledWith({
      ipfsEndpoint: saved.ipfsEndpoint,
      rpcUrl: undefined,
      secondRpcUrl: "https://rpc.example.org",
    });
  });

  test("the same address twice is no second opinion", async () => {
    const screen = await renderPage(<NetworkPage />);
    await screen.getByLabelText("Second address").fill("http://127.0.0.1:8545");
    await expect.element(screen.getByText(/The two addresses are the same/)).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Save the addresses" })).toBeDisabled();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("the recovery sheet", () => {
  const words = Array.from({ length: 24 }, (_, index) => `word${index + 1}`);

  test("is shown after the passphrase, hidden at first, and put away again", async () => {
    const recoverySheet = vi.fn(async () => ({ words, sheetCode: "HRS1:test" }));
    const screen = await renderPage(<RecoveryPage />, {}, fakePatientApp({ recoverySheet }));
    await screen.getByLabelText("Your passphrase for this device").fill("four plain words here");
    await screen.getByRole("button", { name: "Show the sheet" }).click();
    await expect.element(screen.getByRole("button", { name: "Show the words" })).toBeVisible();
    expect(screen.container.textContent).not.toContain("word7");
    await screen.getByRole("button", { name: "Show the words" }).click();
    await expect.element(screen.getByText("word7")).toBeVisible();
    await screen.getByRole("button", { name: "Put the sheet away" }).click();
    expect(document.body.textContent).not.toContain("word7");
    // The passphrase isn't kept for the next time.
    await expect.element(screen.getByLabelText("Your passphrase for this device")).toHaveValue("");
  });

  test("a wrong passphrase shows nothing and may be typed again", async () => {
    const screen = await renderPage(
      <RecoveryPage />,
      {},
      fakePatientApp({ recoverySheet: () => Promise.reject(unreachable) }),
    );
    await screen.getByLabelText("Your passphrase for this device").fill("wrong");
    await screen.getByRole("button", { name: "Show the sheet" }).click();
    await expect.element(screen.getByText("The sheet was not shown")).toBeVisible();
    await expect
      .element(screen.getByLabelText("Your passphrase for this device"))
      .toHaveValue("wrong");
    expect(await axeViolations()).toEqual([]);
  });
});

test("what others can see names both what ends and what stays when sharing stops", async () => {
  const screen = await renderPage(<AboutPage />);
  await expect.element(screen.getByRole("heading", { name: "This ends" })).toBeVisible();
  await expect
    .element(screen.getByRole("heading", { name: "This can't be taken back" }))
    .toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

import i18next from "i18next";
import { createMemoryRouter, type RouteObject } from "react-router";
import { RouterProvider } from "react-router/dom";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { ListGroup } from "../ui/layout/ListGroup.tsx";
import { ListRow } from "../ui/layout/ListRow.tsx";
import { PageHeader } from "../ui/layout/PageHeader.tsx";
import { axeViolations } from "../ui/testing/axeViolations.ts";
import { AppTheme } from "../ui/theme/AppTheme.tsx";
import { startI18n } from "./i18n.ts";
import { MorePage } from "./MorePage.tsx";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { RootLayout } from "./RootLayout.tsx";
import { RouteErrorPage } from "./RouteErrorPage.tsx";
import { ScannedCodePage } from "./ScannedCodePage.tsx";
import { ShellContext, type ShellState } from "./shellState.ts";

const amina: ShellState = {
  role: "patient",
  identity: { name: "Amina Diallo", role: "Patient" },
  chain: { name: "Local test", kind: "test" },
  waiting: { requests: 2 },
  lock: () => undefined,
};

function Records() {
  return (
    <>
      <PageHeader title="Your records" />
      <ListGroup>
        <ListRow to="/record" title="Blood test" />
      </ListGroup>
    </>
  );
}

function Broken(): never {
  throw new TypeError("x is undefined");
}

const pages: RouteObject[] = [
  {
    element: <RootLayout />,
    children: [
      {
        errorElement: <RouteErrorPage />,
        children: [
          { path: "records", element: <Records /> },
          { path: "record", element: <PageHeader title="Blood test" back="/records" /> },
          { path: "more", element: <MorePage /> },
          { path: "c/*", element: <ScannedCodePage /> },
          { path: "broken", element: <Broken /> },
          { path: "unlock", element: <PageHeader title="Unlock" />, handle: { frame: "bare" } },
          { path: "*", element: <NotFoundPage /> },
        ],
      },
    ],
  },
];

async function open(path: string, shell: ShellState = amina) {
  const router = createMemoryRouter(pages, { initialEntries: [path] });
  const screen = await render(
    <AppTheme>
      <ShellContext value={shell}>
        <RouterProvider router={router} />
      </ShellContext>
    </AppTheme>,
  );
  return { screen, router };
}

describe("the frame", () => {
  beforeAll(async () => {
    if (!i18next.isInitialized) await startI18n();
  });

  test("says on every page for whom one acts, and offers neither delegates nor their sheet", async () => {
    const acting = { name: "Henrik Vogel", holdsMainKeys: false };
    const { screen } = await open("/more", { ...amina, acting });
    await expect.element(screen.getByText("You act for Henrik Vogel.")).toBeVisible();
    await expect
      .element(screen.getByRole("link", { name: /Who can see my records/ }))
      .toBeVisible();
    for (const name of [/People who act for me/, /Recovery sheet/]) {
      expect(screen.getByRole("link", { name }).elements()).toEqual([]);
    }
    expect(await axeViolations()).toEqual([]);
    await screen.getByRole("link", { name: "Leave this chart" }).click();
    await expect.element(screen.getByRole("heading", { name: "Unlock" })).toBeVisible();
  });

  test("says who one is, on which network, where one can go, and how many requests wait", async () => {
    const { screen } = await open("/records");
    await expect.element(screen.getByText("Amina Diallo")).toBeVisible();
    await expect.element(screen.getByText("Test network: Local test")).toBeVisible();
    const places = screen.getByRole("navigation", { name: "Main" }).getByRole("link");
    expect(places.elements().map((place) => place.textContent)).toEqual([
      "Records",
      "Share",
      "2 waiting for youRequests",
      "More",
    ]);
    expect(await axeViolations()).toEqual([]);
  });

  test("moves the focus to the new page's title and names the tab after it", async () => {
    const { screen } = await open("/records");
    expect(document.title).toBe("Your records - Health Records");
    await screen.getByRole("link", { name: "Blood test" }).click();
    await expect.element(screen.getByRole("heading", { name: "Blood test" })).toHaveFocus();
    expect(document.title).toBe("Blood test - Health Records");
    await screen.getByRole("link", { name: "Back" }).click();
    await expect.element(screen.getByRole("heading", { name: "Your records" })).toHaveFocus();
  });

  test("begins with a link past itself", async () => {
    const { screen } = await open("/records");
    await userEvent.tab();
    await expect.element(screen.getByRole("button", { name: "Skip to the page" })).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    await expect.element(screen.getByRole("main")).toHaveFocus();
  });

  test("locks on request", async () => {
    const lock = vi.fn();
    const { screen } = await open("/records", { ...amina, lock });
    await screen.getByRole("button", { name: "Lock" }).click();
    expect(lock).toHaveBeenCalledOnce();
  });

  test("is left out where a page asks for it, and for a visitor", async () => {
    const bare = await open("/unlock");
    expect(bare.screen.getByRole("navigation").query()).toBeNull();
    expect(bare.screen.getByText("Amina Diallo").query()).toBeNull();
    await bare.screen.unmount();
    const visitor = await open("/records", { role: "visitor" });
    expect(visitor.screen.getByRole("navigation").query()).toBeNull();
  });

  test("stays when a page breaks, which says so in words with a way on", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { screen } = await open("/broken");
    await expect
      .element(screen.getByRole("heading", { level: 1 }))
      .toHaveTextContent("This page stopped working");
    await expect.element(screen.getByRole("button", { name: "Reload the page" })).toBeVisible();
    await expect.element(screen.getByRole("navigation")).toBeVisible();
    vi.restoreAllMocks();
  });

  test("finds a way home from an address that is none", async () => {
    const { screen } = await open("/nowhere");
    await expect.element(screen.getByText("This page is not here")).toBeVisible();
    await expect
      .element(screen.getByRole("link", { name: "Go to the start page" }))
      .toHaveAttribute("href", "/");
    expect(await axeViolations()).toEqual([]);
  });

  test.each([
    ["patient", "/share/code"],
    ["provider", "/scan/code"],
    ["visitor", "/welcome"],
  ] as const)("takes a scanned code of a %s to %s, whole", async (role, path) => {
    const code = "eip155:31337:0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    const { router } = await open(`/c/${code}?p=0x3f`, { role });
    await expect.poll(() => router.state.location.pathname).toBe(path);
    expect(new URLSearchParams(router.state.location.search).get("code")).toBe(`${code}?p=0x3f`);
  });

  test("leads from More to who opened the records in one tap", async () => {
    const { screen } = await open("/more");
    await expect
      .element(screen.getByRole("link", { name: /Who opened my records/ }))
      .toHaveAttribute("href", "/trace");
    expect(await axeViolations()).toEqual([]);
  });
});

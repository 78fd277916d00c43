import type { ReactNode } from "react";
import { createMemoryRouter, useLocation } from "react-router";
import { RouterProvider } from "react-router/dom";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { RequireRole } from "./RequireRole.tsx";
import { fakePatientApp, withSession } from "./testing/fakeSession.tsx";

function Elsewhere() {
  const { pathname, search } = useLocation();
  return <p>At {pathname + decodeURIComponent(search)}</p>;
}

function renderAt(path: string, page: ReactNode, ...session: SessionArguments) {
  const router = createMemoryRouter(
    [
      { path: "/records", element: page },
      { path: "*", Component: Elsewhere },
    ],
    { initialEntries: [path] },
  );
  return render(withSession(<RouterProvider router={router} />, ...session));
}

type SessionArguments =
  Parameters<typeof withSession> extends [unknown, ...infer Rest] ? Rest : never;

const page = <RequireRole only="patient">The chart</RequireRole>;

test("lets the unlocked role through", async () => {
  const screen = await renderAt("/records", page, fakePatientApp());
  await expect.element(screen.getByText("The chart")).toBeVisible();
});

test("a locked browser leads to unlocking, and back afterwards", async () => {
  const screen = await renderAt("/records?part=results", page, undefined);
  await expect.element(screen.getByText("At /unlock?next=/records?part=results")).toBeVisible();
  expect(screen.container.textContent).not.toContain("The chart");
});

test("without a wallet it leads to the start, and back afterwards", async () => {
  const screen = await renderAt("/records", page, undefined, { connected: false });
  await expect.element(screen.getByText("At /welcome?next=/records")).toBeVisible();
});

test("another role's screen leads to one's own home", async () => {
  const provider = <RequireRole only="provider">The patients</RequireRole>;
  const screen = await renderAt("/records", provider, fakePatientApp());
  await expect.element(screen.getByText("At /", { exact: true })).toBeVisible();
  expect(screen.container.textContent).not.toContain("The patients");
});

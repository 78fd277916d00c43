import { describe, expect, test, vi } from "vitest";
import type { PatientId, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import {
  drOkoro,
  fakePrepared,
  fakeProviderApp,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import type { ProviderApp } from "../../usecases/useCases.ts";
import { AddStaffPage } from "./AddStaffPage.tsx";
import { doctorsToHandTo } from "./doctorsToHandTo.ts";
import strings from "./locales/en.json";
import { StaffPage } from "./StaffPage.tsx";

const doctor = (number: number, given: Partial<ProviderView> = {}): ProviderView => ({
  ...drOkoro,
  provider: number as ProviderNumber,
  ...given,
});

describe("who can be handed a chart", () => {
  const staff = [
    { doctor: doctor(1), since: 1, current: true },
    { doctor: doctor(2, { verifiedNow: false, status: "suspended" }), since: 1, current: true },
    { doctor: doctor(3), since: 1, current: false },
    { doctor: doctor(4), since: 1, current: true },
  ];
  const numbers = (list: readonly ProviderView[]) => list.map(({ provider }) => provider);

  test("is on the staff now, and verified", () => {
    expect(numbers(doctorsToHandTo(staff, []))).toEqual([1, 4]);
  });

  test("does not have it already, unless they had left in between", () => {
    const had = [
      { doctor: doctor(1), current: true, upToDate: false },
      { doctor: doctor(4), current: false, upToDate: false },
    ];
    expect(numbers(doctorsToHandTo(staff, had))).toEqual([4]);
  });
});

describe("adding a doctor", () => {
  async function renderAdd(given: Partial<ProviderApp>) {
    const screen = await renderUi(
      withSession(<AddStaffPage />, fakeProviderApp({ kind: "hospital", ...given })),
      { strings: { hospital: strings } },
    );
    const paste = async () => {
      await screen.getByLabelText("Paste the code as text").fill("a code");
      await screen.getByRole("button", { name: "Use this text" }).click();
    };
    return { screen, paste };
  }

  test("shows who it is, then adds exactly that doctor", async () => {
    const prepareStaffAddition = vi.fn<ProviderApp["prepareStaffAddition"]>(async () =>
      fakePrepared<void>(undefined),
    );
    const { screen, paste } = await renderAdd({
      readCode: async () => ({ is: "provider", provider: doctor(9) }),
      prepareStaffAddition,
    });
    await paste();
    await expect.element(screen.getByRole("heading", { name: "Dr. Okoro" })).toBeVisible();
    expect(prepareStaffAddition).not.toHaveBeenCalled();
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Add to the staff" }).click();
    await expect.element(screen.getByText("Dr. Okoro is on the staff.")).toBeVisible();
    expect(prepareStaffAddition).toHaveBeenCalledExactlyOnceWith(9);
  });

  test.each([
    ["a patient's code", "This is a patient's code", undefined],
    ["a pharmacy's code", "This is not a doctor's code", doctor(9, { kind: "pharmacy" })],
  ] as const)("refuses %s and keeps scanning", async (_, words, provider) => {
    const { screen, paste } = await renderAdd({
      readCode: async () =>
        provider === undefined
          ? { is: "patient", patient: 7 as PatientNumber, patientId: "0x07" as PatientId }
          : { is: "provider", provider },
    });
    await paste();
    await expect.element(screen.getByText(words)).toBeVisible();
    await expect.element(screen.getByLabelText("Paste the code as text")).toBeVisible();
  });

  test("a suspended doctor is shown, but can't be added", async () => {
    const { screen, paste } = await renderAdd({
      readCode: async () => ({
        is: "provider",
        provider: doctor(9, { status: "suspended", verifiedNow: false }),
      }),
    });
    await paste();
    await expect.element(screen.getByText("Dr. Okoro is not verified right now")).toBeVisible();
    expect(screen.getByRole("button", { name: "Continue" }).elements()).toEqual([]);
    expect(await axeViolations()).toEqual([]);
  });
});

test("the staff list tells those who left apart, and lets only the others be opened", async () => {
  const screen = await renderUi(
    withSession(
      <StaffPage />,
      fakeProviderApp({
        kind: "hospital",
        staff: async () => [
          { doctor: doctor(1), since: 1_800_000_000, current: true },
          {
            doctor: doctor(2, { profile: undefined }),
            since: 1_800_000_000,
            current: false,
          },
        ],
      }),
    ),
    { strings: { hospital: strings } },
  );
  await expect.element(screen.getByRole("link", { name: /Dr. Okoro/ })).toBeVisible();
  await expect.element(screen.getByText("Doctor no. 2")).toBeVisible();
  expect(screen.getByRole("link", { name: /Doctor no. 2/ }).elements()).toEqual([]);
  expect(await axeViolations()).toEqual([]);
});

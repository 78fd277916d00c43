import { useState } from "react";
import { expect, test, vi } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { CompartmentPicker, usualCompartments } from "./CompartmentPicker.tsx";

const compartments = [
  { number: 3, name: "Blood tests", sensitive: false, records: 2 },
  { number: 9, name: "Mental health", sensitive: true },
  { number: 5, name: "Letters", sensitive: false },
];

test("starts without the sensitive ones", () => {
  expect(usualCompartments(compartments)).toEqual([3, 5]);
});

test("chooses all except sensitive ones, leaves a chosen sensitive one alone, and chooses none", async () => {
  const told = vi.fn();
  function Picker() {
    const [value, setValue] = useState<number[]>([9]);
    const change = (next: number[]) => {
      told(next);
      setValue(next);
    };
    return <CompartmentPicker compartments={compartments} value={value} onChange={change} />;
  }
  const screen = await renderUi(<Picker />);
  await screen.getByRole("button", { name: "Choose all except sensitive" }).click();
  expect(told).toHaveBeenLastCalledWith([3, 5, 9]);
  await screen.getByText("Mental health").click();
  expect(told).toHaveBeenLastCalledWith([3, 5]);
  await expect.element(screen.getByText("2 parts chosen")).toBeVisible();
  await screen.getByRole("button", { name: "Choose none" }).click();
  expect(told).toHaveBeenLastCalledWith([]);
  expect(await axeViolations()).toEqual([]);
});

test("can't choose what is disabled, and says why", async () => {
  const told = vi.fn();
  const screen = await renderUi(
    <CompartmentPicker
      compartments={[
        { number: 1, name: "X-rays", sensitive: false, disabledBecause: "Not asked for" },
      ]}
      value={[]}
      onChange={told}
    />,
  );
  await expect.element(screen.getByText("Not asked for")).toBeVisible();
  await expect.element(screen.getByRole("checkbox")).toBeDisabled();
});

import { TextInput } from "@mantine/core";
import { expect, test } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { FormErrorSummary } from "./FormErrorSummary.tsx";

const problems = [{ fieldId: "name", message: "Type your name" }];

function Form() {
  return (
    <>
      <FormErrorSummary problems={problems} />
      <TextInput id="name" label="Full name" error="Type your name" />
    </>
  );
}

test("takes the focus and leads to the field of each problem", async () => {
  const screen = await renderUi(<Form />);
  const summary = screen.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect.element(summary).toHaveFocus();
  await screen.getByRole("button", { name: "Type your name" }).click();
  await expect.element(screen.getByLabelText("Full name")).toHaveFocus();
  expect(await axeViolations()).toEqual([]);
});

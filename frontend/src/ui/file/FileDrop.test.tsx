import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { FileDrop } from "./FileDrop.tsx";

const letter = new File(["hello"], "letter.txt", { type: "text/plain" });
const scan = new File(["scan"], "scan.txt", { type: "text/plain" });

function drop(onto: Element, files: File[]) {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  onto.dispatchEvent(
    new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }),
  );
}

const names = (onFiles: ReturnType<typeof vi.fn>) =>
  onFiles.mock.calls.map((call) => (call[0] as File[]).map((file) => file.name));

test("hands over every file that is dropped", async () => {
  const onFiles = vi.fn();
  const screen = await renderUi(<FileDrop label="Which files?" onFiles={onFiles} />);
  drop(screen.getByRole("group", { name: "Which files?" }).element(), [letter, scan]);
  expect(names(onFiles)).toEqual([["letter.txt", "scan.txt"]]);
});

test("hands over one file only where one is asked for", async () => {
  const onFiles = vi.fn();
  const screen = await renderUi(
    <FileDrop label="Which file?" multiple={false} onFiles={onFiles} />,
  );
  drop(screen.getByRole("group").element(), [letter, scan]);
  expect(names(onFiles)).toEqual([["letter.txt"]]);
});

test("takes the same chosen file twice, since it may have been removed in between", async () => {
  const onFiles = vi.fn();
  const screen = await renderUi(<FileDrop label="Which files?" onFiles={onFiles} />);
  await userEvent.upload(screen.getByTestId("file-chooser"), letter);
  await userEvent.upload(screen.getByTestId("file-chooser"), letter);
  expect(names(onFiles)).toEqual([["letter.txt"], ["letter.txt"]]);
});

test("takes nothing while it is disabled", async () => {
  const onFiles = vi.fn();
  const screen = await renderUi(<FileDrop label="Which files?" disabled onFiles={onFiles} />);
  drop(screen.getByRole("group").element(), [letter]);
  expect(onFiles).not.toHaveBeenCalled();
});

test("says the limit and the problem in words, and axe finds nothing", async () => {
  const screen = await renderUi(
    <FileDrop
      label="Which files?"
      maxBytes={200_000_000}
      error="The file is empty."
      onFiles={() => undefined}
    />,
  );
  await expect.element(screen.getByText("Up to 200 MB each.")).toBeVisible();
  await expect.element(screen.getByText("The file is empty.")).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

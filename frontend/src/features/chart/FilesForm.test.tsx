import { describe, expect, test, vi } from "vitest";
import {
  allCompartments,
  fakePatientApp,
  fakePrepared,
  withSession,
} from "../../session/testing/fakeSession.tsx";
import { axeViolations } from "../../ui/testing/axeViolations.ts";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { PatientApp } from "../../usecases/useCases.ts";
import { FilesForm } from "./FilesForm.tsx";
import strings from "./locales/en.json";

async function renderForm(prepareRecords: PatientApp["prepareRecords"]) {
  const screen = await renderUi(
    withSession(
      <FilesForm
        compartments={allCompartments}
        doneActions={(refs) => <p>Added {refs.join(", ")}</p>}
      />,
      fakePatientApp({ prepareRecords }),
    ),
    { strings: { chart: strings } },
  );
  const choose = async (...files: File[]) => {
    const chooser = screen.getByTestId("file-chooser").element() as HTMLInputElement;
    const list = new DataTransfer();
    for (const file of files) list.items.add(file);
    chooser.files = list.files;
    chooser.dispatchEvent(new Event("change", { bubbles: true }));
    await vi.waitFor(() => expect(screen.container.querySelector("form")).not.toBeNull());
  };
  return { screen, choose };
}

const photo = () => new File(["jpeg"], "IMG_2034.jpg", { type: "image/jpeg" });

describe("adding files", () => {
  test("a photo of a paper report needs two taps after it was taken: continue, add", async () => {
    const prepareRecords = vi.fn(async () => fakePrepared<readonly number[]>([65_536]));
    const { screen, choose } = await renderForm(prepareRecords);
    await choose(photo());
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Add to your chart" }).click();
    await expect.element(screen.getByText("Added 65536")).toBeVisible();
    const [files] = prepareRecords.mock.calls[0] as unknown as Parameters<
      PatientApp["prepareRecords"]
    >;
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({
      fileName: "IMG_2034.jpg",
      kind: "photo",
      compartment: allCompartments.find(({ kind }) => kind === "general")?.compartment,
    });
  });

  test("after no in the wallet, what was typed is still there", async () => {
    const { screen, choose } = await renderForm(async () => fakePrepared([1], ["reject"]));
    await choose(photo());
    await screen.getByLabelText("Title").fill("Knee, from the left");
    await screen.getByRole("button", { name: "Continue" }).click();
    await screen.getByRole("button", { name: "Add to your chart" }).click();
    await expect.element(screen.getByText(/You said no in MetaMask/).last()).toBeVisible();
    await screen.getByRole("button", { name: "Change something" }).click();
    await expect.element(screen.getByLabelText("Title")).toHaveValue("Knee, from the left");
  });

  test("an empty file is refused with a way out, and nothing is prepared", async () => {
    const prepareRecords = vi.fn(async () => fakePrepared<readonly number[]>([1]));
    const { screen, choose } = await renderForm(prepareRecords);
    await choose(photo(), new File([], "leer 📄 שלום.pdf", { type: "application/pdf" }));
    await screen.getByRole("button", { name: "Continue" }).click();
    await expect.element(screen.getByText("There is a problem")).toBeVisible();
    expect(prepareRecords).not.toHaveBeenCalled();
    await screen.getByRole("button", { name: "Remove leer 📄 שלום.pdf" }).click();
    await screen.getByRole("button", { name: "Continue" }).click();
    await expect.element(screen.getByRole("button", { name: "Add to your chart" })).toBeVisible();
  });

  test("locking and saving can be stopped, with the files kept", async () => {
    let signal: AbortSignal | undefined;
    const { screen, choose } = await renderForm((_, options) => {
      signal = options?.signal;
      options?.onProgress?.({ index: 0, stage: "uploading", fraction: 0.5 });
      return new Promise(() => undefined);
    });
    await choose(photo());
    await screen.getByRole("button", { name: "Continue" }).click();
    await expect.element(screen.getByText(/Saving, 50/)).toBeVisible();
    await screen.getByRole("button", { name: "Cancel" }).click();
    expect(signal?.aborted).toBe(true);
    await expect.element(screen.getByLabelText("Title")).toBeVisible();
  });

  test("the form has nothing that axe finds", async () => {
    const { choose } = await renderForm(async () => fakePrepared([1]));
    await choose(photo(), new File([], "empty.txt"));
    expect(await axeViolations()).toEqual([]);
  });
});

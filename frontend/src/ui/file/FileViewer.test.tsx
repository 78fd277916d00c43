import { afterEach, describe, expect, test, vi } from "vitest";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { FileViewer } from "./FileViewer.tsx";
import { viewerFor } from "./viewerFor.ts";

afterEach(() => vi.restoreAllMocks());

async function picture(): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (blob === null) throw new Error("no picture");
  return blob;
}

describe("FileViewer", () => {
  test("shows text as it is written, never as a page", async () => {
    const html = "<b>bold</b><script>document.title = 'run'</script>";
    const screen = await renderUi(
      <FileViewer blob={new Blob([html])} fileName="letter.html" mimeType="text/html" />,
    );
    await expect.element(screen.getByText(html)).toBeVisible();
    expect(document.title).not.toBe("run");
    expect(await axeViolations()).toEqual([]);
  });

  test("lays out JSON, and shows broken JSON as it is", async () => {
    const good = await renderUi(
      <FileViewer blob={new Blob(['{"a":1}'])} fileName="a.json" mimeType="application/json" />,
    );
    await expect
      .poll(() => good.container.querySelector("pre")?.textContent)
      .toBe('{\n  "a": 1\n}');
    await good.unmount();
    const broken = await renderUi(
      <FileViewer blob={new Blob(["{a"])} fileName="a.json" mimeType="application/json" />,
    );
    await expect.element(broken.getByText(/it is not/)).toBeVisible();
    expect(broken.container.querySelector("pre")?.textContent).toBe("{a");
  });

  test("shows an image and revokes its address when it goes", async () => {
    const revoked = vi.spyOn(URL, "revokeObjectURL");
    const screen = await renderUi(
      <FileViewer blob={await picture()} fileName="x.png" mimeType="image/png" />,
    );
    const image = screen.getByRole("img", { name: "Contents of x.png" });
    await expect.element(image).toBeVisible();
    const address = (image.element() as HTMLImageElement).src;
    expect(address).toMatch(/^blob:/);
    expect(revoked).not.toHaveBeenCalledWith(address);
    await screen.unmount();
    expect(revoked).toHaveBeenCalledWith(address);
  });

  test("says so when a picture can't be drawn", async () => {
    const screen = await renderUi(
      <FileViewer blob={new Blob(["no picture"])} fileName="x.png" mimeType="image/png" />,
    );
    await expect.element(screen.getByText(/can't be shown here/)).toBeVisible();
  });

  test("gives the PDF viewer a PDF type whatever the bytes claim to be", async () => {
    vi.spyOn(navigator, "pdfViewerEnabled", "get").mockReturnValue(true);
    const created = vi.spyOn(URL, "createObjectURL");
    const claimsHtml = new Blob(["<script>"], { type: "text/html" });
    const screen = await renderUi(
      <FileViewer blob={claimsHtml} fileName="x.pdf" mimeType="application/pdf" />,
    );
    await expect.poll(() => screen.container.querySelector("iframe")).not.toBeNull();
    expect(created.mock.calls.map(([blob]) => (blob as Blob).type)).not.toContain("text/html");
  });

  test("offers a copy to save where the browser shows no PDF", async () => {
    vi.spyOn(navigator, "pdfViewerEnabled", "get").mockReturnValue(false);
    const screen = await renderUi(
      <FileViewer blob={new Blob(["%PDF"])} fileName="x.pdf" mimeType="application/pdf" />,
    );
    await expect.element(screen.getByText(/can't show a PDF here/)).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Save a copy" })).toBeVisible();
  });

  test("says that a file is empty", async () => {
    const screen = await renderUi(
      <FileViewer blob={new Blob([])} fileName="x.txt" mimeType="text/plain" />,
    );
    await expect.element(screen.getByText("This file is empty.")).toBeVisible();
  });
});

test("chooses the viewer by type, by ending when there is none, and guesses nothing else", () => {
  expect(viewerFor("image/jpeg", "x")).toBe("image");
  expect(viewerFor("text/html; charset=utf-8", "x")).toBe("text");
  expect(viewerFor("application/fhir+json", "x")).toBe("json");
  expect(viewerFor("", "scan.PDF")).toBe("pdf");
  expect(viewerFor("application/dicom", "x.jpg")).toBe("other");
  expect(viewerFor("", "no-ending")).toBe("other");
});

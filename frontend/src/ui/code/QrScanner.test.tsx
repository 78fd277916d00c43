import { QRCodeCanvas } from "qrcode.react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { axeViolations } from "../testing/axeViolations.ts";
import { renderUi } from "../testing/renderUi.tsx";
import { cameraProblem } from "./cameraProblem.ts";
import { QrScanner } from "./QrScanner.tsx";

const link = "https://example.org/#/c/eip155:31337:0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

afterEach(() => vi.restoreAllMocks());

function refuseCameraWith(name: string) {
  return vi
    .spyOn(navigator.mediaDevices, "getUserMedia")
    .mockRejectedValue(new DOMException("no camera for this test", name));
}

/** What the camera would send: a code drawn on a canvas. */
function cameraShowing(canvas: HTMLCanvasElement): { stream: MediaStream; stop: () => void } {
  const stream = canvas.captureStream(10);
  const context = canvas.getContext("2d");
  // A canvas sends a frame when something is drawn.
  const timer = setInterval(() => context?.fillRect(0, 0, 1, 1), 100);
  return { stream, stop: () => clearInterval(timer) };
}

async function codeCanvas(text: string): Promise<HTMLCanvasElement> {
  const screen = await renderUi(<QRCodeCanvas value={text} size={400} marginSize={4} />);
  const canvas = screen.container.querySelector("canvas");
  if (canvas === null) throw new Error("no canvas");
  return canvas;
}

describe("QrScanner", () => {
  test("takes a pasted code, without the space around it", async () => {
    const onCode = vi.fn();
    const screen = await renderUi(<QrScanner onCode={onCode} autoStart={false} />);
    await screen.getByLabelText("Paste the code as text").fill(`  ${link}\n`);
    await screen.getByRole("button", { name: "Use this text" }).click();
    expect(onCode).toHaveBeenCalledExactlyOnceWith(link);
  });

  test("asks for a text when none was pasted", async () => {
    const onCode = vi.fn();
    const screen = await renderUi(<QrScanner onCode={onCode} autoStart={false} />);
    await screen.getByRole("button", { name: "Use this text" }).click();
    await expect.element(screen.getByText("Paste or type the code first.")).toBeVisible();
    expect(onCode).not.toHaveBeenCalled();
    expect(await axeViolations()).toEqual([]);
  });

  test.each([
    ["NotAllowedError", "The camera is switched off for this page"],
    ["NotFoundError", "No camera found"],
    ["NotReadableError", "The camera is in use"],
  ])("explains %s and leaves picture and text to use", async (name, words) => {
    refuseCameraWith(name);
    const screen = await renderUi(<QrScanner onCode={() => undefined} />);
    await expect.element(screen.getByText(words)).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect
      .element(screen.getByRole("button", { name: "Choose a picture of the code" }))
      .toBeVisible();
    await expect.element(screen.getByLabelText("Paste the code as text")).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  test("offers no camera on a page that is not secure", async () => {
    vi.spyOn(window, "isSecureContext", "get").mockReturnValue(false);
    const screen = await renderUi(<QrScanner onCode={() => undefined} />);
    await expect.element(screen.getByText("The camera can't be used here")).toBeVisible();
    expect(screen.getByRole("button", { name: "Use the camera" }).query()).toBeNull();
  });

  test("reads the camera under StrictMode, tells a code once, and lets go of the camera", async () => {
    const { stream, stop } = cameraShowing(await codeCanvas(link));
    vi.spyOn(navigator.mediaDevices, "getUserMedia").mockImplementation(async () => stream.clone());
    const ended: MediaStreamTrack[] = [];
    const stopTrack = MediaStreamTrack.prototype.stop;
    vi.spyOn(MediaStreamTrack.prototype, "stop").mockImplementation(function (
      this: MediaStreamTrack,
    ) {
      ended.push(this);
      stopTrack.call(this);
    });
    const onCode = vi.fn();
    const screen = await renderUi(<QrScanner onCode={onCode} />);
    await expect.poll(() => onCode.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(onCode).toHaveBeenCalledExactlyOnceWith(link);
    await screen.getByRole("button", { name: "Stop the camera" }).click();
    await expect.poll(() => ended.length).toBeGreaterThan(0);
    stop();
  });

  test("reads a code from a picture", async () => {
    const canvas = await codeCanvas(link);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    if (blob === null) throw new Error("no picture");
    const onCode = vi.fn();
    const screen = await renderUi(<QrScanner onCode={onCode} autoStart={false} />);
    await userEvent.upload(
      screen.getByTestId("code-image"),
      new File([blob], "code.png", { type: "image/png" }),
    );
    await expect.poll(() => onCode.mock.calls, { timeout: 20_000 }).toEqual([[link]]);
  });

  test("says so when a picture holds no code", async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d")?.fillRect(0, 0, 50, 50);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    if (blob === null) throw new Error("no picture");
    const screen = await renderUi(<QrScanner onCode={() => undefined} autoStart={false} />);
    await userEvent.upload(
      screen.getByTestId("code-image"),
      new File([blob], "cat.png", { type: "image/png" }),
    );
    await expect.element(screen.getByText(/No code found in this picture/)).toBeVisible();
  });
});

test("tells camera problems apart by the name inside the library's string", () => {
  expect(cameraProblem("Error getting userMedia, error = NotAllowedError: no")).toBe("refused");
  expect(cameraProblem(new DOMException("x", "OverconstrainedError"))).toBe("missing");
  expect(cameraProblem("Camera streaming not supported by the browser.")).toBe("insecure");
  expect(cameraProblem("something new")).toBe("failed");
});

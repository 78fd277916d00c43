// What Chromium's fake camera sees, drawn into a two-frame Y4M clip: a code made from a text, or
// the very picture that another person's screen shows.
import { writeFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import QRCode from "qrcode";

const width = 640;
const height = 480;

/** A white wall: what the camera sees until a test shows it something. */
export async function showNothing(file: string): Promise<void> {
  await writeClip(file, Buffer.alloc(width * height, 235));
}

/** Overwrites the clip; a scanner that opens afterwards sees this code. */
export async function showToCamera(file: string, text: string): Promise<void> {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  const scale = Math.floor((height - 40) / (modules.size + 8));
  const left = Math.floor((width - modules.size * scale) / 2);
  const top = Math.floor((height - modules.size * scale) / 2);
  const luma = Buffer.alloc(width * height, 235);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) === 0) continue;
      for (let y = 0; y < scale; y++) {
        const start = (top + row * scale + y) * width + left + column * scale;
        luma.fill(16, start, start + scale);
      }
    }
  }
  await writeClip(file, luma);
}

/** Holds somebody's screen in front of the camera: the code as that page draws it. */
export async function filmScreen(file: string, code: Locator): Promise<void> {
  const picture = await code.screenshot();
  const grey = await code.page().evaluate(
    async ({ base64, width, height }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(width, height).getContext("2d");
      if (context === null) throw new Error("this browser draws nothing");
      context.fillStyle = "white";
      context.fillRect(0, 0, width, height);
      const side = height - 40;
      context.drawImage(bitmap, (width - side) / 2, 20, side, side);
      const { data } = context.getImageData(0, 0, width, height);
      let text = "";
      for (let index = 0; index < data.length; index += 4) {
        text += String.fromCharCode(data[index + 1] ?? 0);
      }
      return btoa(text);
    },
    { base64: picture.toString("base64"), width, height },
  );
  await writeClip(file, Buffer.from(grey, "base64"));
}

async function writeClip(file: string, luma: Buffer): Promise<void> {
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([header, frame, frame]));
}

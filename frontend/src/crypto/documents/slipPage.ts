import * as z from "zod";
import { limits } from "../limits.ts";
import { encodeDocument, parseDocument } from "./document.ts";
import { type Slip, slipSchema } from "./slip.ts";

/** Slips for which a share sheet has no room; the sheet names the page by its digest. */
const slipPageSchema = z.strictObject({
  slips: z.array(slipSchema).min(1).max(limits.slipsPerPage),
});

const format = { type: "slip-page", version: 1, schema: slipPageSchema };

export function encodeSlipPage(slips: readonly Slip[]): Uint8Array {
  return encodeDocument(format, { slips: [...slips] });
}

export function parseSlipPage(bytes: Uint8Array): Slip[] {
  return parseDocument(format, bytes).slips;
}

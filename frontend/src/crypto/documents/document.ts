import * as z from "zod";
import { CryptoError } from "../errors.ts";
import { limits } from "../limits.ts";
import { decodeCbor, encodeCbor } from "../primitives/cbor.ts";

/**
 * What all documents have in common: a canonical CBOR map with `t` (which document)
 * and `v` (format version), at most 1 MiB, parsed by a strict schema. Nothing unknown
 * is skipped: an unknown field fails, and a higher version says "update" instead.
 */
export interface DocumentFormat<Schema extends z.ZodType> {
  readonly type: string;
  readonly version: number;
  readonly schema: Schema;
  /** Defaults to one raw IPFS block. */
  readonly maximumBytes?: number;
}

const headSchema = z.looseObject({ t: z.string().max(40), v: z.number().int().min(1) });

/** Throws crypto.invalid-input when the content breaks a limit of the format. */
export function encodeDocument<Schema extends z.ZodType>(
  format: DocumentFormat<Schema>,
  content: z.output<Schema>,
): Uint8Array {
  const wire = encodeContent(format.schema, content);
  const bytes = encodeCbor({ t: format.type, v: format.version, ...wire });
  if (bytes.length > (format.maximumBytes ?? limits.documentBytes)) {
    throw new CryptoError("crypto.document-too-large", {
      details: { document: format.type, bytes: bytes.length },
    });
  }
  return bytes;
}

/**
 * Throws crypto.document-too-large, crypto.malformed-document, crypto.wrong-document
 * or crypto.newer-format.
 */
export function parseDocument<Schema extends z.ZodType>(
  format: DocumentFormat<Schema>,
  bytes: Uint8Array,
): z.output<Schema> {
  const details = { document: format.type, bytes: bytes.length };
  if (bytes.length > (format.maximumBytes ?? limits.documentBytes)) {
    throw new CryptoError("crypto.document-too-large", { details });
  }
  const head = headSchema.safeParse(decodeCbor(bytes));
  if (!head.success) throw new CryptoError("crypto.malformed-document", { details });
  const { t, v, ...wire } = head.data;
  if (t !== format.type) throw new CryptoError("crypto.wrong-document", { details });
  if (v > format.version) {
    throw new CryptoError("crypto.newer-format", { details: { ...details, version: v } });
  }
  if (v !== format.version) throw new CryptoError("crypto.malformed-document", { details });
  return decodeContent(format.schema, wire, format.type);
}

/** For parts that are sealed inside a document: the same strictness without `t` and `v`. */
export function encodePart<Schema extends z.ZodType>(
  schema: Schema,
  content: z.output<Schema>,
): Uint8Array {
  return encodeCbor(encodeContent(schema, content));
}

export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  part: string,
): z.output<Schema> {
  return decodeContent(schema, decodeCbor(bytes), part);
}

function encodeContent<Schema extends z.ZodType>(
  schema: Schema,
  content: z.output<Schema>,
): Record<string, unknown> {
  const wire = z.safeEncode(schema, content);
  if (!wire.success) {
    throw new CryptoError("crypto.invalid-input", { details: { field: firstPath(wire.error) } });
  }
  return wire.data as Record<string, unknown>;
}

function decodeContent<Schema extends z.ZodType>(
  schema: Schema,
  wire: unknown,
  document: string,
): z.output<Schema> {
  const content = schema.safeParse(wire);
  if (!content.success) {
    throw new CryptoError("crypto.malformed-document", {
      details: { document, field: firstPath(content.error) },
    });
  }
  return content.data;
}

/** Where, never what: a path holds no personal data. */
function firstPath(error: z.ZodError): string {
  return error.issues[0]?.path.join(".") || "(whole)";
}

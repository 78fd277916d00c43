import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import { BadCallError } from "./rpcError.ts";
import { unsupported } from "./rpcOptions.ts";

/**
 * Runs `work` on each file of a multipart body, one after the other. Rejects when `work`
 * does, and unless the body arrived whole; `work` has ended by then in any case. What is
 * left of the body then is the caller's to drop.
 */
export async function forEachPart(
  request: IncomingMessage,
  work: (name: string, content: Readable) => Promise<void>,
): Promise<void> {
  const busboy = createBusboy(request);
  const open = new Set<Readable>();
  let works: Promise<unknown> = Promise.resolve();
  let failure: { cause: unknown } | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const brokeOff = (cause?: unknown) =>
        reject(new BadCallError("the upload broke off", { cause }));
      busboy.on("file", (_field, stream, fileName, _encoding, mimeType) => {
        open.add(stream);
        stream.on("error", brokeOff);
        works = works.then(async () => {
          // A failed part stops the ones behind it: `reject` was called, but they were queued.
          if (failure !== undefined) return;
          if (mimeType === "application/x-directory") throw unsupported("folders");
          const name = decodeName(fileName);
          if (name.includes("/")) throw unsupported("folders");
          await work(name, stream);
          open.delete(stream);
        });
        works.catch((cause: unknown) => {
          failure ??= { cause };
          reject(cause);
        });
      });
      for (const limit of ["filesLimit", "partsLimit", "fieldsLimit"] as const) {
        busboy.on(limit, () =>
          reject(
            new BadCallError("the multipart body has too many parts, or parts that aren't files"),
          ),
        );
      }
      busboy.on("error", brokeOff);
      busboy.on("finish", () => (request.complete ? resolve() : brokeOff()));
      request.on("error", brokeOff);
      request.on("close", () => {
        if (!request.complete) brokeOff();
      });
      request.pipe(busboy);
    });
    await works;
  } catch (error) {
    failure ??= { cause: error };
    request.unpipe(busboy);
    for (const stream of open) stream.destroy(error instanceof Error ? error : undefined);
    await Promise.allSettled([works]);
    throw error;
  }
}

function createBusboy(request: IncomingMessage): InstanceType<typeof Busboy> {
  const contentType = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data;/i.test(contentType)) {
    throw new BadCallError("the body must be multipart/form-data");
  }
  try {
    return new Busboy({
      headers: { ...request.headers, "content-type": contentType },
      // Otherwise `a/b` would quietly become `b`.
      preservePath: true,
      // Busboy's defaults cut silently; what is cut here is refused above.
      limits: {
        fileSize: Number.POSITIVE_INFINITY,
        files: 1000,
        fields: 0,
        parts: 1000,
        headerPairs: 20,
      },
    });
  } catch (cause) {
    throw new BadCallError("the multipart body has no boundary", { cause });
  }
}

/** Kubo's clients percent-encode the name; "blob" is what browsers say when there is none. */
function decodeName(fileName: string | undefined): string {
  if (fileName === undefined || fileName === "blob") return "";
  try {
    return decodeURIComponent(fileName);
  } catch {
    return fileName;
  }
}

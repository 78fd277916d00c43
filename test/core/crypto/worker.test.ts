import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import type { Crypto } from "../../../frontend/src/crypto/crypto.ts";
import { openToBlob, sealSegments } from "../../../frontend/src/crypto/payload/payloadStreams.ts";
import type { Progress } from "../../../frontend/src/crypto/payload/progress.ts";
import { utf8 } from "../../../frontend/src/crypto/primitives/bytes.ts";
import {
  type CryptoClient,
  connectCrypto,
} from "../../../frontend/src/crypto/worker/cryptoClient.ts";
import { type Endpoint, remoteMethods } from "../../../frontend/src/crypto/worker/protocol.ts";
import { serveCrypto } from "../../../frontend/src/crypto/worker/serveCrypto.ts";
import { generation, repeatableRandom } from "./cast.ts";

/** A real MessagePort between the two ends: what can't be posted fails here as in a worker. */
let channel: MessageChannel;
let client: CryptoClient;
let crypto: Crypto;
const local = () => createCrypto(repeatableRandom("worker tests"));

beforeEach(() => {
  channel = new MessageChannel();
  serveCrypto(channel.port1, local());
  client = connectCrypto(channel.port2);
  crypto = client.crypto;
  channel.port1.start();
  channel.port2.start();
});

afterEach(() => {
  channel.port1.close();
  channel.port2.close();
});

test("a file is sealed and opened at the other side, with progress", async () => {
  const content = repeatableRandom("file")(6 * 1024 * 1024);
  const file = new Blob([content as Uint8Array<ArrayBuffer>]);
  const reports: Progress[] = [];
  const onProgress = (progress: Progress) => reports.push(progress);
  const sealer = await crypto.startSealing(file);
  expect(sealer.layout.segmentCount).toBe(1);
  const segments: Uint8Array[] = [];
  const sealing = sealSegments(sealer, { onProgress });
  let step = await sealing.next();
  for (; !step.done; step = await sealing.next()) segments.push(step.value.bytes);
  expect(reports.at(-1)).toEqual({ doneBytes: file.size, totalBytes: file.size });

  const opener = await crypto.startOpening({ ...step.value, segmentCount: segments.length });
  const opened = await openToBlob(opener, segments, "application/pdf");
  expect(opened.type).toBe("application/pdf");
  expect(Buffer.compare(new Uint8Array(await opened.arrayBuffer()), content)).toBe(0);
  expect(segments[0]?.length).toBeGreaterThan(0); // the caller's copy wasn't taken away
});

test("cancelling here stops the work there", async () => {
  const controller = new AbortController();
  const sealer = await crypto.startSealing(new Blob([new Uint8Array(40 * 1024 * 1024)]));
  const running = sealer.sealNext({
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(running).rejects.toMatchObject({ code: "crypto.cancelled" });
  const late = sealer.sealNext({ signal: AbortSignal.abort() });
  await expect(late).rejects.toMatchObject({ code: "crypto.cancelled" });
});

test("a session works through the port as it does in place, and the same errors come back", async () => {
  const session = await crypto.createSession();
  const inPlace = await local().createSession();
  expect(await session.identity()).toEqual(await inPlace.identity());
  expect(await session.recoverySheet()).toEqual(await inPlace.recoverySheet());

  const quick = { memoryKib: 19 * 1024, passes: 1, lanes: 1 };
  const vault = await session.sealLocalVault("correct horse battery", quick);
  const unlocked = await crypto.unlockSession(vault, "correct horse battery");
  expect(await unlocked.identity()).toEqual(await session.identity());
  await expect(crypto.unlockSession(vault, "not that passphrase")).rejects.toMatchObject({
    name: "CryptoError",
    code: "crypto.wrong-passphrase",
    nextStep: expect.stringContaining("recovery sheet"),
  });
  await expect(session.identity(generation(4))).rejects.toMatchObject({
    code: "crypto.unknown-generation",
    details: { generation: 4 },
  });
  await expect(crypto.startSealing(new Blob([]))).rejects.toMatchObject({
    code: "crypto.empty-file",
  });
});

test("after lock the session is gone at the other side", async () => {
  const session = await crypto.createSession();
  const box = await session.sealLocal("receipts", utf8("unsent"));
  await session.lock();
  await session.lock();
  await expect(session.openLocal("receipts", box)).rejects.toMatchObject({
    code: "crypto.locked",
  });
});

test("when the worker dies, what waits and what comes later fails", async () => {
  const session = await crypto.createSession();
  const waiting = session.sealLocalVault("correct horse battery");
  client.fail("out of memory");
  await expect(waiting).rejects.toMatchObject({ code: "crypto.worker-failed" });
  await expect(session.identity()).rejects.toMatchObject({ code: "crypto.worker-failed" });
});

describe("the other side", () => {
  const call = (message: object) =>
    new Promise<{ kind: string; error?: { code: string } }>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      serveCrypto(port1 as unknown as Endpoint, local());
      port2.addEventListener("message", ({ data }) => {
        resolve(data);
        port1.close();
      });
      port1.start();
      port2.start();
      port2.postMessage(message);
    });

  test.each(["constructor", "toString", "__proto__", "seeds", "lock"])(
    "calls no method that isn't listed: %s",
    async (method) => {
      const answer = await call({ kind: "call", id: 1, target: 0, method, args: [] });
      expect(answer).toMatchObject({ kind: "error", error: { code: "crypto.worker-failed" } });
    },
  );

  test("knows no object that it didn't hand out", async () => {
    const answer = await call({ kind: "call", id: 1, target: 99, method: "identity", args: [] });
    expect(answer).toMatchObject({ kind: "error", error: { code: "crypto.locked" } });
  });

  test("lists exactly the methods that a session has", async () => {
    const session = await local().createSession();
    expect(Object.keys(session).sort()).toEqual(Object.keys(remoteMethods.session).sort());
    expect(Object.keys(local()).sort()).toEqual(Object.keys(remoteMethods.crypto).sort());
  });
});

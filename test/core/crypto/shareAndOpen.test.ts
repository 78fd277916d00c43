import { expect, test } from "vitest";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import type { EnvelopeTerms } from "../../../frontend/src/crypto/documents/envelope.ts";
import { openToBlob, sealSegments } from "../../../frontend/src/crypto/payload/payloadStreams.ts";
import {
  amina,
  chart,
  cid,
  compartment,
  epoch,
  generation,
  joinAmina,
  joinOkoro,
  metadataOf,
  providerNumber,
  repeatableRandom,
} from "./cast.ts";

test("a doctor opens with the envelope what the patient sealed, and sees its metadata", async () => {
  const [patient, doctor] = await Promise.all([joinAmina(), joinOkoro()]);
  const crypto = createCrypto(repeatableRandom("share"));
  const file = new Blob(["haemoglobin 13.4 g/dl"]);

  const sealer = await crypto.startSealing(file);
  const segments: Uint8Array[] = [];
  const sealing = sealSegments(sealer);
  let step = await sealing.next();
  for (; !step.done; step = await sealing.next()) segments.push(step.value.bytes);
  const { recordKey, size, digest } = step.value;
  const manifest = await patient.session.sealManifest({
    context: chart,
    place: { compartment: compartment(5), epoch: epoch(2), generation: generation(1) },
    access: { kind: "epoch", states: "own" },
    recordKey,
    metadata: metadataOf(size, digest),
    segments: segments.map((segment) => ({ cid, bytes: segment.length })),
  });

  const terms: EnvelopeTerms = {
    purpose: "grant",
    provider: providerNumber(3),
    generation: generation(1),
    readMask: 1 << 5,
    writeMask: 0,
    epochs: [{ compartment: compartment(5), epoch: epoch(3) }],
  };
  const envelope = await patient.session.sealEnvelope({
    context: chart,
    terms,
    targets: [doctor.target],
    states: "own",
    compartments: [{ compartment: compartment(5), name: "Laboratory" }],
    patient: amina,
  });

  const opened = await doctor.session.openEnvelope(chart, envelope, [doctor.me]);
  expect(opened.content.patient).toEqual(amina);
  const record = await doctor.session.openRecord({
    context: chart,
    manifest,
    place: { compartment: compartment(5), epoch: epoch(2) },
    states: opened.content.states,
  });
  expect(record.metadata.title).toBe("Blood count");
  const blob = await openToBlob(await crypto.startOpening(record.payload), segments, "text/plain");
  expect(await blob.text()).toBe("haemoglobin 13.4 g/dl");
});

import { describe, expect, test } from "vitest";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import { parseKeyDocument } from "../../../frontend/src/crypto/documents/keyDocument.ts";
import { parseProviderProfile } from "../../../frontend/src/crypto/documents/providerProfile.ts";
import {
  isOwnersSheet,
  parseShareSheet,
} from "../../../frontend/src/crypto/documents/shareSheet.ts";
import { parseSlipPage } from "../../../frontend/src/crypto/documents/slipPage.ts";
import type { Seed } from "../../../frontend/src/crypto/keys/seed.ts";
import { openLocal } from "../../../frontend/src/crypto/local/localStore.ts";
import { openToBlob } from "../../../frontend/src/crypto/payload/payloadStreams.ts";
import { fromHex, utf8 } from "../../../frontend/src/crypto/primitives/bytes.ts";
import frozen from "../../vectors/format.json" with { type: "json" };
import {
  evidencePlace,
  localPurpose,
  makeFormatVectors,
  passphrase,
  places,
  plaintext,
  profile,
} from "../../vectors/formatVectors.ts";
import { amina, chart, generation, joinOkoro, repeatableRandom } from "./cast.ts";

const crypto = createCrypto(repeatableRandom("not used for opening"));
const restoreAmina = () =>
  crypto.restoreSession({ kind: "words", words: frozen.recoveryWords }, generation(1));

test("today's code makes every byte of the frozen format again", async () => {
  expect(await makeFormatVectors()).toEqual(frozen);
});

describe("today's code opens what the frozen format holds", () => {
  test("the record, from the words of the recovery sheet alone", async () => {
    const session = await restoreAmina();
    const record = await session.openRecord({
      context: chart,
      manifest: fromHex(frozen.manifest),
      place: places.record,
      states: "own",
    });
    expect(record.metadata.title).toBe("Blood count");
    expect(record.metadata.fileName).toBe("blut 🩸 \u202Efdp.pdf");
    const opener = await crypto.startOpening(record.payload);
    const blob = await openToBlob(opener, [fromHex(frozen.segment)], record.metadata.mime);
    expect(await blob.text()).toBe(plaintext);
  });

  test("the record sealed to people, by the doctor and through the slip", async () => {
    const doctor = await joinOkoro();
    const sealed = {
      context: chart,
      manifest: fromHex(frozen.manifestToPeople),
      place: places.toPeople,
    };
    const asRecipient = await doctor.session.openRecord({ ...sealed, states: [], me: [doctor.me] });
    expect(asRecipient.metadata.title).toBe("Blood count");
    const slip = parseShareSheet(fromHex(frozen.shareSheet)).slips[0];
    if (!slip) throw new Error("the share sheet has a slip");
    const session = await restoreAmina();
    const throughSlip = await session.openRecord({ ...sealed, states: "own", slips: [slip] });
    expect(throughSlip.payload.recordKey).toEqual(fromHex(frozen.recordKey));
  });

  test("the envelope, the vault, the local vault, evidence, what was kept locally", async () => {
    const doctor = await joinOkoro();
    const envelope = await doctor.session.openEnvelope(chart, fromHex(frozen.envelope), [
      doctor.me,
    ]);
    expect(envelope.content.patient).toEqual(amina);
    const session = await restoreAmina();
    expect(await session.openVault(chart, fromHex(frozen.vault))).toEqual(profile);
    const unlocked = await crypto.unlockSession(fromHex(frozen.localVault), passphrase);
    expect((await unlocked.recoverySheet()).code).toBe(frozen.recoveryCode);
    const evidence = await doctor.session.openEvidence(
      { ...evidencePlace, keyDocument: doctor.target.keyDocument },
      fromHex(frozen.evidence),
    );
    expect(evidence.fileName).toBe("licence.pdf");
    const seed = fromHex(frozen.keys.seed) as Seed;
    expect(await openLocal(seed, localPurpose, fromHex(frozen.localStore))).toEqual(utf8("kept"));
  });

  test("the plain documents", async () => {
    expect(parseKeyDocument(fromHex(frozen.keyDocument)).owner).toBe("patient");
    expect(parseProviderProfile(fromHex(frozen.providerProfile)).name).toBe("Dr. Chidi Okoro");
    const sheet = parseShareSheet(fromHex(frozen.shareSheet));
    expect(sheet.entries[0]?.recipient.number).toBe(3);
    const { signingKey } = parseKeyDocument(fromHex(frozen.keyDocument));
    expect(await isOwnersSheet(chart, sheet, [signingKey])).toBe(true);
    expect(parseSlipPage(fromHex(frozen.slipPage))).toEqual(sheet.slips);
  });
});

test("nothing about the patient is readable in what is published", () => {
  const published = [
    frozen.segment,
    frozen.manifest,
    frozen.manifestToPeople,
    frozen.envelope,
    frozen.shareSheet,
    frozen.keyDocument,
    frozen.vault,
    frozen.evidence,
  ].map((hex) => new TextDecoder("latin1").decode(fromHex(hex)));
  const secrets = ["Amina", "1987", "Blood", "pdf", "lab-result", "2026-11", "haemo", "Laboratory"];
  for (const document of published) {
    for (const secret of secrets) expect(document).not.toContain(secret);
  }
});

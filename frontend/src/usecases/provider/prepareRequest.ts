import type { Compartment, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { emptyMask, fullMask, maskOf, unionOf } from "../../domain/masks.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared, PurposeName } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { ProviderDesk } from "./providerDesk.ts";
import { speakerOf } from "./speaker.ts";

export interface RequestWish {
  readonly read: readonly Compartment[] | "everything";
  readonly write: readonly Compartment[] | "everything" | "none";
  readonly purpose: PurposeName;
  readonly expiresAt: number;
  readonly lapsesAt: number;
  readonly onBehalfOf?: ProviderNumber;
}

/** Asks a patient for access. Only numbers go on the chain: nothing is sealed. */
export async function prepareRequest(
  desk: ProviderDesk,
  patient: PatientNumber,
  wish: RequestWish,
): Promise<Prepared<void>> {
  const { ports } = desk;
  const speaker = speakerOf(desk, wish.onBehalfOf);
  const readMask = toMask(wish.read);
  const writeMask = wish.write === "none" ? emptyMask : toMask(wish.write);
  if (unionOf(readMask, writeMask) === emptyMask) throw new UseCaseError("usecases.invalid-terms");
  const [now, verified, itself] = await Promise.all([
    ports.reader.timestampOf(),
    ports.reader.isVerified(speaker.provider),
    ports.reader.isController(patient, desk.wallet),
  ]);
  if (itself) throw new UseCaseError("usecases.own-code");
  if (!verified) throw new UseCaseError("usecases.not-verified-yourself");
  const expiresAt = Math.floor(wish.expiresAt);
  const lapsesAt = Math.floor(wish.lapsesAt);
  if (!(expiresAt > now && expiresAt <= 0xffff_ffff && lapsesAt > now)) {
    throw new UseCaseError("usecases.invalid-expiry");
  }
  const terms = { readMask, writeMask, purpose: wish.purpose, expiresAt };
  return prepareCalls(ports.writer, {
    kind: "request",
    facts: { patient, until: expiresAt, lapsesAt },
    calls: [ports.writer.calls.request(patient, speaker.provider, speaker.doctor, terms, lapsesAt)],
    finish: async () => undefined,
  });
}

export async function prepareWithdrawal(
  desk: ProviderDesk,
  patient: PatientNumber,
  onBehalfOf?: ProviderNumber,
): Promise<Prepared<void>> {
  const { ports } = desk;
  const speaker = speakerOf(desk, onBehalfOf);
  const access = await ports.reader.accessOf(patient, speaker.provider, speaker.viewer);
  if (access.request === undefined) throw new UseCaseError("usecases.no-request");
  return prepareCalls(ports.writer, {
    kind: "withdraw",
    facts: { patient },
    calls: [ports.writer.calls.withdraw(patient, speaker.provider, speaker.doctor)],
    finish: async () => undefined,
  });
}

function toMask(compartments: readonly Compartment[] | "everything") {
  return compartments === "everything" ? fullMask : maskOf(compartments);
}

// Everybody whom a test of sharing needs, set up once: an authority, two doctors, a hospital with
// a doctor on its staff, and a patient with an empty chart.
import type { Compartment } from "../../frontend/src/domain/brand.ts";
import type {
  AuthorityApp,
  PatientApp,
  ProviderApp,
} from "../../frontend/src/usecases/useCases.ts";
import {
  drawers,
  setUpAuthority,
  setUpPatient,
  setUpProvider,
  textFile,
  treatment,
  type Unlocked,
} from "./headlessCast.ts";
import { type HeadlessSystem, startHeadlessSystem } from "./headlessSystem.ts";

export interface Village {
  readonly system: HeadlessSystem;
  readonly authority: Unlocked<AuthorityApp>;
  readonly doctor: Unlocked<ProviderApp>;
  readonly colleague: Unlocked<ProviderApp>;
  readonly hospital: Unlocked<ProviderApp>;
  readonly staffDoctor: Unlocked<ProviderApp>;
  readonly patient: Unlocked<PatientApp>;
  /** Drawers of the patient's chart. */
  readonly general: Compartment;
  readonly results: Compartment;
  readonly mental: Compartment;
}

/** Accounts 2 to 7; 8 to 19 are free. */
export async function startVillage(): Promise<Village> {
  const system = await startHeadlessSystem();
  const authority = await setUpAuthority(system, { account: 2 });
  const provider = (account: number, kind: "doctor" | "hospital", name: string) =>
    setUpProvider(system, authority, { account, kind, name });
  const doctor = await provider(3, "doctor", "Dr. Okoro");
  const colleague = await provider(4, "doctor", "Dr. Lindqvist");
  const hospital = await provider(5, "hospital", "City Hospital");
  const staffDoctor = await provider(6, "doctor", "Dr. Ferreira");
  await (await hospital.app.prepareStaffAddition(staffDoctor.app.provider)).submit();
  const patient = await setUpPatient(system, { account: 7 });
  const [general = 0, results = 0, mental = 0] = await drawers(
    patient.app,
    "general",
    "results",
    "mental-health",
  );
  return {
    system,
    authority,
    doctor,
    colleague,
    hospital,
    staffDoctor,
    patient,
    general: general as Compartment,
    results: results as Compartment,
    mental: mental as Compartment,
  };
}

/** Lets a provider read (and write) drawers, without a request. */
export async function share(
  { system, patient }: Pick<Village, "system" | "patient">,
  provider: Unlocked<ProviderApp>,
  read: readonly Compartment[],
  write: readonly Compartment[] = [],
  seconds?: number,
): Promise<void> {
  const terms = await treatment(system, read, write, seconds);
  await (await patient.app.prepareGrant(provider.app.provider, terms)).submit();
}

/** The patient adds a text; gives its reference. */
export async function add(
  { patient }: Pick<Village, "patient">,
  text: string,
  drawer: Compartment,
): Promise<number> {
  const refs = await (await patient.app.prepareRecords([textFile(text, drawer)])).submit();
  const [ref] = refs;
  if (ref === undefined) throw new Error("nothing was added");
  return ref;
}

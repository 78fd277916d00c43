// People for scripts and tests: a government body that verifies, and whoever is needed besides.

import { encodeProviderProfile } from "../../frontend/src/crypto/documents/providerProfile.ts";
import type {
  AuthorityNumber,
  Compartment,
  ProviderNumber,
} from "../../frontend/src/domain/brand.ts";
import type {
  CompartmentKind,
  FileToAdd,
  PersonDetails,
  ProviderKindName,
  TermsView,
} from "../../frontend/src/usecases/model.ts";
import type {
  AuthorityApp,
  PatientApp,
  ProviderApp,
} from "../../frontend/src/usecases/useCases.ts";
import type { HeadlessPerson, HeadlessSystem } from "./headlessSystem.ts";

export const passphrase = "four unrelated little words";
export const year = 365 * 24 * 60 * 60;
export const week = 7 * 24 * 60 * 60;

export interface Unlocked<App> extends HeadlessPerson {
  readonly app: App;
  /** The 24 words. */
  readonly sheet: string;
}

/** The admin appoints an authority, which then publishes its keys. */
export async function setUpAuthority(
  system: HeadlessSystem,
  options: { account: number; jurisdiction?: number; name?: string; admin?: number },
): Promise<Unlocked<AuthorityApp>> {
  const admin = await system.person(options.admin ?? 1);
  const person = await system.person(options.account);
  const profile = encodeProviderProfile({
    kind: "organization",
    name: options.name ?? "Medical Council",
    specialty: "",
    organization: "",
    place: "",
    country: "KE",
    languages: [],
    phone: "",
    website: "",
    about: "",
  });
  const { digest } = await person.ports.ipfs.putDocument(profile);
  const { writer } = admin.ports;
  const none = `0x${"0".repeat(64)}` as typeof digest;
  const jurisdiction = options.jurisdiction ?? 404;
  await writer.send(
    writer.calls.appointAuthority(person.account.address, jurisdiction, digest, none),
  ).mined;
  const draft = await person.doorstep.beginSetUp();
  const sheet = draft.words.join(" ");
  const prepared = await person.doorstep.prepareAuthoritySetUp(draft, passphrase);
  return { ...person, app: await prepared.submit(), sheet };
}

/** Applies with a licence, and is verified for a year. */
export async function setUpProvider(
  system: HeadlessSystem,
  authority: Unlocked<AuthorityApp>,
  options: { account: number; kind: ProviderKindName; name: string; verify?: boolean },
): Promise<Unlocked<ProviderApp> & { readonly number: ProviderNumber }> {
  const person = await system.person(options.account);
  const draft = await person.doorstep.beginSetUp();
  const sheet = draft.words.join(" ");
  const licence = `Licence of ${options.name}`;
  const prepared = await person.doorstep.prepareApplication(
    draft,
    {
      kind: options.kind,
      authority: authority.app.authority as AuthorityNumber,
      profile: {
        name: options.name,
        specialty: "General practice",
        organization: "",
        place: "Nairobi",
        contact: "https://example.org",
      },
      evidence: { file: new Blob([licence], { type: "text/plain" }), fileName: "licence.txt" },
    },
    passphrase,
  );
  const app = await prepared.submit();
  if (options.verify !== false) {
    const seen = await app.me();
    const until = (await system.now()) + year;
    await (await authority.app.prepareVerification(seen, until)).submit();
  }
  return { ...person, app, sheet, number: app.provider };
}

export async function setUpPatient(
  system: HeadlessSystem,
  options: { account: number; details?: PersonDetails },
): Promise<Unlocked<PatientApp>> {
  const person = await system.person(options.account);
  const draft = await person.doorstep.beginSetUp();
  const sheet = draft.words.join(" ");
  const details = options.details ?? { name: "Amina Yusuf", birthDate: "1988-04-17" };
  const prepared = await person.doorstep.prepareRegistration(draft, details, passphrase);
  return { ...person, app: await prepared.submit(), sheet };
}

/** The numbers of these drawers in this patient's chart. */
export async function drawers(
  app: PatientApp,
  ...kinds: readonly CompartmentKind[]
): Promise<Compartment[]> {
  const all = await app.compartments();
  return kinds.map((kind) => {
    const found = all.find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`no drawer for ${kind}`);
    return found.compartment;
  });
}

export function textFile(
  text: string,
  compartment: Compartment,
  overrides: Partial<FileToAdd> = {},
): FileToAdd {
  return {
    file: new Blob([text], { type: "text/plain" }),
    fileName: "note.txt",
    mime: "text/plain",
    title: "Note",
    kind: "document",
    date: "2026-03-02",
    compartment,
    ...overrides,
  };
}

export async function treatment(
  system: HeadlessSystem,
  read: readonly Compartment[],
  write: readonly Compartment[] = [],
  seconds = week,
): Promise<TermsView> {
  return { read, write, purpose: "treatment", expiresAt: (await system.now()) + seconds };
}

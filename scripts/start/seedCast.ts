// The cast that a newcomer meets: an authority in office, and a doctor, a hospital with a staff doctor
// and a laboratory, all verified. Done by the same use cases as the app; only their recovery sheets
// are handed to the app, so that one tap continues as them. Patients are left to the newcomer.
import type { DemoPerson } from "../../frontend/src/chain/wallet/demoWallets.ts";
import { encodeProviderProfile } from "../../frontend/src/crypto/documents/providerProfile.ts";
import { createIpfsStore } from "../../frontend/src/ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../frontend/src/ipfs/parseEndpoint.ts";
import type { ProviderKindName, ProviderProfile } from "../../frontend/src/usecases/model.ts";
import type { AuthorityApp, ProviderApp } from "../../frontend/src/usecases/useCases.ts";
import type { SystemParameters } from "../deploy/deploySystem.ts";
import { castDoorstep, castWallet } from "./castWallet.ts";
import type { LocalChain } from "./startChain.ts";

export interface CastMember {
  readonly person: DemoPerson;
  /** The recovery sheet's code: public, for practice only. */
  readonly sheet: string;
}

const germany = 276;
const secondsPerYear = 365 * 24 * 60 * 60;
const passphrase = "only for practice on this computer";

const providers: readonly {
  person: DemoPerson;
  kind: ProviderKindName;
  profile: ProviderProfile;
}[] = [
  {
    person: "doctor",
    kind: "doctor",
    profile: {
      name: "Dr. Okoro",
      specialty: "Family medicine",
      organization: "Mill Street Practice",
      place: "Freiburg",
      contact: "+49 761 555010",
    },
  },
  {
    person: "hospital",
    kind: "hospital",
    profile: {
      name: "Lakeside Hospital",
      specialty: "General hospital",
      organization: "",
      place: "Konstanz",
      contact: "+49 7531 555020",
    },
  },
  {
    person: "staff-doctor",
    kind: "doctor",
    profile: {
      name: "Dr. Lindqvist",
      specialty: "Internal medicine",
      organization: "Lakeside Hospital",
      place: "Konstanz",
      contact: "+49 7531 555021",
    },
  },
  {
    person: "laboratory",
    kind: "laboratory",
    profile: {
      name: "Northern Laboratory",
      specialty: "Blood and tissue tests",
      organization: "",
      place: "Kiel",
      contact: "+49 431 555030",
    },
  },
];

/** Who is in office from the first block on; its public profile goes to the IPFS node. */
export async function castParameters(ipfsRpcUrl: string): Promise<SystemParameters> {
  const ipfs = createIpfsStore({ endpoint: parseEndpoint(ipfsRpcUrl) });
  const profile = encodeProviderProfile({
    kind: "organization",
    name: "Health authority",
    specialty: "Licensing of doctors and hospitals",
    organization: "",
    place: "Bonn",
    country: "DE",
    languages: [],
    phone: "",
    website: "",
    about: "",
  });
  const { digest } = await ipfs.putDocument(profile);
  return {
    authorities: [
      {
        wallet: castWallet("authority").address,
        jurisdiction: germany,
        profile: digest,
        keyDocument: `0x${"0".repeat(64)}`,
      },
    ],
  };
}

export async function seedCast(
  { deployment }: LocalChain,
  ipfsRpcUrl: string,
): Promise<readonly CastMember[]> {
  const cast: CastMember[] = [];
  const door = (person: DemoPerson) => castDoorstep(person, deployment, ipfsRpcUrl);
  const until = Math.floor(Date.now() / 1_000) + secondsPerYear;

  const authorityDoor = door("authority");
  const authorityDraft = await authorityDoor.beginSetUp();
  cast.push({ person: "authority", sheet: authorityDraft.sheetCode });
  const authority: AuthorityApp = await (
    await authorityDoor.prepareAuthoritySetUp(authorityDraft, passphrase)
  ).submit();

  const apps = new Map<DemoPerson, ProviderApp>();
  for (const { person, kind, profile } of providers) {
    const doorstep = door(person);
    const draft = await doorstep.beginSetUp();
    cast.push({ person, sheet: draft.sheetCode });
    const application = await doorstep.prepareApplication(
      draft,
      {
        kind,
        authority: authority.authority,
        profile,
        evidence: {
          file: new Blob([`Licence of ${profile.name}. For practice only.`], {
            type: "text/plain",
          }),
          fileName: "licence.txt",
        },
      },
      passphrase,
    );
    const app = await application.submit();
    apps.set(person, app);
    await (await authority.prepareVerification(await app.me(), until)).submit();
  }

  const hospital = apps.get("hospital");
  const staffDoctor = apps.get("staff-doctor");
  if (hospital === undefined || staffDoctor === undefined) {
    throw new Error("the cast has no hospital or no staff doctor");
  }
  await (await hospital.prepareStaffAddition(staffDoctor.provider)).submit();
  return cast;
}

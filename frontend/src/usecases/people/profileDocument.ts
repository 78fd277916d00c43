import type { ProviderProfile as ProfileDocument } from "../../crypto/documents/providerProfile.ts";
import { findCountryLetters } from "../../domain/countries.ts";
import type { ProviderKindName, ProviderProfile } from "../model.ts";

const website = /^https:\/\/[\x21-\x7e]{1,190}$/;
const phone = /^[0-9+() -]{1,40}$/;

/** The public document of what a person typed. */
export function toProfileDocument(
  profile: ProviderProfile,
  kind: ProviderKindName,
  jurisdiction: number,
): ProfileDocument {
  const contact = profile.contact.trim();
  const isWebsite = website.test(contact);
  const isPhone = !isWebsite && phone.test(contact);
  return {
    // The format knows those who treat patients; whoever only stores is an organization to it.
    kind: kind === "storage-operator" ? "organization" : kind,
    name: profile.name.trim(),
    specialty: profile.specialty.trim(),
    organization: profile.organization.trim(),
    place: profile.place.trim(),
    country: findCountryLetters(jurisdiction) ?? "ZZ",
    languages: [],
    phone: isPhone ? contact : "",
    website: isWebsite ? contact : "",
    about: isPhone || isWebsite ? "" : contact,
  };
}

export function fromProfileDocument(document: ProfileDocument): ProviderProfile {
  return {
    name: document.name,
    specialty: document.specialty,
    organization: document.organization,
    place: document.place,
    contact: document.website || document.phone || document.about,
  };
}

import type { ProviderNumber } from "../../domain/brand.ts";
import type { Author, ProviderView } from "../model.ts";
import type { PeopleViews } from "../people/peopleViews.ts";
import type { RecordFact } from "./recordFacts.ts";

/** Who added each record, as the chain says; "unknown" where it no longer tells. */
export async function readAuthors(
  people: PeopleViews,
  facts: ReadonlyMap<number, RecordFact>,
): Promise<(ref: number) => Author> {
  const numbers = new Set<ProviderNumber>();
  for (const { provider, doctor } of facts.values()) {
    if (provider !== undefined) numbers.add(provider);
    if (doctor !== undefined) numbers.add(doctor);
  }
  const views = new Map<ProviderNumber, ProviderView>();
  for (const number of numbers) {
    const view = await people.findProvider(number);
    if (view !== undefined) views.set(number, view);
  }
  return (ref) => {
    const fact = facts.get(ref);
    if (fact === undefined) return { by: "unknown" };
    if (fact.provider === undefined) return { by: "patient" };
    const provider = views.get(fact.provider);
    if (provider === undefined) return { by: "unknown" };
    const doctor = fact.doctor === undefined ? undefined : views.get(fact.doctor);
    return doctor === undefined
      ? { by: "provider", provider }
      : { by: "provider", provider, doctor };
  };
}
